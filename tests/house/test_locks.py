"""What is installed is pinned: for developers, and without their tools for a server."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EVERYTHING, TO_RUN = "requirements.lock", "requirements.prod.lock"
_PIN = re.compile(r"^([a-z0-9-]+==[^ ;\\]+(?: ; [^\\]+?)?) \\$(.*?)(?=^[a-z]|\Z)", re.MULTILINE | re.DOTALL)


def pins(name: str) -> dict[str, set[str]]:
    """`package==version`, with its marker, and the hashes that may be installed."""
    text = (ROOT / name).read_text("utf-8")
    return {pin: set(re.findall(r"sha256:([0-9a-f]{64})", rest)) for pin, rest in _PIN.findall(text)}


def named(entries: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~ ]", entry)[0].lower().replace("_", "-") for entry in entries}


def names(name: str) -> set[str]:
    return {pin.partition("==")[0] for pin in pins(name)}


@pytest.mark.parametrize("name", [EVERYTHING, TO_RUN])
def test_every_pin_has_its_hashes_and_no_registry_is_named(name: str) -> None:
    assert len(pins(name)) > 30
    assert all(pins(name).values())
    assert "://" not in (ROOT / name).read_text("utf-8")


def test_a_server_gets_the_same_versions_and_none_of_the_developers_tools() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    everything, to_run = pins(EVERYTHING), pins(TO_RUN)
    assert to_run.items() <= everything.items()
    assert named(project["dependencies"]) | named(extras["production"]) <= names(TO_RUN)
    tools = named(extras["dev"]) - named(extras["production"])
    assert names(TO_RUN) & tools <= {"requests"}, "the LINE SDK brings requests"
