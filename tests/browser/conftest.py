"""One headless Chromium for all tests of this folder; what a page complains about in its console fails the test.

`chromium-headless-shell` draws pages alone; the whole `chromium` draws a window around each of them too and takes half
as long again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.stories.harness import Story
from tests.support.clock import MovableClock

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Not for the whole session: playwright keeps an event loop running in this thread, and others want their own."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        pytest.skip("there is no Chromium on the path (apt-get install chromium-headless-shell); .ci/run installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of this test have written into their console, and scripts that failed."""
    return []


@pytest.fixture
def open_page(chromium: Browser, complaints: list[str]) -> Iterator[OpenPage]:
    """`open_page(url, width=390, **context)`: a page of its own, with nothing kept from the others."""
    contexts = []

    def open_one(url: str, width: int = 390, **context: object) -> Page:
        facts: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "locale": "en-US", **context}
        made = chromium.new_context(**facts)
        contexts.append(made)
        page = made.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield open_one
    for made in contexts:
        made.close()
    assert complaints == []


@pytest.fixture
def town_story(chromium: Browser, sqlite_url: str, clock: MovableClock) -> Iterator[Story]:
    """The whole product and the phones, on SQLite; the cycle turns when the test says so."""
    told = Story(sqlite_url, clock, with_phones=True)
    yield told
    told.close()
    assert told.log.unnamed() == []
