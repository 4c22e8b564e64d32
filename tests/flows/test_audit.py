"""Who did what, in the words an auditor reads."""

from __future__ import annotations

import pytest

from bot.vocabulary import ChannelKind
from flows.audit import note
from flows.errors import InvalidError, RefusedError
from flows.help_cases import TakeHelp, take_help
from flows.show_check import show_names
from flows.work import Actor, Begin, Lane, Operator, Sender, System, TokenHolder
from storage.models import audit, inbound_events
from tests.support.checks import given_check, row_of, rows_of
from tests.support.clock import START
from tests.support.company import Company


def test_a_deed_of_a_person_names_them_by_their_id(begin: Begin, company: Company) -> None:
    check = given_check(begin)
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        note(work, "check_started", check, company.ids["taro"], roll=3)
    row = row_of(begin, audit)
    assert (row.at, row.person_id, row.actor) == (START, company.ids["hanako"], "slack")
    assert (row.action, row.check_id, row.subject_person_id) == ("check_started", check, company.ids["taro"])
    assert row.details == {"roll": 3}


@pytest.mark.parametrize(
    ("actor", "named"),
    [
        (Operator("root"), "root"),
        (System("cycle"), "cycle"),
        (Sender(ChannelKind.SLACK, "U0STRANGER", "通りすがり"), "slack:U0STRANGER"),
        (TokenHolder(999), "link"),
    ],
)
def test_who_is_no_person_is_named_by_the_door_they_came_through(
    begin: Begin, company: Company, actor: Actor, named: str
) -> None:
    with begin(actor) as work:
        note(work, "info_imported")
    row = row_of(begin, audit)
    assert (row.person_id, row.actor, row.details) == (None, named, None)


def test_a_row_goes_with_its_deed(begin: Begin, company: Company) -> None:
    def fails_after_noting() -> None:
        with begin(Operator()) as work:
            note(work, "check_started")
            raise InvalidError("nobody_to_ask")

    with pytest.raises(InvalidError):
        fails_after_noting()
    assert not rows_of(begin, audit)


@pytest.mark.parametrize(
    ("actor", "person", "door", "code"),
    [
        (Sender(ChannelKind.SLACK, "U0TARO"), "taro", "slack", "not_a_manager"),
        (Sender(ChannelKind.SLACK, "U0STRANGER"), None, "slack:U0STRANGER", "unknown_person"),
    ],
)
def test_a_refusal_stays_although_the_refused_deed_is_rolled_back(
    begin: Begin, company: Company, actor: Sender, person: str | None, door: str, code: str
) -> None:
    with pytest.raises(RefusedError), begin(actor) as work:
        take_help(work, TakeHelp(event_key="slack:Ev1"))
    row = row_of(begin, audit)
    assert (row.at, row.actor, row.person_id) == (START, door, company.ids[person] if person else None)
    assert (row.action, row.details) == ("refused", {"attempted": "take_help", "code": code})
    assert not rows_of(begin, inbound_events)


def test_looking_where_one_may_not_is_a_refusal_too(begin: Begin, company: Company) -> None:
    given_check(begin)
    with pytest.raises(RefusedError), begin(Sender(ChannelKind.SLACK, "U0TARO"), Lane.READ) as work:
        show_names(work, None)
    assert row_of(begin, audit).details == {"attempted": "show_names", "code": "not_a_manager"}
