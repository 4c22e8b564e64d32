"""Addresses as nobody types them: a missing slash leads to where the reader is, and no file but ours is ever read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from adapters.web.host_names import with_host_names


@pytest.mark.parametrize("path", ["/console", "/console/checks//1"])
def test_a_missing_slash_leads_nobody_out_of_the_encrypted_line(browser: FlaskClient, path: str) -> None:
    """Behind a proxy that ends TLS we are asked over http."""
    answer = browser.get(path, headers={"Host": "anpi.example"})
    assert answer.status_code == 308
    assert answer.location.startswith("/console/")


def test_no_other_file_is_read_and_no_name_is_too_long(browser: FlaskClient, tmp_path: Path) -> None:
    """The mark of a file tells whether it was read: it is that of its content."""
    secret = tmp_path / "secret"
    secret.write_text("x")
    mark = hashlib.sha256(b"x").hexdigest()[:10]
    dots = "../" * (len(Path(browser.application.static_folder or "").parts) - 1)
    for name in (f"{dots}{secret.relative_to('/')}", "x" * 5_000):
        # As it is: a client's own library would put the dots right.
        environ = EnvironBuilder(method="OPTIONS", query_string={"v": mark}).get_environ()
        answer = browser.open({**environ, "PATH_INFO": f"/static/{name}"})
        assert (answer.status_code, answer.headers.get("Cache-Control")) in ((200, "no-cache"), (200, None))
        assert browser.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("host", ["en-" + "a" * 300, "a..b", ".", "x y", "<b>", "[", "a:b:c", "a:999999"])
def test_a_host_that_can_be_none_is_answered_all_the_same(browser: FlaskClient, host: str) -> None:
    shown = browser.get("/console/sign-in", headers={"Host": host})
    assert shown.status_code == 200
    assert "Content-Security-Policy" in shown.headers


def test_a_host_of_ours_is_the_one_that_was_named(browser: FlaskClient) -> None:
    for host in ("anpi.example", "anpi.example:8443", "127.0.0.1:8080", "[::1]:8080", "anpi", "xn--3qrt5o.example"):
        assert browser.get("/console", headers={"Host": host}).location == "/console/"


def test_letters_that_stand_for_none_are_no_name() -> None:
    """They are looked at in our part alone: the test client itself fails on them."""
    named: list[str] = []

    def name(environ: dict[str, str], _: object) -> list[bytes]:
        named.append(environ["HTTP_HOST"])
        return []

    for host in ("xn--a", "xn--3qrt5o.example"):
        with_host_names(name)({"HTTP_HOST": host}, None)
    assert named == ["invalid", "xn--3qrt5o.example"]
