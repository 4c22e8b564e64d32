"""Which check a manager means: the one named, else the only one it can be; and which one is shown unasked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from bot.refusals import NamedCheck
from bot.vocabulary import CheckKind, CheckState, Role
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.who import Who, who_is
from flows.work import Work
from storage.queries import check_counts, rounds

AnyRow = Row[*tuple[Any, ...]]


def require_check(work: Work, check_id: int) -> AnyRow:
    """With its starter's name. NotFoundError(no_check)."""
    found = check_counts.check_by_id(work.connection, check_id)
    if found is None:
        raise NotFoundError("no_check")
    return found


def check_of_manager(work: Work, who: Who, verb: str, check_id: int | None, kind: CheckKind | None = None) -> AnyRow:
    """`kind`: without a number, only a check of this kind. `verb`: the command, for the words of a refusal.

    NotFoundError(no_check, no_active_check); RefusedError(outside_units) where it asks other people as well;
    InvalidError(several_checks) where nothing says which of several is meant: a wrong guess ends a real emergency;
    InvalidError(not_started) where it is planned for later, or was cancelled.
    """
    if check_id is None:
        return _only_one(work, who, verb, kind)
    found = require_check(work, check_id)
    if not is_responsible_for(work, who, found):
        raise RefusedError("outside_units")
    if found.state in (CheckState.SCHEDULED, CheckState.CANCELLED):
        raise InvalidError("not_started")
    return found


def _only_one(work: Work, who: Who, verb: str, kind: CheckKind | None) -> AnyRow:
    active = [check for check in rounds.active(work.connection) if kind in (None, check.kind)]
    theirs = [check for check in active if is_responsible_for(work, who, check)]
    if not active:
        raise NotFoundError("no_active_check")
    if not theirs:
        raise RefusedError("outside_units")
    if len(theirs) > 1:
        named = tuple(NamedCheck(check.id, CheckKind(check.kind), check.title) for check in theirs)
        # The example is typed as it stands by some: the least of them.
        raise InvalidError("several_checks", verb=verb, checks=named, example=theirs[-1].id)
    return theirs[0]


def check_to_show(work: Work) -> AnyRow | None:
    """For whoever asks for the counts without a number: an active check, else the newest; None: there never was one.

    A real one comes before a drill even for a manager who is responsible for the drill alone: anybody may see counts.
    Then one the manager is responsible for, one that asks the whole company, and the newest.
    """
    active = rounds.active(work.connection)
    if not active:
        return check_counts.newest_check(work.connection)
    who = who_is(work)
    is_manager = who is not None and who.role is not Role.NONE
    of_kind = [check for check in active if check.kind == active[0].kind]
    theirs = (check for check in of_kind if is_manager and who is not None and is_responsible_for(work, who, check))
    return check_counts.check_by_id(work.connection, next(theirs, of_kind[0]).id)


def is_responsible_for(work: Work, who: Who, check: AnyRow) -> bool:
    """A safety admin for every check; a unit manager for their own and for those of their units alone."""
    if who.may_everything or check.started_by == who.person_id:
        return True
    return rounds.asks_only_below(work.connection, check, who.managed_unit_ids)
