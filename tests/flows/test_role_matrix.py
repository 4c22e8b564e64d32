"""Every flow of `tests.flows.role_matrix` is done by everybody: who may not is refused, and learns of nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from flows.errors import RefusedError
from flows.work import Actor, Begin
from tests.flows.role_matrix import ACTORS, ROWS, House, Row, build
from tests.support.clock import MovableClock
from tests.support.company import Company


class Undone(Exception):
    """Whatever was done is rolled back: each row finds the company as it was."""


@pytest.fixture
def house(begin: Begin, company: Company, clock: MovableClock) -> House:
    return build(begin, company, clock)


def carried_out(begin: Begin, actor: Actor, row: Row, house: House) -> tuple[str | None, str]:
    """What was refused, if anything was; and all that was told."""
    told: Any = None
    try:
        with begin(actor) as work:
            told = row.flow(work, *row.args(house))
            told = list(told) if isinstance(told, Iterator) else told
            raise Undone
    except RefusedError as error:
        return error.code, repr(error.params)
    except Undone:
        return None, repr(told)


@pytest.mark.parametrize("who", ACTORS)
def test_everybody_does_what_their_role_allows_and_nothing_else(who: str, begin: Begin, house: House) -> None:
    position = ACTORS.index(who)
    is_responsible = who in ("safety admin", "manager inside", "themselves")
    wrong = []
    for number, row in enumerate(ROWS):
        code, told = carried_out(begin, house.actors[who], row, house)
        knows = "太郎" in told or "taro@" in told
        if code != row.codes[position]:
            wrong.append((number, row.flow.__name__, code, row.codes[position]))
        if knows and not is_responsible:
            wrong.append((number, row.flow.__name__, "tells of 太郎", told[:200]))
        if row.names and code is None and is_responsible and not knows:
            wrong.append((number, row.flow.__name__, "does not tell of 太郎", told[:200]))
    assert wrong == []
