"""The addresses of our own pages, as they go into messages: implements `flows.ports.Links`."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import Locale
from flows.ports import Finding
from flows.prove_contact import mark_of


def examine_links(base_url: str, has_channels: bool) -> Iterator[Finding]:
    """For the doctor: whether the links in messages can be opened by the people who get them."""
    host = urlsplit(base_url).hostname or ""
    if has_channels and (host == "localhost" or host.startswith("127.") or host == "::1"):
        yield Finding("links", False, f"they point to {base_url}, this machine alone: set ANPI_BASE_URL")
    else:
        yield Finding("links", True, f"they point to {base_url}")


class WebLinks:
    def __init__(self, base_url: str, tokens: Tokens) -> None:
        self._base_url = base_url.rstrip("/")
        self._tokens = tokens

    def answer(self, check_id: int, person_id: int, round_: int) -> str:
        return f"{self._base_url}/a/{self._tokens.make(Purpose.ANSWER, check_id, person_id, round_)}"

    def unsubscribe(self, contact_id: int) -> str:
        return f"{self._base_url}/u/{self._tokens.make(Purpose.UNSUBSCRIBE, contact_id)}"

    def contact(self, contact_id: int, address: str) -> str:
        return f"{self._base_url}/c/{self._tokens.make(Purpose.CONTACT, contact_id, mark_of(address))}"

    def register(self, person_id: int) -> str:
        return f"{self._base_url}/c/{self._tokens.make(Purpose.REGISTER, person_id)}"

    def board(self, check_id: int, person_id: int) -> str:
        token = self._tokens.make(Purpose.BOARD, check_id, person_id)
        return f"{self._base_url}/console/checks/{check_id}?t={token}"

    def help_case(self, help_case_id: int, person_id: int) -> str:
        token = self._tokens.make(Purpose.HELP_CASE, help_case_id, person_id)
        return f"{self._base_url}/console/help/{help_case_id}?t={token}"

    def sign_in(self, token: str) -> str:
        return f"{self._base_url}/console/enter/{token}"

    def line_link(self, user_id: str, link_token: str) -> str:
        token = self._tokens.make(Purpose.LINE_LINK, int(user_id[1:], 16))
        return f"{self._base_url}/line/link?{urlencode({'t': token, 'linkToken': link_token})}"

    def info(self, locale: Locale) -> str:
        return f"{self._base_url}/info?lang={locale}"
