"""What flows returned, as the bot's wording wants it: the same translation for every channel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TypeVar

from bot.company import Bulletin, CompanyInfo, EmergencyContact, InfoLink, Route, in_language
from bot.frame import mark_of
from bot.information import InfoFacts, InfoLine
from bot.labels import clock_time, day_and_time
from bot.maps import route_url
from bot.message_texts import MessageText
from bot.phones import is_public
from bot.rescue import RescueFacts
from bot.thanks import ThanksFacts
from bot.vocabulary import CheckKind, Hazard, InfoPage, Locale, Standing, Status
from bot.wording import say
from flows.help_cases import HelpCaseView
from flows.record_answer import AnswerRecorded

_Entry = TypeVar("_Entry", EmergencyContact, InfoLink, Route)

#: To whom the company's own emergency numbers are named.
_IN_NEED = (Status.HELP, Status.INJURED)


def is_in_need(status: Status, standing: Standing) -> bool:
    """Whether what is said to this person names the company's emergency numbers."""
    return status in _IN_NEED or standing is Standing.HELP


def thanks_facts(
    recorded: AnswerRecorded,
    info_url: str,
    info: CompanyInfo | None = None,
    via_line: bool = False,
    own_words: MessageText | None = None,
) -> ThanksFacts:
    """`info` is needed only where `is_in_need`. `own_words`: the company's own thank-you, where it has one."""
    return ThanksFacts(
        check_id=recorded.check_id,
        kind=recorded.check_kind,
        title=recorded.check_title,
        round=recorded.round,
        locale=recorded.locale,
        status=recorded.status,
        standing=recorded.standing,
        is_guest=recorded.is_guest,
        is_known=recorded.is_known,
        late=recorded.late,
        info_url=info_url,
        company_numbers=company_numbers(info, recorded.locale) if info else (),
        via_line=via_line,
        nobody_told=recorded.nobody_told,
        own_words=own_words,
    )


def company_numbers(info: CompanyInfo, locale: Locale) -> tuple[tuple[str, str], ...]:
    """(name, number) in the reader's language, to stand beside 119, 110 and 118: not those of other people's sites."""
    for_all = [contact for contact in info.contacts if contact.site_id is None] or info.contacts
    own = (contact for contact in for_all if not is_public(contact.number))
    return tuple((in_language(locale, contact.name, contact.name_en), contact.number) for contact in own)


def info_facts(info: CompanyInfo, locale: Locale, company: str, info_url: str, zone: tzinfo) -> InfoFacts:
    """What is for the whole company comes first. Without withdrawn bulletins, and without links for preparing."""
    return InfoFacts(
        locale=locale,
        company=company,
        contacts=tuple(
            InfoLine(in_language(locale, one.name, one.name_en), one.number, in_language(locale, one.note, one.note_en))
            for one in _company_first(info.contacts)
        ),
        links=tuple(
            InfoLine(in_language(locale, one.name, one.name_en), one.url, in_language(locale, one.note, one.note_en))
            for one in _company_first(info.links)
            if one.page is InfoPage.DAY
        ),
        routes=tuple(
            InfoLine(in_language(locale, one.name, one.name_en), route_url(one), _route_note(one, locale))
            for one in _company_first(info.routes)
        ),
        info_url=info_url,
        bulletins=tuple(_news(one, locale, zone) for one in info.bulletins if one.withdrawn_at is None),
    )


def _company_first(entries: tuple[_Entry, ...]) -> list[_Entry]:
    return sorted(entries, key=lambda one: one.site_id is not None)


def hazard_names(hazards: Iterable[Hazard], locale: Locale) -> str:
    return say("list.separator", locale).join(say(f"hazard.{hazard}", locale) for hazard in hazards)


def _route_note(route: Route, locale: Locale) -> str:
    note = in_language(locale, route.note, route.note_en)
    parts = (hazard_names(route.hazards, locale), note)
    return say("list.separator", locale).join(part for part in parts if part)


def _news(one: Bulletin, locale: Locale, zone: tzinfo) -> InfoLine:
    title = in_language(locale, one.title, one.title_en)
    label = f"{day_and_time(one.written_at, zone, locale)} {mark_of(one.kind)}{title}"
    return InfoLine(label, "", in_language(locale, one.words, one.words_en))


def rescue_facts(
    view: HelpCaseView, zone: tzinfo, locale: Locale, board_url: str = "", take_url: str = ""
) -> RescueFacts:
    """Moments become clock times of the company's zone."""
    return RescueFacts(
        help_case_id=view.help_case_id,
        kind=CheckKind.DRILL if view.is_drill else CheckKind.REAL,
        title=view.check_title,
        locale=locale,
        person_name=view.person_name,
        units=view.units,
        comment=view.comment,
        place=view.place,
        phones=view.phones,
        opened_at=_clock(view.opened_at, zone),
        taken_by=view.taken_by,
        taken_at=_clock(view.taken_at, zone),
        closed_by=view.closed_by,
        closing_word=view.closing_word,
        is_closed=view.closed_at is not None,
        board_url=board_url,
        take_url=take_url,
        check_id=view.check_id,
    )


def _clock(moment: datetime | None, zone: tzinfo) -> str:
    return clock_time(moment, zone) if moment else ""
