"""Past checks and drills: how fast they were answered, side by side; what is cleared is no longer current."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, CheckKind, CheckState, Standing
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.find_check import check_to_show
from flows.past_checks import PastCheck, clear_check, compare_checks, past_checks
from flows.show_check import list_checks
from flows.work import Begin, Lane, Sender, System
from storage.models import audit, roll
from tests.support.checks import given_check
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

HANAKO, JIRO = Sender(ChannelKind.SLACK, "U0HANAKO"), Sender(ChannelKind.SLACK, "U0JIRO")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def drill(begin: Begin, company: Company) -> int:
    """Closed; of four, one answered after exactly ten minutes and one after eleven."""
    asked = [company.ids[name] for name in ("hanako", "jiro", "taro", "emma")]
    check_id = given_check(
        begin, asked, kind=CheckKind.DRILL, title="秋の訓練", state=CheckState.CLOSED, started_ago=45 * MINUTE
    )
    for person_id, after in ((asked[0], 10), (asked[1], 11)):
        with begin(System("test"), Lane.FANOUT) as work:
            answered_at = work.now - (45 - after) * MINUTE
            facts = {"standing": Standing.SAFE, "first_answered_at": answered_at}
            work.connection.execute(
                update(roll).where(roll.c.check_id == check_id, roll.c.person_id == person_id).values(facts)
            )
    return check_id


def told(begin: Begin, check_id: int, actor: Sender = HANAKO) -> PastCheck:
    with begin(actor, Lane.READ) as work:
        [found] = [check for check in past_checks(work).checks if check.check_id == check_id]
    return found


def clear(begin: Begin, check_id: int, cleared: bool = True, actor: Sender = HANAKO) -> bool:
    with begin(actor) as work:
        return clear_check(work, check_id, cleared)


def test_answers_are_counted_by_how_long_after_the_start_they_came(begin: Begin, drill: int) -> None:
    check = told(begin, drill)
    assert (check.kind, check.roll, check.counts[Standing.SAFE], check.counts[Standing.SILENT]) == ("drill", 4, 2, 2)
    # An hour has not passed yet.
    assert check.answered_after == (0.25, 0.5, None)
    assert check.answered == 0.5


def test_the_newest_come_first_page_by_page(begin: Begin, drill: int, clock: MovableClock) -> None:
    for _ in range(11):
        newest = given_check(begin)
        clock.forward(MINUTE)
    with begin(HANAKO, Lane.READ) as work:
        first, second = past_checks(work), past_checks(work, 10)
    assert (first.checks[0].check_id, len(first.checks), first.total) == (newest, 10, 12)
    assert [check.check_id for check in second.checks][-1] == drill
    assert first.checks[0].answered is None


def test_two_to_four_are_compared(begin: Begin, drill: int) -> None:
    other, *many = (given_check(begin) for _ in range(4))
    with begin(HANAKO, Lane.READ) as work:
        assert [check.check_id for check in compare_checks(work, [other, drill, 4711])] == [other, drill]
        for wrong in ([drill, drill], [], [drill, 4711]):
            with pytest.raises(InvalidError, match="choose_checks"):
                compare_checks(work, wrong)
        five = [drill, other, *many]
        assert len(compare_checks(work, five[:4])) == 4
        with pytest.raises(InvalidError, match="choose_checks"):
            compare_checks(work, five)


def test_what_is_cleared_is_no_longer_current_and_nothing_is_deleted(begin: Begin, drill: int) -> None:
    assert clear(begin, drill)
    assert not clear(begin, drill)
    with begin(HANAKO, Lane.READ) as work:
        assert list_checks(work, current=True) == ()
        assert [line.check_id for line in list_checks(work)] == [drill]
        assert check_to_show(work) is None
    assert told(begin, drill).is_cleared
    assert len(rows(begin, roll, check_id=drill)) == 4
    assert clear(begin, drill, cleared=False)
    with begin(HANAKO, Lane.READ) as work:
        assert [line.check_id for line in list_checks(work, current=True)] == [drill]
    assert [row.action for row in rows(begin, audit)] == ["check_cleared", "check_shown_again"]


def test_only_what_is_over_is_cleared_and_only_by_who_is_responsible(begin: Begin, drill: int) -> None:
    active = given_check(begin)
    with pytest.raises(InvalidError, match="not_over"):
        clear(begin, active)
    with pytest.raises(RefusedError, match="outside_units"):
        clear(begin, drill, actor=JIRO)
    with pytest.raises(NotFoundError, match="no_check"):
        clear(begin, 4711)
    assert not told(begin, drill, JIRO).is_theirs
