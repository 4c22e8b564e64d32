"""The people of a check in a window: searched, turned page by page, and for each what a manager may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.listeners.answering import last_page, turn_later
from adapters.slack.listeners.reading import About, about, pressed
from adapters.slack.payloads import (
    OddPayloadError,
    Press,
    Submission,
    chosen,
    press_in,
    search_in,
    submission_in,
    written,
)
from adapters.slack.room import Room
from adapters.slack.talk import locale_in, open_later, refused
from adapters.slack.views.frame import View, options_of
from adapters.slack.views.manager import mark_view
from adapters.slack.views.people import ONLY, PEOPLE, PEOPLE_PER_PAGE, TEXT, UNIT, note_view, people_window
from bot.care import person_claimed
from bot.forms import Choice, unit_choice
from bot.labels import day_and_time
from bot.manager_buttons import CheckDeedPress, PersonDeed, PersonDeedPress
from bot.people_list import ALL, ListedPerson, ListFacts
from bot.speech import Speech
from bot.vocabulary import CheckState
from bot.wording import say
from flows.carry_out import carry_out
from flows.claim_person import ClaimPerson, claim_person, release_person
from flows.errors import FlowError
from flows.mark_person import PersonRef, find_for_marking
from flows.offer_start import offer_start
from flows.send_again import Again, SendAgain, send_again
from flows.status_list import Only, StatusFilter, StatusPage, status_list
from flows.telling_board import board_person
from flows.work import Lane, Sender, Work
from flows.write_to_person import NOTE_AT_MOST

_CURSOR = re.compile(r"[a-z]{1,20}\.[0-9]{1,18}")


def register(bolt: App, room: Room) -> None:
    @bolt.block_action(re.compile("^lst:"))
    def show(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        asked = pressed(press, CheckDeedPress)
        wanted: dict[str, Any] = {"check_id": asked.check_id}
        if press.view is not None and not press.view.is_home:
            standing = about(press.view).text("standing")
            turn_later(room, press, lambda: _window(room, press.sender, {**wanted, ONLY: standing}))
        else:
            open_later(room, press, lambda: _window(room, press.sender, wanted))
        ack()

    @bolt.view(PEOPLE)
    def search(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)
        try:
            view = _window(room, form.sender, _wanted(form))
        except FlowError as error:
            view = last_page(refused(room, form.sender, error))
        ack(response_action="update", view=view)

    @bolt.options(UNIT)
    def units(ack: Ack, body: dict[str, Any]) -> None:
        asked = search_in(body, room.are_ours)
        try:
            with room.begin(asked.sender, Lane.READ) as work:
                found = [choice for choice in _units(work) if asked.text.casefold() in choice[1].casefold()]
                found.insert(0, (ALL, say("status.any_unit", locale_in(work))))
        except FlowError:
            found = []
        ack(options=options_of(found))

    @bolt.block_action(re.compile("^nxt:"))
    def turn(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        kept = _about(press)
        after = press.value if _CURSOR.fullmatch(press.value) else ""
        turn_later(room, press, lambda: _window(room, press.sender, {**kept.facts, "after": after}))
        ack()

    @bolt.block_action(re.compile("^per:"))
    def deed(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        _do(room, press, pressed(press, PersonDeedPress), _about(press))
        ack()


def _do(room: Room, press: Press, wanted: PersonDeedPress, kept: About) -> None:
    """A form on top of the list, or the deed itself, and the list with what has become of it."""
    match wanted.deed:
        case PersonDeed.MARK:
            open_later(room, press, lambda: _mark_form(room, press, wanted, kept))
        case PersonDeed.WRITE:
            open_later(room, press, lambda: _note_form(room, press, wanted, kept))
        case PersonDeed.AGAIN:
            _act(room, press, kept, lambda work: _again(work, wanted), Lane.FANOUT)
        case PersonDeed.CLAIM | PersonDeed.RELEASE:
            _act(room, press, kept, lambda work: _claim(work, wanted, press.event_key))


def _act(room: Room, press: Press, kept: About, act: Callable[[Work], str], lane: Lane = Lane.ANSWER) -> None:
    """Committed when this returns; the window follows after the acknowledgement."""
    try:
        told = carry_out(room.begin, press.sender, act, lane)
    except FlowError as error:
        told = refused(room, press.sender, error).paragraphs[0]
    room.homes.changed(press.sender)
    turn_later(room, press, lambda: _window(room, press.sender, kept.facts, (told,)))


def refresh_list(room: Room, sender: Sender, kept: About) -> None:
    """The list beneath a form that was opened from it and has been sent off."""
    view_id = kept.text("list_view")
    facts = kept.facts.get("list")
    if view_id and isinstance(facts, dict):
        room.forms.soon("list", lambda: room.update_view(view_id, _window(room, sender, facts)))


def _window(room: Room, sender: Sender, wanted: dict[str, Any], notice: tuple[str, ...] = ()) -> View:
    kept = About(wanted)
    only, unit = kept.text(ONLY), kept.text(UNIT)
    request = StatusFilter(
        kept.number("check_id"),
        only=Only(only) if only in list(Only) else None,
        unit_id=int(unit) if unit.isdecimal() and unit.isascii() and len(unit) <= 18 else None,
        text=kept.text(TEXT),
        after=kept.text("after"),
        limit=PEOPLE_PER_PAGE,
    )
    with room.begin(sender, Lane.READ) as work:
        page, units = status_list(work, request), _units(work)
        facts = _facts(work, page)
    about = {"check_id": page.check_id, ONLY: only, UNIT: unit, TEXT: request.text, "after": request.after}
    return people_window(facts, units, about, page.next, notice)


def _facts(work: Work, page: StatusPage) -> ListFacts:
    zone, locale = work.policy.zone, locale_in(work)
    people = []
    for line in page.lines:
        person = line.person
        if person.person_id is None:
            continue
        opened_at = day_and_time(person.opened_at, zone, locale) if person.opened_at else ""
        people.append(ListedPerson(person.person_id, board_person(person, zone), opened_at, person.reachable))
    return ListFacts(
        check_id=page.check_id,
        kind=page.kind,
        title=page.title,
        is_active=page.state is CheckState.ACTIVE,
        locale=locale,
        people=tuple(people),
        counts={str(only): page.counts[only] for only in Only},
    )


def _units(work: Work) -> list[Choice]:
    locale = locale_in(work)
    return [(str(unit.unit_id), unit_choice(unit.path, unit.people, locale)) for unit in offer_start(work).units]


def _wanted(form: Submission) -> dict[str, Any]:
    """What stands in the form now; the page begins anew."""

    def one(field: str) -> str:
        value = next(iter(chosen(form.values.get(field, {}))), ALL)
        return "" if value == ALL else value

    return {
        "check_id": about(form).number("check_id"),
        TEXT: written(form.values.get(TEXT), 80),
        ONLY: one(ONLY),
        UNIT: one(UNIT),
    }


def _about(press: Press) -> About:
    if press.view is None:
        raise OddPayloadError("view")
    return about(press.view)


def _beneath(press: Press, kept: About) -> dict[str, Any]:
    """So that the list is known to the form on top of it."""
    return {"list_view": press.view.view_id if press.view else "", "list": kept.facts}


def _mark_form(room: Room, press: Press, wanted: PersonDeedPress, kept: About) -> View:
    with room.begin(press.sender, Lane.READ) as work:
        found = find_for_marking(work, PersonRef(person_id=wanted.person_id), wanted.check_id)
        locale = locale_in(work)
    ids = {"person_id": found.person_id, "check_id": found.check_id}
    return mark_view(locale, found.name, found.check_title, found.check_kind, {**ids, **_beneath(press, kept)})


def _note_form(room: Room, press: Press, wanted: PersonDeedPress, kept: About) -> View:
    with room.begin(press.sender, Lane.READ) as work:
        found = find_for_marking(work, PersonRef(person_id=wanted.person_id), wanted.check_id)
        locale = locale_in(work)
    ids = {"person_id": found.person_id, "check_id": found.check_id}
    return note_view(locale, found.name, found.check_kind, NOTE_AT_MOST, {**ids, **_beneath(press, kept)})


def _again(work: Work, wanted: PersonDeedPress) -> str:
    outcome: Again = send_again(work, SendAgain(wanted.check_id, wanted.person_id))
    name = find_for_marking(work, PersonRef(person_id=wanted.person_id), wanted.check_id).name
    return say(f"again.{outcome}", locale_in(work), name=name)


def _claim(work: Work, wanted: PersonDeedPress, event_key: str) -> str:
    flow = claim_person if wanted.deed is PersonDeed.CLAIM else release_person
    done = flow(work, ClaimPerson(wanted.check_id, wanted.person_id, event_key))
    said: Speech = person_claimed(done.kind, done.outcome.value, done.person_name, done.by_name, done.locale)
    return "\n".join((said.heading, *said.paragraphs))
