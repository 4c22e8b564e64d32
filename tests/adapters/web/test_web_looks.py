"""Style sheets and scripts are fetched once, and anew when they have changed."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient


def told(browser: FlaskClient, address: str, **headers: str) -> tuple[int, str, str]:
    """Status, for how long it may be kept, its tag."""
    with browser.get(address, headers=headers) as response:
        return response.status_code, response.headers["Cache-Control"], response.headers["ETag"]


def test_a_browser_keeps_what_the_page_names_for_good(browser: FlaskClient) -> None:
    named = re.search(r'href="(/static/anpi\.css\?v=[0-9a-f]{10})"', browser.get("/info").text)
    assert named
    status, kept, tag = told(browser, named[1])
    assert (status, kept) == (200, "max-age=31536000, immutable")
    assert told(browser, named[1], **{"If-None-Match": tag}) == (304, kept, tag)


@pytest.mark.parametrize("mark", ["", "?v=", "?v=0123456789"])
def test_what_is_asked_for_by_another_mark_is_not_kept(browser: FlaskClient, mark: str) -> None:
    assert told(browser, f"/static/anpi.css{mark}")[:2] == (200, "no-cache")
