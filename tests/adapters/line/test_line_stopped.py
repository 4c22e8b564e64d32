"""配信停止中 in LINE: told to its owner, resumed by one press."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from bot.buttons import AnswerPress, ChangePress, InfoPress, ResumePress, encode
from bot.vocabulary import ContactState, Status
from flows.work import Begin, Lane, System
from storage.models import contacts
from tests.adapters.line.line_fake import HANA, LineFake, post, pressed, replied, safe, typed
from tests.support.checks import row_of
from tests.support.company import Company

TARO_MAIL = "taro@example.jp"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What depends on the database is tested with the flows."""
    return sqlite_url


@pytest.fixture(autouse=True)
def stopped(begin: Begin, company: Company) -> None:
    """太郎 has stopped his mail."""
    with begin(System("test"), Lane.FANOUT) as work:
        which = update(contacts).where(contacts.c.address == TARO_MAIL)
        work.connection.execute(which.values(state=ContactState.SUPPRESSED, state_reason="unsubscribed"))


def tells(said: str) -> bool:
    """The address is told as stopped, and the press is offered; or neither."""
    told, offered = "配信停止中" in said and TARO_MAIL in said, encode(ResumePress()) in said
    assert told == offered
    return told


def test_it_is_told_on_answering_and_to_the_word_for_contacts(
    client: FlaskClient, company: Company, line: LineFake
) -> None:
    check_id = company.check()
    post(client, pressed(safe(check_id)))
    post(client, typed("連絡先", number=2))
    post(client, pressed(encode(InfoPress()), number=3))
    post(client, pressed(encode(ChangePress(check_id, 0)), number=4))
    assert [tells(said) for said in replied(line, 4)] == [True] * 4
    post(client, pressed(encode(AnswerPress(check_id, 0, Status.HELP)), number=5))
    assert not tells(replied(line, 5)[-1]), "somebody in need reads what matters now"


def test_nobody_else_reads_it(client: FlaskClient, company: Company, line: LineFake) -> None:
    post(client, typed("連絡先", HANA))
    assert not tells(replied(line)[0])


def test_one_press_resumes_it(client: FlaskClient, begin: Begin, company: Company, line: LineFake) -> None:
    post(client, pressed(encode(ResumePress())))
    [first] = replied(line)
    post(client, pressed(encode(ResumePress()), number=2))
    second = replied(line, 2)[-1]
    assert "配信を再開しました" in first
    assert TARO_MAIL in first
    assert "停止中の連絡先はありません" in second
    assert row_of(begin, contacts, address=TARO_MAIL).state == ContactState.UNVERIFIED
    post(client, typed("連絡先", number=3))
    assert not tells(replied(line, 3)[-1])
