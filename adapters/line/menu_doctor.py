"""Is the menu in LINE installed and the one this program has?"""

from __future__ import annotations

from adapters.line.menus import LineMenus
from bot.counted import fill
from flows.menus_at_line import MenusStanding
from flows.ports import Finding, SendingError

_NAME = "LINE menu"
_INSTALL = "run: anpi line menu install"


def examine_menu(menus: LineMenus) -> Finding:
    """Without a menu people still type: no fault, but worth a word."""
    try:
        standing = menus.standing()
    except SendingError as error:
        return Finding(_NAME, False, f"LINE could not be asked for its menus ({error.reason})")
    if not standing.record.installed:
        return Finding(_NAME, True, f"none is installed: people type words instead; {_INSTALL}")
    return _finding(standing)


def _finding(standing: MenusStanding) -> Finding:
    record = standing.record
    if not record.is_current:
        return Finding(_NAME, False, f"it is not the one of this version: {_INSTALL}")
    if standing.missing:
        return Finding(_NAME, False, f"LINE has lost the menu for: {', '.join(standing.missing)}; {_INSTALL}")
    if not standing.is_default:
        return Finding(_NAME, False, f"whoever is not linked sees another menu than Anpi's, or none: {_INSTALL}")
    if record.waiting:
        soon = fill("{number:# person gets|# people get} it within a minute", {"number": record.waiting})
        return Finding(_NAME, True, f"current; {soon}")
    have = fill("{number:# person has|# people have} it in their language", {"number": record.accounts})
    return Finding(_NAME, True, f"current; {have}")
