"""The board: worst first, counts for everybody, names for managers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.boards import BoardPerson, BoardUnit, NamesFacts, board, names
from bot.buttons import NamesPress, decode
from bot.speech import Speech
from bot.vocabulary import ChannelKind, CheckKind, CheckState, Locale, Standing
from tests.support.speeches import INFO_URL, Words, board_facts, board_person

FACTS = board_facts(CheckKind.REAL, Locale.JA)


def said(speech: Speech) -> str:
    return "\n".join((speech.heading, *speech.paragraphs, *speech.small_print))


def test_the_five_counts_stand_worst_first_with_icon_word_and_number() -> None:
    assert board(FACTS, for_managers=False).paragraphs[1].split("\n") == [
        "🆘 助けが必要　2人",
        "🟠 けが　1人",
        "⏳ 未回答　12人",
        "⚪ 影響なし（地域外）　3人",
        "🟢 無事　22人",
        "回答 28/40人（70%） ▓▓▓▓▓▓▓░░░",
    ]


def test_english_readers_see_the_same_counts() -> None:
    words = board(replace(FACTS, locale=Locale.EN), for_managers=False).paragraphs[1]
    assert words.startswith("🆘 Need help: 2\n🟠 Injured: 1\n⏳ No answer yet: 12\n")
    assert "Answered 28 of 40 (70%)" in words


def test_help_without_an_owner_stands_above_all_counts() -> None:
    assert "⚠️ 担当者のいない救助要請：1件" in board(FACTS, for_managers=False).paragraphs[0]
    assert "⚠️" not in said(board(replace(FACTS, unclaimed_help=0), for_managers=False))


@pytest.mark.parametrize(
    ("silent", "roll", "bar"),
    [(0, 40, "100%） ▓▓▓▓▓▓▓▓▓▓"), (1, 1000, "99%） ▓▓▓▓▓▓▓▓▓░"), (40, 40, "0%） ░░░░░░░░░░")],
)
def test_a_full_bar_means_everybody(silent: int, roll: int, bar: str) -> None:
    facts = replace(FACTS, roll=roll, counts={**FACTS.counts, Standing.SILENT: silent})
    assert bar in board(facts, for_managers=False).paragraphs[1]


def test_a_check_that_asks_nobody_has_a_board() -> None:
    empty = replace(FACTS, roll=0, counts={}, units=(), people=(), unclaimed_help=0)
    assert "対象者がいません" in said(board(empty, for_managers=True))


def test_everybody_sees_counts_and_only_managers_names() -> None:
    assert "花子" not in said(board(FACTS, for_managers=False))
    assert "停電しています" not in said(board(FACTS, for_managers=False))
    assert "🆘 助けが必要  花子0さん（本社/開発部・本社/開発部）  14:03  「停電しています」  担当：花子さん" in said(
        board(FACTS, for_managers=True)
    )


def test_units_stand_worst_first_in_words() -> None:
    calm = BoardUnit("大阪支社", {Standing.SAFE: 9, Standing.SILENT: 0})
    bad = BoardUnit("本社", {Standing.HELP: 1, Standing.SAFE: 3})
    waiting = BoardUnit("福岡支社", {Standing.SILENT: 1200})
    words = board(replace(FACTS, units=(calm, waiting, bad)), for_managers=False).paragraphs[2]
    assert words.split("\n") == [
        "組織別（深刻な順）",
        "本社（4人）：助け 1・無事 3",
        "福岡支社（1,200人）：未回答 1,200",
        "大阪支社（9人）：無事 9",
    ]


def test_of_many_units_the_number_left_out_is_said() -> None:
    speech = board(board_facts(CheckKind.REAL, Locale.JA, units=50), for_managers=False)
    shown = sum("本社/開発部（" in line for paragraph in speech.paragraphs for line in paragraph.split("\n"))
    assert f"ほか {50 - shown}組織" in speech.paragraphs


def test_the_sending_and_who_cannot_be_reached_are_shown() -> None:
    words = said(board(FACTS, for_managers=False))
    assert "送信状況：送信待ち 12・送信失敗 1・届く連絡先がない人 3" in words
    assert "再送 1回・次の再送 14:30" in words
    assert "名簿外の回答 2人" in words
    assert "最終更新 11/20 14:20:05" in words


def test_managers_are_told_of_a_channel_that_has_stopped() -> None:
    facts = replace(FACTS, stopped=((ChannelKind.LINE, "line_token"),))
    japanese = said(board(facts, for_managers=True))
    assert "LINE：止まっています（LINEのアクセストークンが使えません：line_token）" in japanese
    english = board(replace(facts, locale=Locale.EN), for_managers=True)
    assert "LINE is stopped (LINE does not accept our access token: line_token)" in said(english)
    assert "line_token" not in said(board(facts, for_managers=False))


def test_nothing_is_called_delivered_that_was_only_sent() -> None:
    calm = replace(FACTS, queued=0, failed=0, unreachable=0)
    assert "送信状況：送信待ち・失敗なし" in said(board(calm, for_managers=False))


def test_a_closed_board_says_so_and_announces_no_reminder() -> None:
    closed = board(replace(FACTS, state=CheckState.CLOSED, closed_at="11/20 18:00"), for_managers=False)
    assert "終了しました（11/20 14:03 開始・11/20 18:00 終了）" in closed.paragraphs[0]
    assert "次の再送" not in said(closed)
    assert "終了後の回答も記録され" in said(closed)


def test_buttons_lead_to_names_of_those_to_worry_about_and_to_contacts() -> None:
    speech = board(FACTS, for_managers=False)
    assert [decode(button.value) for button in speech.buttons] == [
        NamesPress(7, Standing.HELP),
        NamesPress(7, Standing.INJURED),
        NamesPress(7, Standing.SILENT),
        NamesPress(7, None),
    ]
    assert [link.url for link in speech.links] == [INFO_URL]
    calm = replace(FACTS, counts={Standing.SAFE: 40})
    assert [decode(button.value) for button in board(calm, for_managers=False).buttons] == [NamesPress(7, None)]


def names_of(people: tuple[BoardPerson, ...], total: int, standing: Standing | None = Standing.HELP) -> Speech:
    return names(NamesFacts(7, CheckKind.REAL, "東京で地震", Locale.JA, standing, people, total))


def test_names_say_how_many_are_not_shown() -> None:
    speech = names_of((board_person(Words()),), 12)
    assert speech.heading == "🆘 助けが必要：12人"
    assert "ほか 11人" in speech.paragraphs


def test_a_proxy_and_a_guest_are_told_apart() -> None:
    person = BoardPerson("", (), Standing.SAFE, "", "14:03", is_guest=True, by_proxy=True)
    assert "🟢 無事  名前が分からない方  14:03  代理回答  名簿外" in names_of((person,), 1, None).paragraphs


def test_a_thousand_names_fit_one_message() -> None:
    people = tuple(board_person(Words(comment="長い" * 300), number) for number in range(1000))
    speech = names_of(people, 1000)
    shown = sum(paragraph.count("花子") // 2 for paragraph in speech.paragraphs)
    assert f"ほか {1000 - shown}人" in speech.paragraphs


def test_an_empty_list_says_so() -> None:
    assert "該当する人はいません。" in names_of((), 0).paragraphs
