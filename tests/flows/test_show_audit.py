"""The audit log is looked through: in order, narrowed, page by page; by safety admins; and looking is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.vocabulary import ChannelKind
from flows.audit import note
from flows.errors import RefusedError
from flows.show_audit import (
    NAMES_AT_MOST,
    VISIT,
    AuditFilter,
    AuditLine,
    export_audit,
    note_audit_exported,
    note_audit_seen,
    people_called,
    show_audit,
)
from flows.work import Actor, Begin, Lane, Operator, Sender, SignedIn, System, Work
from storage.models import audit
from tests.support.checks import rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company


def noted(begin: Begin, action: str, doer: int | None = None, **facts: object) -> None:
    with begin(SignedIn(doer) if doer else Operator()) as work:
        note(work, action, **facts)  # type: ignore[arg-type]


def listed(begin: Begin, **wanted: object) -> list[AuditLine]:
    """Over all pages, two lines each; the file holds the same."""
    lines: list[AuditLine] = []
    after = ""
    with begin(Operator(), Lane.READ) as work:
        while True:
            page = show_audit(work, AuditFilter(after=after, limit=2, **wanted))  # type: ignore[arg-type]
            lines += page.lines
            if not (after := page.next):
                break
        assert list(export_audit(work, AuditFilter(**wanted))) == lines  # type: ignore[arg-type]
    return lines


def actions(begin: Begin, **wanted: object) -> list[str]:
    return [line.action for line in listed(begin, **wanted)]


@pytest.fixture
def log(begin: Begin, company: Company, clock: MovableClock) -> Company:
    """Six rows: two of them at the same moment, the others a day apart."""
    hanako, jiro, emma = (company.ids[name] for name in ("hanako", "jiro", "emma"))
    clock.forward(datetime(2026, 11, 1, 3, tzinfo=UTC) - clock.now())
    noted(begin, "contacts_viewed", hanako, subject_person_id=emma)
    noted(begin, "contacts_viewed", jiro, people=[emma, hanako])
    clock.forward(timedelta(days=1))
    noted(begin, "check_started", hanako, check_id=7, roll=4)
    clock.forward(timedelta(days=1))
    noted(begin, "help_taken", emma, check_id=7, subject_person_id=emma)
    clock.forward(timedelta(days=1))
    noted(begin, "signed_in", hanako, by="mail")
    clock.forward(timedelta(days=1))
    noted(begin, "retention", check_id=8, answers=3)
    return company


def test_newest_first_page_by_page_with_names(begin: Begin, log: Company) -> None:
    lines = listed(begin)
    assert [line.action for line in lines] == [
        *("retention", "signed_in", "help_taken", "check_started", "contacts_viewed", "contacts_viewed")
    ]
    assert [(line.doer_name, line.subject_name, line.door) for line in lines[:1] + lines[-1:]] == [
        ("", "", "cli"),
        ("花子", "Emma", "console"),
    ]
    assert [name for _, name in lines[-2].names] == ["Emma", "花子"]


def test_it_is_narrowed_by_person_kind_check_and_day(begin: Begin, log: Company) -> None:
    emma, hanako = log.ids["emma"], log.ids["hanako"]
    assert actions(begin, person_id=emma) == ["help_taken", "contacts_viewed"], "who did both is told once"
    assert actions(begin, person_id=hanako) == ["signed_in", "check_started", "contacts_viewed"]
    assert actions(begin, group="checks") == ["help_taken", "check_started"]
    assert actions(begin, group="no such group") == actions(begin)
    assert actions(begin, check_id=7) == ["help_taken", "check_started"]
    assert actions(begin, check_id=7, person_id=hanako) == ["check_started"]
    assert actions(begin, person_id=hanako, group="sign_in") == ["signed_in"]
    assert actions(begin, person_id=999_999) == []


def test_days_are_those_of_the_companys_calendar_both_included(begin: Begin, log: Company, clock: MovableClock) -> None:
    assert actions(begin, first=date(2026, 11, 2), last=date(2026, 11, 3)) == ["help_taken", "check_started"]
    # 23:59 and 00:01 in Tokyo.
    clock.forward(datetime(2026, 11, 8, 14, 59, tzinfo=UTC) - clock.now())
    noted(begin, "check_closed")
    clock.forward(timedelta(minutes=2))
    noted(begin, "check_reminded")
    assert actions(begin, first=date(2026, 11, 8), last=date(2026, 11, 8)) == ["check_closed"]
    assert actions(begin, first=date(2026, 11, 9)) == ["check_reminded"]


def test_a_place_that_cannot_be_read_means_the_first_page(begin: Begin, log: Company) -> None:
    for after in ("x", "1", "1.", ".1", "9" * 30 + ".1", "-1.1", "²³.1"):
        with begin(Operator(), Lane.READ) as work:
            assert len(show_audit(work, AuditFilter(after=after)).lines) == 6


def test_of_many_people_some_are_named(begin: Begin, company: Company) -> None:
    many = [company.person(f"人{number}") for number in range(NAMES_AT_MOST + 5)]
    unit = company.unit("本社/開発部")
    noted(begin, "contacts_viewed", people=many)
    noted(begin, "role_granted", unit_ids=[unit, 999_999])
    granted, viewed = listed(begin)
    assert (len(viewed.names), len(viewed.details["people"])) == (NAMES_AT_MOST, NAMES_AT_MOST + 5)
    assert granted.units == {unit: "本社/開発部"}


def test_a_visit_is_noted_once_and_once_for_each_person_looked_at(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    hanako, emma = company.ids["hanako"], company.ids["emma"]

    def look(wanted: AuditFilter | None = None) -> int:
        with begin(SignedIn(hanako)) as work:
            note_audit_seen(work, wanted or AuditFilter())
        return len(rows_of(begin, audit, action="audit_viewed"))

    assert (look(), look(), look(AuditFilter(group="seen"))) == (1, 1, 1)
    assert (look(AuditFilter(person_id=emma)), look(AuditFilter(person_id=emma))) == (2, 2)
    clock.forward(VISIT + timedelta(minutes=1))
    assert look() == 3
    with begin(SignedIn(hanako)) as work:
        note_audit_exported(work, AuditFilter(person_id=emma, group="seen", first=date(2026, 11, 1)))
    [row] = rows_of(begin, audit, action="audit_exported")
    assert (row.subject_person_id, row.details) == (emma, {"first": "2026-11-01", "group": "seen"})


def test_only_safety_admins_look(begin: Begin, company: Company) -> None:
    deeds: tuple[Callable[[Work], object], ...] = (
        lambda work: show_audit(work, AuditFilter()),
        lambda work: list(export_audit(work, AuditFilter())),
        lambda work: note_audit_seen(work, AuditFilter()),
        lambda work: note_audit_exported(work, AuditFilter()),
        lambda work: people_called(work, "Emma"),
    )
    refused: dict[Actor, str] = {
        SignedIn(company.ids["jiro"]): "not_a_safety_admin",
        SignedIn(company.ids["emma"]): "not_a_manager",
        Sender(ChannelKind.SLACK, "U0STRANGER"): "unknown_person",
    }
    for actor, code in refused.items():
        for deed in deeds:
            with pytest.raises(RefusedError, match=code), begin(actor) as work:
                deed(work)


def test_a_person_is_called_by_number_or_a_part_of_the_name(begin: Begin, company: Company) -> None:
    company.person("青木　花江", active=False)
    with begin(Operator(), Lane.READ) as work:
        called = {text: [one.name for one in people_called(work, text)] for text in ("E0001", "青木花", "花", "%", "")}
    assert called == {"E0001": ["花子"], "青木花": ["青木　花江"], "花": ["花子", "青木　花江"], "%": [], "": []}


def test_a_moment_of_many_rows_is_paged_through(begin: Begin, company: Company) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        row = {"at": work.now, "actor": "cli", "action": "role_changed"}
        work.connection.execute(insert(audit), [row | {"subject_person_id": company.ids["emma"]}] * 7)
    assert actions(begin, person_id=company.ids["emma"]) == ["role_changed"] * 7
