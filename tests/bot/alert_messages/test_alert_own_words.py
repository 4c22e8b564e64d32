"""Other words than the guide's: what may be sent is clean, what may not is caught by the right rule."""

from __future__ import annotations

import pytest

from bot.alert_messages.vocabulary import Audience
from tests.bot.alert_messages.own_messages import checked, lines, messages, rules

#: File and the rules of which at least one must be found.
BAD = {
    "not_urgent": {"item_not_listed"},
    "not_listed": {"item_not_listed", "companion_alone"},
    "quake_drill": {"earthquake"},
    "drill_notice": {"drill_notice"},
    "apology": {"apology", "correction_unlisted", "second_correction"},
    "test_send": {"test_send"},
    "companion_alone": {"companion_alone"},
}


@pytest.mark.parametrize("name", ["ok", "ok_more", "ok_plain", "ok_fresh", "ok_company", "ok_company_more"])
def test_what_may_be_sent_is_clean(name: str) -> None:
    audience = Audience.COMPANY if "company" in name else Audience.AREA_MAIL
    written = messages(name)
    assert len(written) >= 20
    found = {message: rules(checked(message, audience=audience)) for message in written}
    assert {message: names for message, names in found.items() if names} == {}


@pytest.mark.parametrize(("name", "right"), BAD.items())
def test_what_may_not_be_sent_is_caught_by_the_right_rule(name: str, right: set[str]) -> None:
    written = messages(name)
    assert len(written) >= 20
    found = {message: checked(message) for message in written}
    assert {message: rules(report) for message, report in found.items() if not rules(report) & right} == {}
    assert not any(report.ok for report in found.values())


def test_more_that_may_not_be_sent_is_not_ok() -> None:
    assert [text for text in messages("bad_more") if checked(text).ok] == []


def test_drills_that_say_what_would_be_said_on_the_day_are_clean_and_others_are_not() -> None:
    drills = [message.split("\n", 1) for message in messages("drills")]
    assert [text for kind, text in drills if kind == "ok" and checked(text).findings] == []
    assert [text for kind, text in drills if kind == "ng" and checked(text).ok] == []


def test_more_of_each_kind_in_plain_words_is_caught_by_the_right_rule() -> None:
    right = {
        "apology": BAD["apology"],
        "drill_notice": {"drill_notice"},
        "earthquake": {"earthquake"},
        "item": {"item_not_listed", "companion_alone", "item_unknown", "test_send"},
    }
    written = [message.split("\n", 1) for message in messages("bad_plain")]
    assert [text for kind, text in written if not rules(checked(text)) & right[kind]] == []


def contact_rules(line: str) -> set[str]:
    return rules(checked(f"避難指示\nこちらは青葉市です\n{line}")) & {"link", "phone", "mail_address"}


def test_links_numbers_and_addresses_are_found_however_they_are_written() -> None:
    written = lines("contacts")
    assert len(written) >= 20
    assert [line for line in written if not contact_rules(line)] == []


def test_times_dates_and_figures_are_no_contacts() -> None:
    written = lines("not_contacts")
    assert len(written) >= 20
    assert [line for line in written if contact_rules(line)] == []


def test_a_company_may_give_links_and_numbers() -> None:
    for line in lines("contacts"):
        text = f"本社で火災\n総務部です\n10時、本社3階で火が出ました。外へ出てください\n{line}"
        assert rules(checked(text, audience=Audience.COMPANY)) == set()
