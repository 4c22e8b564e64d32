"""Labels of the forms for emergency contacts, links, routes and bulletins; Slack's limits as in `bot.forms`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.forms import Choice
from bot.plain import TITLE_AT_MOST, one_line
from bot.speech import Speech
from bot.vocabulary import CheckKind, Hazard, InfoPage, Locale, MapService
from bot.wording import say

#: The value of "the whole company" among sites and units.
COMPANY = "all"
CONTACTS, LINKS, ROUTES = LISTINGS = ("contacts", "links", "routes")
_ADD = {CONTACTS: "info_edit.add_contact", LINKS: "info_edit.add_link", ROUTES: "info_edit.add_route"}
_NAME_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class EntriesView:
    heading: str
    close: str
    none: str
    change: str
    add: str
    #: The lists there are, by their name.
    tabs: tuple[Choice, ...]


def entries_view(locale: Locale, listing: str = CONTACTS) -> EntriesView:
    """`listing`: one of LISTINGS."""
    return EntriesView(
        heading=say(f"info_tab.{listing}", locale),
        close=say("names_view.close", locale),
        none=say("entries_view.none", locale),
        change=say("entries_view.change", locale),
        add=say(_ADD[listing], locale),
        tabs=tuple((name, say(f"info_tab.{name}", locale)) for name in LISTINGS),
    )


def entry_line(name: str, number: str, note: str, site: str) -> str:
    parts = (f"{one_line(name, _NAME_AT_MOST)}  {one_line(number, 60)}", one_line(note, 200), one_line(site, 60))
    return "\n".join(part for part in parts if part)


def more_entries(number: int, locale: Locale) -> str:
    return say("entries_view.more", locale, number=number)


@dataclass(frozen=True, slots=True)
class EntryForm:
    heading: str
    submit: str
    cancel: str
    name: str
    number: str
    note: str
    name_en: str
    note_en: str
    whose: str
    company: str
    delete: str
    delete_it: str
    #: Of a link.
    url: str
    page: str
    pages: tuple[Choice, ...]
    #: Of a route.
    destination: str
    destination_at: str
    start: str
    start_at: str
    start_hint: str
    map: str
    maps: tuple[Choice, ...]
    hazards: str
    hazard_choices: tuple[Choice, ...]


def entry_form(locale: Locale, is_new: bool, listing: str = CONTACTS) -> EntryForm:
    """`listing`: one of LISTINGS."""
    return EntryForm(
        heading=say(_ADD[listing] if is_new else "entries_view.change", locale),
        submit=say("info_edit.save", locale),
        cancel=say("form.cancel", locale),
        name=say("info_edit.name", locale),
        number=say("info_edit.number", locale),
        note=say("info_edit.note", locale),
        name_en=say("info_edit.name_en", locale),
        note_en=say("info_edit.note_en", locale),
        whose=say("info_edit.site", locale),
        company=say("bulletins.everybody", locale),
        delete=say("info_edit.remove", locale),
        delete_it=say("entry_form.delete_it", locale),
        url=say("info_edit.url", locale),
        page=say("info_edit.page", locale),
        pages=tuple((page, say(f"info_page.{page}", locale)) for page in InfoPage),
        destination=say("info_edit.destination", locale),
        destination_at=say("info_edit.at", locale),
        start=say("info_edit.start", locale),
        start_at=say("info_edit.start_at", locale),
        start_hint=say("info_edit.start_hint", locale),
        map=say("info_edit.map", locale),
        maps=tuple((service, say(f"map.{service}", locale)) for service in MapService),
        hazards=say("info_edit.hazards", locale),
        hazard_choices=tuple((hazard, say(f"hazard.{hazard}", locale)) for hazard in Hazard),
    )


def entry_kept(name: str, is_deleted: bool, locale: Locale, listing: str = CONTACTS) -> Speech:
    key = "entry_form.deleted" if is_deleted else "entry_form.saved"
    told = say(key, locale, name=one_line(name, _NAME_AT_MOST))
    heading = say(f"info_tab.{listing}", locale)
    return Speech(locale=locale, subject=told, heading=heading, paragraphs=(told,))


@dataclass(frozen=True, slots=True)
class BulletinForm:
    heading: str
    submit: str
    cancel: str
    kind: str
    kinds: tuple[Choice, ...]
    title: str
    words: str
    title_en: str
    words_en: str
    whom: str
    company: str
    push: str
    push_it: str
    note: str


def bulletin_form(locale: Locale) -> BulletinForm:
    return BulletinForm(
        heading=say("bulletins.write", locale),
        submit=say("bulletins.publish", locale),
        cancel=say("form.cancel", locale),
        kind=say("start_form.kind", locale),
        kinds=(
            (CheckKind.REAL, say("bulletin_form.real", locale)),
            (CheckKind.DRILL, say("bulletins.drill", locale)),
        ),
        title=say("bulletins.name", locale),
        words=say("bulletins.words", locale),
        title_en=say("bulletins.name_en", locale),
        words_en=say("bulletins.words_en", locale),
        whom=say("bulletins.whom", locale),
        company=say("bulletins.everybody", locale),
        push=say("bulletin_form.push", locale),
        push_it=say("bulletin_form.push_it", locale),
        note=say("bulletins.open_note", locale),
    )


def bulletin_published(title: str, pushed_to: int, locale: Locale) -> Speech:
    """`pushed_to`: how many people are notified, 0: nobody."""
    told = say("bulletin_form.published", locale, title=one_line(title, TITLE_AT_MOST))
    more = (say("bulletin_form.pushed", locale, people=f"{pushed_to:,}"),) if pushed_to else ()
    return Speech(locale=locale, subject=told, heading=say("message.bulletin", locale), paragraphs=(told, *more))
