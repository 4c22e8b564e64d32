"""Which units somebody may ask: for checks and campaigns alike."""

from __future__ import annotations

from collections.abc import Sequence

from flows.errors import InvalidError, RefusedError
from flows.who import Who
from flows.work import Work
from storage.queries import rounds


def units_to_ask(work: Work, who: Who, wanted: Sequence[int]) -> tuple[int, ...] | None:
    """The units whose people are asked; None: the whole company.

    RefusedError(outside_units), InvalidError(no_units).
    """
    chosen = tuple(sorted(set(wanted)))
    if who.may_everything:
        if len(rounds.known_units(work.connection, chosen)) != len(chosen):
            raise InvalidError("no_units")
        return chosen or None
    if not who.managed_unit_ids:
        raise InvalidError("no_units")
    if not set(chosen) <= rounds.units_below(work.connection, who.managed_unit_ids, among=chosen):
        raise RefusedError("outside_units")
    return chosen or who.managed_unit_ids
