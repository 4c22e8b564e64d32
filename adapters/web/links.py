"""The addresses of our own pages, as they go into messages: implements `flows.ports.Links`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import Locale
from flows.in_force import INSIDE, OUTSIDE, InForce
from flows.ports import Addresses, Finding
from flows.prove_contact import mark_of
from flows.set_addresses import is_this_machine


def examine_links(in_force: InForce, has_channels: bool) -> Iterator[Finding]:
    """For the doctor: whether the links in messages can be opened by whoever gets them, and where they are set."""
    outside, inside = in_force.outside, in_force.inside
    source = "set in the console" if in_force.is_kept(OUTSIDE) else "from the environment"
    if has_channels and is_this_machine(outside):
        yield Finding("links", False, f"they point to {outside}, this machine alone ({source}): set ANPI_BASE_URL")
    else:
        yield Finding("links", True, f"they point to {outside} ({source})")
    if inside:
        source = "set in the console" if in_force.is_kept(INSIDE) else "from the environment"
        yield Finding("links inside", True, f"mail names {inside} as well, for the company's network ({source})")


@dataclass(frozen=True, slots=True)
class Fixed:
    """Addresses that nobody changes. Implements `flows.ports.Addresses`."""

    outside: str
    inside: str = ""


class WebLinks:
    """Messages name the address outside: nobody knows where their reader is (docs/adr/0011)."""

    def __init__(self, at: Addresses | str, tokens: Tokens) -> None:
        self._at: Addresses = Fixed(at.rstrip("/")) if isinstance(at, str) else at
        self._tokens = tokens

    @property
    def _base_url(self) -> str:
        return self._at.outside

    def answer(self, check_id: int, person_id: int, round_: int) -> str:
        return f"{self._base_url}{self._answer(check_id, person_id, round_)}"

    def answer_inside(self, check_id: int, person_id: int, round_: int) -> str:
        inside = self._at.inside
        return f"{inside}{self._answer(check_id, person_id, round_)}" if inside else ""

    def unsubscribe(self, contact_id: int, address: str) -> str:
        return f"{self._base_url}/u/{self._tokens.make(Purpose.UNSUBSCRIBE, contact_id, mark_of(address))}"

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

    def console(self) -> str:
        return f"{self._base_url}/console/"

    def _answer(self, check_id: int, person_id: int, round_: int) -> str:
        return f"/a/{self._tokens.make(Purpose.ANSWER, check_id, person_id, round_)}"
