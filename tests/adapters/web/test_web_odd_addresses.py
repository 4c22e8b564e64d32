"""Addresses as nobody types them: a missing slash leads to where the reader is, and no file but ours is ever read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder


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
