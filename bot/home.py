"""Slack's home tab, piece by piece, each a Speech of its own: for managers the checks and what they may do, for
everybody their answer, their contacts and what to know on the day itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.boards import BoardFacts
from bot.buttons import ChangePress, CommentPress, ResumePress, TakeHelpPress, encode
from bot.frame import drill_lines, heading_line, mark_of
from bot.labels import channel_label, format_moment, person_label, standing_label, status_label
from bot.manager_buttons import CheckDeed, CheckDeedPress, OpenForm, OpenFormPress
from bot.plain import TITLE_AT_MOST, one_line
from bot.speech import Button, Link, Speech
from bot.thanks import ChoiceFacts
from bot.vocabulary import WORKING_STATES, ChannelKind, CheckKind, ContactState, Locale, Standing, Status
from bot.wording import say

_ADDRESS_AT_MOST = 80
#: Of one person; more stand on the page.
_CONTACTS_AT_MOST = 15


def desk(locale: Locale, is_quiet: bool, console_url: str) -> Speech:
    """What a manager may begin. `is_quiet`: no check is active."""
    return _piece(
        locale,
        say("home.desk", locale),
        paragraphs=(say("home.quiet", locale),) if is_quiet else (),
        buttons=tuple(
            Button(
                say(f"home.open_{form.name.lower()}", locale),
                encode(OpenFormPress(form)),
                "primary" if form is OpenForm.START else "plain",
            )
            for form in OpenForm
        ),
        links=(Link(say("home.console", locale), console_url),),
    )


def active_check(facts: BoardFacts, may_remind: bool, board_url: str) -> Speech:
    """One check for its managers: the counts on a line, worst first; lists and deeds behind buttons."""
    locale = facts.locale
    title = say("board.heading", locale, title=one_line(facts.title, TITLE_AT_MOST))
    counts = say("list.separator", locale).join(
        say(
            "board.count",
            locale,
            label=standing_label(standing, locale),
            number=f"{facts.counts.get(standing, 0):,}",
        )
        for standing in Standing
    )
    state = say(
        "board.state_active", locale, number=facts.check_id, started=facts.started_at, closed="", roll=f"{facts.roll:,}"
    )
    alarm = say("board.unclaimed", locale, number=f"{facts.unclaimed_help:,}") if facts.unclaimed_help else ""
    return _piece(
        locale,
        title,
        kind=facts.kind,
        paragraphs=("\n".join(line for line in (state, alarm, counts) if line),),
        buttons=_deeds(facts, may_remind),
        links=(Link(say("started.board", locale), board_url),) if board_url else (),
        small_print=(say("board.as_of", locale, moment=facts.as_of),),
    )


def _deeds(facts: BoardFacts, may_remind: bool) -> tuple[Button, ...]:
    deeds = [CheckDeed.PEOPLE]
    if may_remind and facts.counts.get(Standing.SILENT):
        deeds.append(CheckDeed.REMIND)
    if facts.counts.get(Standing.HELP):
        deeds.append(CheckDeed.WRITE_IN_NEED)
    if may_remind:
        deeds.append(CheckDeed.CLOSE)
    return tuple(
        Button(say(f"home.deed_{deed}", facts.locale), encode(CheckDeedPress(deed, facts.check_id))) for deed in deeds
    )


@dataclass(frozen=True, slots=True)
class PlannedFacts:
    """`starts_at` is a local day and time. `is_responsible`: the reader may cancel it."""

    check_id: int
    kind: CheckKind
    title: str
    starts_at: str
    is_responsible: bool


def planned_check(facts: PlannedFacts, locale: Locale) -> Speech:
    """A check that starts by itself, on a line."""
    title = mark_of(facts.kind) + one_line(facts.title, TITLE_AT_MOST)
    cancel = Button(say("home.deed_cnl", locale), encode(CheckDeedPress(CheckDeed.CANCEL, facts.check_id)))
    return _piece(
        locale,
        "",
        paragraphs=(say("home.planned", locale, title=title, moment=facts.starts_at),),
        buttons=(cancel,) if facts.is_responsible else (),
    )


def more_checks(locale: Locale, number: int) -> Speech:
    return _piece(locale, "", paragraphs=(say("home.more_checks", locale, number=number),))


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A call for help nobody has taken. `opened_at` is a local clock time."""

    help_case_id: int
    kind: CheckKind
    person_name: str
    opened_at: str
    comment: str


def waiting_case(case: WaitingCase, locale: Locale) -> Speech:
    said = say("names.comment", locale, comment=one_line(case.comment, 160)) if case.comment else ""
    name = person_label(case.person_name, locale)
    told = mark_of(case.kind) + say("home.case", locale, name=name, opened=case.opened_at)
    return _piece(
        locale,
        "",
        paragraphs=("  ".join(part for part in (told, said) if part),),
        buttons=(Button(say("rescue.take", locale), encode(TakeHelpPress(case.help_case_id)), "help"),),
    )


def answered(facts: ChoiceFacts, said: str, said_at: datetime) -> Speech:
    """The reader's own answer, to be changed or added to. `said_at` is already in the company's local time."""
    locale = facts.locale
    answer = status_label(Status(said), locale)
    return _piece(
        locale,
        say("home.mine", locale),
        kind=facts.kind,
        paragraphs=(
            say("choose.check", locale, title=one_line(facts.title, TITLE_AT_MOST)),
            say("choose.said_at", locale, answer=answer, moment=format_moment(said_at, locale)),
        ),
        buttons=(
            Button(say("button.change", locale), encode(ChangePress(facts.check_id, facts.round))),
            Button(say("button.comment", locale), encode(CommentPress(facts.check_id))),
        ),
    )


def no_check(locale: Locale) -> Speech:
    """To somebody nobody asks anything now."""
    return _piece(locale, say("home.mine", locale), paragraphs=(say("home.nothing_asked", locale),))


@dataclass(frozen=True, slots=True)
class OwnContact:
    """One of the reader's own. `label`: what they call it, or empty."""

    channel: ChannelKind
    address: str
    label: str
    state: ContactState


def own_contacts(contacts: tuple[OwnContact, ...], locale: Locale, page_url: str) -> Speech:
    """How the reader is reached, what has stopped, and how it is resumed. For their own eyes alone."""
    lines = [_contact_line(contact, locale) for contact in contacts[:_CONTACTS_AT_MOST]]
    stopped = any(contact.state is ContactState.SUPPRESSED for contact in contacts)
    resume = Button(say("stopped.resume", locale), encode(ResumePress()), "primary")
    return _piece(
        locale,
        say("home.contacts", locale),
        paragraphs=("\n".join(lines) or say("home.no_contacts", locale),),
        buttons=(resume,) if stopped else (),
        links=(Link(say("home.contacts_page", locale), page_url),),
    )


def _contact_line(contact: OwnContact, locale: Locale) -> str:
    works = contact.state in WORKING_STATES
    # An account's id says nothing to its owner.
    named = contact.address if contact.channel in (ChannelKind.MAIL, ChannelKind.PHONE) else ""
    parts = (
        channel_label(contact.channel, locale),
        one_line(contact.label, _ADDRESS_AT_MOST),
        one_line(named, _ADDRESS_AT_MOST),
        "" if contact.channel is ChannelKind.PHONE and works else say(f"contact_state.{contact.state}", locale),
    )
    return say("home.contact", locale, icon="✅" if works else "⚠️", words="  ".join(part for part in parts if part))


def stranger(locale: Locale) -> Speech:
    """To an account that stands in no people file."""
    return _piece(locale, say("home.mine", locale), paragraphs=(say("refusal.unknown_person", locale),))


def _piece(
    locale: Locale,
    heading: str,
    *,
    kind: CheckKind = CheckKind.REAL,
    paragraphs: tuple[str, ...] = (),
    buttons: tuple[Button, ...] = (),
    links: tuple[Link, ...] = (),
    small_print: tuple[str, ...] = (),
) -> Speech:
    marked = heading_line(kind, heading) if heading else ""
    return Speech(
        locale=locale,
        subject=marked,
        heading=marked,
        paragraphs=(*drill_lines(kind, locale), *paragraphs),
        buttons=buttons,
        links=links,
        small_print=small_print,
        mark=mark_of(kind),
    )
