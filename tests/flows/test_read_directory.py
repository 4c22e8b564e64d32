"""The Slack directory beside our people: who is linked, who is proposed, whose account is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import insert, update

from bot.vocabulary import ChannelKind, ContactState, MessageState
from flows.errors import RefusedError
from flows.ports import DirectoryEntry, DirectoryError
from flows.read_directory import DirectoryRead, read_directory
from flows.work import Begin, Lane, Operator, Sender, System
from storage.models import audit, contacts, directory_entries, messages, people, roll
from tests.support.checks import given_check, given_message, row_of
from tests.support.company import Company
from tests.support.outbox import AnyRow, rows, the_message

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")


class Pages:
    """A directory of these pages; with `breaks` it fails after them."""

    def __init__(self, *pages: Sequence[DirectoryEntry], breaks: bool = False) -> None:
        self._pages = pages
        self._breaks = breaks

    def pages(self) -> Iterator[Sequence[DirectoryEntry]]:
        yield from self._pages
        if self._breaks:
            raise DirectoryError("Slack cannot be reached")


def entry(slack_id: str, email: str = "", name: str = "", is_active: bool = True) -> DirectoryEntry:
    return DirectoryEntry(slack_id, name or slack_id.lower(), email, is_active)


def gone(slack_id: str, email: str = "") -> DirectoryEntry:
    return entry(slack_id, email, is_active=False)


def read(begin: Begin, *page: DirectoryEntry, dry_run: bool = False) -> DirectoryRead:
    return read_directory(begin, Operator(), Pages(page), dry_run)


def slack_of(begin: Begin, person_id: int) -> list[tuple[str, str, str]]:
    found = rows(begin, contacts, person_id=person_id, channel="slack")
    return [(row.address, row.state, row.state_reason) for row in found]


def entry_of(begin: Begin, slack_id: str) -> AnyRow:
    (found,) = rows(begin, directory_entries, slack_id=slack_id)
    return found


def figures(read: DirectoryRead) -> tuple[int, int, int, int, int]:
    return read.linked, read.back, read.gone, len(read.new), len(read.leavers)


def test_somebody_without_slack_gets_the_account_with_their_address(begin: Begin, company: Company) -> None:
    emma = company.ids["emma"]
    done = read(begin, entry("U0EMMA", "EMMA@Example.com"))
    assert figures(done) == (1, 0, 0, 0, 0)
    assert slack_of(begin, emma) == [("U0EMMA", "unverified", "directory")]
    assert [row.position for row in rows(begin, contacts, person_id=emma)] == [1, 2]
    assert (entry_of(begin, "U0EMMA").state, entry_of(begin, "U0EMMA").person_id) == ("matched", emma)
    assert figures(read(begin, entry("U0EMMA", "EMMA@Example.com"))) == (0, 0, 0, 0, 0)
    assert len(slack_of(begin, emma)) == 1


def test_any_mail_contact_matches_and_the_profile_address_alone_as_well(begin: Begin, company: Company) -> None:
    private = company.person("私用", mails=["work@example.jp", "Private@example.jp"])
    profile = company.person("社用", mails=["only@example.jp"])
    with begin(System(), Lane.FANOUT) as work:
        of_profile = contacts.c.person_id == profile
        work.connection.execute(contacts.delete().where(of_profile))
    done = read(begin, entry("U0PRIVATE", "private@example.jp"), entry("U0ONLY", "Only@example.jp"))
    assert done.linked == 2
    assert [slack_of(begin, one)[0][0] for one in (private, profile)] == ["U0PRIVATE", "U0ONLY"]


def test_whoever_has_a_slack_contact_that_works_keeps_it_alone(begin: Begin, company: Company) -> None:
    done = read(begin, entry("U0SECOND", "taro@example.jp"))
    assert figures(done) == (0, 0, 0, 0, 0)
    assert slack_of(begin, company.ids["taro"]) == [("U0TARO", "unverified", "")]
    assert entry_of(begin, "U0SECOND").person_id == company.ids["taro"]


def test_an_address_several_share_means_nobody(begin: Begin, company: Company) -> None:
    for name in ("一", "二"):
        company.person(name, mails=["shared@example.jp"])
    assert [one.slack_id for one in read(begin, entry("U0SHARED", "shared@example.jp")).new] == ["U0SHARED"]


def test_somebody_nobody_matches_is_proposed_and_not_made(begin: Begin, company: Company) -> None:
    before = len(rows(begin, people))
    done = read(begin, entry("U0NEW", "new@example.jp", "新人"), entry("U0MUTE"))
    assert [one.slack_id for one in done.new] == ["U0NEW", "U0MUTE"]
    kept = entry_of(begin, "U0NEW")
    assert (kept.state, kept.name, kept.email, kept.person_id) == ("new", "新人", "new@example.jp", None)
    assert len(rows(begin, people)) == before


def test_a_former_employee_is_not_linked_and_their_known_account_not_proposed(begin: Begin, company: Company) -> None:
    former = company.person("元社員", slack="U0FORMER", mails=["former@example.jp"], active=False)
    done = read(begin, entry("U0FORMER", "former@example.jp"), entry("U0OTHER", "former@example.jp"))
    assert [one.slack_id for one in done.new] == ["U0OTHER"]
    assert len(slack_of(begin, former)) == 1


def test_a_deactivated_account_is_gone_and_its_person_proposed_as_a_leaver(begin: Begin, company: Company) -> None:
    jiro = company.ids["jiro"]
    check = given_check(begin, [jiro])
    (contact,) = rows(begin, contacts, person_id=jiro)
    given_message(begin, check, jiro, MessageState.QUEUED, contact_id=contact.id)
    done = read(begin, gone("U0JIRO"))
    assert figures(done) == (0, 0, 1, 0, 1)
    assert slack_of(begin, jiro) == [("U0JIRO", "gone", "left_slack")]
    assert (the_message(begin).state, the_message(begin).reason) == ("skipped", "left_slack")
    # Their last contact (invariant 12); they themselves stay until somebody says so.
    assert row_of(begin, roll, person_id=jiro).reachable is False
    assert row_of(begin, people, id=jiro).active is True
    assert (entry_of(begin, "U0JIRO").state, done.leavers) == ("left", {jiro: "U0JIRO"})
    assert figures(read(begin, gone("U0JIRO"))) == (0, 0, 0, 0, 1)


def test_an_account_that_is_active_again_works_again(begin: Begin, company: Company) -> None:
    jiro = company.ids["jiro"]
    given_check(begin, [jiro])
    read(begin, gone("U0JIRO"))
    done = read(begin, entry("U0JIRO"))
    assert figures(done) == (0, 1, 0, 0, 0)
    assert slack_of(begin, jiro) == [("U0JIRO", "unverified", "directory")]
    assert row_of(begin, roll, person_id=jiro).reachable is True
    assert entry_of(begin, "U0JIRO").state == "matched"


def test_an_account_given_up_for_another_reason_is_not_revived(begin: Begin, company: Company) -> None:
    with begin(System(), Lane.FANOUT) as work:
        spoilt = update(contacts).where(contacts.c.address == "U0JIRO")
        work.connection.execute(spoilt.values(state=ContactState.GONE, state_reason="user_not_found"))
    assert read(begin, entry("U0JIRO")).back == 0
    assert slack_of(begin, company.ids["jiro"]) == [("U0JIRO", "gone", "user_not_found")]


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("old_first", [True, False])
def test_whoever_changed_accounts_is_no_leaver(begin: Begin, company: Company, dry_run: bool, old_first: bool) -> None:
    pages = [[gone("U0TARO", "taro@example.jp")], [entry("U0TARO2", "taro@example.jp")]]
    one = Pages(*pages) if old_first else Pages([*pages[1], *pages[0]])
    done = read_directory(begin, Operator(), one, dry_run)
    assert figures(done) == (1, 0, 1, 0, 0)
    if not dry_run:
        assert [address for address, state, _ in slack_of(begin, company.ids["taro"]) if state != "gone"] == ["U0TARO2"]


def test_a_deactivated_account_nobody_had_here_is_not_kept(begin: Begin, company: Company) -> None:
    assert figures(read(begin, gone("U0LONGAGO", "long@example.jp"))) == (0, 0, 0, 0, 0)
    assert rows(begin, directory_entries) == []


def test_a_deactivated_account_with_the_address_of_somebody_without_slack_proposes_them(
    begin: Begin, company: Company
) -> None:
    assert read(begin, gone("U0EMMA", "emma@example.com")).leavers == {company.ids["emma"]: "U0EMMA"}


def test_a_former_employee_is_proposed_as_no_leaver_and_the_account_is_gone_all_the_same(
    begin: Begin, company: Company
) -> None:
    former = company.person("元社員", slack="U0FORMER", active=False)
    assert figures(read(begin, gone("U0FORMER"))) == (0, 0, 1, 0, 0)
    assert slack_of(begin, former) == [("U0FORMER", "gone", "left_slack")]
    assert rows(begin, directory_entries) == []


def test_a_proposal_whose_account_is_deactivated_is_none_any_more(begin: Begin, company: Company) -> None:
    read(begin, entry("U0NEW"))
    assert read(begin, gone("U0NEW")).new == []
    assert entry_of(begin, "U0NEW").state == "left"


def test_a_dry_run_counts_the_same_and_changes_nothing(begin: Begin, company: Company) -> None:
    page = (entry("U0EMMA", "emma@example.com"), entry("U0NEW"), gone("U0JIRO"))
    tables = (contacts, directory_entries, people, audit, messages)
    before = [rows(begin, table) for table in tables]
    wished = read(begin, *page, dry_run=True)
    assert [rows(begin, table) for table in tables] == before
    assert figures(wished) == figures(read(begin, *page)) == (1, 0, 1, 1, 1)


def test_what_was_read_before_a_failure_stays_and_is_told(begin: Begin, company: Company) -> None:
    told: list[int] = []
    breaking = Pages([entry("U0EMMA", "emma@example.com")], [entry("U0NEW")], breaks=True)
    with pytest.raises(DirectoryError):
        read_directory(begin, Operator(), breaking, progress=told.append)
    assert told == [1, 2]
    assert len(slack_of(begin, company.ids["emma"])) == 1


def test_only_a_safety_admin_reads_it(begin: Begin, company: Company) -> None:
    with pytest.raises(RefusedError, match="not_a_safety_admin"):
        read_directory(begin, Sender(ChannelKind.SLACK, "U0JIRO"), Pages([entry("U0NEW")]))
    assert len(read_directory(begin, HANAKO, Pages([entry("U0NEW")])).new) == 1
    assert [row.action for row in rows(begin, audit)] == ["refused"]


def test_the_audit_has_a_row_with_figures_for_what_was_changed(begin: Begin, company: Company) -> None:
    read(begin, entry("U0EMMA", "emma@example.com"), gone("U0JIRO"), entry("U0NEW"))
    kept = [(row.action, row.details) for row in rows(begin, audit)]
    assert kept == [
        ("directory_read", {"linked": 0, "gone": 1, "back": 0}),
        ("directory_read", {"linked": 1, "gone": 0, "back": 0}),
    ]


def test_a_full_page_is_linked_at_once(begin: Begin, company: Company) -> None:
    many = [entry(f"U0MANY{number:03}", f"p{number}@example.jp") for number in range(200)]
    with begin(System(), Lane.FANOUT) as work:
        now = work.now
        made = [
            {"employee_no": f"M{n}", "name": "x", "email": f"p{n}@example.jp", "created_at": now, "updated_at": now}
            for n in range(200)
        ]
        work.connection.execute(insert(people), made)
    assert read(begin, *many).linked == 200
    assert len(rows(begin, directory_entries, state="matched")) == 200
