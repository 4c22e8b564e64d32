"""A button pressed in the chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from adapters.line.replies import Words
from adapters.line.words import place_words, spoken
from bot.buttons import (
    CanWorkPress,
    ChangePress,
    CloseHelpPress,
    CommentPress,
    InfoPress,
    NamesPress,
    OtherPress,
    PlacePress,
    ProvePress,
    ResumePress,
    StartAnywayPress,
    TakeHelpPress,
)
from bot.information import InfoFacts, about, information
from bot.manager_buttons import ManagersPress
from bot.menu_buttons import MenuPress, MenuTile, SpeakPress
from bot.menu_replies import language_chosen, nothing_is_asked, which_language, with_answer_page
from bot.proving import proven
from bot.rescue import help_taken_for_managers
from bot.speech import Link, Speech
from bot.stopped import resumed, with_stopped
from bot.thanks import ChoiceFacts, DetailsFacts, ask_for_comment, choose_again, details_noted
from bot.vocabulary import Locale, Via
from bot.wording import say
from flows.add_details import AddDetails, AwaitComment, DetailsAdded, add_details, await_comment
from flows.choose_language import choose_language
from flows.company_info import show_info
from flows.help_cases import HelpCaseView, TakeHelp, show_help, take_help
from flows.my_answer import MyAnswer, my_answer
from flows.open_question import open_question
from flows.ports import Links
from flows.prove_contact import prove_account
from flows.stopped_contacts import own_stopped, resume_own
from flows.telling import info_facts, rescue_facts
from flows.who import who_is
from flows.work import Work


def press(work: Work, links: Links, pressed: OtherPress, given_at: datetime, key: str) -> Words | None:
    """Calls the flow behind the button and gives what to say back. Raises FlowError."""
    match pressed:
        case ChangePress(check_id):
            return change_words(work, check_id)
        case CommentPress(check_id):
            awaited = await_comment(work, AwaitComment(check_id, key))
            return spoken(ask_for_comment(awaited.locale, awaited.check_kind))
        case PlacePress(check_id):
            # Whoever types the place instead of sending it: the line is kept as the comment, never taken for an answer.
            awaited = await_comment(work, AwaitComment(check_id, key))
            return place_words(awaited.locale, awaited.check_kind)
        case CanWorkPress(check_id, can_work):
            details = AddDetails(check_id, given_at, Via.LINE, can_work=can_work, event_key=key)
            return details_words(add_details(work, details))
        case TakeHelpPress(help_case_id):
            return _rescue_words(work, links, take_help(work, TakeHelp(help_case_id, key)))
        case CloseHelpPress(help_case_id):
            # A word is needed, and LINE has no forms: the case's own page takes it.
            return _rescue_words(work, links, show_help(work, help_case_id))
        case InfoPress():
            return info_words(work, links, locale_of(work))
        case ProvePress():
            done = prove_account(work)
            return spoken(proven(done.locale, done.works))
        case ResumePress():
            again = resume_own(work)
            return spoken(resumed(again.locale, again.addresses))
        case MenuPress(tile):
            return tile_words(work, links, tile)
        case SpeakPress(locale):
            choose_language(work, locale)
            return spoken(language_chosen(locale))
        case NamesPress() | StartAnywayPress() | ManagersPress():
            # Buttons of the board, of lists and of the command, which are shown in Slack alone.
            return None


def change_words(work: Work, check_id: int | None) -> Words:
    return spoken(_choice(work, my_answer(work, check_id)))


def _choice(work: Work, mine: MyAnswer) -> Speech:
    facts = ChoiceFacts(mine.check_id, mine.kind, mine.title, mine.round, mine.locale)
    said_at = mine.said_at.astimezone(work.policy.zone) if mine.said_at else None
    return with_stopped(choose_again(facts, mine.said, said_at), own_stopped(work))


def tile_words(work: Work, links: Links, tile: MenuTile) -> Words:
    """What a tile of the menu opens. `LINK` is not among them: LINE is asked for a token there."""
    locale = locale_of(work)
    match tile:
        case MenuTile.ANSWER:
            return spoken(_own_question(work, links, locale))
        case MenuTile.LANGUAGE:
            return spoken(which_language(locale))
        case MenuTile.CONTACTS:
            return spoken(_with_own_contacts(work, links, about(_info(work, links, locale), tile)))
        case _:
            return spoken(about(_info(work, links, locale), tile))


def _own_question(work: Work, links: Links, locale: Locale) -> Speech:
    """The question of the check that runs, or that nothing is asked now. Nothing is recorded by it."""
    who = who_is(work)
    mine = open_question(work)
    if mine is None:
        return nothing_is_asked(locale, who is not None, links.info(locale))
    asked = _choice(work, mine)
    if who is None or who.person_id is None:
        return asked
    return with_answer_page(asked, links.answer(mine.check_id, who.person_id, mine.round))


def details_words(added: DetailsAdded) -> Words | None:
    if added.is_repeat:
        return None
    facts = DetailsFacts(
        added.check_id,
        added.check_kind,
        added.round,
        added.locale,
        comment=added.comment,
        can_work=added.can_work or "",
        place=added.place,
    )
    return spoken(details_noted(facts))


def info_words(work: Work, links: Links, locale: Locale) -> Words:
    speech = with_stopped(information(_info(work, links, locale)), own_stopped(work))
    return spoken(_with_own_contacts(work, links, speech))


def _info(work: Work, links: Links, locale: Locale) -> InfoFacts:
    return info_facts(show_info(work), locale, work.policy.company, links.info(locale), work.policy.zone)


def _with_own_contacts(work: Work, links: Links, speech: Speech) -> Speech:
    """Who is known finds the way to their own contacts there too: what is said back is read by them alone."""
    who = who_is(work)
    if who is None or who.person_id is None:
        return speech
    own_page = Link(say("home.contacts_page", speech.locale), links.register(who.person_id))
    return replace(speech, links=(*speech.links, own_page))


def locale_of(work: Work) -> Locale:
    """The reader's own language; the company's for somebody we do not know."""
    who = who_is(work)
    return who.locale if who else work.policy.locale


def _rescue_words(work: Work, links: Links, view: HelpCaseView) -> Words:
    """Who takes care of the case, the page on which it is closed, and the board."""
    who = who_is(work)
    person_id = who.person_id if who else None
    facts = rescue_facts(
        view,
        work.policy.zone,
        who.locale if who else work.policy.locale,
        board_url=links.board(view.check_id, person_id) if person_id is not None else "",
        take_url=links.help_case(view.help_case_id, person_id) if person_id is not None else "",
    )
    return spoken(help_taken_for_managers(facts))
