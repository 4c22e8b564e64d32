"""What people do in LINE, from the webhook through the real flows to the reply."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from adapters.line.replies import Replies
from bot.buttons import (
    AnswerPress,
    CanWorkPress,
    ChangePress,
    CloseHelpPress,
    CommentPress,
    InfoPress,
    PlacePress,
    StartAnywayPress,
    TakeHelpPress,
    encode,
)
from bot.vocabulary import CanWork, ChannelKind, CheckKind, ContactState, Role, Status
from flows.company_info import CompanyInfo, EmergencyContact, import_info
from flows.line_linking import issue_link_code
from flows.work import Begin, Lane, Operator, Sender
from storage.models import answers, contacts, guests, help_cases, inbound_events, roll
from tests.adapters.line.line_fake import (
    HANA,
    TARO,
    LineFake,
    event,
    post,
    pressed,
    replied,
    safe,
    typed,
)
from tests.support.channels import FakeLinks
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What depends on the database is tested with the flows; `test_line_odd_events` runs on both."""
    return sqlite_url


def test_free_text_is_understood(client: FlaskClient, begin: Begin, company: Company, line: LineFake) -> None:
    company.check()
    assert post(client, typed("無事です")) == 200
    kept = row_of(begin, answers)
    assert (kept.status, kept.comment) == (Status.SAFE, "無事です")
    assert len(replied(line)) == 1


def test_a_cry_for_help_opens_a_case_and_the_reply_names_the_numbers(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    with begin(Operator(), Lane.FANOUT) as work:
        import_info(work, CompanyInfo(contacts=(EmergencyContact("防災センター", "03-1111-2222"),)))
    check_id = company.check()
    post(client, pressed(encode(AnswerPress(check_id, 0, Status.HELP))))
    assert row_of(begin, help_cases).person_id == company.ids["taro"]
    [said] = replied(line)
    for number in ("tel:119", "tel:110", "tel:118", "tel:0311112222"):
        assert number in said


def test_what_is_not_understood_is_asked_back_with_the_four_answers(
    client: FlaskClient, company: Company, line: LineFake
) -> None:
    check_id = company.check()
    post(client, typed("ええと、どうしよう"))
    [said] = replied(line)
    for status in Status:
        assert encode(AnswerPress(check_id, 0, status)) in said


def test_text_when_nothing_is_asked_gets_an_answer_too(client: FlaskClient, company: Company, line: LineFake) -> None:
    assert post(client, typed("助けて")) == 200
    assert "tel:119" in replied(line)[0]


def test_the_words_for_information_show_contacts(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    with begin(Operator(), Lane.FANOUT) as work:
        import_info(work, CompanyInfo(contacts=(EmergencyContact("防災センター", "03-1111-2222"),)))
    post(client, typed("連絡先"))
    post(client, pressed(encode(InfoPress()), number=2))
    assert all("防災センター" in said for said in replied(line, 2))


def test_who_is_known_finds_the_way_to_their_own_contacts(
    client: FlaskClient, company: Company, line: LineFake
) -> None:
    post(client, typed("連絡先"))
    post(client, typed("連絡先", HANA, number=2))
    known, unknown = replied(line, 2)
    assert "/c/" in known
    assert "連絡先を変える" in known
    assert "/c/" not in unknown


def test_a_code_links_the_account(client: FlaskClient, begin: Begin, company: Company, line: LineFake) -> None:
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        code = issue_link_code(work).code
    assert post(client, typed(code, HANA)) == 200
    linked = row_of(begin, contacts, channel=ChannelKind.LINE, address=HANA)
    assert linked.person_id == company.ids["hanako"]
    assert "花子" in replied(line)[0]


def test_the_comment_is_the_next_line(client: FlaskClient, begin: Begin, company: Company, line: LineFake) -> None:
    check_id = company.check()
    post(client, pressed(safe(check_id)))
    post(client, pressed(encode(CommentPress(check_id)), number=2))
    post(client, typed("3階にいます", number=3))
    assert row_of(begin, roll, person_id=company.ids["taro"]).comment == "3階にいます"
    assert len(replied(line, 3)) == 3


@pytest.mark.parametrize("asks", [CommentPress, PlacePress])
def test_what_is_asked_in_a_drill_is_marked_as_one(
    client: FlaskClient, company: Company, line: LineFake, asks: type[CommentPress | PlacePress]
) -> None:
    drill = company.check(kind=CheckKind.DRILL)
    post(client, pressed(encode(asks(drill))))
    assert "【訓練】" in replied(line)[0]


def test_saying_where_one_is_offers_the_position_and_takes_it(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    check_id = company.check()
    post(client, pressed(encode(PlacePress(check_id))))
    assert '"type": "location"' in replied(line)[0]
    place = {
        "type": "location",
        "id": "1",
        "title": "公園",
        "address": "東京",
        "latitude": 35.65910,
        "longitude": 139.70363,
    }
    post(client, event("message", number=2, message=place))
    assert row_of(begin, roll, person_id=company.ids["taro"]).place == "公園 東京 (35.65910, 139.70363)"
    assert len(replied(line, 2)) == 2


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), ("35", "139"), (True, True), (None, None)])
def test_a_place_that_is_not_on_earth_is_left_out(
    client: FlaskClient, begin: Begin, company: Company, latitude: object, longitude: object
) -> None:
    company.check()
    place = {"type": "location", "latitude": latitude, "longitude": longitude}
    assert post(client, event("message", message=place)) == 200
    assert rows_of(begin, answers) == []


def test_being_able_to_work_is_kept(client: FlaskClient, begin: Begin, company: Company, line: LineFake) -> None:
    check_id = company.check()
    post(client, pressed(encode(CanWorkPress(check_id, CanWork.PARTLY))))
    assert row_of(begin, roll, person_id=company.ids["taro"]).can_work == CanWork.PARTLY
    assert len(replied(line)) == 1


def test_changing_the_answer_shows_the_four_again(client: FlaskClient, company: Company, line: LineFake) -> None:
    check_id = company.check()
    post(client, pressed(encode(ChangePress(check_id, 0))))
    assert encode(AnswerPress(check_id, 0, Status.HELP)) in replied(line)[0]


def test_a_stranger_is_a_guest_and_told_how_to_link(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    check_id = company.check()
    assert post(client, pressed(safe(check_id), HANA)) == 200
    assert row_of(begin, guests, check_id=check_id).address == HANA
    assert "/safety link" in replied(line)[0]


def open_case(client: FlaskClient, begin: Begin, company: Company) -> int:
    post(client, pressed(encode(AnswerPress(company.check(), 0, Status.HELP)), number=9))
    return int(row_of(begin, help_cases).id)


def test_a_manager_takes_a_help_case_and_gets_its_page(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    chief = company.person("部長", line=HANA, role=Role.SAFETY_ADMIN)
    case_id = open_case(client, begin, company)
    post(client, pressed(encode(TakeHelpPress(case_id)), HANA, 2))
    assert row_of(begin, help_cases).taken_by == chief
    post(client, pressed(encode(CloseHelpPress(case_id)), HANA, 3))
    page = FakeLinks().help_case(case_id, chief)
    assert [page in said for said in replied(line, 3)].count(True) == 2, "they may overtake each other"
    assert row_of(begin, help_cases).closed_at is None


@pytest.mark.parametrize("press", [TakeHelpPress, CloseHelpPress])
def test_nobody_else_may_take_or_see_a_help_case(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, press: type
) -> None:
    company.person("同僚", line=HANA)
    case_id = open_case(client, begin, company)
    replied(line)  # replies may overtake each other
    assert post(client, pressed(encode(press(case_id)), HANA, 2)) == 200
    assert row_of(begin, help_cases).taken_by is None
    said = replied(line, 2)[1]
    assert "太郎" not in said
    assert '"type": "text"' in said


def test_a_button_of_a_check_that_is_not_there_is_refused_in_words(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    assert post(client, pressed(safe(999))) == 200
    assert '"type": "text"' in replied(line)[0]
    assert rows_of(begin, answers) == []


@pytest.mark.parametrize(
    "value", ["", "x", "a1:ans:1:0:fine", "a2:ans:1:0:safe", "a1:ans:-1:0:safe", "a1", None, 7, []]
)
def test_a_value_that_no_button_of_ours_has_is_left_out(
    client: FlaskClient, begin: Begin, company: Company, value: Any
) -> None:
    company.check()
    assert post(client, pressed(value)) == 200
    assert rows_of(begin, inbound_events) == []


def test_buttons_of_other_rooms_do_nothing_here(client: FlaskClient, company: Company, line: LineFake) -> None:
    assert post(client, pressed(encode(StartAnywayPress("draft", CheckKind.REAL, "題")))) == 200
    assert line.calls == []


def test_blocking_and_coming_back_are_remembered(
    client: FlaskClient, begin: Begin, company: Company, clock: MovableClock, line: LineFake
) -> None:
    post(client, event("unfollow", number=1))
    assert row_of(begin, contacts, address=TARO).state == ContactState.BLOCKED
    clock.forward(timedelta(minutes=1))
    later = 1_795_150_850_000
    follow = event("follow", number=2, timestamp=later, follow={"isUnblocked": True})
    assert [post(client, follow), post(client, follow)] == [200, 200]
    assert row_of(begin, contacts, address=TARO).state in (ContactState.CONFIRMED, ContactState.UNVERIFIED)
    assert len(replied(line)) == 1


def test_a_press_in_a_group_counts_but_is_not_answered_there(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, replies: Replies
) -> None:
    source = {"type": "group", "groupId": "C" + "0" * 32, "userId": TARO}
    assert post(client, pressed(safe(company.check()), source=source)) == 200
    replies.close()
    assert row_of(begin, answers).status == Status.SAFE
    assert line.calls == []


@pytest.mark.parametrize(
    "source", [{"type": "group", "groupId": "C1"}, {"type": "group", "userId": TARO}, None, "x", {}]
)
def test_what_is_said_in_a_group_or_by_nobody_is_not_heard(
    client: FlaskClient, begin: Begin, company: Company, source: Any
) -> None:
    company.check()
    assert post(client, {**typed("助けて"), "source": source}) == 200
    assert rows_of(begin, answers) == []


@pytest.mark.parametrize(
    "kind", ["accountLink", "join", "beacon", "things", "unsend", "memberJoined", "新しい種類", None, 7]
)
def test_other_kinds_of_events_are_acknowledged(client: FlaskClient, begin: Begin, company: Company, kind: Any) -> None:
    assert post(client, {**event("x"), "type": kind}) == 200
    assert rows_of(begin, inbound_events) == []


WORDLESS = ["sticker", "image", "audio", "video", "file"]


def wordless(kind: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return event("message", TARO, number, message={"type": kind, "id": "1"}, **more)


@pytest.mark.parametrize("kind", WORDLESS)
def test_a_message_without_words_is_asked_back_once_and_is_no_answer(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, replies: Replies, kind: str
) -> None:
    check_id = company.check()
    assert [post(client, wordless(kind)) for _ in range(2)] == [200, 200]
    [said] = replied(line)
    for status in Status:
        assert encode(AnswerPress(check_id, 0, status)) in said
    replies.close()
    assert len(line.calls) == 1
    assert rows_of(begin, answers) == []


def test_a_photo_when_nothing_is_asked_gets_an_answer_too(
    client: FlaskClient, company: Company, line: LineFake
) -> None:
    post(client, wordless("image"))
    assert "今、回答が必要な安否確認はありません" in replied(line)[0]


@pytest.mark.parametrize("kind", WORDLESS)
def test_photos_and_stickers_in_a_group_are_not_for_us(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, replies: Replies, kind: str
) -> None:
    company.check()
    post(client, wordless(kind, source={"type": "group", "groupId": "C1", "userId": TARO}))
    replies.close()
    assert (line.calls, rows_of(begin, inbound_events)) == ([], [])


@pytest.mark.parametrize("kind", ["imagemap", "新しい種類", None])
def test_other_kinds_of_messages_are_acknowledged(
    client: FlaskClient, begin: Begin, company: Company, kind: Any
) -> None:
    assert post(client, event("message", message={"type": kind, "id": "1"})) == 200
    assert rows_of(begin, inbound_events) == []
