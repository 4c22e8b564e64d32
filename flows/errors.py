"""What a flow may refuse. Words for each code stand in `bot.wording`; nothing was changed when one is raised.

FlowError
├── RefusedError      the actor may not do this
├── NotFoundError     there is no such check, person, case …
└── InvalidError      the request cannot be carried out as it stands
"""

from __future__ import annotations

from typing import Any


class FlowError(Exception):
    """`code` names the wording (`refusal.<code>`), `params` fill its placeholders."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class RefusedError(FlowError):
    """The actor may not do this (unknown_person, not_a_manager, outside_units, expired …)."""


class NotFoundError(FlowError):
    """no_check, no_active_check, no_person, no_help_case."""


class InvalidError(FlowError):
    """empty_title, nobody_to_ask, nobody_registered, bad_code, too_many_tries, already_closed, no_units …"""
