"""The demo from an installed wheel, in a folder that has nothing to do with this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

#: How the demo ended, and what it left in its folder.
Played = tuple[subprocess.CompletedProcess[str], list[Path]]


def play_from_a_wheel(folder: Path, environment: dict[str, str]) -> Played:
    """Builds it from the files of the project, installs it, and plays the demo in an empty folder."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "bench/", "docs/")):
            (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "source" / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    site, empty = folder / "site", folder / "empty"
    empty.mkdir()
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-build-isolation", "--target", site, folder / "source"],
        cwd=folder,
        check=True,
    )
    done = subprocess.run(
        [site / "bin" / "anpi", "demo", "--once", "--port", "0"],
        env=environment | {"PYTHONPATH": os.fspath(site)},
        cwd=empty,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done, list(empty.iterdir())
