from __future__ import annotations

from datetime import timedelta

from flows.leases import release_lease, take_lease
from flows.work import Begin, Lane, System
from tests.support.clock import MovableClock

MINUTE = timedelta(minutes=1)


def taken(begin: Begin, holder: str, name: str = "socket_mode") -> bool:
    with begin(System(), Lane.FANOUT) as work:
        return take_lease(work, name, holder, MINUTE)


def test_one_process_holds_a_lease_and_may_prolong_it(begin: Begin, clock: MovableClock) -> None:
    assert taken(begin, "one")
    assert not taken(begin, "other")
    clock.forward(MINUTE / 2)
    assert taken(begin, "one")
    clock.forward(MINUTE / 2)
    assert not taken(begin, "other")


def test_a_lease_that_has_run_out_is_free(begin: Begin, clock: MovableClock) -> None:
    assert taken(begin, "one")
    clock.forward(MINUTE)
    assert taken(begin, "other")
    assert not taken(begin, "one")


def test_leases_of_other_names_are_other_leases(begin: Begin) -> None:
    assert taken(begin, "one")
    assert taken(begin, "other", "housekeeping")


def test_only_the_holder_can_release(begin: Begin) -> None:
    assert taken(begin, "one")
    with begin(System(), Lane.FANOUT) as work:
        release_lease(work, "socket_mode", "other")
    assert not taken(begin, "other")
    with begin(System(), Lane.FANOUT) as work:
        release_lease(work, "socket_mode", "one")
    assert taken(begin, "other")
