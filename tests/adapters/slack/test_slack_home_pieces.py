"""The home tab's pieces, and a manager's words to a person, in every language and in anybody's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from slack_sdk.models.blocks import Block

from adapters.slack.views.home import home_view
from bot import home
from bot.boards import BoardPerson
from bot.care import note_written, person_claimed
from bot.manager_note import NoteFacts, manager_note
from bot.people_list import ListedPerson, ListFacts, deeds_for, listed_line
from bot.speech import Speech
from bot.thanks import ChoiceFacts
from bot.vocabulary import ChannelKind, CheckKind, ContactState, Locale, Standing
from sandbox.slack.view_rules import require_view
from tests.bot.test_easy_japanese import PLAIN, texts, unread
from tests.support.speeches import HOSTILE, PAGE_URL, Words, board_facts

AT = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)


def to_everybody(kind: CheckKind, locale: Locale, words: Words) -> list[Speech]:
    facts = ChoiceFacts(7, kind, words.title, 2, locale)
    contacts = tuple(
        home.OwnContact(channel, words.name, words.name, state) for channel in ChannelKind for state in ContactState
    )
    note = NoteFacts(7, kind, words.title, 2, locale, words.name, words.comment, ((words.name, "03-1111-2222"),))
    return [
        home.answered(facts, "safe", AT),
        home.no_check(locale),
        home.own_contacts(contacts, locale, PAGE_URL),
        home.own_contacts((), locale, PAGE_URL),
        manager_note(note),
        manager_note(replace(note, by="", answer_url=PAGE_URL)),
    ]


def to_managers(kind: CheckKind, locale: Locale, words: Words) -> list[Speech]:
    board = replace(board_facts(kind, locale, words, units=0), unclaimed_help=2)
    case = home.WaitingCase(3, kind, words.name, "14:03", words.comment)
    return [
        home.waiting_case(case, locale),
        home.active_check(board, True, PAGE_URL),
        home.active_check(board, False, ""),
        home.more_checks(locale, 3),
        home.desk(locale, True, PAGE_URL),
        *(person_claimed(kind, outcome, words.name, words.name, locale) for outcome in ("claimed", "taken", "nobody")),
        note_written(kind, 1, 0, words.name, False, locale),
        note_written(kind, 1_000, 12, "", False, locale),
        note_written(kind, 0, 0, words.name, True, locale),
    ]


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("kind", CheckKind)
@pytest.mark.parametrize("words", [Words(), HOSTILE], ids=["usual", "hostile"])
def test_all_pieces_together_are_a_tab_slack_takes(locale: Locale, kind: CheckKind, words: Words) -> None:
    pieces = [*to_managers(kind, locale, words), *to_everybody(kind, locale, words)]
    view = home_view([{"type": "section", "text": {"type": "plain_text", "text": "先ほどの操作"}}] * 40, pieces)
    assert require_view(view, "home")
    assert all(block is not None for block in Block.parse_all(view["blocks"]))
    if kind is CheckKind.DRILL:
        assert all(piece.mark == "【訓練】" for piece in pieces if piece.heading.startswith("【訓練】"))


def test_of_too_many_pieces_the_last_are_left_out_and_buttons_keep_their_verbs() -> None:
    piece = home.desk(Locale.JA, True, PAGE_URL)
    view = home_view([], [piece] * 60)
    assert len(view["blocks"]) <= 100
    names = [
        element["action_id"] for block in view["blocks"] if block["type"] == "actions" for element in block["elements"]
    ]
    assert len(names) == len(set(names))
    assert {name.partition(":")[0] for name in names} == {"new", "bul", "edi", "url"}


@pytest.mark.parametrize("kind", CheckKind)
def test_what_employees_read_is_easy_japanese_too(kind: CheckKind) -> None:
    said = [text for speech in to_everybody(kind, Locale.JA_EASY, PLAIN) for text in texts(speech)]
    assert {text: unread(text) for text in said if unread(text)} == {}


@pytest.mark.parametrize(
    ("standing", "taken_by", "is_active", "deeds"),
    [
        (Standing.SILENT, "", True, ["mrk", "agn", "clm", "wrt"]),
        (Standing.SILENT, "花子", True, ["mrk", "agn", "rls", "wrt"]),
        (Standing.SILENT, "", False, ["mrk", "clm", "wrt"]),
        (Standing.HELP, "", True, ["mrk", "clm", "wrt"]),
        (Standing.HELP, "花子", True, ["mrk", "wrt"]),
        (Standing.SAFE, "", True, ["mrk", "wrt"]),
    ],
)
def test_what_may_be_done_for_a_person_follows_from_where_they_stand(
    standing: Standing, taken_by: str, is_active: bool, deeds: list[str]
) -> None:
    person = BoardPerson("太郎", ("開発部",), standing, "", "", taken_by)
    facts = ListFacts(1, CheckKind.REAL, "地震", is_active, Locale.JA, (), {})
    offered = deeds_for(facts, ListedPerson(4, person, "", False))
    assert [value.split(":")[1] for value, _ in offered] == deeds
    assert all(value.endswith(":1:4") for value, _ in offered)


def test_who_is_silent_is_told_with_what_is_known_of_them() -> None:
    person = BoardPerson("太郎", (), Standing.SILENT, "", "")
    assert "開封のみ" in listed_line(ListedPerson(4, person, "11/20 14:03", True), Locale.JA)
    assert "届く連絡先なし" in listed_line(ListedPerson(4, person, "", False), Locale.JA)
