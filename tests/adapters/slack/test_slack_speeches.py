"""All the bot says, and every form, in both languages: what Slack would accept, a drill marked as one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.blocks import message
from adapters.slack.views.compose import compose_view
from adapters.slack.views.details import details_form
from adapters.slack.views.frame import View, said_window
from adapters.slack.views.manager import close_help_view, mark_view, names_window
from adapters.slack.views.start import Filled, Told, start_view
from bot.alert_messages.composing import Draft
from bot.alert_messages.data_files import editions
from bot.alert_messages.drafting import Desk, examine
from bot.alert_messages.vocabulary import Audience, Limits
from bot.boards import BoardFacts, BoardPerson, BoardUnit, NamesFacts, board, names
from bot.information import InfoFacts, InfoLine, information
from bot.prompts import PromptFacts, channel_prompt, prompt
from bot.rescue import (
    RescueFacts,
    help_alert,
    help_closed_for_managers,
    help_closed_for_person,
    help_taken_for_managers,
    help_taken_for_person,
)
from bot.schedule import DEFAULT_PLANS
from bot.speech import Speech
from bot.thanks import ThanksFacts, thank_you
from bot.vocabulary import CheckKind, CheckState, Locale, Standing, Status
from bot.welcome import link_code
from flows.my_answer import MyAnswer
from flows.offer_start import StartOffer, UnitChoice
from sandbox.slack.block_kit import check_blocks
from sandbox.slack.view_rules import require_view

BOTH = [(locale, kind) for locale in Locale for kind in CheckKind]
LONG = "<!channel> & 長い言葉 " * 200


def people(count: int) -> tuple[BoardPerson, ...]:
    return tuple(
        BoardPerson(f"社員{number} {LONG}", ("本社/開発部/基盤課",), Standing.HELP, LONG, "14:03", LONG)
        for number in range(count)
    )


def speeches_about_a_check(locale: Locale, kind: CheckKind) -> Iterator[Speech]:
    asked = PromptFacts(1, kind, LONG, LONG, 0, locale, LONG, "https://anpi.example/info")
    yield from (prompt(asked), channel_prompt(asked))
    for status in Status:
        numbers = ((LONG, "03-1234-5678"),) * 9
        yield thank_you(
            ThanksFacts(
                1, kind, LONG, 0, locale, status, Standing(status), info_url="https://x.jp", company_numbers=numbers
            )
        )
    case = RescueFacts(
        1, kind, LONG, locale, LONG, (LONG,) * 9, LONG, LONG, ("090-1234-5678",) * 9, "14:03", LONG, "14:04"
    )
    for said in (help_alert, help_taken_for_managers, help_taken_for_person):
        yield said(case)
    yield from (help_closed_for_managers(case), help_closed_for_person(case))
    counts = dict.fromkeys(Standing, 12345)
    units = tuple(BoardUnit(f"本社/部{number}/{LONG}", counts) for number in range(200))
    facts = BoardFacts(
        *(1, kind, LONG, CheckState.ACTIVE, locale, "11/20 14:03", "11/20 14:09", 61_725, counts, 9, 9, 9, 9, 9, 9),
        units=units,
        people=people(20),
        info_url="https://x.jp",
    )
    yield from (board(facts, for_managers=True), board(facts, for_managers=False))
    yield names(NamesFacts(1, kind, LONG, locale, None, people(50), 900))


def views(locale: Locale, kind: CheckKind, units: int) -> Iterator[View]:
    choices = tuple(UnitChoice(number, f"本社/部{number}/{LONG[:300]}", 12_345) for number in range(units))
    offer = StartOffer(choices, whole_company=True, plans=dict(DEFAULT_PLANS))
    everything = Filled(kind, LONG, LONG, LONG, 5, tuple(str(number) for number in range(units))[:100])
    yield start_view(offer, locale, {"channel": "C0GENERAL"}, Filled(kind=kind))
    yield start_view(offer, locale, {"channel": "C0GENERAL", "confirmed": True}, everything, Told(LONG, LONG, (LONG,)))
    desk = Desk(LONG, datetime(2026, 11, 20, 14, 3, tzinfo=UTC), editions()["2026"], Limits())
    written = Draft("fire", Audience.COMPANY, locale, LONG, 5, *(LONG,) * 6, (LONG,) * 50, LONG)
    yield compose_view(examine(written, desk), desk, locale, {"start": {}}, 99)
    yield details_form(MyAnswer(1, kind, LONG, LONG, 0, locale, "safe", None, LONG, "no", LONG))
    yield mark_view(locale, LONG, LONG, kind, {"person_id": 1, "check_id": 1})
    yield close_help_view(locale, LONG, "14:03", kind, 1)
    facts = NamesFacts(1, kind, LONG, locale, Standing.SILENT, people(20), 900, offset=20)
    yield names_window(names(facts), facts, 20)
    yield said_window(names(facts), "閉じる")


@pytest.mark.parametrize(("locale", "kind"), BOTH)
def test_what_is_said_about_a_check_fits_slack_and_a_drill_says_so(locale: Locale, kind: CheckKind) -> None:
    for said in speeches_about_a_check(locale, kind):
        shown = message(said)
        assert not check_blocks(shown["blocks"]), said.heading
        assert "<!" not in json.dumps(shown["text"])
        if kind is CheckKind.DRILL:
            assert "【訓練】" in shown["text"], said
            assert "【訓練】" in json.dumps(shown["blocks"], ensure_ascii=False)


@pytest.mark.parametrize("locale", Locale)
def test_information_and_codes_fit_slack(locale: Locale) -> None:
    lines = tuple(InfoLine(f"{LONG}{number}", "03-1234-5678", LONG) for number in range(60))
    pages = tuple(InfoLine(f"{LONG}{number}", f"https://example.jp/{number}", LONG) for number in range(60))
    for said in (
        information(InfoFacts(locale, LONG, lines, pages, pages, "https://x.jp")),
        link_code(locale, "ABCD2345", timedelta(minutes=30), LONG),
    ):
        assert not check_blocks(message(said)["blocks"]), said.heading


@pytest.mark.parametrize("units", [0, 100, 101])
@pytest.mark.parametrize(("locale", "kind"), BOTH)
def test_every_form_fits_slack(locale: Locale, kind: CheckKind, units: int) -> None:
    for view in views(locale, kind, units):
        assert require_view(view, "modal") is view
