"""A plan that was chosen is found among the choices again; one that is no choice is none of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST
from bot.plan_choices import (
    choice_of,
    chosen_closing,
    chosen_plan,
    closing_choice_of,
    closing_choices,
    reminder_choices,
)
from bot.ready_checks import ready_checks
from bot.schedule import DEFAULT_PLANS
from bot.vocabulary import CheckKind, Locale


def test_every_choice_is_found_again() -> None:
    for kind in CheckKind:
        for value, _ in reminder_choices(Locale.EN):
            assert choice_of(chosen_plan(value, kind, DEFAULT_PLANS), kind, DEFAULT_PLANS) == value
    for value, _ in closing_choices(Locale.EN):
        assert closing_choice_of(chosen_closing(value)) == value


def test_another_plan_or_closing_time_is_no_choice() -> None:
    other = replace(DEFAULT_PLANS[CheckKind.REAL], at_most=5)
    assert choice_of(other, CheckKind.REAL, DEFAULT_PLANS) == ""
    assert closing_choice_of(timedelta(hours=5)) == ""


def test_ready_wording_fits_and_says_something_in_every_language() -> None:
    for locale in Locale:
        offered = ready_checks(locale)
        assert len({one.title for one in offered}) == len(offered)
        assert all(one.title and len(one.title) <= TITLE_AT_MOST for one in offered)
        assert all(one.message and len(one.message) <= MESSAGE_AT_MOST for one in offered)
