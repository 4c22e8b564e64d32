"""Managers' forms: answer for somebody, close a call for help; and the window with names."""

from __future__ import annotations

from typing import Any

from adapters.slack.blocks import Block, blocks_of, plain
from adapters.slack.views.frame import View, form, note_block, radio_input, text_block, text_input, window
from bot.boards import NamesFacts
from bot.buttons import encode
from bot.forms import close_help_form, mark_form, names_view
from bot.manager_buttons import CheckDeed, CheckDeedPress
from bot.plain import COMMENT_AT_MOST
from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale

MARK = "mark"
CLOSE_HELP = "close_help"
NAMES = "names"
STATUS = "status"
COMMENT = "comment"
WORD = "word"
#: So many lines with units and comments fit one window (the 13,000 characters of adapters.slack.blocks).
PEOPLE_PER_PAGE = 20


def mark_view(locale: Locale, name: str, title: str, kind: CheckKind, about: dict[str, Any]) -> View:
    labels = mark_form(locale, name, title, kind)
    blocks = [
        text_block(labels.about),
        radio_input(STATUS, labels.status, labels.statuses),
        text_input(COMMENT, labels.comment, COMMENT_AT_MOST, labels.comment_hint, optional=True, lines=True),
        note_block(labels.note),
    ]
    return form(MARK, labels.heading, labels.submit, labels.cancel, blocks, dict(about))


def close_help_view(locale: Locale, name: str, opened_at: str, kind: CheckKind, help_case_id: int) -> View:
    """`opened_at` is a local clock time."""
    labels = close_help_form(locale, name, opened_at, kind)
    blocks = [text_block(labels.about), text_input(WORD, labels.word, COMMENT_AT_MOST, labels.word_hint, lines=True)]
    return form(CLOSE_HELP, labels.heading, labels.submit, labels.cancel, blocks, {"help_case_id": help_case_id})


def names_window(speech: Speech, facts: NamesFacts, offset: int) -> View:
    """One page of names; [earlier] and [later] where there are more."""
    labels = names_view(facts.locale, facts.kind)
    search: Block = {
        "type": "button",
        "action_id": "lst:0",
        "text": plain(labels.search, 75),
        "value": encode(CheckDeedPress(CheckDeed.PEOPLE, facts.check_id)),
    }
    deeds: Block = {"type": "actions", "block_id": "deeds", "elements": [search]}
    blocks = [*blocks_of(speech), deeds, *_page_buttons(facts, offset)]
    about = {"check_id": facts.check_id, "standing": facts.standing or ""}
    return window(NAMES, labels.heading, labels.close, blocks, about)


def _page_buttons(facts: NamesFacts, offset: int) -> list[Block]:
    labels = names_view(facts.locale, facts.kind)
    earlier, later = max(0, offset - PEOPLE_PER_PAGE), offset + PEOPLE_PER_PAGE
    turns = [(labels.earlier, earlier)] if offset > 0 else []
    turns += [(labels.later, later)] if later < facts.total else []
    if not turns:
        return []
    buttons = [
        {"type": "button", "action_id": f"pag:{to}", "text": plain(label, 75), "value": str(to)} for label, to in turns
    ]
    return [{"type": "actions", "block_id": "pages", "elements": buttons}]
