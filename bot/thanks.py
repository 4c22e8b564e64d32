"""What is said back to a press or a typed line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.answer_buttons import answer_button, answer_buttons
from bot.buttons import CanWorkPress, ChangePress, CommentPress, PlacePress, encode
from bot.frame import drill_lines, heading_line, info_links, mark_of, subject_line
from bot.labels import can_work_label, format_moment, status_label
from bot.message_texts import MessageText, fill_body, fill_title
from bot.phones import phone_links, public_numbers
from bot.plain import COMMENT_AT_MOST, TITLE_AT_MOST, clean, one_line
from bot.speech import Button, Speech
from bot.vocabulary import CanWork, CheckKind, Locale, Standing, Status
from bot.wording import say

#: So many of the company's own numbers stand in the reply to a cry for help: it must be short.
_COMPANY_NUMBERS_AT_MOST = 3
#: Who is well reads the company's own thank-you; words for the injured and those in need stay ours.
CALM = (Status.SAFE, Status.AWAY)


@dataclass(frozen=True, slots=True)
class ThanksFacts:
    check_id: int
    kind: CheckKind
    title: str
    round: int
    locale: Locale
    status: Status
    standing: Standing
    is_guest: bool = False
    is_known: bool = True
    late: bool = False
    info_url: str = ""
    #: The company's own emergency numbers: (name, number); named in the reply to a cry for help.
    company_numbers: tuple[tuple[str, str], ...] = ()
    #: How this platform links an account: shown to a guest who is not known.
    via_line: bool = False
    #: No manager could be told of this cry for help: then we must not say so.
    nobody_told: bool = False
    #: The company's own thank-you, where it has one: for those who are well.
    own_words: MessageText | None = None


def thank_you(facts: ThanksFacts) -> Speech:
    """One press was enough; details are offered: comment, can you work, where are you, change my answer.

    For `help` and `injured`: 119, 110, 118 and the company's numbers, managers have been told, and that this does not
    replace an emergency call.
    """
    in_need = facts.status in (Status.HELP, Status.INJURED) or facts.standing is Standing.HELP
    numbers = phone_links(facts.company_numbers[:_COMPANY_NUMBERS_AT_MOST])
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, one_line(facts.title, TITLE_AT_MOST)),
        heading=heading_line(facts.kind, _heading(facts)),
        paragraphs=(*_thanks(facts), *_how_recorded(facts)),
        buttons=_offers(facts),
        links=(
            *(public_numbers(facts.locale) if in_need else ()),
            *(numbers if in_need else ()),
            *info_links(facts.locale, facts.info_url),
        ),
        mark=mark_of(facts.kind),
        urgent=facts.status is Status.HELP,
    )


def own_thanks(text: MessageText, status: Status, title: str, locale: Locale) -> tuple[str, str]:
    """The company's own title and body of a thank-you; the body may be empty."""
    values = {
        "received": say(f"thanks.heading_{status}", locale),
        "answer": status_label(status, locale),
        "title": one_line(title, TITLE_AT_MOST),
    }
    return fill_title(text, values), fill_body(text, values)


def _heading(facts: ThanksFacts) -> str:
    if facts.own_words and facts.status in CALM:
        return own_thanks(facts.own_words, facts.status, facts.title, facts.locale)[0]
    return say(f"thanks.heading_{facts.status}", facts.locale)


def _calm_words(facts: ThanksFacts) -> tuple[str, ...]:
    if facts.own_words:
        body = own_thanks(facts.own_words, facts.status, facts.title, facts.locale)[1]
        return (body,) if body else ()
    # Of a guest only the comment is kept.
    return (say("thanks.done_short" if facts.is_guest else "original.thanks_body", facts.locale),)


def _thanks(facts: ThanksFacts) -> tuple[str, ...]:
    match facts.status:
        case Status.HELP:
            in_need = say("thanks.help_nobody_told" if facts.nobody_told else "thanks.help", facts.locale)
            return (in_need, *drill_lines(facts.kind, facts.locale, "thanks.help_drill"))
        case Status.INJURED:
            words: tuple[str, ...] = (say("thanks.injured", facts.locale),)
        case _:
            words = _calm_words(facts)
    return (*drill_lines(facts.kind, facts.locale), *words)


def _how_recorded(facts: ThanksFacts) -> tuple[str, ...]:
    """What is unusual about this answer: a help case is open, it came late, it is a guest's."""
    lines = []
    if facts.standing is Standing.HELP and facts.status is not Status.HELP:
        lines.append(say("thanks.help_still_open", facts.locale))
    if facts.late:
        lines.append(say("thanks.late", facts.locale))
    if not facts.is_known:
        lines.append(f"{say('thanks.unknown', facts.locale)}\n{_how_to_link(facts.locale, facts.via_line)}")
    elif facts.is_guest:
        lines.append(say("thanks.guest", facts.locale))
    return tuple(lines)


def _how_to_link(locale: Locale, via_line: bool) -> str:
    return say("link.how_line" if via_line else "link.how_other", locale)


def _offers(facts: ThanksFacts) -> tuple[Button, ...]:
    """Nobody in need is asked whether they can work; of a guest only the comment is kept."""
    offers: list[Button] = []
    if facts.status is Status.INJURED:
        offers.append(answer_button(facts.check_id, facts.round, Status.HELP, facts.locale))
    in_need = facts.status in (Status.HELP, Status.INJURED)
    offers.append(_comment_button(facts.check_id, facts.locale, in_need))
    if not facts.is_guest and facts.status is not Status.AWAY:
        offers.append(_place_button(facts.check_id, facts.locale))
    if not facts.is_guest and not in_need:
        offers.extend(_can_work_buttons(facts.check_id, facts.locale))
    offers.append(_change_button(facts.check_id, facts.round, facts.locale))
    return tuple(offers)


def _comment_button(check_id: int, locale: Locale, in_need: bool = False) -> Button:
    return Button(say("button.comment_help" if in_need else "button.comment", locale), encode(CommentPress(check_id)))


def _place_button(check_id: int, locale: Locale) -> Button:
    return Button(say("button.place", locale), encode(PlacePress(check_id)))


def _can_work_buttons(check_id: int, locale: Locale) -> tuple[Button, ...]:
    return tuple(
        Button(
            say("button.can_work", locale, answer=can_work_label(answer, locale)),
            encode(CanWorkPress(check_id, answer)),
        )
        for answer in CanWork
    )


def _change_button(check_id: int, round_: int, locale: Locale) -> Button:
    return Button(say("button.change", locale), encode(ChangePress(check_id, round_)))


@dataclass(frozen=True, slots=True)
class DetailsFacts:
    check_id: int
    kind: CheckKind
    round: int
    locale: Locale
    comment: str = ""
    can_work: str = ""
    place: str = ""


def details_noted(facts: DetailsFacts) -> Speech:
    """What is kept now, so that a slip is seen; comment, place and answer can be given again."""
    given = (
        ("details.comment", clean(facts.comment, COMMENT_AT_MOST)),
        ("details.can_work", _can_work_words(facts.can_work, facts.locale)),
        ("details.place", clean(facts.place, COMMENT_AT_MOST)),
    )
    heading = heading_line(facts.kind, say("details.heading", facts.locale))
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, say("details.heading", facts.locale)),
        heading=heading,
        paragraphs=(*drill_lines(facts.kind, facts.locale), say("details.thanks", facts.locale)),
        fields=tuple((say(key, facts.locale), value) for key, value in given if value),
        buttons=(
            _comment_button(facts.check_id, facts.locale),
            _place_button(facts.check_id, facts.locale),
            _change_button(facts.check_id, facts.round, facts.locale),
        ),
        mark=mark_of(facts.kind),
    )


def _can_work_words(can_work: str, locale: Locale) -> str:
    return can_work_label(CanWork(can_work), locale) if can_work else ""


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """The four answers once more: not understood, or wants to change."""

    check_id: int
    kind: CheckKind
    title: str
    round: int
    locale: Locale


def ask_back(facts: ChoiceFacts) -> Speech:
    """We did not take your words for an answer: which is it?"""
    return _choice(facts, "choose.not_understood", (say("choose.not_understood_why", facts.locale),))


def choose_again(facts: ChoiceFacts, said: str = "", said_at: datetime | None = None) -> Speech:
    """`/safety me` and [change my answer]. `said_at` is already in the company's local time."""
    if not said:
        return _choice(facts, "choose.heading", ())
    answer = status_label(Status(said), facts.locale)
    if said_at is None:
        return _choice(facts, "choose.heading", (say("choose.said", facts.locale, answer=answer),))
    moment = format_moment(said_at, facts.locale)
    return _choice(facts, "choose.heading", (say("choose.said_at", facts.locale, answer=answer, moment=moment),))


def _choice(facts: ChoiceFacts, heading: str, words: tuple[str, ...]) -> Speech:
    title = one_line(facts.title, TITLE_AT_MOST)
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, title),
        heading=heading_line(facts.kind, say(heading, facts.locale)),
        paragraphs=(
            *drill_lines(facts.kind, facts.locale),
            say("choose.check", facts.locale, title=title),
            *words,
        ),
        buttons=answer_buttons(facts.check_id, facts.round, facts.locale),
        small_print=(say("emergency.first", facts.locale),),
        mark=mark_of(facts.kind),
    )


def nothing_to_answer(locale: Locale, cried_for_help: bool, is_known: bool, via_line: bool) -> Speech:
    """No check is running. A cry for help is told plainly that nobody was told."""
    how_to_link = () if is_known else (_how_to_link(locale, via_line),)
    if cried_for_help:
        heading = say("nothing.help_heading", locale)
        return Speech(
            locale=locale,
            subject=heading,
            heading=heading,
            paragraphs=(say("nothing.help", locale), *how_to_link),
            links=public_numbers(locale),
            urgent=True,
        )
    heading = say("nothing.heading", locale)
    detail = say("nothing.detail" if is_known else "nothing.detail_unknown", locale)
    return Speech(locale=locale, subject=heading, heading=heading, paragraphs=(detail, *how_to_link))


def ask_for_comment(locale: Locale, kind: CheckKind) -> Speech:
    """LINE: the next line you type is your comment."""
    return _asked_for(say("ask.comment_heading", locale), say("ask.comment", locale), locale, kind)


def ask_for_place(locale: Locale, kind: CheckKind) -> Speech:
    """LINE: send your location with the button below, or type where you are."""
    return _asked_for(say("ask.place_heading", locale), say("ask.place", locale), locale, kind)


def _asked_for(heading: str, words: str, locale: Locale, kind: CheckKind) -> Speech:
    return Speech(
        locale=locale,
        subject=subject_line(kind, locale, heading),
        heading=heading_line(kind, heading),
        paragraphs=(*drill_lines(kind, locale), words),
        mark=mark_of(kind),
    )


def send_place_label(locale: Locale) -> str:
    """The button that sends the phone's position: at most 20 characters (LINE, quick reply)."""
    return say("button.send_place", locale)
