"""Whoever answers is told that a contact of theirs is stopped, by whatever way the answer goes."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, ContactState, Status, Via
from flows.record_answer import RecordAnswer, record_answer
from flows.record_together import Press, record_together
from flows.work import Begin, Lane, Sender, System, TokenHolder
from storage.models import contacts
from tests.support.checks import given_check
from tests.support.company import Company


@pytest.mark.parametrize("state", [ContactState.SUPPRESSED, ContactState.BOUNCED])
def test_an_answer_knows_whether_a_contact_is_stopped(begin: Begin, company: Company, state: ContactState) -> None:
    person = company.person("停止", slack="U0STOPPED", mails=["stopped@example.jp"])
    other = company.person("他", slack="U0OTHER")
    with begin(System("test"), Lane.FANOUT) as work:
        which = update(contacts).where(contacts.c.address == "stopped@example.jp")
        work.connection.execute(which.values(state=state))
    check_id = given_check(begin, [person, other])
    expected = state is ContactState.SUPPRESSED
    presses = []
    for number, account in enumerate(("U0STOPPED", "U0OTHER")):
        with begin(System("test"), Lane.READ) as work:
            request = RecordAnswer(Status.SAFE, work.now, Via.SLACK, check_id, 0, f"slack:{number}")
        presses.append(Press(Sender(ChannelKind.SLACK, account), request))
    with begin(System("answers")) as work:
        together = record_together(work, presses)
    assert [one is not None and one.has_stopped for one in together] == [expected, False]
    with begin(TokenHolder(person)) as work:
        alone = record_answer(work, RecordAnswer(Status.AWAY, work.now, Via.WEB, check_id))
    assert alone.has_stopped is expected
