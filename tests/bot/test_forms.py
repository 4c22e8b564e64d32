"""Labels of forms fit Slack's forms, and every choice means something."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from bot.forms import close_help_form, comment_form, mark_form, names_view, start_form, unit_choice
from bot.info_forms import bulletin_form, entries_view, entry_form
from bot.note_form import note_form
from bot.people_list import ListFacts, people_view
from bot.plan_choices import (
    STANDARD,
    chosen_closing,
    chosen_plan,
    closing_choices,
    gap_in_words,
    plan_in_words,
    reminder_choices,
    standard_hint,
)
from bot.schedule import DEFAULT_PLANS
from bot.vocabulary import CheckKind, Locale, Status

#: Slack: heading, submit and close of a modal; placeholder; text of an option.
SHORT, PLACEHOLDER, OPTION = 24, 150, 75


def forms(locale: Locale) -> list[Any]:
    drill = CheckKind.DRILL
    return [
        start_form(locale),
        comment_form(locale, drill),
        mark_form(locale, "長い" * 100, "長い" * 100, drill),
        close_help_form(locale, "長い" * 100, "14:03", drill),
        names_view(locale, drill),
        note_form(locale, "長い" * 100, drill),
        people_view(ListFacts(1, drill, "長い" * 100, True, locale, (), {"help": 1_000_000, "opened": 2})),
    ]


def of_information(locale: Locale) -> list[Any]:
    return [entries_view(locale), entry_form(locale, True), entry_form(locale, False), bulletin_form(locale)]


@pytest.mark.parametrize("locale", Locale)
def test_every_label_fits_slack(locale: Locale) -> None:
    for form in (*forms(locale), *of_information(locale)):
        for field in fields(form):
            value = getattr(form, field.name)
            if isinstance(value, tuple):
                assert all(0 < len(label) <= OPTION for _, label in value)
            else:
                short = field.name in ("heading", "submit", "cancel", "close")
                assert 0 < len(value) <= (SHORT if short else PLACEHOLDER if field.name.endswith("hint") else 2000)


@pytest.mark.parametrize("locale", Locale)
def test_every_status_can_be_marked_worst_first(locale: Locale) -> None:
    assert [value for value, _ in mark_form(locale, "花子", "地震").statuses] == list(Status)


@pytest.mark.parametrize("locale", Locale)
def test_forms_of_a_drill_say_so(locale: Locale) -> None:
    assert all(form.heading.startswith("【訓練】") for form in forms(locale)[1:])
    assert "【訓練】地震" in mark_form(locale, "花子", "地震", CheckKind.DRILL).about
    assert any("【訓練】" in label for value, label in start_form(locale).kinds if value == CheckKind.DRILL)


def test_of_a_long_path_the_end_is_kept() -> None:
    label = unit_choice("本社/" + "とても長い部門の名前" * 20 + "/基盤課", 12, Locale.JA)
    assert label.startswith("…")
    assert label.endswith("/基盤課（12人）")
    assert len(label) <= OPTION
    assert unit_choice("本社/開発部", 1200, Locale.EN) == "本社/開発部 (1,200)"


@pytest.mark.parametrize("locale", Locale)
def test_every_offered_reminder_plan_and_closing_time_can_be_chosen(locale: Locale) -> None:
    plans = [chosen_plan(value, CheckKind.REAL, DEFAULT_PLANS) for value, _ in reminder_choices(locale)]
    assert plans[0] == DEFAULT_PLANS[CheckKind.REAL]
    assert [plan.at_most for plan in plans] == [6, 8, 1, 0]
    times = [chosen_closing(value) for value, _ in closing_choices(locale)]
    assert times[:2] == [None, timedelta(hours=1)]
    assert times[-1] == timedelta(days=7)
    assert all(len(label) <= OPTION for _, label in (*reminder_choices(locale), *closing_choices(locale)))


@pytest.mark.parametrize("odd", ["", "99999999999999999999", "-1", "nan", "1h"])
def test_a_choice_nobody_offered_is_the_usual_one(odd: str) -> None:
    assert chosen_plan(odd, CheckKind.DRILL, DEFAULT_PLANS) == DEFAULT_PLANS[CheckKind.DRILL]
    assert chosen_closing(odd) is None


def test_another_rhythm_of_a_drill_keeps_its_quiet_hours() -> None:
    plan, usual = chosen_plan("often", CheckKind.DRILL, DEFAULT_PLANS), DEFAULT_PLANS[CheckKind.DRILL]
    assert (plan.quiet_from, plan.quiet_until) == (usual.quiet_from, usual.quiet_until)
    assert chosen_plan(STANDARD, CheckKind.DRILL, DEFAULT_PLANS) is usual


def test_a_plan_is_told_in_words() -> None:
    real, drill = DEFAULT_PLANS[CheckKind.REAL], DEFAULT_PLANS[CheckKind.DRILL]
    assert plan_in_words(real, Locale.JA) == "10分後、次から15分→30分→1時間おき・最大6回"
    assert plan_in_words(drill, Locale.JA) == "30分後、次から2時間おき・最大3回・21:00〜08:00は休止"
    assert plan_in_words(real, Locale.EN) == "after 10 min, then every 15 min, 30 min, 1 h, at most 6"
    assert "21:00" in standard_hint(Locale.JA, DEFAULT_PLANS)


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(seconds=45), "45秒"),
        (timedelta(minutes=90), "90分"),
        (timedelta(hours=24), "24時間"),
        (timedelta(days=3), "3日"),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_unit(gap: timedelta, words: str) -> None:
    assert gap_in_words(gap, Locale.JA) == words
