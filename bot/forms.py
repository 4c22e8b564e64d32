"""Labels of forms. Headings and submit words are at most 24 characters long, hints 150 (Slack, modal).

Which fields may stay empty is the form's to say: Slack writes "(optional)" beside them by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.frame import mark_of
from bot.labels import can_work_label, person_label, reach_label, standing_label
from bot.plain import TITLE_AT_MOST, one_line, shorten
from bot.vocabulary import CanWork, CheckKind, Locale, Reach, Standing, Status
from bot.wording import say

#: Slack: text of an option object.
OPTION_AT_MOST = 75
#: A choice: (value, label).
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StartForm:
    heading: str
    submit: str
    #: After the warning that a similar check is active.
    submit_anyway: str
    cancel: str
    kind: str
    kinds: tuple[Choice, ...]
    title: str
    title_hint: str
    message: str
    message_hint: str
    units: str
    units_hint: str
    reach: str
    reaches: tuple[Choice, ...]
    reminders: str
    closing: str
    starts_at: str


def start_form(locale: Locale) -> StartForm:
    """What can be chosen for reminders and closing comes from `bot.plan_choices`."""
    return StartForm(
        heading=say("start_form.heading", locale),
        submit=say("start_form.submit", locale),
        submit_anyway=say("similar.anyway", locale),
        cancel=say("form.cancel", locale),
        kind=say("start_form.kind", locale),
        kinds=(
            (CheckKind.REAL, say("start_form.kind_real", locale)),
            (CheckKind.DRILL, say("start_form.kind_drill", locale)),
        ),
        title=say("start_form.title", locale),
        title_hint=say("start_form.title_hint", locale),
        message=say("start_form.message", locale),
        message_hint=say("start_form.message_hint", locale),
        units=say("start_form.units", locale),
        units_hint=say("start_form.units_hint", locale),
        reach=say("start_form.reach", locale),
        reaches=tuple((reach, reach_label(reach, locale)) for reach in Reach),
        reminders=say("start_form.reminders", locale),
        closing=say("start_form.closing", locale),
        starts_at=say("start_form.starts_at", locale),
    )


def unit_choice(path: str, people: int, locale: Locale) -> str:
    """`本社/開発部（12人）`; of a long path the end is kept, which tells units apart."""
    frame = say("start_form.unit", locale, path="", people=f"{people:,}")
    room = OPTION_AT_MOST - len(frame)
    kept = one_line(path, 1000)
    kept = kept if len(kept) <= room else "…" + kept[len(kept) - room + 1 :]
    return shorten(say("start_form.unit", locale, path=kept, people=f"{people:,}"), OPTION_AT_MOST)


@dataclass(frozen=True, slots=True)
class CommentForm:
    heading: str
    submit: str
    cancel: str
    comment: str
    comment_hint: str
    can_work: str
    can_work_choices: tuple[Choice, ...]
    place: str
    place_hint: str


def comment_form(locale: Locale, kind: CheckKind = CheckKind.REAL) -> CommentForm:
    return CommentForm(
        heading=mark_of(kind) + say("comment_form.heading", locale),
        submit=say("form.send", locale),
        cancel=say("form.cancel", locale),
        comment=say("comment_form.comment", locale),
        comment_hint=say("comment_form.comment_hint", locale),
        can_work=say("comment_form.can_work", locale),
        can_work_choices=tuple((answer, can_work_label(answer, locale)) for answer in CanWork),
        place=say("comment_form.place", locale),
        place_hint=say("comment_form.place_hint", locale),
    )


@dataclass(frozen=True, slots=True)
class MarkForm:
    heading: str
    submit: str
    cancel: str
    about: str
    status: str
    statuses: tuple[Choice, ...]
    comment: str
    comment_hint: str
    note: str


def mark_form(locale: Locale, person_name: str, check_title: str, kind: CheckKind = CheckKind.REAL) -> MarkForm:
    """Nothing is chosen beforehand. Statuses worst first, as on the board: a manager reports the worst at once."""
    title = mark_of(kind) + one_line(check_title, TITLE_AT_MOST)
    return MarkForm(
        heading=mark_of(kind) + say("mark_form.heading", locale),
        submit=say("mark_form.submit", locale),
        cancel=say("form.cancel", locale),
        about=say("mark_form.about", locale, name=person_label(person_name, locale), title=title),
        status=say("mark_form.status", locale),
        statuses=tuple((status, standing_label(Standing(status), locale)) for status in Status),
        comment=say("mark_form.comment", locale),
        comment_hint=say("mark_form.comment_hint", locale),
        note=say("mark_form.note", locale),
    )


@dataclass(frozen=True, slots=True)
class CloseHelpForm:
    heading: str
    submit: str
    cancel: str
    about: str
    word: str
    word_hint: str


def close_help_form(
    locale: Locale, person_name: str, opened_at: str, kind: CheckKind = CheckKind.REAL
) -> CloseHelpForm:
    """`opened_at` is a local clock time."""
    about = say("close_help_form.about", locale, name=person_label(person_name, locale), opened=opened_at)
    return CloseHelpForm(
        heading=mark_of(kind) + say("close_help_form.heading", locale),
        submit=say("close_help_form.submit", locale),
        cancel=say("form.cancel", locale),
        about=mark_of(kind) + about,
        word=say("close_help_form.word", locale),
        word_hint=say("close_help_form.word_hint", locale),
    )


@dataclass(frozen=True, slots=True)
class NamesView:
    heading: str
    close: str
    earlier: str
    later: str
    #: Opens the list in which one can search and act.
    search: str


def names_view(locale: Locale, kind: CheckKind = CheckKind.REAL) -> NamesView:
    """The frame; what stands in it is `bot.boards.names`."""
    return NamesView(
        heading=mark_of(kind) + say("names_view.heading", locale),
        close=say("names_view.close", locale),
        earlier=say("names_view.earlier", locale),
        later=say("names_view.later", locale),
        search=say("people_view.open", locale),
    )
