"""Pages that are opened at the same time are noted together, and none of them waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from flows.answer_page import Opened
from flows.opened_together import APART, OpenedTogether
from flows.work import Actor, Begin, Lane, Work
from storage.models import roll
from tests.support.checks import given_check, row_of
from tests.support.clock import MovableClock
from tests.support.company import Company


class Counted:
    """`begin`, which counts, and holds the first one back until it is let go."""

    def __init__(self, begin: Begin) -> None:
        self.begin, self.times = begin, 0
        self.entered, self.go_on = threading.Event(), threading.Event()

    @contextmanager
    def __call__(self, actor: Actor, lane: Lane = Lane.ANSWER) -> Iterator[Work]:
        self.times += 1
        self.entered.set()
        assert self.go_on.wait(5)
        with self.begin(actor, lane) as work:
            yield work


def test_whoever_comes_meanwhile_is_taken_along(begin: Begin, company: Company, clock: MovableClock) -> None:
    everybody = [company.ids["taro"], company.ids["emma"], company.ids["jiro"]]
    check, counted, pauses = given_check(begin, everybody), Counted(begin), list[float]()
    marks = OpenedTogether(counted, lambda: 0.0, pauses.append)
    first, *others = (Opened(check, person, clock.now()) for person in everybody)
    writes = threading.Thread(target=marks.note, args=(first,))
    writes.start()
    assert counted.entered.wait(5)
    for one in others:
        marks.note(one)
    marks.note(Opened(check, everybody[0], clock.now() + timedelta(minutes=1)))
    counted.go_on.set()
    writes.join(5)
    assert (counted.times, pauses) == (2, [APART])
    for person in everybody:
        assert row_of(begin, roll, person_id=person).opened_at == clock.now()


def test_after_one_that_failed_the_next_is_written(begin: Begin, company: Company, clock: MovableClock) -> None:
    taro, emma = company.ids["taro"], company.ids["emma"]
    check, fails = given_check(begin, [taro, emma]), [True]

    @contextmanager
    def unsure(actor: Actor, lane: Lane = Lane.ANSWER) -> Iterator[Work]:
        if fails.pop() if fails else False:
            raise ConnectionError
        with begin(actor, lane) as work:
            yield work

    marks = OpenedTogether(unsure, lambda: 0.0, lambda _: None)
    with pytest.raises(ConnectionError):
        marks.note(Opened(check, taro, clock.now()))
    marks.note(Opened(check, emma, clock.now()))
    assert row_of(begin, roll, person_id=emma).opened_at == clock.now()
