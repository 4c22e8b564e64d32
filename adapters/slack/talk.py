"""The facts of a flow put into words for Slack, and the ways of saying them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as replaced
from functools import lru_cache
from typing import Any

from adapters.slack.blocks import Block, message
from adapters.slack.homes import Wish
from adapters.slack.payloads import Press, Typed
from adapters.slack.room import Room
from adapters.slack.views.frame import View
from bot.confirmations import closed_before, taken_before
from bot.information import information
from bot.refusals import refusal, went_wrong
from bot.rescue import help_closed_for_managers, help_taken_for_managers
from bot.speech import Speech
from bot.stopped import with_stopped
from bot.thanks import CALM, ChoiceFacts, DetailsFacts, ThanksFacts, choose_again, details_noted, thank_you
from bot.vocabulary import CheckKind, Locale
from flows.add_details import DetailsAdded
from flows.company_info import show_info
from flows.errors import FlowError, NotFoundError
from flows.help_cases import HelpCaseView
from flows.my_answer import my_answer
from flows.ports import SendingError
from flows.record_answer import AnswerRecorded
from flows.stopped_contacts import own_stopped
from flows.telling import info_facts, is_in_need, rescue_facts, thanks_facts
from flows.who import who_is
from flows.work import Lane, Sender, Work

#: `text` and `blocks`, ready for any way of answering.
Said = dict[str, Any]


def locale_in(work: Work) -> Locale:
    """The language of the person behind the actor, or the company's."""
    who = who_is(work)
    return who.locale if who else work.policy.locale


def locale_of(room: Room, sender: Sender) -> Locale:
    with room.begin(sender, Lane.READ) as work:
        return locale_in(work)


def sentence(words: str, locale: Locale) -> Speech:
    """A refusal or any other single sentence."""
    return Speech(locale=locale, subject=words, heading="", paragraphs=(words,))


def refused(room: Room, sender: Sender, error: FlowError) -> Speech:
    """What is wrong and what to do, in the reader's language."""
    locale = locale_of(room, sender)
    return sentence(refusal(error.code, locale, error.params), locale)


def say_later(
    room: Room,
    press: Press,
    compose: Callable[[], Said],
    replace: bool = False,
    once_replaced: Callable[[], None] | None = None,
) -> None:
    """Answers a press after its acknowledgement; where `compose` is refused by a flow, with the refusal.

    `once_replaced` is called when Slack has put the answer into the message's place.
    """

    if press.view is not None:
        if press.view.is_home:
            say_on_home(room, press, compose)
        return
    # Where Slack does not say which message it was, no other press is known to be in the same one.
    place = (press.sender.address, press.message) if replace and press.message else None
    mine = object()

    def is_overtaken() -> bool:
        return place is not None and room.newest.is_overtaken(place, mine)

    def say() -> Callable[[], None] | None:
        if is_overtaken():
            # Two threads may say two things of one person in any order: the older one must not be what stays.
            return None
        try:
            said, in_its_place = compose(), replace
        except FlowError as error:
            said, in_its_place = message(refused(room, press.sender, error)), False
        heard = room.begin_answer(press.response_url, said, in_its_place)

        def finish() -> None:
            heard()
            if in_its_place and once_replaced is not None and not is_overtaken():
                once_replaced()

        return finish

    if room.is_ours(press.response_url):
        if place is not None:
            room.newest.note(place, mine)
        room.confirmations.soon("confirmation", say)


def say_on_home(room: Room, press: Press, compose: Callable[[], Said]) -> None:
    """On top of the tab that was pressed in, which is drawn again."""

    def notice() -> list[Block]:
        try:
            said = compose()
        except FlowError as error:
            said = message(refused(room, press.sender, error))
        return list(said["blocks"])

    view_hash = press.view.view_hash if press.view else ""
    room.homes.pressed(Wish(press.sender, view_hash, notice))


def refuse_later(room: Room, press: Press, error: FlowError) -> None:
    say_later(room, press, lambda: message(refused(room, press.sender, error)))


def open_later(room: Room, asked: Press | Typed, compose: Callable[[], View | Speech]) -> None:
    """Opens a form after the acknowledgement; who cannot have it, or gets words instead, is told so privately."""

    def tell(speech: Speech) -> None:
        if isinstance(asked, Press) and asked.is_home:
            say_on_home(room, asked, lambda: message(speech))
        elif room.is_ours(asked.response_url):
            room.answer(asked.response_url, message(speech), replace=False)

    def open_it() -> None:
        try:
            view = compose()
        except FlowError as error:
            tell(refused(room, asked.sender, error))
            return
        if isinstance(view, Speech):
            tell(view)
            return
        try:
            is_on_top = isinstance(asked, Press) and asked.view is not None and not asked.is_home
            (room.push_view if is_on_top else room.open_view)(asked.trigger_id, view)
        except SendingError:
            locale = locale_of(room, asked.sender)
            tell(sentence(went_wrong(locale), locale))
            raise

    if isinstance(asked, Press) and asked.is_home:
        room.homes.seen(asked.sender)
    room.forms.soon("form", open_it)


def thanks(room: Room, sender: Sender, recorded: AnswerRecorded) -> Said:
    """Who is in need reads the company's numbers too; all others share a few texts, the company's own or ours."""
    info = None
    if is_in_need(recorded.status, recorded.standing):
        with room.begin(sender, Lane.READ) as work:
            info = show_info(work)
    own_words = room.texts.thanks(recorded.locale) if recorded.status in CALM else None
    facts = thanks_facts(recorded, room.links.info(recorded.locale), info, own_words=own_words)
    if recorded.has_stopped and info is None:
        with room.begin(sender, Lane.READ) as work:
            return message(with_stopped(thank_you(facts), own_stopped(work)))
    return _thanks(facts)


@lru_cache(maxsize=256)
def _thanks(facts: ThanksFacts) -> Said:
    """Shared between callers: never changed by them."""
    return message(thank_you(facts))


def noted(added: DetailsAdded) -> Speech:
    return details_noted(
        DetailsFacts(
            check_id=added.check_id,
            kind=added.check_kind,
            round=added.round,
            locale=added.locale,
            comment=added.comment,
            can_work=added.can_work or "",
            place=added.place,
        )
    )


def choice(room: Room, sender: Sender, check_id: int | None) -> Said:
    """The four answers with what was said last, and which contacts are stopped.

    NotFoundError(no_active_check, no_check); of no active check only where no contact of theirs is stopped.
    """
    with room.begin(sender, Lane.READ) as work:
        stopped = own_stopped(work)
        try:
            mine = my_answer(work, check_id)
        except NotFoundError as error:
            if not stopped:
                raise
            locale = locale_in(work)
            return message(with_stopped(sentence(refusal(error.code, locale, error.params), locale), stopped))
        said_at = mine.said_at.astimezone(work.policy.zone) if mine.said_at else None
    facts = ChoiceFacts(mine.check_id, mine.kind, mine.title, mine.round, mine.locale)
    return message(with_stopped(choose_again(facts, mine.said, said_at), stopped))


def info_said(room: Room, sender: Sender) -> Said:
    """The company's emergency contacts, links and routes."""
    with room.begin(sender, Lane.READ) as work:
        locale = locale_in(work)
        facts = info_facts(show_info(work), locale, work.policy.company, room.links.info(locale), work.policy.zone)
        return message(with_stopped(information(facts), own_stopped(work)))


def case_said(work: Work, view: HelpCaseView) -> Speech:
    """A help case as its managers read it: taken or closed now, or before."""
    kind = CheckKind.DRILL if view.is_drill else CheckKind.REAL
    facts = rescue_facts(view, work.policy.zone, view.locale)
    if view.already and view.closed_at:
        return closed_before(kind, view.locale)
    if view.already and view.taken_by:
        return taken_before(kind, view.taken_by, view.locale)
    return help_closed_for_managers(facts) if view.closed_at else help_taken_for_managers(facts)


def without_buttons(speech: Speech) -> Speech:
    """For a form's last page: its buttons would act on no message."""
    return replaced(speech, buttons=())
