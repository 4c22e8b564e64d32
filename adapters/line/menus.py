"""Our menus at LINE: put in, shown to the right people, taken out. Killed at any line, the next run goes on from there.

A new menu is made whole (tiles, picture) before anything else changes; then it becomes the default, then it is known
here, then people get it page by page, and only then is the old one deleted, which until then everybody still sees.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import uuid4

from adapters.line.channel import USER_ID
from adapters.line.menu_api import MenuApi, MenuThere
from bot.line_menu import NAMES, NEW, Menu, is_ours, menu_of
from flows.leases import release_lease, take_lease
from flows.line_menu import (
    InstalledMenu,
    MenuPage,
    MenuRecord,
    forget_whose,
    keep_menus,
    menu_due,
    menu_is_deleted,
    menus_are_gone,
    menus_to_delete,
    note_menus,
    retire_menus,
    show_menus,
)
from flows.menus_at_line import MenusBusyError, MenusInstalled, MenusStanding
from flows.ports import SendingError
from flows.work import Actor, Begin, Lane, System

log = logging.getLogger(__name__)

_LEASE = "line menus"
#: Longer than the slowest call with its tries.
_LEASE_LASTS = timedelta(minutes=2)
#: Times that a lease somebody else has is asked for, and the seconds between.
_TRIES, _PAUSE = 20, 0.5
_KEEPER = System("line menu")


class LineMenus:
    """Implements `flows.menus_at_line.MenusAtLine`."""

    def __init__(self, begin: Begin, line: MenuApi) -> None:
        self._begin, self._line, self._holder = begin, line, uuid4().hex

    def install(
        self, actor: Actor, again: bool = False, progress: Callable[[int, int], None] = lambda *_: None
    ) -> MenusInstalled:
        self._require_lease()
        try:
            there = self._line.menus()
            whole, made = self._whole(there)
            replaced = self._make_default(whole[NEW].rich_menu_id, there)
            with self._begin(actor) as work:
                is_new = keep_menus(work, tuple(whole.values()))
                if again:
                    forget_whose(work)
            gone = {*self._share_out(progress), *(menu.rich_menu_id for menu in whole.values())}
            leftovers = [menu.id for menu in there if is_ours(menu.name) and menu.id not in gone]
            for menu_id in leftovers:
                self._line.delete(menu_id)
            return MenusInstalled(made, is_new or bool(made or leftovers), replaced, self.record(actor))
        finally:
            self._release()

    def remove(self, actor: Actor) -> bool:
        self._require_lease()
        try:
            with self._begin(actor) as work:
                was_known = retire_menus(work)
            ours = [menu.id for menu in self._line.menus() if is_ours(menu.name)]
            if ours and self._line.default() in ours:
                self._line.cancel_default()
            for menu_id in ours:
                self._line.delete(menu_id)
            with self._begin(actor) as work:
                menus_are_gone(work)
            return was_known or bool(ours)
        finally:
            self._release()

    def record(self, actor: Actor = _KEEPER) -> MenuRecord:
        with self._begin(actor, Lane.READ) as work:
            return show_menus(work)

    def standing(self, actor: Actor = _KEEPER) -> MenusStanding:
        record, there = self.record(actor), self._line.menus()
        names = {menu.id: menu.name for menu in there}
        known = {menu.name: menu.rich_menu_id for menu in record.installed}
        missing = [name for name in NAMES if names.get(known.get(name, "")) != menu_of(name).name_in_line]
        is_default = NEW in known and self._line.default() == known[NEW]
        return MenusStanding(record, tuple(missing), is_default, sum(not is_ours(name) for name in names.values()))

    def look(self) -> None:
        """Whoever ought to have another menu gets it; nothing where another process looks. SendingError."""
        if self._next() is None and not self._unused():
            return
        if self._has_lease():
            try:
                self._share_out(lambda *_: None)
            finally:
                self._release()

    def _whole(self, there: Sequence[MenuThere]) -> tuple[dict[str, InstalledMenu], tuple[str, ...]]:
        """All of them with their pictures, by name; those that had to be made."""
        whole: dict[str, InstalledMenu] = {}
        made = []
        for name in NAMES:
            menu = menu_of(name)
            alike = (one.id for one in there if one.name == menu.name_in_line)
            menu_id = next(filter(self._line.has_picture, alike), "")
            if not menu_id:
                menu_id = self._make(menu)
                made.append(name)
            whole[name] = InstalledMenu(name, menu_id, menu.mark)
        return whole, tuple(made)

    def _make(self, menu: Menu) -> str:
        menu_id = self._line.make(menu)
        try:
            self._line.give_picture(menu_id, menu.picture)
        except SendingError:
            self._tidy(menu_id)
            raise
        return menu_id

    def _tidy(self, menu_id: str) -> None:
        """Where this does not work either, the next run finds it by its name."""
        try:
            self._line.delete(menu_id)
        except SendingError as error:
            log.warning("a menu without a picture is left at LINE: %s", error.reason)

    def _make_default(self, menu_id: str, there: Sequence[MenuThere]) -> str:
        """The name of somebody else's menu that was the default until now; else empty."""
        before = self._line.default()
        if before == menu_id:
            return ""
        self._line.set_default(menu_id)
        return next((menu.name for menu in there if menu.id == before and not is_ours(menu.name)), "")

    def _share_out(self, progress: Callable[[int, int], None]) -> tuple[str, ...]:
        """The ids of menus that are deleted now, because nobody has them any more."""
        of = self.record().waiting
        done = 0
        while page := self._next():
            self._require_lease()
            self._tell(page)
            with self._begin(_KEEPER) as work:
                note_menus(work, page)
            done += len(page.user_ids) if page.rich_menu_id else 0
            progress(done, max(of, done))
        unused = self._unused()
        for menu_id in unused:
            self._line.delete(menu_id)
            with self._begin(_KEEPER) as work:
                menu_is_deleted(work, menu_id)
        return unused

    def _tell(self, page: MenuPage) -> None:
        """What is no account of LINE's is never shown to it: one alone would have all refused."""
        user_ids = [one for one in page.user_ids if USER_ID.fullmatch(one)]
        if not user_ids:
            return
        if page.rich_menu_id:
            self._line.link(page.rich_menu_id, user_ids)
        else:
            self._line.unlink(user_ids)

    def _next(self) -> MenuPage | None:
        with self._begin(_KEEPER, Lane.READ) as work:
            return menu_due(work)

    def _unused(self) -> tuple[str, ...]:
        with self._begin(_KEEPER, Lane.READ) as work:
            return menus_to_delete(work)

    def _has_lease(self) -> bool:
        with self._begin(_KEEPER) as work:
            return take_lease(work, _LEASE, self._holder, _LEASE_LASTS)

    def _require_lease(self) -> None:
        """Others need a moment only, mostly."""
        for _ in range(_TRIES):
            if self._has_lease():
                return
            if self._line.wait(_PAUSE):
                break
        raise MenusBusyError

    def _release(self) -> None:
        with self._begin(_KEEPER) as work:
            release_lease(work, _LEASE, self._holder)
