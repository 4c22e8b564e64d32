"""Who did what, in the words an auditor reads."""

from __future__ import annotations

import pytest

from bot.vocabulary import ChannelKind
from flows.audit import note, note_refusal
from flows.errors import RefusedError
from flows.work import Actor, Begin, Operator, Sender, System, TokenHolder
from storage.models import audit
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
    with pytest.raises(RefusedError), begin(Operator()) as work:
        note(work, "check_started")
        raise RefusedError("outside_units")
    assert not rows_of(begin, audit)


def test_a_refusal_is_noted_with_its_code(begin: Begin, company: Company) -> None:
    with begin(Sender(ChannelKind.SLACK, "U0TARO")) as work:
        note_refusal(work, RefusedError("not_a_manager"), "start_check")
    row = row_of(begin, audit)
    assert (row.person_id, row.action) == (company.ids["taro"], "refused")
    assert row.details == {"attempted": "start_check", "code": "not_a_manager"}
