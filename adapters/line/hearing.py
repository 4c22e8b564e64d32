"""One event of the webhook → one flow in one unit of work → what to say back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.line.account_link import LinkTokens, how_to_link
from adapters.line.events import (
    AccountLinked,
    Answered,
    Event,
    Followed,
    Located,
    OtherDeed,
    Pressed,
    Typed,
    Unfollowed,
    Wordless,
)
from adapters.line.presses import details_words, info_words, locale_of, press
from adapters.line.replies import Words
from adapters.line.words import spoken, thanks_words
from bot.buttons import InfoPress
from bot.menu_buttons import MenuPress, MenuTile, SpeakPress
from bot.refusals import refusal
from bot.speech import Speech
from bot.thanks import ChoiceFacts, ask_back, nothing_to_answer
from bot.vocabulary import ChannelKind, Locale, Via
from bot.welcome import line_greeting, link_failed, linked, wrong_code
from flows.add_details import AddDetails, DetailsAdded, add_details
from flows.answers_together import AnswersTogether
from flows.carry_out import carry_out
from flows.errors import FlowError
from flows.hear_text import (
    AlreadyHeard,
    AskBack,
    Heard,
    HearText,
    InfoWanted,
    LinkWanted,
    NothingToAnswer,
    WrongCode,
    hear_text,
)
from flows.hear_wordless import hear_wordless
from flows.line_account_link import LinkEnded, LinkFailed, end_account_link
from flows.line_linking import CodeRedeemed, FriendChanged, friend_followed, friend_left, looks_like_code
from flows.message_texts_at_hand import TextsAtHand
from flows.my_answer import my_answer
from flows.ports import Links
from flows.record_answer import AnswerRecorded, RecordAnswer
from flows.who import who_is
from flows.work import Begin, Lane, Sender, Work


@dataclass(frozen=True, slots=True)
class Ears:
    """What hearing needs."""

    begin: Begin
    answers: AnswersTogether
    links: Links
    link_tokens: LinkTokens
    #: Somebody's menu may be another one from now on; returns at once.
    menus_changed: Callable[[], None] = lambda: None
    #: The company's own words for a thank-you.
    texts: TextsAtHand = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", TextsAtHand(self.begin))


def hear(ears: Ears, event: Event) -> Words | None:
    """The effect is committed when this returns. None: nothing to say (again).

    A flow's refusal becomes words; every other exception is the caller's: the event has had no effect.
    """
    begin, sender = ears.begin, Sender(ChannelKind.LINE, event.user_id)
    try:
        match event.deed:
            case Answered(said):
                answer = RecordAnswer(said.status, event.given_at, Via.LINE, said.check_id, said.round, event.key)
                return thanks_words(begin, ears.links, ears.texts, ears.answers.record(sender, answer))
            case deed:
                words = carry_out(begin, sender, lambda work: _handle(work, ears, event, deed), _lane(deed))
                if _may_change_menu(deed):
                    ears.menus_changed()
                return words
    except FlowError as error:
        with begin(sender, Lane.READ) as work:
            locale = locale_of(work)
        text = refusal(error.code, locale, error.params)
        return spoken(Speech(locale=locale, subject=text, heading=text))


def _lane(deed: OtherDeed) -> Lane:
    match deed:
        case Pressed(InfoPress() | MenuPress()):
            return Lane.READ
        case _:
            return Lane.ANSWER


def _may_change_menu(deed: OtherDeed) -> bool:
    """Another language, or another owner."""
    match deed:
        case Typed(text):
            return looks_like_code(text)
        case Pressed(SpeakPress()) | AccountLinked() | Followed():
            return True
        case _:
            return False


def _handle(work: Work, ears: Ears, event: Event, deed: OtherDeed) -> Words | None:
    given_at = event.given_at or work.now
    match deed:
        case Pressed(MenuPress(MenuTile.LINK)):
            return _greeting(ears, event, locale_of(work), is_linked=who_is(work) is not None)
        case Pressed(other):
            return press(work, ears.links, other, given_at, event.key)
        case Typed(text):
            return _reply_to(work, ears, event, hear_text(work, HearText(text, given_at, Via.LINE, event.key)))
        case Located(place):
            details = AddDetails(my_answer(work).check_id, given_at, Via.LINE, place=place, event_key=event.key)
            return details_words(add_details(work, details))
        case Wordless():
            return _reply_to(work, ears, event, hear_wordless(work, event.key))
        case Followed():
            greeting = friend_followed(work, FriendChanged(event.key, given_at))
            return None if greeting.is_repeat else _greeting(ears, event, greeting.locale, greeting.is_linked)
        case Unfollowed():
            friend_left(work, FriendChanged(event.key, given_at))
            return None
        case AccountLinked(nonce, is_ok):
            return _link_words(end_account_link(work, LinkEnded(event.key, given_at, nonce, is_ok)))


def _greeting(ears: Ears, event: Event, locale: Locale, is_linked: bool) -> Words:
    if is_linked:
        return spoken(line_greeting(locale, is_linked))
    return how_to_link(ears.link_tokens, ears.links, event.user_id, locale)


def _link_words(ended: CodeRedeemed | LinkFailed | None) -> Words | None:
    match ended:
        case CodeRedeemed(person_name, locale):
            return spoken(linked(locale, person_name))
        case LinkFailed(locale):
            return spoken(link_failed(locale))
        case None:
            return None


def _reply_to(work: Work, ears: Ears, event: Event, heard: Heard) -> Words | None:
    match heard:
        case AnswerRecorded():
            return thanks_words(ears.begin, ears.links, ears.texts, heard)
        case DetailsAdded():
            return details_words(heard)
        case AskBack(check_id, kind, title, round_, locale, is_repeat):
            return None if is_repeat else spoken(ask_back(ChoiceFacts(check_id, kind, title, round_, locale)))
        case InfoWanted(locale):
            return info_words(work, ears.links, locale)
        case NothingToAnswer(locale, cried_for_help, is_known):
            return spoken(nothing_to_answer(locale, cried_for_help, is_known, via_line=True))
        case LinkWanted(locale, is_linked):
            return _greeting(ears, event, locale, is_linked)
        case CodeRedeemed():
            return _link_words(heard)
        case WrongCode(code, locale):
            return spoken(wrong_code(locale, too_many_tries=code == "too_many_tries"))
        case AlreadyHeard():
            return None
