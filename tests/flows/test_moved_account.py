"""A LINE account that moved to somebody else speaks for its former owner never again."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from bot.vocabulary import ChannelKind, Status, Via
from flows.line_linking import CodeRedeemed, issue_link_code, redeem_code
from flows.record_answer import RecordAnswer, record_answer
from flows.speaker import speaker_of
from flows.who import who_is
from flows.work import Begin, Sender, System
from storage.models import contacts, people, roll
from tests.support.checks import given_check, row_of
from tests.support.clock import START
from tests.support.company import TARO_LINE, Company
from tests.support.rescue import HANAKO

TARO_PHONE = Sender(ChannelKind.LINE, TARO_LINE)


@pytest.mark.parametrize("how", ["inactive", "removed"])
def test_a_moved_account_never_means_its_former_owner_again(begin: Begin, company: Company, how: str) -> None:
    with begin(HANAKO) as work:
        code = issue_link_code(work).code
    with begin(TARO_PHONE) as work:
        assert isinstance(redeem_code(work, code), CodeRedeemed)
    hanako = company.ids["hanako"]
    with begin(System("test")) as work:
        if how == "inactive":
            work.connection.execute(update(people).where(people.c.id == hanako).values(active=False))
        else:
            work.connection.execute(delete(contacts).where(contacts.c.person_id == hanako))
    check = given_check(begin, [company.ids["taro"]])
    with begin(TARO_PHONE) as work:
        assert who_is(work) is None
        assert speaker_of(work).person_id == (hanako if how == "inactive" else None)
        for check_id in (check, None):
            said = record_answer(work, RecordAnswer(Status.SAFE, START, Via.LINE, check_id))
            assert (said.is_guest, said.person_name) == (True, "花子" if how == "inactive" else "")
    assert row_of(begin, roll, person_id=company.ids["taro"]).said == ""
