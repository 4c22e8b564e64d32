"""`anpi contacts list|missing|urge|confirm|resume`."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import insert, select, update

from bot.vocabulary import ContactState
from flows.work import Begin, Operator
from storage.models import audit, contacts, people
from tests.adapters.cli.conftest import Anpi, one_sentence, printed


@pytest.fixture
def states(staffed: Anpi, begin: Begin) -> Anpi:
    """花子's mail is stopped, 次郎's has bounced."""
    with begin(Operator()) as work:
        for address, state, reason in (
            ("hanako@aoba.example", ContactState.SUPPRESSED, "unsubscribed"),
            ("jiro@aoba.example", ContactState.BOUNCED, "5.1.1"),
        ):
            changed = update(contacts).where(contacts.c.address == address)
            work.connection.execute(changed.values(state=state, state_reason=reason, state_since=work.now))
    return staffed


def test_the_list_has_the_fixed_shape(states: Anpi) -> None:
    listed = printed(states("contacts", "list", "--json"))
    assert [(one["employee_no"], one["channel"]) for one in listed] == [
        ("1", "slack"),
        ("1", "mail"),
        ("2", "mail"),
        ("3", "mail"),
        ("4", "mail"),
    ]
    stopped = next(one for one in listed if one["state"] == "suppressed")
    assert stopped == stopped | {
        "employee_no": "1",
        "name": "青木 花子",
        "channel": "mail",
        "address": "hanako@aoba.example",
        "state": "suppressed",
        "reason": "unsubscribed",
        "since": "2026-11-20T05:00:00Z",
    }


def test_the_list_is_narrowed_by_state_channel_and_words(states: Anpi) -> None:
    def listed(*options: str) -> list[str]:
        return [one["address"] for one in printed(states("contacts", "list", *options, "--json"))]

    assert listed("--state", "suppressed") == ["hanako@aoba.example"]
    assert listed("--state", "suppressed", "--state", "bounced") == ["hanako@aoba.example", "jiro@aoba.example"]
    assert listed("--channel", "slack") == ["U1HANAKO"]
    assert listed("--search", "TARO@") == ["taro@aoba.example"]
    assert listed("--search", "nobody") == []
    assert states("contacts", "list", "--state", "asleep").exit_code == 2


def test_the_list_is_a_table_for_people(states: Anpi) -> None:
    head, line = states("contacts", "list", "--state", "suppressed").stdout.splitlines()
    assert head.split() == ["no.", "name", "channel", "address", "state", "since", "reason"]
    start = "1    青木 花子  mail     hanako@aoba.example  suppressed  2026-11-20  "
    assert line == start + "Its owner pressed “stop” in a mail"
    assert states("contacts", "list", "--state", "gone").stdout == "There is no such contact.\n"


def test_that_contacts_were_listed_is_in_the_audit_log(states: Anpi, begin: Begin) -> None:
    states("contacts", "list", "--json")
    with begin(Operator()) as work:
        row = work.connection.execute(select(audit).where(audit.c.action == "contacts_exported")).one()
    assert row.actor.startswith("cli")
    assert row.details == {"contacts": 5}


def test_who_cannot_be_reached_is_listed(states: Anpi) -> None:
    missing = printed(states("contacts", "missing", "--json"))
    assert [(one["employee_no"], one["contacts"]) for one in missing] == [
        ("1", [
            {"channel": "slack", "state": "unverified", "reason": ""},
            {"channel": "mail", "state": "suppressed", "reason": "unsubscribed"},
        ]),
        ("2", [{"channel": "mail", "state": "bounced", "reason": "5.1.1"}]),
        ("5", []),
    ]  # fmt: skip
    shown = states("contacts", "missing").stdout.splitlines()
    assert shown[0].split() == ["no.", "name", "units", "contacts"]
    assert shown[-1] == "3 of 5 people cannot be reached; 1 of them have registered nothing to send to."


def test_all_pages_of_the_missing_are_listed(staffed: Anpi, begin: Begin) -> None:
    with begin(Operator()) as work:
        facts = {"name": "無口", "created_at": work.now, "updated_at": work.now}
        work.connection.execute(insert(people), [facts | {"employee_no": f"X{n:04}"} for n in range(1_001)])
    assert len(printed(staffed("contacts", "missing", "--json"))) == 1_002


def test_addresses_are_resumed(states: Anpi, begin: Begin) -> None:
    done = states("contacts", "resume", "Hanako@Aoba.example", "jiro@aoba.example", "taro@aoba.example")
    assert done.stdout == "1 resumed, 1 were not stopped, 1 do not work.\n"
    assert printed(states("contacts", "list", "--state", "suppressed", "--json")) == []
    bounced = printed(states("contacts", "list", "--state", "bounced", "--json"))
    assert [one["address"] for one in bounced] == ["jiro@aoba.example"]


def test_all_that_is_suppressed_is_resumed_at_once(states: Anpi) -> None:
    assert states("contacts", "resume", "--all-suppressed").stdout.startswith("1 resumed, 0 ")
    assert states("contacts", "resume", "--all-suppressed").stdout.startswith("0 resumed, 0 ")


def test_an_unknown_address_is_one_sentence_and_nothing_is_resumed(states: Anpi) -> None:
    said = one_sentence(states("contacts", "resume", "hanako@aoba.example", "nobody@aoba.example"))
    assert "nobody@aoba.example" in said
    assert len(printed(states("contacts", "list", "--state", "suppressed", "--json"))) == 1


@pytest.mark.parametrize("words", [(), ("hanako@aoba.example", "--all-suppressed")])
def test_resuming_needs_addresses_or_all_but_not_both(words: tuple[str, ...], staffed: Anpi) -> None:
    assert staffed("contacts", "resume", *words).exit_code == 2


def test_whom_nothing_reaches_is_urged_and_told_of_in_one_line(states: Anpi, begin: Begin) -> None:
    said = states("contacts", "urge")
    assert re.fullmatch(
        r"[0-9]+ of [0-9]+ are mailed; the others were lately, or have no working address\.\n", said.stdout
    )
    assert states("contacts", "urge").stdout.startswith("0 of ")


def test_everybodys_contacts_are_asked_once(states: Anpi) -> None:
    assert states("contacts", "confirm").stdout.endswith(": the contacts of 5 people are asked.\n")
    assert "just started" in one_sentence(states("contacts", "confirm"))


def test_units_are_chosen_by_their_paths(states: Anpi) -> None:
    asked = states("contacts", "confirm", "--unit", "本社/総務部", "--unit", "本社/開発部")
    assert asked.stdout.endswith(": the contacts of 3 people are asked.\n")
    assert " of 1 are mailed" in states("contacts", "urge", "--unit", "本社/総務部").stdout
    for command in ("confirm", "urge"):
        assert one_sentence(states("contacts", command, "--unit", "支社")).startswith("支社: There is no such unit")
