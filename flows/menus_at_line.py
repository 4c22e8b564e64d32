"""What is asked of whoever keeps our menus at LINE, and what they tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from flows.line_menu import MenuRecord
from flows.work import Actor


class MenusBusyError(Exception):
    """Another process is at it."""


@dataclass(frozen=True, slots=True)
class MenusInstalled:
    """`made`: the names of menus LINE had not yet. `is_new`: anything has changed. `replaced`: the name of a default
    menu of somebody else's that ours has taken the place of; it is still there.
    """

    made: tuple[str, ...]
    is_new: bool
    replaced: str
    record: MenuRecord


@dataclass(frozen=True, slots=True)
class MenusStanding:
    """What LINE says. `missing`: names of menus it has not, or not as this program has them; `others`: how many menus
    are not ours.
    """

    record: MenuRecord
    missing: tuple[str, ...]
    is_default: bool
    others: int

    @property
    def is_well(self) -> bool:
        return self.record.is_current and not self.missing and self.is_default


class MenusAtLine(Protocol):
    """Raises SendingError (`flows.ports`), and MenusBusyError where something is changed."""

    def install(self, actor: Actor, again: bool = False, progress: Callable[[int, int], None] = ...) -> MenusInstalled:
        """Done before, it changes nothing. `again`: everybody gets their menu once more.

        `progress` is told how many people have their menu, and of how many.
        """
        ...

    def remove(self, actor: Actor) -> bool:
        """False: there was nothing of ours."""
        ...

    def standing(self, actor: Actor) -> MenusStanding:
        """With LINE's own word."""
        ...
