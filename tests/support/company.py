"""A small company, written straight into the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, select, update

from bot.schedule import DEFAULT_PLANS
from bot.vocabulary import ChannelKind, CheckKind, CheckState, ContactState, Reach, Role
from flows.work import Begin, Lane, System, Work
from storage.models import boards as board_rows
from storage.models import checks, contacts, managed_units, memberships, people, roll, sites, unit_closure, units

#: 太郎's LINE user id.
TARO_LINE = "U" + "7a" * 16


class Company:
    """Builds units and people; `ids` finds the usual people by name: `company.ids["taro"]`."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._employees = 0
        self.ids: dict[str, int] = {}

    def take_over(self, ids: Mapping[str, int]) -> None:
        """These stand in the tables already."""
        self.ids, self._employees = dict(ids), len(ids)

    def unit(self, path: str) -> int:
        """The unit at `本社/開発部/基盤課`, made with all above it where missing."""
        with self._begin(System("test"), Lane.FANOUT) as work:
            return _unit(work, path)

    def person(
        self,
        name: str,
        *,
        units: Sequence[str] = (),
        slack: str | None = None,
        line: str | None = None,
        mails: Sequence[str] = (),
        phones: Sequence[str] = (),
        role: Role = Role.NONE,
        manages: Sequence[str] = (),
        locale: str = "ja",
        state: ContactState = ContactState.UNVERIFIED,
        active: bool = True,
    ) -> int:
        """Contacts stand in the order slack, line, mails, phones, all in `state`."""
        addresses = [(ChannelKind.SLACK, slack), (ChannelKind.LINE, line)]
        addresses += [(ChannelKind.MAIL, mail) for mail in mails] + [(ChannelKind.PHONE, phone) for phone in phones]
        self._employees += 1
        with self._begin(System("test"), Lane.FANOUT) as work:
            person_id = _insert(
                work,
                people,
                employee_no=f"E{self._employees:04}",
                name=name,
                locale=locale,
                email=next(iter(mails), ""),
                role=role,
                active=active,
                created_at=work.now,
                updated_at=work.now,
            )
            for path in units:
                row = {"person_id": person_id, "unit_id": _unit(work, path)}
                work.connection.execute(insert(memberships).values(row))
            for path in manages:
                row = {"person_id": person_id, "unit_id": _unit(work, path)}
                work.connection.execute(insert(managed_units).values(row))
            given = [(channel, address) for channel, address in addresses if address]
            for position, (channel, address) in enumerate(given, start=1):
                facts = {"channel": channel, "address": address, "position": position, "state": state}
                _insert(work, contacts, person_id=person_id, state_since=work.now, **facts)
        return person_id

    def site(self, name: str, *workers: str) -> int:
        """A workplace of these, by name as in `ids`."""
        there = [self.ids[worker] for worker in workers]
        with self._begin(System("test"), Lane.FANOUT) as work:
            site_id = _insert(work, sites, name=name)
            work.connection.execute(update(people).where(people.c.id.in_(there)).values(site_id=site_id))
        return site_id

    def check(
        self,
        *,
        title: str = "地震",
        kind: CheckKind = CheckKind.REAL,
        asked: Sequence[str] = ("hanako", "jiro", "taro", "emma"),
        state: CheckState = CheckState.ACTIVE,
        closed_at: datetime | None = None,
        boards: Sequence[str] = (),
    ) -> int:
        """A check as it stands after starting, without its messages; `asked` by name, a board in each Slack channel."""
        with self._begin(System("test"), Lane.FANOUT) as work:
            check_id = _insert(
                work,
                checks,
                kind=kind,
                title=title,
                state=state,
                reach=Reach.ALL,
                reminder_plan=DEFAULT_PLANS[kind].as_json(),
                created_at=work.now,
                started_at=work.now,
                closed_at=closed_at,
                whole_company=True,
            )
            for name in asked:
                row = {"check_id": check_id, "person_id": self.ids[name], "reachable": True}
                work.connection.execute(insert(roll).values(row))
            for slack_channel in boards:
                facts = {"check_id": check_id, "slack_channel": slack_channel, "next_edit_at": work.now}
                _insert(work, board_rows, audience="public", **facts)
        return check_id


def usual_company(begin: Begin) -> Company:
    """The same people everywhere, in an empty database. Nobody knows U0STRANGER."""
    company = Company(begin)
    with begin(System("test"), Lane.FANOUT) as work:
        built = _BUILT.get(_place(work))
        for table, rows in built.rows.items() if built else ():
            moments = {name: work.now for name in _MOMENTS if name in table.c}
            work.connection.execute(insert(table), [row | moments for row in rows])
    if built is None:
        _build(company)
        with begin(System("test"), Lane.FANOUT) as work:
            rows_of = {table: work.connection.execute(select(table)).mappings().all() for table in _TABLES}
            kept = {table: [dict(row) for row in rows] for table, rows in rows_of.items()}
            built = _BUILT[_place(work)] = _Built(dict(company.ids), kept)
    company.take_over(built.ids)
    return company


@dataclass(frozen=True)
class _Built:
    """The usual company as it was built once, person by person: its rows are written at once from then on."""

    ids: dict[str, int]
    rows: dict[Table, list[dict[str, Any]]]


_TABLES = (units, unit_closure, people, memberships, managed_units, contacts)
_MOMENTS = ("created_at", "updated_at", "state_since")
_BUILT: dict[str, _Built] = {}


def _place(work: Work) -> str:
    """SQLite files are all alike. A server goes on counting its ids where it was, even when all rows are gone."""
    return "sqlite" if work.connection.dialect.name == "sqlite" else str(work.connection.engine.url)


def _build(company: Company) -> None:
    company.ids = {
        "hanako": company.person("花子", units=["本社"], slack="U0HANAKO", role=Role.SAFETY_ADMIN),
        "jiro": company.person(
            "次郎", units=["本社/開発部"], slack="U0JIRO", role=Role.UNIT_MANAGER, manages=["本社/開発部"]
        ),
        "taro": company.person(
            "太郎", units=["本社/開発部/基盤課"], slack="U0TARO", line=TARO_LINE, mails=["taro@example.jp"]
        ),
        "emma": company.person("Emma", units=["大阪支社"], mails=["emma@example.com"], locale="en"),
    }


def _unit(work: Work, path: str) -> int:
    known: int | None = work.connection.scalar(select(units.c.id).where(units.c.path == path))
    if known is not None:
        return known
    above, _, name = path.rpartition("/")
    parent_id = _unit(work, above) if above else None
    unit_id = _insert(work, units, parent_id=parent_id, name=name, path=path, depth=path.count("/"))
    parents = select(unit_closure.c.ancestor_id).where(unit_closure.c.descendant_id == parent_id)
    for ancestor_id in (unit_id, *work.connection.scalars(parents)):
        work.connection.execute(insert(unit_closure).values(ancestor_id=ancestor_id, descendant_id=unit_id))
    return unit_id


def _insert(work: Work, table: Table, **row: object) -> int:
    made = work.connection.execute(insert(table).values(**row)).inserted_primary_key
    assert made is not None
    return int(made[0])
