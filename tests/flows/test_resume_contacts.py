"""What people had stopped is sent to again: by themselves, and by managers many at once."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, ContactState, Role
from flows.errors import NotFoundError, RefusedError
from flows.resume_contacts import ContactsResumed, ResumeContacts, resume_contacts
from flows.stopped_contacts import own_stopped, resume_own
from flows.work import Actor, Begin, Lane, Operator, Sender, SignedIn
from storage.models import audit, contacts, roll
from tests.support.checks import given_check, row_of, rows_of
from tests.support.company import Company

INSIDE, OUTSIDE = "本社/開発部/基盤課", "大阪支社"


@pytest.fixture
def stopped(begin: Begin, company: Company) -> dict[str, int]:
    """Ids of people: two inside the units of 次郎 and one outside have stopped their mail, one's has bounced."""
    state = ContactState.SUPPRESSED
    return {
        "a": company.person("a", units=[INSIDE], mails=["a@example.jp", "a2@example.jp"], state=state),
        "b": company.person("b", units=[INSIDE], mails=["b@example.jp"], state=state),
        "out": company.person("out", units=[OUTSIDE], mails=["out@example.jp"], state=state),
        "bounced": company.person("bounced", units=[INSIDE], mails=["x@example.jp"], state=ContactState.BOUNCED),
    }


def resumed(begin: Begin, by: Actor, request: ResumeContacts) -> ContactsResumed:
    with begin(by) as work:
        return resume_contacts(work, request)


def state_of(begin: Begin, address: str) -> str:
    return str(row_of(begin, contacts, address=address).state)


def id_of(begin: Begin, address: str) -> int:
    contact_id: int = row_of(begin, contacts, address=address).id
    return contact_id


def suppressed(begin: Begin) -> list[str]:
    return [row.address for row in rows_of(begin, contacts, state="suppressed")]


ALL = ResumeContacts(all_suppressed=True)


def test_all_suppressed_are_resumed_within_ones_units(begin: Begin, company: Company, stopped: dict[str, int]) -> None:
    jiro = SignedIn(company.ids["jiro"])
    assert resumed(begin, jiro, ALL) == ContactsResumed(3, 0, 0)
    assert suppressed(begin) == ["out@example.jp"]
    assert resumed(begin, jiro, ALL) == ContactsResumed(0, 0, 0)
    assert resumed(begin, Operator(), ALL) == ContactsResumed(1, 0, 0)
    assert state_of(begin, "x@example.jp") == "bounced"
    assert [(row.action, row.details, row.subject_person_id) for row in rows_of(begin, audit)] == [
        ("contacts_resumed", {"contacts": 3}, None),
        ("contacts_resumed", {"contacts": 1}, stopped["out"]),
    ]


def test_who_has_left_is_left_alone(begin: Begin, company: Company) -> None:
    company.person("退職", mails=["left@example.jp"], state=ContactState.SUPPRESSED, active=False)
    assert resumed(begin, Operator(), ALL) == ContactsResumed(0, 0, 0)
    with pytest.raises(NotFoundError, match="no_such_contact"):
        resumed(begin, Operator(), ResumeContacts(addresses=("left@example.jp",)))


def test_named_by_id_or_address_they_are_counted_as_they_are(
    begin: Begin, company: Company, stopped: dict[str, int]
) -> None:
    jiro = SignedIn(company.ids["jiro"])
    both = ResumeContacts((id_of(begin, "a@example.jp"),), ("A@Example.jp", "taro@example.jp", "x@example.jp"))
    assert resumed(begin, jiro, both) == ContactsResumed(resumed=1, working=1, failing=1)
    assert suppressed(begin) == ["a2@example.jp", "b@example.jp", "out@example.jp"]


def test_a_proven_address_is_confirmed_again_another_unverified(
    begin: Begin, company: Company, stopped: dict[str, int]
) -> None:
    with begin(Operator()) as work:
        proven = update(contacts).where(contacts.c.address == "a@example.jp")
        work.connection.execute(proven.values(confirmed_at=work.now, state_reason="unsubscribed"))
    resumed(begin, Operator(), ALL)
    row = row_of(begin, contacts, address="a@example.jp")
    assert (row.state, row.state_reason) == ("confirmed", "")
    assert state_of(begin, "a2@example.jp") == "unverified"


def test_an_address_outside_is_as_unknown_as_one_nobody_has(
    begin: Begin, company: Company, stopped: dict[str, int]
) -> None:
    jiro = SignedIn(company.ids["jiro"])
    said = []
    for address in ("out@example.jp", "nobody@example.jp"):
        with pytest.raises(NotFoundError, match="no_such_contact") as raised:
            resumed(begin, jiro, ResumeContacts(addresses=("a@example.jp", address)))
        said.append((raised.value.code, raised.value.params))
    assert said == [
        ("no_such_contact", {"address": "out@example.jp"}),
        ("no_such_contact", {"address": "nobody@example.jp"}),
    ]
    assert "a@example.jp" in suppressed(begin)


def test_one_id_outside_and_nothing_is_resumed(begin: Begin, company: Company, stopped: dict[str, int]) -> None:
    inside, outside = id_of(begin, "a@example.jp"), id_of(begin, "out@example.jp")
    with pytest.raises(RefusedError, match="outside_units"):
        resumed(begin, SignedIn(company.ids["jiro"]), ResumeContacts((inside, outside)))
    with pytest.raises(RefusedError, match="not_a_manager"):
        resumed(begin, SignedIn(stopped["out"]), ResumeContacts((inside,)))
    with pytest.raises(NotFoundError, match="no_contact"):
        resumed(begin, Operator(), ResumeContacts((inside, 999_999)))
    assert len(suppressed(begin)) == 4


def test_people_resume_their_own_by_id_and_all_of_them_by_one_press(
    begin: Begin, company: Company, stopped: dict[str, int]
) -> None:
    me = SignedIn(stopped["a"])
    with begin(me, Lane.READ) as work:
        assert "a@example.jp" in own_stopped(work)
    assert resumed(begin, me, ResumeContacts((id_of(begin, "a@example.jp"),))) == ContactsResumed(1, 0, 0)
    for expected in (1, 0):
        with begin(me) as work:
            assert len(resume_own(work).addresses) == expected
            assert own_stopped(work) == ()
    assert suppressed(begin) == ["b@example.jp", "out@example.jp"]


def test_who_is_nobody_resumes_nothing(begin: Begin, company: Company, stopped: dict[str, int]) -> None:
    stranger = Sender(ChannelKind.SLACK, "U0STRANGER")
    for actor in (stranger, Operator()):
        with begin(actor, Lane.READ) as work:
            assert own_stopped(work) == ()
        with pytest.raises(RefusedError, match="unknown_person"), begin(actor) as work:
            resume_own(work)
    assert len(suppressed(begin)) == 4


def test_the_active_checks_follow(begin: Begin, company: Company, stopped: dict[str, int]) -> None:
    names = ("a", "b", "bounced")
    given_check(begin, [stopped[name] for name in names], unreachable=[stopped[name] for name in names])
    resumed(begin, Operator(), ALL)
    assert {row.person_id: row.reachable for row in rows_of(begin, roll)} == {
        stopped["a"]: True,
        stopped["b"]: True,
        stopped["bounced"]: False,
    }


def test_a_manager_without_units_resumes_nothing(begin: Begin, company: Company, stopped: dict[str, int]) -> None:
    empty = company.person("空", role=Role.UNIT_MANAGER)
    assert resumed(begin, SignedIn(empty), ALL) == ContactsResumed(0, 0, 0)
    assert len(suppressed(begin)) == 4
