"""Close a check: nobody is asked any more; answers go on being accepted and are marked late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.work import Work


@dataclass(frozen=True, slots=True)
class CloseCheck:
    #: None: the newest active check the actor is responsible for.
    check_id: int | None = None
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class CheckClosed:
    check_id: int
    title: str
    closed_at: datetime
    #: It had been closed before; nothing was changed.
    already: bool = False
    silent: int = 0


def close_check(work: Work, request: CloseCheck) -> CheckClosed:
    """RefusedError, NotFoundError(no_check, no_active_check). Open help cases stay open."""
    raise NotImplementedError


def close_overdue(work: Work) -> int:
    """Cycle step: close checks whose closing time has come; how many."""
    raise NotImplementedError
