"""Words about help cases, to managers and to the person."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answer_buttons import answer_button
from bot.buttons import CloseHelpPress, TakeHelpPress, encode
from bot.frame import drill_lines, heading_line, mark_of, subject_line
from bot.labels import person_label
from bot.phones import phone_links, public_numbers
from bot.plain import COMMENT_AT_MOST, NAME_AT_MOST, TITLE_AT_MOST, clean, one_line
from bot.speech import Button, Link, Speech
from bot.vocabulary import CheckKind, Locale, Status
from bot.wording import say

_PHONES_AT_MOST = 3
_UNITS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class RescueFacts:
    """`opened_at` and the like are already local clock times such as `14:03`."""

    help_case_id: int
    kind: CheckKind
    title: str
    locale: Locale
    person_name: str
    units: tuple[str, ...] = ()
    comment: str = ""
    place: str = ""
    phones: tuple[str, ...] = ()
    opened_at: str = ""
    taken_by: str = ""
    taken_at: str = ""
    closed_by: str = ""
    closing_word: str = ""
    is_closed: bool = False
    board_url: str = ""
    #: Mail has no buttons: the page on which the case is taken and closed.
    take_url: str = ""
    #: So that somebody whose case was closed can call for help again with one press; 0: no button.
    check_id: int = 0
    round: int = 0


def help_alert(facts: RescueFacts) -> Speech:
    """To managers responsible for the person: who, where, what they said, [I take it]."""
    buttons, links = _take(facts)
    return _to_managers(
        facts,
        heading=say("rescue.alert_heading", facts.locale, name=person_label(facts.person_name, facts.locale)),
        words=(_how_to_take(facts), say("rescue.call_119", facts.locale)),
        buttons=buttons,
        links=links,
        drill="rescue.drill",
        urgent=True,
    )


def help_news(facts: RescueFacts) -> Speech:
    """What the person has written since the alert, in short; nobody has taken it yet, or to the taker."""
    is_taken = bool(facts.taken_at)
    buttons, links = _close(facts) if is_taken else _take(facts)
    return _to_managers(
        replace(facts, units=(), opened_at=""),
        heading=say("rescue.news_heading", facts.locale, name=person_label(facts.person_name, facts.locale)),
        words=() if is_taken else (_how_to_take(facts),),
        buttons=buttons,
        links=links,
        urgent=True,
    )


def help_taken_for_managers(facts: RescueFacts) -> Speech:
    """Somebody takes care; [close with a word] for the taker."""
    buttons, links = _close(facts)
    return _to_managers(
        facts,
        heading=say("rescue.taken_heading", facts.locale, name=person_label(facts.person_name, facts.locale)),
        words=(say("rescue.taken", facts.locale, taker=_somebody(facts.taken_by, facts.locale)),),
        buttons=buttons,
        links=links,
    )


def help_taken_for_person(facts: RescueFacts) -> Speech:
    """To the person in need: who takes care of you; 119/110/118 stay the quickest way."""
    taker = _somebody(facts.taken_by, facts.locale)
    return _to_person(
        facts,
        heading=say("rescue.taken_person_heading", facts.locale, taker=taker),
        words=say("rescue.taken_person", facts.locale, taker=taker),
    )


def help_closed_for_managers(facts: RescueFacts) -> Speech:
    return _to_managers(
        facts,
        heading=say("rescue.closed_heading", facts.locale, name=person_label(facts.person_name, facts.locale)),
        words=(say("rescue.closed", facts.locale, closer=_somebody(facts.closed_by, facts.locale)),),
    )


def help_closed_for_person(facts: RescueFacts) -> Speech:
    """The word that closed it stays among managers; the person can call for help again."""
    again = (answer_button(facts.check_id, facts.round, Status.HELP, facts.locale),) if facts.check_id else ()
    return _to_person(
        facts,
        heading=say("rescue.closed_person_heading", facts.locale),
        words=say("rescue.closed_person", facts.locale, closer=_somebody(facts.closed_by, facts.locale)),
        buttons=again,
    )


def _how_to_take(facts: RescueFacts) -> str:
    return say("rescue.alert_by_page" if facts.take_url else "rescue.alert", facts.locale)


def _take(facts: RescueFacts) -> tuple[tuple[Button, ...], tuple[Link, ...]]:
    """A button, or in mail a link to the page."""
    take = say("rescue.take", facts.locale)
    if facts.take_url:
        return (), (Link(take, facts.take_url),)
    return (Button(take, encode(TakeHelpPress(facts.help_case_id)), "primary"),), ()


def _close(facts: RescueFacts) -> tuple[tuple[Button, ...], tuple[Link, ...]]:
    """As `_take`."""
    close = say("rescue.close", facts.locale)
    if facts.take_url:
        return (), (Link(close, facts.take_url),)
    return (Button(close, encode(CloseHelpPress(facts.help_case_id))),), ()


def _somebody(name: str, locale: Locale) -> str:
    return person_label(name, locale) if name.strip() else say("rescue.somebody", locale)


def _to_managers(
    facts: RescueFacts,
    heading: str,
    words: tuple[str, ...],
    buttons: tuple[Button, ...] = (),
    links: tuple[Link, ...] = (),
    drill: str = "drill.short",
    urgent: bool = False,
) -> Speech:
    call = say("rescue.call", facts.locale)
    phones = phone_links(tuple((call, phone) for phone in facts.phones[:_PHONES_AT_MOST]))
    board = (Link(say("rescue.board", facts.locale), facts.board_url),) if facts.board_url else ()
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, heading),
        heading=heading_line(facts.kind, heading),
        paragraphs=(*drill_lines(facts.kind, facts.locale, drill), *words),
        fields=_fields(facts),
        buttons=buttons,
        links=(*links, *phones, *board),
        mark=mark_of(facts.kind),
        urgent=urgent,
    )


def _fields(facts: RescueFacts) -> tuple[tuple[str, str], ...]:
    taken_by = " ".join(part for part in (one_line(facts.taken_by, NAME_AT_MOST), facts.taken_at) if part)
    given = (
        ("rescue.comment", clean(facts.comment, COMMENT_AT_MOST)),
        ("rescue.place", clean(facts.place, COMMENT_AT_MOST)),
        ("rescue.units", one_line(say("list.separator", facts.locale).join(facts.units), _UNITS_AT_MOST)),
        ("rescue.opened_at", facts.opened_at),
        ("rescue.taken_by", taken_by),
        ("rescue.closed_by", one_line(facts.closed_by, NAME_AT_MOST)),
        ("rescue.closing_word", clean(facts.closing_word, COMMENT_AT_MOST)),
        ("rescue.check", one_line(facts.title, TITLE_AT_MOST)),
    )
    return tuple((say(key, facts.locale), value) for key, value in given if value)


def _to_person(facts: RescueFacts, heading: str, words: str, buttons: tuple[Button, ...] = ()) -> Speech:
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, heading),
        heading=heading_line(facts.kind, heading),
        paragraphs=(*drill_lines(facts.kind, facts.locale), words),
        buttons=buttons,
        links=public_numbers(facts.locale),
        mark=mark_of(facts.kind),
        urgent=True,
    )
