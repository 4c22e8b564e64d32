"""A manager takes care of a person: first come, first served, shown to the others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import update

from bot.vocabulary import Standing
from flows.claim_person import Claim, ClaimPerson, PersonClaimed, claim_person, release_person
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.show_check import show_names
from flows.telling_board import names_facts
from flows.work import Begin, Lane, Operator, SignedIn, System
from storage.models import audit, boards, claims, people, roll
from tests.support.company import Company
from tests.support.outbox import rows
from tests.support.rescue import TARO, cry


def claim(
    begin: Begin, company: Company, check_id: int, by: str = "jiro", whom: str = "taro", key: str = ""
) -> PersonClaimed:
    with begin(SignedIn(company.ids[by])) as work:
        return claim_person(work, ClaimPerson(check_id, company.ids[whom], key or None))


def shown(begin: Begin, check_id: int, name: str) -> tuple[str, str]:
    """Who takes care of them, in the lists and on the board."""
    with begin(Operator(), Lane.READ) as work:
        found = show_names(work, check_id)
        facts = names_facts(found, None, work.policy.locale, work.policy.zone)
    [line] = [one for one in found.people if one.name == name]
    [person] = [one for one in facts.people if one.name == name]
    return line.claimed_by, person.taken_by


def test_the_first_to_claim_a_silent_person_has_them_and_everybody_sees_it(begin: Begin, company: Company) -> None:
    check_id = company.check(boards=["C0MANAGERS"])
    first = claim(begin, company, check_id)
    assert (first.outcome, first.person_name, first.by_name) == (Claim.CLAIMED, "太郎", "次郎")
    assert claim(begin, company, check_id).outcome is Claim.MINE
    second = claim(begin, company, check_id, by="hanako")
    assert (second.outcome, second.by_name) == (Claim.TAKEN, "次郎")
    assert shown(begin, check_id, "太郎") == ("次郎", "次郎")
    [noted] = rows(begin, audit, action="person_claimed")
    assert (noted.person_id, noted.subject_person_id, noted.check_id) == (
        *(company.ids["jiro"], company.ids["taro"]),
        check_id,
    )
    [board] = rows(begin, boards)
    assert board.version > board.shown_version


def test_another_responsible_manager_gives_the_person_back(begin: Begin, company: Company) -> None:
    check_id = company.check()
    claim(begin, company, check_id, key="first")
    with begin(SignedIn(company.ids["hanako"])) as work:
        request = ClaimPerson(check_id, company.ids["taro"])
        assert [release_person(work, request).outcome for _ in range(2)] == [Claim.RELEASED, Claim.NOBODY]
    assert claim(begin, company, check_id, key="first").outcome is Claim.NOBODY
    assert rows(begin, claims) == []
    assert claim(begin, company, check_id, by="hanako").outcome is Claim.CLAIMED


def test_whoever_calls_for_help_is_taken_as_the_case(begin: Begin, company: Company) -> None:
    check_id = company.check()
    cry(begin, TARO, check_id)
    first = claim(begin, company, check_id, key="press")
    assert (first.outcome, first.by_name) == (Claim.CLAIMED, "次郎")
    assert claim(begin, company, check_id, key="press").outcome is Claim.MINE
    assert claim(begin, company, check_id, by="hanako").outcome is Claim.TAKEN
    assert rows(begin, claims) == []
    assert len(rows(begin, audit, action="help_taken")) == 1


def test_who_has_answered_needs_nobody_and_is_shown_with_nobody(begin: Begin, company: Company) -> None:
    check_id = company.check()
    claim(begin, company, check_id)
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(roll).values(standing=Standing.SAFE, said="safe", said_at=work.now))
    assert shown(begin, check_id, "太郎") == ("", "")
    assert claim(begin, company, check_id, by="hanako").outcome is Claim.ANSWERED


def test_a_claim_of_somebody_who_has_left_is_nobodys(begin: Begin, company: Company) -> None:
    check_id = company.check()
    claim(begin, company, check_id)
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(people.update().where(people.c.name == "次郎").values(active=False))
    assert shown(begin, check_id, "太郎") == ("", "")
    assert claim(begin, company, check_id, by="hanako").outcome is Claim.CLAIMED


def test_only_people_on_the_roll_by_their_managers_in_person(begin: Begin, company: Company) -> None:
    check_id = company.check(asked=["hanako"])
    with pytest.raises(RefusedError, match="outside_units"):
        claim(begin, company, check_id, whom="hanako")
    with pytest.raises(InvalidError, match="not_asked"):
        claim(begin, company, check_id)
    with pytest.raises(NotFoundError, match="no_check"):
        claim(begin, company, 99)
    with pytest.raises(RefusedError, match="unknown_person"), begin(Operator()) as work:
        claim_person(work, ClaimPerson(check_id, company.ids["hanako"]))


def test_of_two_managers_who_claim_at_once_one_has_them(begin: Begin, company: Company) -> None:
    together = Barrier(2)

    def at_once(check_id: int, by: str) -> Claim:
        together.wait(5)
        return claim(begin, company, check_id, by).outcome

    for _ in range(8):
        check_id = company.check()
        with ThreadPoolExecutor(2) as pool:
            asked = [pool.submit(at_once, check_id, by) for by in ("jiro", "hanako")]
            outcomes = [one.result() for one in asked]
        assert sorted(outcomes) == [Claim.CLAIMED, Claim.TAKEN]
