"""Closing a check and cancelling a planned one from the home tab, after a second look."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from adapters.slack.listeners.answering import opens, told_in_form
from adapters.slack.listeners.reading import about
from adapters.slack.payloads import Press, chosen, submission_in
from adapters.slack.room import Room
from adapters.slack.talk import locale_in
from adapters.slack.views.ending import CANCEL, CLOSE, TELL, YES, ending_view
from adapters.slack.views.frame import View
from bot.confirmations import check_closed
from bot.ending_forms import cancel_form, close_form, plan_cancelled
from bot.labels import day_and_time
from bot.manager_buttons import CheckDeedPress
from bot.speech import Speech
from bot.vocabulary import Standing
from flows.carry_out import carry_out
from flows.close_check import CloseCheck, close_check
from flows.manager_board import manager_board
from flows.plan_check import cancel_planned, planned_check
from flows.work import Lane, Work


def register(bolt: App, room: Room) -> None:
    opens(bolt, room, "cls", CheckDeedPress, lambda press, meant: _close_form(room, press, meant.check_id))

    @bolt.view(CLOSE)
    def closed(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)
        tell = YES in chosen(form.values.get(TELL, {}))
        request = CloseCheck(about(form).number("check_id"), form.event_key, tell=tell)

        def close(work: Work) -> Speech:
            done = close_check(work, request)
            return check_closed(done.kind, done.title, done.silent, done.already, locale_in(work))

        told_in_form(room, form, ack, lambda: carry_out(room.begin, form.sender, close))

    opens(bolt, room, "cnl", CheckDeedPress, lambda press, meant: _cancel_form(room, press, meant.check_id))

    @bolt.view(CANCEL)
    def cancelled(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)
        check_id = about(form).number("check_id")

        def cancel(work: Work) -> Speech:
            check = planned_check(work, check_id)
            cancel_planned(work, check_id)
            return plan_cancelled(check.title, locale_in(work))

        told_in_form(room, form, ack, lambda: carry_out(room.begin, form.sender, cancel, Lane.FANOUT))


def _close_form(room: Room, press: Press, check_id: int) -> View:
    with room.begin(press.sender, Lane.READ) as work:
        board = manager_board(work, check_id)
        silent, in_need = board.counts[Standing.SILENT], board.counts[Standing.HELP]
        labels = close_form(locale_in(work), board.kind, board.title, silent, in_need)
    return ending_view(CLOSE, labels, check_id)


def _cancel_form(room: Room, press: Press, check_id: int) -> View:
    """Who may not cancel it is refused here already."""
    with room.begin(press.sender, Lane.READ) as work:
        check, locale = planned_check(work, check_id), locale_in(work)
        starts_at = day_and_time(check.starts_at, work.policy.zone, locale)
    return ending_view(CANCEL, cancel_form(locale, check.kind, check.title, starts_at), check_id)
