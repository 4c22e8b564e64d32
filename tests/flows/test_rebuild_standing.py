"""The projection that answers leave behind is the one computed from them afterwards, in whatever order they came."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.vocabulary import By, ChannelKind, Status, Via
from flows.errors import NotFoundError
from flows.keep_answer import GuestAccount, keep_answer_of, keep_answer_of_guest
from flows.rebuild_standing import rebuild
from flows.work import Begin, Lane, Operator, Work
from storage.models import guests, help_cases, roll
from storage.queries import help as cases
from storage.queries.answers import Said
from tests.support.clock import START, MovableClock
from tests.support.company import Company

GUEST = GuestAccount(ChannelKind.SLACK, "U0STRANGER", "")

#: (minute given, status, by, with a comment, from a guest), or "close": a manager closes every case.
ANSWERS = st.tuples(
    st.integers(0, 5),
    st.sampled_from(Status),
    st.sampled_from(By),
    st.booleans(),
    st.integers(0, 4).map(lambda n: n == 0),
)
HISTORIES = st.lists(st.one_of(ANSWERS, ANSWERS, ANSWERS, st.just("close")), max_size=12)
STATE = ("standing", "said", "said_by", "said_via", "said_at", "first_answered_at", "comment", "comment_at")


def state_of(work: Work, check_id: int) -> list[Any]:
    people = select(*(roll.c[name] for name in STATE)).where(roll.c.check_id == check_id).order_by(roll.c.person_id)
    strangers = select(guests.c.standing, guests.c.said, guests.c.said_at, guests.c.comment, guests.c.comment_at)
    asked = work.connection.execute(people).all()
    others = work.connection.execute(strangers.where(guests.c.check_id == check_id)).all()
    return [*asked, *others]


def hear(work: Work, check_id: int, person_id: int, number: int, event: Any) -> None:
    if event == "close":
        close_all(work, check_id)
        return
    minute, status, by, has_comment, is_guest = event
    said = Said(
        check_id=check_id,
        status=status,
        given_at=START + timedelta(minutes=minute),
        received_at=work.now,
        via=Via.SLACK,
        round=0,
        late=False,
        comment=f"comment {number}" if has_comment else "",
        by=By.SELF if is_guest else by,
    )
    if is_guest:
        keep_answer_of_guest(work, said, GUEST, None)
    else:
        assert keep_answer_of(work, said, person_id) is not None


def close_all(work: Work, check_id: int) -> None:
    still_open = select(help_cases.c.id).where(help_cases.c.check_id == check_id, help_cases.c.closed_at.is_(None))
    for case_id in work.connection.execute(still_open).scalars().all():
        case = cases.case_by_id(work.connection, case_id)
        assert case is not None
        assert cases.close(work.connection, case_id, None, "無事を確認", work.now)
        cases.stand_as_said(work.connection, case)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_the_projection_is_what_a_rebuild_computes(history: list[Any], begin: Begin, company: Company) -> None:
    check = company.check(asked=["taro", "emma"])
    with begin(Operator(), Lane.FANOUT) as work:
        for number, event in enumerate(history):
            hear(work, check, company.ids["taro"], number, event)
        projected = state_of(work, check)
        assert rebuild(work, check) == 2
        assert state_of(work, check) == projected


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), answers=st.lists(ANSWERS, max_size=8, unique_by=lambda answer: (answer[0], answer[2])))
def test_the_order_of_arrival_does_not_matter(data: Any, answers: list[Any], begin: Begin, company: Company) -> None:
    shuffled = data.draw(st.permutations(answers))
    states = []
    for order in (answers, shuffled):
        check = company.check(asked=["taro", "emma"])
        with begin(Operator(), Lane.FANOUT) as work:
            for event in order:
                minute, status, by, _, _ = event
                hear(work, check, company.ids["taro"], 0, (minute, status, by, False, False))
            states.append(state_of(work, check))
    assert states[0] == states[1]


def test_a_spoilt_projection_is_repaired(begin: Begin, company: Company, clock: MovableClock) -> None:
    check = company.check(asked=["taro", "emma"], boards=["C0SAFETY"])
    with begin(Operator(), Lane.FANOUT) as work:
        hear(work, check, company.ids["taro"], 1, (0, Status.HELP, By.SELF, True, False))
        right = state_of(work, check)
        work.connection.execute(update(roll).values(standing="safe", said="safe", comment="?", said_at=None))
        rebuild(work, check)
        assert state_of(work, check) == right


def test_other_checks_are_left_alone(begin: Begin, company: Company) -> None:
    check, other = company.check(asked=["taro"]), company.check(asked=["taro"])
    with begin(Operator(), Lane.FANOUT) as work:
        work.connection.execute(update(roll).values(standing="away"))
        rebuild(work, check)
        assert [row.standing for row in state_of(work, check)] == ["silent"]
        assert [row.standing for row in state_of(work, other)] == ["away"]


def test_a_check_that_never_was_cannot_be_rebuilt(begin: Begin, company: Company) -> None:
    with pytest.raises(NotFoundError, match="no_check"), begin(Operator(), Lane.FANOUT) as work:
        rebuild(work, 999)
