"""What has been set in the console, name by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from storage.models import kept_settings, people
from storage.upsert import Upsert

_KEEP = Upsert(
    kept_settings,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["name"],
        set_={name: insert.excluded[name] for name in ("value", "changed_at", "changed_by")},
    ),
)


def read(connection: Connection) -> dict[str, str]:
    """Every setting that is kept. A dozen rows at most."""
    return {row.name: row.value for row in connection.execute(select(kept_settings.c.name, kept_settings.c.value))}


def keep(connection: Connection, values: Mapping[str, str], now: datetime, by: int | None) -> None:
    """Each anew, whatever it was."""
    rows = [{"name": name, "value": values[name], "changed_at": now, "changed_by": by} for name in sorted(values)]
    if rows:
        connection.execute(_KEEP.on(connection), rows)


def forget(connection: Connection, names: Collection[str]) -> int:
    """How many were kept."""
    return connection.execute(delete(kept_settings).where(kept_settings.c.name.in_(sorted(names)))).rowcount


def changes(connection: Connection, names: Collection[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """(name, changed_at, by) of those that are kept, the newest first; `by`: a name, or None."""
    return connection.execute(
        select(kept_settings.c.name, kept_settings.c.changed_at, people.c.name.label("by"))
        .outerjoin(people, people.c.id == kept_settings.c.changed_by)
        .where(kept_settings.c.name.in_(sorted(names)))
        .order_by(kept_settings.c.changed_at.desc(), kept_settings.c.name)
    ).all()
