"""The names behind a number, for managers, in a window of their own; page by page."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.listeners.answering import opens, turn_later
from adapters.slack.listeners.reading import about, one_of
from adapters.slack.payloads import page_turn_in
from adapters.slack.room import Room
from adapters.slack.talk import locale_in
from adapters.slack.views.frame import View
from adapters.slack.views.manager import PEOPLE_PER_PAGE, names_window
from bot.boards import names
from bot.buttons import NamesPress
from bot.vocabulary import Standing
from flows.show_check import show_names
from flows.telling_board import names_facts
from flows.work import Lane, Sender


def register(bolt: App, room: Room) -> None:
    opens(
        bolt,
        room,
        "who",
        NamesPress,
        lambda press, wanted: _page(room, press.sender, wanted.check_id, wanted.standing, 0),
    )

    @bolt.block_action(re.compile("^pag:"))
    def turn(ack: Ack, body: dict[str, Any]) -> None:
        turned = page_turn_in(body, room.are_ours)
        kept = about(turned)
        check_id, standing = kept.number("check_id"), kept.text("standing")
        which = one_of(Standing, standing) if standing else None
        turn_later(room, turned, lambda: _page(room, turned.sender, check_id, which, turned.offset))
        ack()


def _page(room: Room, sender: Sender, check_id: int, standing: Standing | None, offset: int) -> View:
    with room.begin(sender, Lane.READ) as work:
        found = show_names(work, check_id, standing, offset, PEOPLE_PER_PAGE)
        locale, zone = locale_in(work), work.policy.zone
    facts = names_facts(found, standing, locale, zone)
    return names_window(names(facts), facts, offset)
