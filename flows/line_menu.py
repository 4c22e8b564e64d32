"""Which menu the chat in LINE has, and whose ought to have another: language chosen, account linked, account gone.

Whatever changes it (a press, a page, a people file), the next look finds the difference, so nothing has to be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.line_menu import NAMES, NEW, menu_of
from bot.vocabulary import locale_or_default
from flows.audit import note
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import line_menu as queries

#: Accounts in one call to LINE.
PAGE = 500


@dataclass(frozen=True, slots=True)
class InstalledMenu:
    """`name` is one of `bot.line_menu.NAMES`; `mark`: what it holds."""

    name: str
    rich_menu_id: str
    mark: str


@dataclass(frozen=True, slots=True)
class MenuRecord:
    """What is known here, without asking LINE. `waiting`: accounts whose chat is to get another menu."""

    installed: tuple[InstalledMenu, ...]
    accounts: int = 0
    waiting: int = 0

    @property
    def is_installed(self) -> bool:
        return {menu.name for menu in self.installed} == set(NAMES)

    @property
    def is_current(self) -> bool:
        """Each is the one this program has."""
        return self.is_installed and all(menu.mark == menu_of(menu.name).mark for menu in self.installed)


@dataclass(frozen=True, slots=True)
class MenuPage:
    """These accounts are to get this menu; empty: the default one, that of accounts nobody has linked."""

    rich_menu_id: str
    user_ids: tuple[str, ...]


def show_menus(work: Work) -> MenuRecord:
    """Lane READ. RefusedError(not_a_safety_admin)."""
    require_safety_admin(work)
    installed = _installed(work)
    if not installed:
        return MenuRecord(())
    waiting = 0
    if wanted := _wanted(work, installed):
        waiting = queries.count_due(work.connection, *wanted)
    return MenuRecord(installed, queries.count_owners(work.connection), waiting)


def keep_menus(work: Work, menus: Sequence[InstalledMenu]) -> bool:
    """LINE has these from now on, whole; those before are retired. False: nothing was new. In the audit log.

    RefusedError(not_a_safety_admin).
    """
    require_safety_admin(work)
    ids = [menu.rich_menu_id for menu in menus]
    new = [queries.put_in_use(work.connection, menu.rich_menu_id, menu.name, menu.mark, work.now) for menu in menus]
    retired = queries.retire_all_but(work.connection, ids, work.now)
    if not any(new) and not retired:
        return False
    note(work, "line_menu_installed")
    return True


def retire_menus(work: Work) -> bool:
    """None of ours is wanted any more: nobody gets one from now on. False: there was none. In the audit log."""
    require_safety_admin(work)
    if not queries.retire_all_but(work.connection, (), work.now):
        return False
    note(work, "line_menu_removed")
    return True


def menus_are_gone(work: Work) -> None:
    """LINE has none of ours any more, and whoever had one sees none."""
    require_safety_admin(work)
    for row in queries.menus(work.connection):
        queries.forget_menu(work.connection, row.rich_menu_id)
    queries.forget_links(work.connection)


def forget_whose(work: Work) -> None:
    """Everybody is to get their menu once more, whatever LINE was told before."""
    require_safety_admin(work)
    queries.forget_links(work.connection)


def menu_due(work: Work) -> MenuPage | None:
    """Lane READ. The next page of accounts whose chat has the wrong menu; None where all have theirs."""
    installed = _installed(work)
    if not installed:
        return None
    if wanted := _wanted(work, installed):
        rows = queries.due(work.connection, *wanted, PAGE)
        if rows:
            first = rows[0].rich_menu_id
            return MenuPage(first, tuple(row.user_id for row in rows if row.rich_menu_id == first))
    strays = queries.strays(work.connection, PAGE)
    return MenuPage("", tuple(strays)) if strays else None


def note_menus(work: Work, page: MenuPage) -> None:
    """LINE was told so."""
    if page.rich_menu_id:
        queries.note_links(work.connection, page.rich_menu_id, page.user_ids, work.now)
    else:
        queries.forget_links(work.connection, page.user_ids)


def menus_to_delete(work: Work) -> tuple[str, ...]:
    """Lane READ. Retired, and nobody's chat has them. None where no menu is in use: then all are being removed."""
    return tuple(queries.unused(work.connection)) if _installed(work) else ()


def menu_is_deleted(work: Work, rich_menu_id: str) -> None:
    queries.forget_menu(work.connection, rich_menu_id)


def _installed(work: Work) -> tuple[InstalledMenu, ...]:
    return tuple(
        InstalledMenu(row.name, row.rich_menu_id, row.mark)
        for row in queries.menus(work.connection)
        if row.retired_at is None
    )


def _wanted(work: Work, installed: tuple[InstalledMenu, ...]) -> tuple[dict[str, str], str] | None:
    """The menu of each language that stands in the staff list, and of all others; None: those are not there yet."""
    ids = {menu.name: menu.rich_menu_id for menu in installed if menu.name != NEW}
    default = ids.get(work.policy.locale)
    if default is None:
        return None
    named = {locale: locale_or_default(locale, work.policy.locale) for locale in queries.locales(work.connection)}
    return {locale: ids.get(known, default) for locale, known in named.items()}, default
