"""The managers' list of replies that could not be read."""

from __future__ import annotations

import pytest

from flows.errors import NotFoundError, RefusedError
from flows.unclear_replies import UnclearReply, list_unclear_replies, settle_unclear_reply
from flows.work import Begin, Lane, SignedIn, System
from storage.models import audit, unclear_replies
from storage.queries.replies import keep_unclear
from tests.support.checks import given_check, row_of, rows_of
from tests.support.company import Company


@pytest.fixture
def replies(begin: Begin, company: Company) -> dict[str, int]:
    """Taro's (of Jiro's units), then Emma's (of another)."""
    check = given_check(begin, [company.ids["taro"], company.ids["emma"]])
    with begin(System("test"), Lane.FANOUT) as work:
        for name, text in (("taro", "あとで"), ("emma", "Is this real?")):
            keep_unclear(work.connection, check, company.ids[name], text, work.now)
    taro, emma = (row.id for row in rows_of(begin, unclear_replies))
    return {"taro": taro, "emma": emma}


def listed(begin: Begin, person_id: int) -> list[UnclearReply]:
    with begin(SignedIn(person_id), Lane.READ) as work:
        return list(list_unclear_replies(work))


def settle(begin: Begin, person_id: int, reply_id: int) -> None:
    with begin(SignedIn(person_id)) as work:
        settle_unclear_reply(work, reply_id)


def test_an_admin_sees_all_and_a_unit_manager_their_own(
    begin: Begin, company: Company, replies: dict[str, int]
) -> None:
    assert [one.text for one in listed(begin, company.ids["hanako"])] == ["Is this real?", "あとで"]
    [own] = listed(begin, company.ids["jiro"])
    assert (own.person_name, own.text, own.check_title) == ("太郎", "あとで", "地震")


def test_others_see_nothing(begin: Begin, company: Company, replies: dict[str, int]) -> None:
    with pytest.raises(RefusedError, match="not_a_manager"):
        listed(begin, company.ids["taro"])


def test_what_is_settled_is_gone_from_the_list(begin: Begin, company: Company, replies: dict[str, int]) -> None:
    for _ in range(2):
        settle(begin, company.ids["jiro"], replies["taro"])
    assert [one.person_name for one in listed(begin, company.ids["hanako"])] == ["Emma"]
    note = row_of(begin, audit)
    assert (note.action, note.person_id, note.subject_person_id) == (
        "reply_settled",
        company.ids["jiro"],
        company.ids["taro"],
    )


@pytest.mark.parametrize(("who", "code"), [("jiro", "outside_units"), ("emma", "not_a_manager")])
def test_only_the_manager_responsible_settles(
    begin: Begin, company: Company, replies: dict[str, int], who: str, code: str
) -> None:
    with pytest.raises(RefusedError, match=code):
        settle(begin, company.ids[who], replies["emma"])
    assert row_of(begin, unclear_replies, id=replies["emma"]).settled_at is None


def test_an_unknown_reply_is_not_found(begin: Begin, company: Company) -> None:
    with pytest.raises(NotFoundError, match="no_reply"):
        settle(begin, company.ids["hanako"], 999)
