"""Short words for tests of the people file: load it, look at what is there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select, update

from bot.vocabulary import ContactState
from flows.people_file import PeopleImported, export_people, import_people
from flows.work import Begin, Lane, Operator
from storage.models import contacts, managed_units, memberships, people, sites, unit_closure, units

LINE_1, LINE_2 = "U" + "1" * 32, "U" + "2" * 32
HEADER = "employee_no,name,units,site,email,emergency_emails,phones,slack_id,line_id,role,managed_units,active"
FILE = f"""{HEADER}
1,花子,本社,本社ビル,hana@aoba.example,,090-1,U0HANA,,safety_admin,,1
2,次郎,本社/開発部;大阪支社,本社ビル,jiro@aoba.example,j@home.example;jiro@aoba.example,,U0JI,{LINE_1},unit_manager,本社/開発部;工場/第一,1
3,三郎,本社/開発部/基盤課,,,,,,{LINE_2},,,1
4,四郎,工場/第一,,,,,,,,,0
"""


def load(begin: Begin, text: str, **options: Any) -> PeopleImported:
    with begin(Operator(), Lane.FANOUT) as work:
        return import_people(work, text.encode(), **options)


def counts(imported: PeopleImported) -> tuple[int, int, int, int]:
    assert imported.errors == ()
    return imported.created, imported.updated, imported.unchanged, imported.deactivated


def everything(begin: Begin) -> list[Any]:
    """All rows of all tables an import writes to, but for the audit log."""
    tables = (sites, units, unit_closure, people, memberships, managed_units, contacts)
    with begin(Operator(), Lane.READ) as work:
        return [sorted(work.connection.execute(select(table)).all(), key=str) for table in tables]


def rows(begin: Begin, table: Table) -> list[Any]:
    """By primary key: an emptied table gives no other order."""
    with begin(Operator(), Lane.READ) as work:
        return list(work.connection.execute(select(table).order_by(*table.primary_key.columns)).all())


def reached(begin: Begin, employee_no: str) -> list[tuple[str, str]]:
    """Channel and address in the person's order."""
    query = (
        select(contacts.c.channel, contacts.c.address)
        .join(people)
        .where(people.c.employee_no == employee_no)
        .order_by(contacts.c.position)
    )
    with begin(Operator(), Lane.READ) as work:
        return [(channel, address) for channel, address in work.connection.execute(query)]


def person(begin: Begin, employee_no: str) -> Any:
    with begin(Operator(), Lane.READ) as work:
        return work.connection.execute(select(people).where(people.c.employee_no == employee_no)).one()


def exported(begin: Begin) -> str:
    with begin(Operator(), Lane.FANOUT) as work:
        return b"".join(export_people(work)).decode("utf-8-sig")


def set_state(begin: Begin, address: str, state: ContactState) -> None:
    with begin(Operator()) as work:
        work.connection.execute(update(contacts).where(contacts.c.address == address).values(state=state))


def state_of(begin: Begin, address: str) -> str:
    with begin(Operator(), Lane.READ) as work:
        return str(work.connection.scalar(select(contacts.c.state).where(contacts.c.address == address)))
