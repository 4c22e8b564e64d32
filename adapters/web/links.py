"""The addresses of our own pages, as they go into messages: implements `flows.ports.Links`."""

from __future__ import annotations

from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import Locale


class WebLinks:
    def __init__(self, base_url: str, tokens: Tokens) -> None:
        self._base_url = base_url.rstrip("/")
        self._tokens = tokens

    def answer(self, check_id: int, person_id: int, round_: int) -> str:
        return f"{self._base_url}/a/{self._tokens.make(Purpose.ANSWER, check_id, person_id, round_)}"

    def unsubscribe(self, contact_id: int) -> str:
        return f"{self._base_url}/u/{self._tokens.make(Purpose.UNSUBSCRIBE, contact_id)}"

    def board(self, check_id: int, person_id: int) -> str:
        token = self._tokens.make(Purpose.BOARD, check_id, person_id)
        return f"{self._base_url}/console/checks/{check_id}?t={token}"

    def help_case(self, help_case_id: int, person_id: int) -> str:
        token = self._tokens.make(Purpose.HELP_CASE, help_case_id, person_id)
        return f"{self._base_url}/console/help/{help_case_id}?t={token}"

    def info(self, locale: Locale) -> str:
        return f"{self._base_url}/info?lang={locale}"
