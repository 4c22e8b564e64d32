"""Bulletins, emergency contacts, links and routes as a message."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.menu_buttons import MenuTile
from bot.phones import phone_links, public_numbers
from bot.plain import NAME_AT_MOST, one_line
from bot.speech import Link, Speech
from bot.vocabulary import Locale
from bot.wording import say

#: The first few of each: all links together stay on one screen and far below LINE's 30 kB a bubble.
_EACH_AT_MOST = 4
_BULLETINS_AT_MOST = 3
_NOTE_AT_MOST = 120
_LABEL_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class InfoLine:
    """A contact (label, number to call, note), or a link or route (label, url, note), in the reader's language.

    Or a bulletin: its time and title, no target, its words.
    """

    label: str
    target: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class InfoFacts:
    locale: Locale
    company: str
    contacts: tuple[InfoLine, ...]
    links: tuple[InfoLine, ...]
    routes: tuple[InfoLine, ...]
    info_url: str
    #: As they are to be read, the first first.
    bulletins: tuple[InfoLine, ...] = ()


def information(facts: InfoFacts) -> Speech:
    """Within LINE's and Slack's limits: the first few of each, the page for the rest."""
    company = one_line(facts.company, NAME_AT_MOST)
    heading = say("info.of_company", facts.locale, company=company) if company else say("info.heading", facts.locale)
    news = ("bulletins", facts.bulletins, _BULLETINS_AT_MOST)
    numbers = ("contacts", facts.contacts, _EACH_AT_MOST)
    groups = (news, numbers, ("links", facts.links, _EACH_AT_MOST), ("routes", facts.routes, _EACH_AT_MOST))
    shown = [(name, lines[:at_most]) for name, lines, at_most in groups if lines]
    has_more = any(len(lines) > at_most for _, lines, at_most in groups)
    return Speech(
        locale=facts.locale,
        subject=heading,
        heading=heading,
        paragraphs=(
            *(_group(name, lines, facts.locale) for name, lines in shown),
            *(() if shown else (say("info.empty", facts.locale),)),
            *((say("info.more", facts.locale),) if has_more else ()),
        ),
        links=(
            *public_numbers(facts.locale),
            *phone_links(tuple((contact.label, contact.target) for contact in facts.contacts[:_EACH_AT_MOST])),
            *(_web_link(line) for line in (*facts.routes[:_EACH_AT_MOST], *facts.links[:_EACH_AT_MOST])),
            *((Link(say("info.page", facts.locale), facts.info_url),) if facts.info_url else ()),
        ),
        small_print=(say("info.map_warning", facts.locale),) if facts.routes else (),
    )


def about(facts: InfoFacts, tile: MenuTile) -> Speech:
    """One part of it, as a tile of the menu in LINE asks for it: contacts, routes or bulletins."""
    part = replace(
        facts,
        contacts=facts.contacts if tile is MenuTile.CONTACTS else (),
        routes=facts.routes if tile is MenuTile.ROUTES else (),
        bulletins=facts.bulletins if tile is MenuTile.NEWS else (),
        links=(),
    )
    told, heading = information(part), say(f"menu.{tile}", facts.locale)
    is_empty = not (part.contacts or part.routes or part.bulletins)
    return replace(
        told,
        subject=heading,
        heading=heading,
        paragraphs=(say(f"menu.no_{tile}", facts.locale),) if is_empty else told.paragraphs,
        links=told.links[len(public_numbers(facts.locale)) :] if tile is MenuTile.NEWS else told.links,
    )


def _group(name: str, lines: tuple[InfoLine, ...], locale: Locale) -> str:
    return "\n".join((say(f"info_group.{name}", locale), *(_listed(name, line, locale) for line in lines)))


def _listed(group: str, line: InfoLine, locale: Locale) -> str:
    """A contact's number stands in the text as well: not every screen can dial it, and paper cannot."""
    label = one_line(f"{line.label} {line.target}" if group == "contacts" else line.label, _NOTE_AT_MOST)
    note = one_line(line.note, _NOTE_AT_MOST)
    return say("info.listed", locale, text=say("info.noted", locale, label=label, note=note) if note else label)


def _web_link(line: InfoLine) -> Link:
    return Link(one_line(line.label, _LABEL_AT_MOST), line.target)
