"""The form in which a message is composed, and what a check or a bulletin takes over from it.

Its own fields begin with `m_`; whatever else came with it is what stood in the form it was opened from, and goes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from werkzeug.datastructures import MultiDict

from adapters.web.form_words import level_in, words_in
from bot.alert_messages.composing import Draft
from bot.alert_messages.counting import is_latin
from bot.alert_messages.drafting import Desk, Examined, blank, examine, filled, fitting_item, turned, written_in
from bot.alert_messages.templates import templates
from bot.alert_messages.vocabulary import Audience
from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST, clean, one_line
from bot.ready_checks import is_ready_wording, ready_name
from bot.vocabulary import CheckKind, Locale, locale_or_default
from flows.compose_message import writing_desk
from flows.work import Work

#: What the page has itself: it is not carried on.
_OWN = frozenset(
    ("csrf", "press", "action", "ready", "open", "switch", "template", "composed", "at", "kind", "drill", "audience")
)
#: The longest of a line and of a text, UTF-16 code units.
LINE_AT_MOST = 200
#: Before the composer's own fields where they go along with the words that came of them.
_LEFT = "left_"
#: Fields of a form that are carried on; the largest has one for each unit.
_CARRIED_AT_MOST = 400
_SHELTERS_AT_MOST = 50
#: By the ready wording of a check that is about the same.
_TEMPLATES = {
    **{name: name for name in ("earthquake", "fire", "intruder", "infection")},
    "tsunami": "company_tsunami",
    "flood": "company_flood",
    "power_cut": "outage",
}
_LINES = ("when", "area", "what", "reason", "action", "wrong", "right")


@dataclass(frozen=True, slots=True)
class TypedDraft:
    """`given_when`: what stood under "when" before anybody typed. `carried`: of the form it was opened from."""

    draft: Draft
    given_when: str
    carried: tuple[tuple[str, str], ...] = ()

    @property
    def opened_by(self) -> str:
        """check, bulletin, or nothing."""
        names = {name for name, _ in self.carried}
        return "check" if "number" in names else "bulletin" if "words" in names else ""


def begun(desk: Desk, locale: Locale) -> TypedDraft:
    draft = blank(desk, Audience.COMPANY, written_in(locale))
    return TypedDraft(draft, draft.when)


def opened_from(form: MultiDict[str, str], desk: Desk, locale: Locale) -> TypedDraft:
    """With the words that stand in the form of a check or a bulletin.

    Ready wording is nobody's own: what the composer has ready about the same stands in its place. Words that were
    composed, and that nobody has changed since, stand in their fields again.
    """
    if left := _as_left(form, desk, locale):
        return left
    draft = blank(desk, Audience.COMPANY, written_in(locale))
    title, action, message = _words_standing(form, locale)
    own = replace(
        draft,
        title="" if is_ready_wording(title) else title,
        action="" if is_ready_wording(action) else action,
        other="" if is_ready_wording(message) else message,
        is_drill=_is_drill(form),
    )
    key = _TEMPLATES.get(ready_name(title), "")
    ready = next((one for one in templates(Audience.COMPANY) if one.key == key), None)
    begun_with = filled(own, ready, desk, draft.when) if ready else own
    return TypedDraft(replace(begun_with, level=level_in(form)), begun_with.when, _carried(form))


def left_draft(form: MultiDict[str, str], locale: Locale) -> tuple[tuple[str, str], ...]:
    """For the form of a check or a bulletin: what its words were composed of, to open the composer again as it was."""
    if "composed" in form:
        own = ((f"{_LEFT}{name}", value) for name, value in form.items(multi=True) if name.startswith("m_"))
        return (*islice(own, _CARRIED_AT_MOST), (f"{_LEFT}language", written_in(locale).value))
    kept = ((name, value) for name, value in form.items(multi=True) if name.startswith(_LEFT))
    return tuple(islice(kept, _CARRIED_AT_MOST))


def _as_left(form: MultiDict[str, str], desk: Desk, locale: Locale) -> TypedDraft | None:
    kept = [(name.removeprefix(_LEFT), value) for name, value in form.items(multi=True) if name.startswith(_LEFT)]
    fields = MultiDict([*kept, ("drill", "yes" if _is_drill(form) else "")])
    left_in = locale_or_default(fields.get("language"), locale)
    typed = replace(typed_draft(fields, left_in), carried=_carried(form))
    made = examine(typed.draft, desk)
    if not kept or _words_standing(form, left_in) != (made.short.title, made.short.action, made.message):
        return None
    typed = replace(typed, draft=replace(typed.draft, level=level_in(form), locale=written_in(locale)))
    return typed if typed.draft.locale is left_in else turned_over(typed, desk)


def _words_standing(form: MultiDict[str, str], locale: Locale) -> tuple[str, str, str]:
    """Title, call to action and text where what is composed in this language goes."""
    tail = "_en" if _is_beside(form, locale) else ""
    message = words_in(form, "message") or words_in(form, f"words{tail}")
    title, action = (
        one_line(words_in(form, f"title{tail}"), TITLE_AT_MOST),
        one_line(words_in(form, f"to_do{tail}"), LINE_AT_MOST),
    )
    return title, action, clean(message, MESSAGE_AT_MOST)


def _is_beside(form: MultiDict[str, str], locale: Locale) -> bool:
    """English stands beside a bulletin's Japanese words, not in their place."""
    words = words_in(form, "words").strip()
    return locale is Locale.EN and bool(words) and not is_latin(words)


def typed_draft(form: MultiDict[str, str], locale: Locale) -> TypedDraft:
    """As it was typed. What the form does not offer is what it begins with."""
    wanted = form.get("switch") or form.get("audience")
    audience = Audience.AREA_MAIL if wanted == Audience.AREA_MAIL else Audience.COMPANY
    shelters = (one_line(line, LINE_AT_MOST) for line in words_in(form, "m_shelters").split("\n"))
    draft = Draft(
        fitting_item(form.get("m_item", ""), audience),
        audience,
        written_in(locale),
        title=one_line(words_in(form, "m_title"), TITLE_AT_MOST),
        level=level_in(form, "m_level"),
        sender=one_line(words_in(form, "m_sender"), TITLE_AT_MOST),
        shelters=tuple(islice(filter(None, shelters), _SHELTERS_AT_MOST)),
        other=clean(words_in(form, "m_other"), MESSAGE_AT_MOST),
        is_drill=_is_drill(form),
        **{name: one_line(words_in(form, f"m_{name}"), LINE_AT_MOST) for name in _LINES},
    )
    return TypedDraft(draft, one_line(words_in(form, "m_given_when"), LINE_AT_MOST), _carried(form))


def turned_over(typed: TypedDraft, desk: Desk) -> TypedDraft:
    """For the audience or in the language it was switched to."""
    draft = turned(typed.draft, desk, typed.given_when)
    is_untouched = typed.draft.when == typed.given_when
    return TypedDraft(draft, draft.when if is_untouched else typed.given_when, typed.carried)


def handed_over(work: Work, form: MultiDict[str, str], locale: Locale) -> Examined:
    """What was composed, for the form of a check or a bulletin. RefusedError for whoever is no manager."""
    return examine(typed_draft(form, locale).draft, writing_desk(work))


def with_composed_words(form: MultiDict[str, str], handed: Examined | None) -> MultiDict[str, str]:
    """The form of a bulletin with what was composed: English beside words that stand there, else in their place.

    None: as it was.
    """
    drill = {"drill": "yes" if _is_drill(form) else ""}
    if handed is None:
        return MultiDict({**form.to_dict(), **drill})
    is_beside = _is_beside(form, handed.draft.locale)
    tail = "_en" if is_beside else ""
    new = {f"title{tail}": handed.short.title, f"to_do{tail}": handed.short.action, f"words{tail}": handed.message}
    level = {} if is_beside else {"warning_level": str(handed.short.level)}
    return MultiDict({**form.to_dict(), **new, **level, **drill})


def _is_drill(form: MultiDict[str, str]) -> bool:
    return form.get("kind") == CheckKind.DRILL or bool(form.get("drill"))


def _carried(form: MultiDict[str, str]) -> tuple[tuple[str, str], ...]:
    others: Iterator[tuple[str, str]] = (
        (name, value) for name, value in form.items(multi=True) if name not in _OWN and not name.startswith("m_")
    )
    return tuple(islice(others, _CARRIED_AT_MOST))
