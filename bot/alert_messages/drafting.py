"""From a ready message or an empty form to a text, and to what a check or a bulletin takes of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.alert_messages.check import check, limits_for
from bot.alert_messages.composing import Composed, Draft, compose
from bot.alert_messages.data_files import Edition, Item, items
from bot.alert_messages.splitting import CannotSplitError, Part, split
from bot.alert_messages.templates import Template, templates
from bot.alert_messages.vocabulary import Audience, Limits, Report
from bot.plain import MESSAGE_AT_MOST, clean, length
from bot.short_form import ACTION_AT_MOST, ShortForm, short_line
from bot.vocabulary import Locale

#: What a form begins with.
_FIRST_ITEMS = {Audience.COMPANY: "safety", Audience.AREA_MAIL: "order"}
_WORDS = ("title", "sender", "area", "what", "reason", "action", "other", "wrong", "right")
#: UTF-16 code units that stand whole in every heading, marks included (`bot.frame.HEADING_AT_MOST`).
_LINE_AT_MOST = 110
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where it is written: the company's name, its clock, the wording and the lengths in force."""

    company: str
    at: datetime
    edition: Edition
    limits: Limits


@dataclass(frozen=True, slots=True)
class Examined:
    """`limits`: those for its language. `parts`: more than one where it must be split, none where there is no room.

    `short` and `message`: what a check or a bulletin takes of it, whose sender and marks are the product's own.
    """

    draft: Draft
    composed: Composed
    limits: Limits
    report: Report
    parts: tuple[Part, ...]
    short: ShortForm
    message: str


def items_for(audience: Audience, edition: Edition | None = None) -> dict[str, list[Item]]:
    """By group: the company's own, the numbers of section 3, the supplements of section 5.

    `edition`: without those whose name is no word of it any more (避難勧告 since 2021).
    """
    groups: dict[str, list[Item]] = {"company": [], "listed": [], "supplements": []}
    gone = {one.word for one in edition.gone} if edition else set()
    for item in items().values():
        if edition and edition.name_of(item)[0] in gone:
            continue
        groups["company" if item.company else "listed" if item.number else "supplements"].append(item)
    return groups if audience is Audience.COMPANY else {name: groups[name] for name in ("listed", "supplements")}


def fitting_item(key: str, audience: Audience) -> str:
    """That item, or the one a form begins with."""
    known = {item.key for group in items_for(audience).values() for item in group}
    return key if key in known else _FIRST_ITEMS[audience]


def written_in(locale: Locale) -> Locale:
    """The language somebody composes in: whoever reads easy Japanese writes Japanese."""
    return Locale.EN if locale is Locale.EN else Locale.JA


def blank(desk: Desk, audience: Audience, locale: Locale) -> Draft:
    """A company speaks itself; for whom a municipality's text speaks is not known."""
    sender = desk.company if audience is Audience.COMPANY else ""
    return Draft(
        _FIRST_ITEMS[audience],
        audience,
        locale,
        sender=sender,
        when=_moment(desk.at, locale, is_long=audience is Audience.AREA_MAIL),
    )


def filled(typed: Draft, template: Template, desk: Desk, given_when: str = "") -> Draft:
    """The template in the place of what stands there; own words stay. `given_when`: what `blank` said there."""
    ready = template.draft(typed.locale)
    known = {name: {getattr(one.draft(typed.locale), name) for one in templates()} for name in _WORDS}
    known["sender"].add(desk.company)
    known["what"] |= {_named(one.draft(typed.locale), desk.edition) for one in templates()}
    own = {name: kept for name in _WORDS if (kept := getattr(typed, name)).strip() and kept.strip() not in known[name]}
    shelters = {shelter for one in templates() for shelter in one.draft(typed.locale).shelters}
    if any(shelter not in shelters for shelter in typed.shelters):
        own["shelters"] = typed.shelters
    if typed.when.strip() and typed.when != given_when:
        own["when"] = typed.when
    speaks = ready.audience is Audience.COMPANY and desk.company
    begun = replace(
        ready,
        sender=desk.company if speaks else ready.sender,
        when=_today(ready.when, desk.at, typed.locale),
        what=_named(ready, desk.edition),
        is_drill=ready.is_drill or typed.is_drill,
    )
    return replace(begun, **own)


def turned(typed: Draft, desk: Desk, given_when: str = "") -> Draft:
    """For another audience or in another language: what the form began with or a template put there begins anew in it.

    Own words stay. `given_when`: what `blank` said there.
    """
    began = blank(desk, typed.audience, typed.locale)
    other = Locale.JA if typed.locale is Locale.EN else Locale.EN
    new: dict[str, Any] = {name: _in_other_words(getattr(typed, name), name, typed.locale, desk) for name in _WORDS}
    for one in templates():
        if typed.shelters and typed.shelters == one.draft(other).shelters:
            new["shelters"] = one.draft(typed.locale).shelters
    if typed.sender in ("", desk.company):
        new["sender"] = began.sender
    return replace(typed, **new, when=began.when if typed.when == given_when else typed.when)


def _in_other_words(text: str, field: str, locale: Locale, desk: Desk) -> str:
    """In this language where it is a template's in the other; else as it is."""
    other = Locale.JA if locale is Locale.EN else Locale.EN
    for one in templates() if text else ():
        old, new = one.draft(other), one.draft(locale)
        is_what = field == "what"
        if text == (_named(old, desk.edition) if is_what else getattr(old, field)):
            return _named(new, desk.edition) if is_what else getattr(new, field)
    return text


def is_begun(draft: Draft) -> bool:
    """Something of it says more than the form began with."""
    untouched = ("item", "audience", "locale", "level", "sender", "when", "is_drill")
    return any(getattr(draft, one.name) for one in fields(draft) if one.name not in untouched)


def examine(draft: Draft, desk: Desk) -> Examined:
    """Never forbids anything. KeyError for an item that there is not."""
    composed = compose(draft, desk.edition, desk.limits)
    limits = limits_for(composed.text, draft.audience, desk.limits)
    if limits != desk.limits:
        composed = compose(draft, desk.edition, limits)
    report = check(composed.text, desk.edition, draft.audience, desk.limits, desk.at)
    parts: tuple[Part, ...] = (Part(composed.title, composed.body),)
    if draft.audience is Audience.AREA_MAIL and composed.body_length > limits.body:
        try:
            parts = split(composed.text, desk.edition, draft.audience, limits)
        except CannotSplitError:
            parts = ()
    return Examined(draft, composed, limits, report, parts, *_handed(draft, desk, limits))


def _handed(draft: Draft, desk: Desk, limits: Limits) -> tuple[ShortForm, str]:
    """What has no room in the heading stays in the text."""
    plain = replace(draft, level=0, is_drill=False, sender="" if draft.sender == desk.company else draft.sender)
    title = compose(plain, desk.edition, limits).title
    action = draft.action if length(draft.action) <= ACTION_AT_MOST else ""
    short = ShortForm(title, draft.level, action)
    is_whole = bool(action) and length(short_line(short, "", draft.locale)) <= _LINE_AT_MOST
    body = compose(replace(plain, action="" if is_whole else draft.action), desk.edition, limits).body
    # As a check keeps it: what is seen in the form is what is sent.
    return short, clean(body or draft.action, MESSAGE_AT_MOST)


def _named(draft: Draft, edition: Edition) -> str:
    column = 1 if draft.locale is Locale.EN else 0
    return draft.what.replace("{item}", edition.name_of(items()[draft.item])[column])


def _moment(at: datetime, locale: Locale, is_long: bool) -> str:
    if locale is Locale.EN:
        return f"{at.day} {_MONTHS[at.month - 1]}, {at:%H:%M}" if is_long else f"{at:%H:%M} today"
    return (f"{at.month}月{at.day}日" if is_long else "") + f"{at.hour}時{at.minute:02}分"


def _today(when: str, at: datetime, locale: Locale) -> str:
    """A template's blank moment or day is now; a blank span of time stays one."""
    if locale is Locale.EN:
        long, short, day = "1 Jan, 0:00", "0:00 today", "1 Jan"
        today = f"{at.day} {_MONTHS[at.month - 1]}"
    else:
        long, short, day = "●●月●●日●●時●●分", "●●時●●分", "●●月●●日"
        today = f"{at.month}月{at.day}日"
    if when == day:
        return today
    if when == long:
        return _moment(at, locale, is_long=True)
    return when.replace(short, _moment(at, locale, is_long=False)) if long not in when else when
