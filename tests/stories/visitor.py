"""Somebody's browser at the console: signs in by a mailed link and presses what the pages offer."""

from __future__ import annotations

import html
import re

import requests

from tests.stories.harness import Story

_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_FIELD = re.compile(r'<(?:input|button)\b[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"')


class Visitor:
    """Cookies are kept and redirects followed, as browsers do."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._session = requests.Session()

    def sign_in(self, address: str, asks: str) -> Visitor:
        """`asks`: words of the letter that brings the link."""
        self.press("/console/sign-in", "address", address=address)
        self._story.turn()
        link = self._story.expect_mail(address, asks).link("/console/enter/")
        self.press(link, "csrf")
        return self

    def see(self, path: str) -> str:
        answer = self._session.get(self._address(path), timeout=10)
        assert answer.status_code == 200, (answer.status_code, path)
        return answer.text

    def press(self, path: str, having: str, **fields: str) -> str:
        """Sends the first form of that page that has these words; gives the page that follows."""
        return self._send(path, having, _FIELD, fields)

    def fill(self, path: str, having: str, **fields: str) -> str:
        """As `press`, where the form offers more than one press: of its own fields only the hidden ones are sent."""
        return self._send(path, having, _HIDDEN, fields)

    def confirm(self, page: str, path: str, having: str, **fields: str) -> str:
        """As `fill`, on a page that came as the answer to a press."""
        return self._send(path, having, _HIDDEN, fields, page)

    def _send(self, path: str, having: str, own: re.Pattern[str], fields: dict[str, str], page: str = "") -> str:
        form = next(form for form in _FORM.findall(page or self.see(path)) if having in form)
        given = {name: html.unescape(value) for name, value in own.findall(form)}
        answer = self._session.post(self._address(path), data=given | fields, timeout=10)
        assert answer.status_code == 200, (answer.status_code, path)
        return answer.text

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else self._story.url + path
