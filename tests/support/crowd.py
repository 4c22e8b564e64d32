"""More people than one page of the fan-out holds, written in one go."""

from __future__ import annotations

from sqlalchemy import insert

from flows.fan_out import PEOPLE_AT_ONCE
from flows.work import Begin, Lane, System
from storage.models import contacts, people


def many_people(begin: Begin, channel: str = "line") -> set[int]:
    """One page more than a page holds, each with one contact."""
    numbers = range(1, 2 * PEOPLE_AT_ONCE + 1)
    with begin(System("test"), Lane.FANOUT) as work:
        facts = {"created_at": work.now, "updated_at": work.now}
        rows = [{"employee_no": f"P{number}", "name": f"P{number}", **facts} for number in numbers]
        ids = work.connection.execute(insert(people).returning(people.c.id), rows).scalars().all()
        shape = "U{:032x}" if channel == "line" else "p{}@example.jp"
        contact = {"channel": channel, "state_since": work.now}
        work.connection.execute(
            insert(contacts), [{"person_id": one, "address": shape.format(one), **contact} for one in ids]
        )
    return set(ids)
