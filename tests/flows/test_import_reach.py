"""What a people file does to contacts shows in the checks that are going on."""

from __future__ import annotations

import pytest

from bot.vocabulary import ChannelKind, MessageState, Reach
from flows.work import Begin
from storage.models import boards, contacts, messages, roll
from tests.support.checks import given_board, given_check, given_message, row_of, rows_of
from tests.support.people_file import load

HEAD = "employee_no,name,emergency_emails\n"


@pytest.fixture
def emma(begin: Begin) -> int:
    load(begin, HEAD + "1,Emma,emma@example.com\n")
    person_id: int = row_of(begin, contacts).person_id
    return person_id


def is_reached(begin: Begin, person_id: int) -> bool:
    return bool(row_of(begin, roll, person_id=person_id).reachable)


def test_boards_follow_who_is_out_of_reach_and_who_is_no_longer(begin: Begin, emma: int) -> None:
    board = given_board(begin, given_check(begin, [emma]), is_shown=True)
    load(begin, HEAD + "1,Emma,-\n")
    assert not is_reached(begin, emma)
    assert row_of(begin, boards, id=board).version > 1
    load(begin, HEAD + "1,Emma,new@example.com\n")
    assert is_reached(begin, emma)


def test_a_replaced_address_keeps_its_owner_in_reach(begin: Begin, emma: int) -> None:
    board = given_board(begin, given_check(begin, [emma]), is_shown=True)
    load(begin, HEAD + "1,Emma,new@example.com\n")
    assert is_reached(begin, emma)
    assert row_of(begin, boards, id=board).version == 1


def test_what_waits_for_a_replaced_address_goes_to_the_new_one(begin: Begin, emma: int) -> None:
    check = given_check(begin, [emma], reach=Reach.STEPWISE)
    old = row_of(begin, contacts, channel=ChannelKind.MAIL).id
    given_message(begin, check, emma, MessageState.QUEUED, contact_id=old)
    load(begin, HEAD + "1,Emma,new@example.com\n")
    assert [(row.address, row.state, row.reason) for row in rows_of(begin, messages)] == [
        ("somebody@example.jp", "skipped", "contact_removed"),
        ("new@example.com", "queued", ""),
    ]


def test_a_dry_run_changes_no_board(begin: Begin, emma: int) -> None:
    given_check(begin, [emma])
    load(begin, HEAD + "1,Emma,-\n", dry_run=True)
    assert is_reached(begin, emma)
