"""What each tile of the menu opens, in the reader's language; nothing is recorded by a touch of it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from bot.buttons import encode
from bot.company import CompanyInfo, EmergencyContact, Place, Route
from bot.menu_buttons import MenuPress, MenuTile, SpeakPress
from bot.vocabulary import CheckKind, Locale
from flows.company_info import import_info
from flows.work import Begin, Lane, System
from storage.models import answers, bulletins, people
from tests.adapters.line.line_fake import HANA, TARO, LineFake, post, pressed, replied, safe
from tests.support.checks import rows_of
from tests.support.company import Company

#: What the fake gives for a link token.
TOKEN_PATH = f"/v2/bot/user/{HANA}/linkToken"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What depends on the database is tested with the flows."""
    return sqlite_url


@pytest.fixture(autouse=True)
def informed(begin: Begin, company: Company) -> None:
    """The company has a number, a route and a bulletin; 太郎 is at the account TARO."""
    with begin(System("test"), Lane.FANOUT) as work:
        numbers = (EmergencyContact("災害対策本部", "03-0000-0001", name_en="Headquarters"),)
        ways = (Route("公園へ", Place("公園"), name_en="To the park"),)
        import_info(work, CompanyInfo(numbers, (), ways))
        news = {"kind": CheckKind.REAL, "title": "出社しない", "words": "待機", "written_at": work.now}
        work.connection.execute(insert(bulletins).values(news))


def press(client: FlaskClient, line: LineFake, tile: MenuTile, user: str = TARO, number: int = 1) -> str:
    before = len([call for call in line.calls if call.path.endswith("/reply")])
    post(client, pressed(encode(MenuPress(tile)), user, number))
    return replied(line, before + 1)[-1]


def test_each_opens_its_own_part_and_no_other(client: FlaskClient, company: Company, line: LineFake) -> None:
    parts = {MenuTile.CONTACTS: "災害対策本部", MenuTile.ROUTES: "公園へ", MenuTile.NEWS: "出社しない"}
    for number, tile in enumerate(parts, 1):
        said = press(client, line, tile, number=number)
        assert {other for other, words in parts.items() if words in said} == {tile}
        assert ("tel:119" in said) == (tile is not MenuTile.NEWS)
        assert ("/c/person-" in said) == (tile is MenuTile.CONTACTS), "one's own contacts stand beside the company's"
    assert "Headquarters" not in said


def test_the_answer_is_asked_for_and_given_with_the_second_touch(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    check_id = company.check()
    asked = press(client, line, MenuTile.ANSWER)
    assert all(word in asked for word in ("無事です", "けがをした", "助けが必要", f"/a/{check_id}."))
    assert rows_of(begin, answers) == []
    post(client, pressed(safe(check_id), number=2))
    replied(line, 2)
    again = press(client, line, MenuTile.ANSWER, number=3)
    assert "今の回答：" in again
    assert len(rows_of(begin, answers)) == 1


def test_where_nothing_is_asked_it_says_so_and_whom_to_call(
    client: FlaskClient, company: Company, line: LineFake
) -> None:
    said = press(client, line, MenuTile.ANSWER)
    assert "今、回答が必要な安否確認はありません" in said
    assert all(f"tel:{number}" in said for number in (119, 110, 118))


def test_a_stranger_answers_too_and_is_led_to_linking(client: FlaskClient, company: Company, line: LineFake) -> None:
    assert "社員名簿と結びついていません" in press(client, line, MenuTile.ANSWER, HANA)
    check_id = company.check()
    asked = press(client, line, MenuTile.ANSWER, HANA, 2)
    assert "助けが必要" in asked
    assert "/a/" not in asked, "there is no page of their own"
    assert f"a1:ans:{check_id}:0:safe" in asked
    assert "/c/person-" not in press(client, line, MenuTile.CONTACTS, HANA, 3)
    assert "連携コード" in press(client, line, MenuTile.LINK, HANA, 4)
    assert line.wait_for(TOKEN_PATH)
    assert "連携済み" in press(client, line, MenuTile.LINK, number=5)


@pytest.mark.parametrize(("locale", "words"), [(Locale.EN, "in English"), (Locale.JA_EASY, "やさしい 日本語")])
def test_a_language_is_chosen_with_two_touches(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, locale: Locale, words: str
) -> None:
    offered = press(client, line, MenuTile.LANGUAGE)
    assert all(encode(SpeakPress(one)) in offered for one in Locale)
    post(client, pressed(encode(SpeakPress(locale)), number=2))
    assert words in replied(line, 2)[-1]
    with begin(System("test"), Lane.READ) as work:
        chosen = work.connection.scalar(select(people.c.locale).where(people.c.id == company.ids["taro"]))
    assert chosen == locale
    assert ("To the park" in press(client, line, MenuTile.ROUTES, number=3)) == (locale is Locale.EN)


def test_a_stranger_is_told_why_no_language_can_be_chosen(
    client: FlaskClient, company: Company, line: LineFake
) -> None:
    post(client, pressed(encode(SpeakPress(Locale.EN)), HANA))
    assert replied(line)[0]


def test_nothing_entered_yet_is_said_in_plain_words(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        import_info(work, CompanyInfo())
        work.connection.execute(update(bulletins).values(withdrawn_at=work.now))
    assert "まだ登録されていません" in press(client, line, MenuTile.CONTACTS)
    assert "避難経路は、まだ" in press(client, line, MenuTile.ROUTES, number=2)
    assert "今、お知らせはありません" in press(client, line, MenuTile.NEWS, number=3)
