"""Comment, can you work, where are you: added to an answer, never in its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.vocabulary import CanWork, ChannelKind, CheckKind, CheckState, Locale, Standing, Status, Via
from flows.add_details import AddDetails, AwaitComment, DetailsAdded, add_details, await_comment
from flows.errors import NotFoundError
from flows.rebuild_standing import rebuild
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Actor, Begin, Lane, Sender, System, TokenHolder
from storage.models import answers, boards, guests, line_friends, roll
from tests.support.checks import given_board, given_check, row_of, rows_of
from tests.support.clock import START, MovableClock
from tests.support.company import TARO_LINE, Company

TARO = Sender(ChannelKind.SLACK, "U0TARO")
TARO_PHONE = Sender(ChannelKind.LINE, TARO_LINE)
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER", "通りすがり")
MINUTE = timedelta(minutes=1)


def add(begin: Begin, actor: Actor, check_id: int, minutes: int = 0, **details: Any) -> DetailsAdded:
    with begin(actor) as work:
        return add_details(work, AddDetails(check_id, START + minutes * MINUTE, Via.SLACK, **details))


@pytest.fixture
def check(begin: Begin, company: Company) -> int:
    return given_check(begin, [*company.ids.values()])


def test_only_what_is_given_changes(begin: Begin, company: Company, check: int) -> None:
    add(begin, TARO, check, comment="駅にいます")
    add(begin, TARO, check, can_work=CanWork.PARTLY)
    added = add(begin, TARO, check, place="新宿駅")
    assert (added.comment, added.can_work, added.place) == ("駅にいます", CanWork.PARTLY, "新宿駅")
    on_roll = row_of(begin, roll, person_id=company.ids["taro"])
    assert (on_roll.comment, on_roll.can_work, on_roll.place) == ("駅にいます", "partly", "新宿駅")
    assert (on_roll.standing, on_roll.said) == (Standing.SILENT, "")


def test_every_detail_is_appended_and_none_has_a_status(begin: Begin, company: Company, check: int) -> None:
    add(begin, TARO, check, comment="一")
    add(begin, TARO, check, comment="二")
    kept = rows_of(begin, answers)
    assert [(row.status, row.comment, row.by, row.via) for row in kept] == [
        ("", "一", "self", "slack"),
        ("", "二", "self", "slack"),
    ]


def test_a_comment_given_earlier_but_arriving_later_does_not_replace_the_newer_one(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    clock.forward(10 * MINUTE)
    add(begin, TARO, check, 2, comment="新しい", place="新しい場所", can_work=CanWork.NO)
    late = add(begin, TARO, check, 1, comment="古い", place="古い場所", can_work=CanWork.YES)
    assert (late.comment, late.place, late.can_work) == ("新しい", "新しい場所", CanWork.NO)
    assert len(rows_of(begin, answers)) == 2


def test_the_same_event_twice_is_one_detail(begin: Begin, company: Company, check: int) -> None:
    add(begin, TARO, check, comment="はい", event_key="slack:Ev1")
    again = add(begin, TARO, check, comment="はい", event_key="slack:Ev1")
    assert (again.is_repeat, again.comment) == (True, "はい")
    assert len(rows_of(begin, answers)) == 1


def test_texts_are_cleaned_and_cut(begin: Begin, company: Company, check: int) -> None:
    added = add(begin, TARO, check, comment="\x00\u202eあ" * 2000, place="\x07東京")
    assert len(added.comment) <= 1000
    assert set(added.comment) == {"あ", "…"}
    assert added.place == "東京"


def test_an_empty_comment_changes_nothing(begin: Begin, company: Company, check: int) -> None:
    add(begin, TARO, check, comment="駅にいます")
    assert add(begin, TARO, check, comment=" \n").comment == "駅にいます"
    assert len(rows_of(begin, answers)) == 1


def test_details_rebuild_to_what_was_shown(begin: Begin, company: Company, check: int, clock: MovableClock) -> None:
    clock.forward(10 * MINUTE)
    for actor in (TARO, STRANGER):
        add(begin, actor, check, 2, comment="新しい", place="新宿", can_work=CanWork.NO)
        add(begin, actor, check, 1, comment="古い", place="渋谷")
    before = [row._asdict() for table in (roll, guests) for row in rows_of(begin, table)]
    with begin(System("test"), Lane.FANOUT) as work:
        rebuild(work, check)
    assert [row._asdict() for table in (roll, guests) for row in rows_of(begin, table)] == before


def test_details_after_closing_are_kept_and_marked_late(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["taro"]], state=CheckState.CLOSED)
    add(begin, TARO, check, comment="遅れました")
    assert row_of(begin, answers).late is True


def test_a_guests_words_are_kept_with_the_guest(begin: Begin, company: Company, check: int) -> None:
    with begin(STRANGER) as work:
        record_answer(work, RecordAnswer(Status.SAFE, START, Via.SLACK, check))
    added = add(begin, STRANGER, check, comment="取引先の者です")
    assert (added.comment, added.locale) == ("取引先の者です", Locale.JA)
    guest = row_of(begin, guests)
    assert (guest.standing, guest.comment) == (Standing.SAFE, "取引先の者です")


def test_words_before_any_answer_make_a_silent_guest_whose_later_press_counts(
    begin: Begin, company: Company, check: int, clock: MovableClock
) -> None:
    clock.forward(10 * MINUTE)
    add(begin, STRANGER, check, 5, comment="取引先の者です")
    silent = row_of(begin, guests)
    assert (silent.standing, silent.said, silent.name) == (Standing.SILENT, "", "通りすがり")
    with begin(STRANGER) as work:
        record_answer(work, RecordAnswer(Status.INJURED, START, Via.SLACK, check))
    guest = row_of(begin, guests)
    assert (guest.standing, guest.said, guest.comment) == (Standing.INJURED, "injured", "取引先の者です")


def test_somebody_known_who_was_not_asked_is_one_guest_in_every_channel(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["emma"]])
    add(begin, TARO, check, comment="一")
    add(begin, TARO_PHONE, check, comment="二")
    add(begin, TokenHolder(company.ids["taro"]), check, comment="三")
    assert row_of(begin, guests).comment == "三"


def test_the_reply_knows_whether_it_is_a_drill_and_the_board_is_to_be_shown_anew(
    begin: Begin, company: Company, wakes: list[None]
) -> None:
    check = given_check(begin, [company.ids["taro"]], kind=CheckKind.DRILL)
    board_id = given_board(begin, check, is_shown=True)
    assert add(begin, TARO, check, comment="はい").check_kind is CheckKind.DRILL
    assert row_of(begin, boards, id=board_id).version == 2
    assert wakes


def test_an_unknown_check_is_not_found(begin: Begin, company: Company) -> None:
    with pytest.raises(NotFoundError, match="no_check"):
        add(begin, TARO, 999, comment="はい")
    with pytest.raises(NotFoundError, match="no_check"), begin(TARO_PHONE) as work:
        await_comment(work, AwaitComment(999))


def test_a_comment_is_awaited_for_ten_minutes(begin: Begin, company: Company, check: int) -> None:
    for _ in range(2):
        with begin(TARO_PHONE) as work:
            assert await_comment(work, AwaitComment(check, "line:1")).locale is Locale.JA
    friend = row_of(begin, line_friends)
    assert (friend.awaiting_comment_check_id, friend.awaiting_until) == (check, START + 10 * MINUTE)


def test_only_the_line_chat_awaits_a_line(begin: Begin, company: Company, check: int) -> None:
    with pytest.raises(TypeError), begin(TARO) as work:
        await_comment(work, AwaitComment(check))
