"""How a form and a command are answered: in the acknowledgement itself, so that no further call can get lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.listeners.reading import pressed
from adapters.slack.payloads import OddPayloadError, PageTurn, Press, Submission, Typed, press_in
from adapters.slack.room import Room
from adapters.slack.talk import Said, locale_of, open_later, refused, without_buttons
from adapters.slack.views.frame import View, said_window
from bot.forms import names_view
from bot.refusals import refusal
from bot.speech import Speech
from flows.errors import FlowError

P = TypeVar("P")


def opens(bolt: App, room: Room, verb: str, kind: type[P], compose: Callable[[Press, P], View | Speech]) -> None:
    """A button that opens a form or a window. `verb`: how its value begins; `kind`: what it means."""

    @bolt.block_action(re.compile(f"^{verb}:"))
    def open_it(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        meant = pressed(press, kind)
        open_later(room, press, lambda: compose(press, meant))
        ack()


def told_in_form(
    room: Room, form: Submission, ack: Ack, act: Callable[[], Speech | View], fields: Mapping[str, str] | None = None
) -> bool:
    """What `act` says takes the form's place; whether it was done.

    `fields`: refusal code -> the field at which a refusal is shown instead.
    """
    is_done = False
    try:
        said = act()
    except FlowError as error:
        field = (fields or {}).get(error.code)
        if field is not None:
            words = refusal(error.code, locale_of(room, form.sender), error.params)
            ack(response_action="errors", errors={field: words})
            return False
        said = refused(room, form.sender, error)
    else:
        is_done = True
        room.homes.changed(form.sender)
    ack(response_action="update", view=last_page(said) if isinstance(said, Speech) else said)
    return is_done


def last_page(said: Speech) -> View:
    return said_window(without_buttons(said), names_view(said.locale).close)


def turn_later(room: Room, turned: PageTurn | Press, compose: Callable[[], View]) -> None:
    """Puts another page into an open window after the acknowledgement; or the refusal, where the role has gone."""
    if isinstance(turned, PageTurn):
        view_id = turned.view_id
    elif turned.view is not None:
        view_id = turned.view.view_id
    else:
        raise OddPayloadError("view")

    def turn() -> None:
        try:
            view = compose()
        except FlowError as error:
            view = last_page(refused(room, turned.sender, error))
        room.update_view(view_id, view)

    room.forms.soon("page", turn)


def renew_later(room: Room, form: Submission, compose: Callable[[], View]) -> None:
    """Draws a form anew while somebody fills it in; of several changes only the last is drawn.

    Who may not do it any more is told when it is sent off: the form is not taken away from whoever fills it in.
    """
    place = (form.sender.address, form.view_id)
    room.newest.note(place, form)

    def renew() -> None:
        if room.newest.is_overtaken(place, form):
            return
        try:
            view = compose()
        except FlowError:
            return
        if not room.newest.is_overtaken(place, form):
            room.update_view(form.view_id, view)

    room.forms.soon("form", renew)


def told_privately(room: Room, typed: Typed, ack: Ack, act: Callable[[], Said | None]) -> None:
    """Only the person who typed the command reads the answer; None: a form is on its way."""
    try:
        said = act()
    except FlowError as error:
        said = message(refused(room, typed.sender, error))
    if said is None:
        ack()
    else:
        ack({"response_type": "ephemeral", **said})
