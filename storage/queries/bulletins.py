"""Bulletins, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from storage.models import bulletin_pushes, bulletins, people, sites, units

AnyRow = Row[*tuple[Any, ...]]


def _read() -> Select[Any]:
    """`whom`: the site's name or the unit's path, empty for everybody; `writer`: a name, or empty."""
    return (
        select(
            bulletins,
            func.coalesce(sites.c.name, units.c.path, "").label("whom"),
            func.coalesce(people.c.name, "").label("writer"),
        )
        .outerjoin(sites, sites.c.id == bulletins.c.site_id)
        .outerjoin(units, units.c.id == bulletins.c.unit_id)
        .outerjoin(people, people.c.id == bulletins.c.written_by)
    )


def newest_first(connection: Connection, limit: int) -> Sequence[AnyRow]:
    """Pinned ones that stand stay on top, the withdrawn among the rest."""
    is_on_top = (bulletins.c.pinned & bulletins.c.withdrawn_at.is_(None)).desc()
    read = _read().order_by(is_on_top, bulletins.c.written_at.desc(), bulletins.c.id.desc())
    return connection.execute(read.limit(limit)).all()


def find(connection: Connection, bulletin_id: int) -> AnyRow | None:
    return connection.execute(_read().where(bulletins.c.id == bulletin_id)).first()


def of_ids(connection: Connection, bulletin_ids: Sequence[int]) -> Sequence[AnyRow]:
    return connection.execute(select(bulletins).where(bulletins.c.id.in_(bulletin_ids))).all()


def hold(connection: Connection, bulletin_id: int) -> datetime | None:
    """When it was withdrawn, if it was; held until the commit."""
    moment: datetime | None = connection.execute(
        select(bulletins.c.withdrawn_at).where(bulletins.c.id == bulletin_id).with_for_update()
    ).scalar()
    return moment


def add(connection: Connection, values: dict[str, Any]) -> int:
    made = connection.execute(insert(bulletins).values(values).returning(bulletins.c.id))
    return int(made.scalar_one())


def change(
    connection: Connection, bulletin_id: int, values: dict[str, Any], version: int | None, now: datetime
) -> bool:
    """False where it is no longer of that version. None: whatever it is."""
    changed = update(bulletins).where(bulletins.c.id == bulletin_id)
    if version is not None:
        changed = changed.where(bulletins.c.version == version)
    return connection.execute(changed.values(**values, changed_at=now, version=bulletins.c.version + 1)).rowcount == 1


def withdraw(connection: Connection, bulletin_id: int, now: datetime) -> None:
    connection.execute(update(bulletins).where(bulletins.c.id == bulletin_id).values(withdrawn_at=now))


def newest_push_at(connection: Connection, bulletin_id: int) -> datetime | None:
    newest = select(bulletin_pushes.c.pushed_at).where(bulletin_pushes.c.bulletin_id == bulletin_id)
    moment: datetime | None = connection.execute(newest.order_by(bulletin_pushes.c.id.desc()).limit(1)).scalar()
    return moment
