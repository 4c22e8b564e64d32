"""Who is linked, blocked, unlinked: for the person and their managers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, ContactState, LineState, Role
from flows.errors import NotFoundError, RefusedError
from flows.line_linking import FriendChanged, friend_followed, friend_left
from flows.line_status import LineStatus, line_status
from flows.work import Begin, Operator, Sender, TokenHolder
from storage.models import contacts
from tests.support.clock import START, MovableClock
from tests.support.company import TARO_LINE, Company

TARO_PHONE = Sender(ChannelKind.LINE, TARO_LINE)
HOUR = timedelta(hours=1)


def status(begin: Begin, person_id: int) -> LineStatus:
    with begin(Operator()) as work:
        return line_status(work, person_id)


def test_linked_blocked_and_back_each_with_its_moment(begin: Begin, company: Company, clock: MovableClock) -> None:
    taro = company.ids["taro"]
    told = status(begin, taro)
    assert (told.name, told.state, told.since) == ("太郎", LineState.LINKED, START)
    clock.forward(HOUR)
    with begin(TARO_PHONE) as work:
        friend_left(work, FriendChanged("line:1", clock.now()))
    assert (status(begin, taro).state, status(begin, taro).since) == (LineState.BLOCKED, START + HOUR)
    clock.forward(HOUR)
    with begin(TARO_PHONE) as work:
        friend_followed(work, FriendChanged("line:2", clock.now()))
    assert (status(begin, taro).state, status(begin, taro).since) == (LineState.LINKED, START + 2 * HOUR)


def test_who_never_had_line_here_is_unlinked_since_no_moment(begin: Begin, company: Company) -> None:
    told = status(begin, company.ids["emma"])
    assert (told.state, told.since) == (LineState.UNLINKED, None)


def test_an_account_that_moved_away_leaves_its_person_unlinked(begin: Begin, company: Company) -> None:
    with begin(Operator()) as work:
        work.connection.execute(
            update(contacts)
            .where(contacts.c.address == TARO_LINE)
            .values(state=ContactState.GONE, state_reason="moved", state_since=START + HOUR)
        )
    told = status(begin, company.ids["taro"])
    assert (told.state, told.since) == (LineState.UNLINKED, START + HOUR)


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ([ContactState.GONE, ContactState.BLOCKED, ContactState.UNVERIFIED], LineState.LINKED),
        ([ContactState.CONFIRMED, ContactState.BLOCKED], LineState.LINKED),
        ([ContactState.BLOCKED, ContactState.GONE], LineState.BLOCKED),
        ([ContactState.SUPPRESSED], LineState.LINKED),
    ],
)
def test_of_several_accounts_the_best_counts(
    begin: Begin, company: Company, states: list[ContactState], told: LineState
) -> None:
    emma = company.ids["emma"]
    with begin(Operator()) as work:
        for number, state in enumerate(states):
            work.connection.execute(
                contacts.insert().values(
                    person_id=emma, channel="line", address=f"U{number:032x}", state=state, state_since=START
                )
            )
    assert status(begin, emma).state is told


def test_the_person_and_their_managers_see_it_and_nobody_else(begin: Begin, company: Company) -> None:
    inside = company.person("中", units=["本社/開発部/基盤課"])
    outside = company.person("外", units=["支社"])
    manager = company.person("課長", role=Role.UNIT_MANAGER, manages=["本社/開発部"])
    with begin(TokenHolder(inside)) as work:
        assert line_status(work, inside).name == "中"
    with begin(TokenHolder(manager)) as work:
        assert line_status(work, inside).name == "中"
        with pytest.raises(RefusedError, match="outside_units"):
            line_status(work, outside)
    with begin(TokenHolder(outside)) as work, pytest.raises(RefusedError, match="not_a_manager"):
        line_status(work, inside)


def test_of_whom_there_is_no_such_person(begin: Begin, company: Company) -> None:
    with begin(Operator()) as work, pytest.raises(NotFoundError, match="no_person"):
        line_status(work, 999_999)
