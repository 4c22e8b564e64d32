"""Who may see and change whose contacts: role × action × inside or outside the unit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.vocabulary import ChannelKind, Role
from flows.edit_contacts import AddContact, SaveContact, add_contact, order_contacts, remove_contact, save_contact
from flows.errors import RefusedError
from flows.list_contacts import ContactFilter, all_contacts, count_contacts, list_contacts
from flows.missing_contacts import MissingFilter, all_missing_people, count_missing, missing_contacts
from flows.resume_contacts import ResumeContacts, resume_contacts
from flows.show_contacts import show_contacts
from flows.work import Actor, Begin, Operator, Sender, SignedIn, Work
from storage.models import contacts
from tests.support.company import Company

MAIL = ChannelKind.MAIL


def mail_of(work: Work, person_id: int) -> int:
    read = select(contacts.c.id).where(contacts.c.person_id == person_id, contacts.c.channel == MAIL)
    contact_id: int = work.connection.execute(read.order_by(contacts.c.id).limit(1)).scalar_one()
    return contact_id


#: What is done about one person.
DEEDS: dict[str, Callable[[Work, int], object]] = {
    "show": show_contacts,
    "add": lambda work, person: add_contact(work, AddContact(person, MAIL, "new@example.jp")),
    "save": lambda work, person: save_contact(work, SaveContact(person, mail_of(work, person), "new@example.jp")),
    "remove": lambda work, person: remove_contact(work, person, mail_of(work, person)),
    "order": lambda work, person: order_contacts(work, person, [mail_of(work, person)]),
    "resume by id": lambda work, person: resume_contacts(work, ResumeContacts((mail_of(work, person),))),
}
VIEWS = {"show", "resume by id"}
#: What is done about many people at once.
LISTS: dict[str, Callable[[Work], object]] = {
    "list": lambda work: list_contacts(work, ContactFilter()),
    "count": lambda work: count_contacts(work, ContactFilter()),
    "count the missing": count_missing,
    "export": lambda work: list(all_contacts(work, ContactFilter())),
    "missing": lambda work: missing_contacts(work, MissingFilter()),
    "export the missing": lambda work: list(all_missing_people(work)),
    "resume all": lambda work: resume_contacts(work, ResumeContacts(all_suppressed=True)),
}
#: (who acts, on whom) → what is refused, by those who only look and by those who change.
ALLOWED = (None, None)
RIGHTS: dict[tuple[str, str], tuple[str | None, str | None]] = {
    ("nobody", "plain"): ("unknown_person",) * 2,
    ("plain", "themselves"): ALLOWED,
    ("plain", "inside"): ("not_a_manager",) * 2,
    ("unit manager", "themselves"): ALLOWED,
    ("unit manager", "inside"): ALLOWED,
    ("unit manager", "below"): ALLOWED,
    ("unit manager", "outside"): ("outside_units",) * 2,
    # Who could put an address of their own there could sign in as them.
    ("unit manager", "manager inside"): (None, "contacts_of_a_manager"),
    ("without units", "inside"): ("outside_units",) * 2,
    ("safety admin", "outside"): ALLOWED,
    ("safety admin", "manager inside"): ALLOWED,
    ("command line", "manager inside"): ALLOWED,
}


@pytest.fixture
def people(company: Company) -> dict[str, int]:
    """By what they are to the manager of 本社/開発部."""

    def person(name: str, unit: str, role: Role = Role.NONE, manages: tuple[str, ...] = ()) -> int:
        mails = [f"{name}@example.jp"]
        return company.person(name, units=[unit], mails=mails, phones=["03-1"], role=role, manages=manages)

    dev, osaka = "本社/開発部", "大阪支社"
    return {
        "plain": person("plain", dev),
        "inside": person("inside", dev),
        "below": person("below", dev + "/基盤課"),
        "outside": person("outside", osaka),
        "unit manager": person("manager", dev, Role.UNIT_MANAGER, (dev,)),
        "without units": person("unitless", dev, Role.UNIT_MANAGER),
        "manager inside": person("admin-inside", dev, Role.SAFETY_ADMIN),
        "safety admin": person("admin", osaka, Role.SAFETY_ADMIN),
    }


def actor_of(people: dict[str, int], who: str) -> Actor:
    match who:
        case "nobody":
            return Sender(ChannelKind.SLACK, "U0STRANGER")
        case "command line":
            return Operator()
        case _:
            return SignedIn(people[who])


class Undone(Exception):
    """Whatever was done is rolled back: each deed finds the company as it was."""


def refused(begin: Begin, actor: Actor, deed: Callable[[Work], object]) -> str | None:
    try:
        with begin(actor) as work:
            deed(work)
            raise Undone
    except RefusedError as error:
        return error.code
    except Undone:
        return None


@pytest.mark.parametrize(("who", "whom"), RIGHTS)
def test_each_role_sees_and_changes_the_contacts_of_its_people_only(
    who: str, whom: str, begin: Begin, people: dict[str, int]
) -> None:
    person_id = people[who if whom == "themselves" else whom]
    looking, changing = RIGHTS[who, whom]
    for name, deed in DEEDS.items():
        said = refused(begin, actor_of(people, who), lambda work, deed=deed: deed(work, person_id))  # type: ignore[misc]
        assert (name, said) == (name, looking if name in VIEWS else changing)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("nobody", "unknown_person"),
        ("plain", "not_a_manager"),
        ("unit manager", None),
        ("without units", None),
        ("safety admin", None),
        ("command line", None),
    ],
)
def test_lists_are_for_managers(who: str, code: str | None, begin: Begin, people: dict[str, int]) -> None:
    for name, deed in LISTS.items():
        assert (name, refused(begin, actor_of(people, who), deed)) == (name, code)


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("unit manager", {"plain", "inside", "below", "manager", "unitless", "admin-inside"}),
        ("without units", set()),
        ("safety admin", {"plain", "inside", "below", "outside", "manager", "unitless", "admin-inside", "admin"}),
    ],
)
def test_a_list_holds_ones_own_people(who: str, whose: set[str], begin: Begin, people: dict[str, int]) -> None:
    with begin(actor_of(people, who)) as work:
        page = list_contacts(work, ContactFilter(text="@example.jp"))
        exported = {line.name for line in all_contacts(work, ContactFilter(text="@example.jp"))}
    names = {line.name for line in page.lines} - {"太郎"}
    assert names == exported - {"太郎"} == whose
