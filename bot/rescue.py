"""Words about help cases, to managers and to the person."""

from __future__ import annotations

from dataclasses import dataclass

from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale


@dataclass(frozen=True, slots=True)
class RescueFacts:
    """`opened_at` and the like are already local clock times such as `14:03`."""

    help_case_id: int
    kind: CheckKind
    title: str
    locale: Locale
    person_name: str
    units: tuple[str, ...] = ()
    comment: str = ""
    place: str = ""
    phones: tuple[str, ...] = ()
    opened_at: str = ""
    taken_by: str = ""
    taken_at: str = ""
    closed_by: str = ""
    closing_word: str = ""
    board_url: str = ""
    #: Mail has no buttons: the page on which [I take it] stands.
    take_url: str = ""


def help_alert(facts: RescueFacts) -> Speech:
    """To managers responsible for the person: who, where, what they said, [I take it]."""
    raise NotImplementedError


def help_taken_for_managers(facts: RescueFacts) -> Speech:
    """Somebody takes care; [close with a word] for the taker."""
    raise NotImplementedError


def help_taken_for_person(facts: RescueFacts) -> Speech:
    """To the person in need: who takes care of you; 119/110/118 stay the quickest way."""
    raise NotImplementedError


def help_closed_for_managers(facts: RescueFacts) -> Speech:
    raise NotImplementedError


def help_closed_for_person(facts: RescueFacts) -> Speech:
    raise NotImplementedError
