"""Where people reach our pages, as it is set in the console: from outside, and from the company's own network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flows.audit import note
from flows.errors import InvalidError
from flows.in_force import INSIDE, OUTSIDE, InForce
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import kept_settings

_AT_MOST = 200
#: Host, port and path: printable ASCII that no quoting is needed for.
_PLAIN = re.compile(r"https?://[A-Za-z0-9\[][A-Za-z0-9._:\[\]-]*(?:/[A-Za-z0-9._~/-]*)?")


@dataclass(frozen=True, slots=True)
class AddressesView:
    """`kept`: those of `outside` and `inside` that were set in the console."""

    outside: str
    inside: str
    kept: frozenset[str]
    kept_at: datetime | None
    kept_by: str


def show_addresses(work: Work, in_force: InForce) -> AddressesView:
    """Lane READ. RefusedError(not_a_safety_admin)."""
    require_safety_admin(work)
    rows = kept_settings.changes(work.connection, (OUTSIDE, INSIDE))
    newest = rows[0] if rows else None
    return AddressesView(
        in_force.outside,
        in_force.inside,
        frozenset(row.name.partition(".")[2] for row in rows),
        newest.changed_at if newest else None,
        (newest.by or "") if newest else "",
    )


def save_addresses(work: Work, in_force: InForce, outside: str, inside: str) -> None:
    """From now on links lead there. InvalidError(bad_outside, bad_inside); RefusedError(not_a_safety_admin)."""
    who = require_safety_admin(work)
    wanted = {
        OUTSIDE: _address(outside, "bad_outside"),
        INSIDE: _address(inside, "bad_inside") if inside.strip() else "",
    }
    changed = {OUTSIDE: in_force.outside, INSIDE: in_force.inside}
    new = {name: value for name, value in wanted.items() if value != changed[name]}
    if new:
        kept_settings.keep(work.connection, new, work.now, who.person_id)
        note(work, "addresses_set", changed=sorted(new))


def forget_addresses(work: Work) -> None:
    """The environment's hold again. RefusedError(not_a_safety_admin)."""
    require_safety_admin(work)
    if kept_settings.forget(work.connection, (OUTSIDE, INSIDE)):
        note(work, "addresses_forgotten")


def is_this_machine(address: str) -> bool:
    """Nobody but whoever sits at the server can open it."""
    host = urlsplit(address).hostname or ""
    return host == "localhost" or host.startswith("127.") or host == "::1"


def _address(typed: str, code: str) -> str:
    address = typed.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_whole = False
    if not is_whole or len(address) > _AT_MOST or not _PLAIN.fullmatch(address):
        raise InvalidError(code)
    return address
