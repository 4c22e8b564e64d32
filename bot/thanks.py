"""What is said back to a press or a typed line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale, Standing, Status


@dataclass(frozen=True, slots=True)
class ThanksFacts:
    check_id: int
    kind: CheckKind
    title: str
    round: int
    locale: Locale
    status: Status
    standing: Standing
    is_guest: bool = False
    is_known: bool = True
    late: bool = False
    info_url: str = ""
    #: The company's own emergency numbers: (name, number); named in the reply to a cry for help.
    company_numbers: tuple[tuple[str, str], ...] = ()
    #: How this platform links an account: shown to a guest who is not known.
    via_line: bool = False


def thank_you(facts: ThanksFacts) -> Speech:
    """One press was enough; details are offered: comment, can you work, where are you, change my answer.

    For `help` and `injured`: 119, 110, 118 and the company's numbers, managers have been told, and that this does not
    replace an emergency call.
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class DetailsFacts:
    check_id: int
    kind: CheckKind
    round: int
    locale: Locale
    comment: str = ""
    can_work: str = ""
    place: str = ""


def details_noted(facts: DetailsFacts) -> Speech:
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """The four answers once more: not understood, or wants to change."""

    check_id: int
    kind: CheckKind
    title: str
    round: int
    locale: Locale


def ask_back(facts: ChoiceFacts) -> Speech:
    """We did not take your words for an answer: which is it?"""
    raise NotImplementedError


def choose_again(facts: ChoiceFacts, said: str = "", said_at: datetime | None = None) -> Speech:
    """`/safety me` and [change my answer]. `said_at` is already in the company's local time."""
    raise NotImplementedError


def nothing_to_answer(locale: Locale, cried_for_help: bool, is_known: bool, via_line: bool) -> Speech:
    raise NotImplementedError


def ask_for_comment(locale: Locale) -> Speech:
    """LINE: the next line you type is your comment."""
    raise NotImplementedError


def ask_for_place(locale: Locale) -> Speech:
    """LINE: send your location with the button below, or type where you are."""
    raise NotImplementedError
