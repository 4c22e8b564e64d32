"""A manager answers for somebody: `/safety mark @person` and its form."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.listeners.answering import told_in_form
from adapters.slack.listeners.people import refresh_list
from adapters.slack.listeners.reading import about, one_of
from adapters.slack.payloads import OddPayloadError, Submission, Typed, chosen, submission_in, written
from adapters.slack.room import Room
from adapters.slack.talk import Said, locale_in, locale_of, open_later, sentence
from adapters.slack.views.manager import COMMENT, MARK, STATUS, mark_view
from bot.commands import Mark
from bot.confirmations import marked
from bot.refusals import name_missing
from bot.speech import Speech
from bot.vocabulary import ChannelKind, Status, Via
from flows.carry_out import carry_out
from flows.mark_person import MarkPerson, PersonRef, find_for_marking, mark_person
from flows.work import Lane, Work


def register(bolt: App, room: Room) -> None:
    @bolt.view(MARK)
    def sent_off(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)
        request = _request_in(form, room)

        def act() -> Speech:
            return carry_out(room.begin, form.sender, lambda work: _mark(work, request))

        if told_in_form(room, form, ack, act):
            refresh_list(room, form.sender, about(form))


def mark_typed(room: Room, typed: Typed, command: Mark) -> Said | None:
    """Opens the form, then None; who may not answer for this person is refused here already."""
    if not command.slack_user:
        locale = locale_of(room, typed.sender)
        return message(sentence(name_missing("mark", locale), locale))
    person = PersonRef(channel=ChannelKind.SLACK, address=command.slack_user)
    with room.begin(typed.sender, Lane.READ) as work:
        found = find_for_marking(work, person)
        locale = locale_in(work)
    ids = {"person_id": found.person_id, "check_id": found.check_id}
    view = mark_view(locale, found.name, found.check_title, found.check_kind, ids)
    open_later(room, typed, lambda: view)
    return None


def _mark(work: Work, request: MarkPerson) -> Speech:
    done, locale = mark_person(work, request), locale_in(work)
    return marked(done.check_kind, done.person_name, done.status, done.standing, done.help_opened, locale)


def _request_in(form: Submission, room: Room) -> MarkPerson:
    kept, status = about(form), chosen(form.values.get(STATUS, {}))
    if not status:
        raise OddPayloadError(STATUS)
    return MarkPerson(
        person=PersonRef(person_id=kept.number("person_id")),
        status=one_of(Status, status[0]),
        given_at=room.clock.now(),
        via=Via.SLACK,
        check_id=kept.number("check_id"),
        comment=written(form.values.get(COMMENT)),
        event_key=form.event_key,
    )
