"""The words of the house hang together."""

from __future__ import annotations

import pytest

from bot.vocabulary import (
    PRIORITY,
    SENDING_CHANNELS,
    WORKING_STATES,
    ChannelKind,
    ContactState,
    Locale,
    MessageKind,
    Standing,
    Status,
    locale_or_default,
)


def test_standings_run_from_worst_to_best_and_hold_every_status() -> None:
    assert [*Standing] == ["help", "injured", "silent", "away", "safe"]
    assert [standing for standing in Standing if standing != "silent"] == [*Status]


def test_every_kind_of_message_has_its_turn_and_help_goes_first() -> None:
    assert set(PRIORITY) == set(MessageKind)
    assert PRIORITY[MessageKind.HELP_ALERT] == min(PRIORITY.values())
    assert PRIORITY[MessageKind.PROMPT] < PRIORITY[MessageKind.REMINDER]


def test_a_telephone_is_for_people_and_a_stopped_contact_is_not_sent_to() -> None:
    assert ChannelKind.PHONE not in SENDING_CHANNELS
    assert not set(WORKING_STATES) & {ContactState.SUPPRESSED, ContactState.BLOCKED, ContactState.GONE}


@pytest.mark.parametrize(
    ("named", "locale"),
    [
        ("ja", Locale.JA),
        ("ja-JP", Locale.JA),
        ("en_GB", Locale.EN),
        ("EN", Locale.EN),
        ("fr", Locale.JA),
        ("", Locale.JA),
        (None, Locale.JA),
    ],
)
def test_a_language_of_ours_is_recognised(named: str | None, locale: Locale) -> None:
    assert locale_or_default(named) is locale
    assert locale_or_default("fr", Locale.EN) is Locale.EN
