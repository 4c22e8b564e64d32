"""The board as a message: worst first, counts for everybody, names for managers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import NamesPress, encode
from bot.frame import drill_lines, heading_line, info_links, mark_of, subject_line
from bot.labels import channel_label, icon, person_label, standing_label
from bot.plain import TITLE_AT_MOST, one_line, pack
from bot.reasons import reason as reason_of
from bot.speech import Button, Speech
from bot.vocabulary import ChannelKind, CheckKind, CheckState, Locale, Standing
from bot.wording import say

#: Below Slack's 3,000 characters of a section and 13,000 of a message (Block Kit reference), with room for escaping.
_PARAGRAPH_AT_MOST = 2400
_NAMES_PARAGRAPHS = 3
_UNIT_LINES_AT_MOST = 20
_UNIT_PATH_AT_MOST = 80
_PERSON_UNITS_AT_MOST = 80
_PERSON_COMMENT_AT_MOST = 160
_BAR_CELLS = 10
_REASON_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class BoardUnit:
    path: str
    counts: dict[Standing, int]


@dataclass(frozen=True, slots=True)
class BoardPerson:
    name: str
    units: tuple[str, ...]
    standing: Standing
    comment: str
    said_at: str
    #: Who takes care of them, or empty.
    taken_by: str = ""
    is_guest: bool = False
    by_proxy: bool = False


@dataclass(frozen=True, slots=True)
class BoardFacts:
    check_id: int
    kind: CheckKind
    title: str
    state: CheckState
    locale: Locale
    #: Local times such as `11/20 14:03`.
    started_at: str
    as_of: str
    roll: int
    counts: dict[Standing, int]
    guests: int
    unclaimed_help: int
    reminders_sent: int
    unreachable: int
    failed: int
    queued: int
    closed_at: str = ""
    next_reminder_at: str = ""
    units: tuple[BoardUnit, ...] = ()
    #: Only for the managers' board.
    people: tuple[BoardPerson, ...] = ()
    info_url: str = ""
    #: Channels through which nothing goes out, each with the code of its reason. Only for the managers' board.
    stopped: tuple[tuple[ChannelKind, str], ...] = ()


def stopped_channel(channel: ChannelKind, reason: str, locale: Locale) -> str:
    """Mail is stopped (The mail server cannot be reached: mail_unreachable). The manuals explain the code."""
    words = reason_of(reason, locale).words
    code = one_line(reason, _REASON_AT_MOST)
    said = code if words == code else say("board.stopped_because", locale, words=words, code=code)
    return say("board.stopped", locale, channel=channel_label(channel, locale), reason=said)


def board(facts: BoardFacts, for_managers: bool) -> Speech:
    """Header, five counts worst first, units, how far the sending is, who cannot be reached (a number), buttons.

    At most what one Slack message holds: many units are cut with 'and N more'.
    """
    title = say("board.heading", facts.locale, title=one_line(facts.title, TITLE_AT_MOST))
    state = "\n".join((*drill_lines(facts.kind, facts.locale), _state(facts), *_alarm(facts)))
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, title),
        heading=heading_line(facts.kind, title),
        paragraphs=(
            state,
            _counts(facts),
            *(_people(facts) if for_managers else ()),
            *_units(facts),
            _sending(facts, for_managers),
        ),
        buttons=_names_buttons(facts),
        links=info_links(facts.locale, facts.info_url),
        small_print=_small_print(facts, for_managers),
        mark=mark_of(facts.kind),
    )


def _state(facts: BoardFacts) -> str:
    return say(
        f"board.state_{facts.state}",
        facts.locale,
        number=facts.check_id,
        started=facts.started_at,
        closed=facts.closed_at,
        roll=f"{facts.roll:,}",
    )


def _alarm(facts: BoardFacts) -> tuple[str, ...]:
    if not facts.unclaimed_help:
        return ()
    return (say("board.unclaimed", facts.locale, number=f"{facts.unclaimed_help:,}"),)


def _counts(facts: BoardFacts) -> str:
    lines = [
        say(
            "board.count",
            facts.locale,
            label=standing_label(standing, facts.locale),
            number=f"{facts.counts.get(standing, 0):,}",
        )
        for standing in Standing
    ]
    return "\n".join((*lines, _answered(facts)))


def _answered(facts: BoardFacts) -> str:
    """Rounded down: 100 % and a full bar mean everybody."""
    if facts.roll <= 0:
        return say("board.nobody", facts.locale)
    answered = facts.roll - facts.counts.get(Standing.SILENT, 0)
    cells = answered * _BAR_CELLS // facts.roll
    return say(
        "board.answered",
        facts.locale,
        answered=f"{answered:,}",
        roll=f"{facts.roll:,}",
        percent=answered * 100 // facts.roll,
        bar="▓" * cells + "░" * (_BAR_CELLS - cells),
    )


def _units(facts: BoardFacts) -> tuple[str, ...]:
    """Words, not icons: three of the icons differ by colour alone."""
    if not facts.units:
        return ()
    worst_first = sorted(facts.units, key=_severity, reverse=True)
    lines = [_unit_line(unit, facts.locale) for unit in worst_first[:_UNIT_LINES_AT_MOST]]
    packed, left = pack([say("board.units", facts.locale), *lines], _PARAGRAPH_AT_MOST)
    left += max(0, len(facts.units) - _UNIT_LINES_AT_MOST)
    return (*packed, say("board.more_units", facts.locale, number=f"{left:,}")) if left else packed


def _severity(unit: BoardUnit) -> tuple[int, ...]:
    return tuple(unit.counts.get(standing, 0) for standing in (Standing.HELP, Standing.INJURED, Standing.SILENT))


def _unit_line(unit: BoardUnit, locale: Locale) -> str:
    counts = [
        say(f"standing_short.{standing}", locale, number=f"{unit.counts[standing]:,}")
        for standing in Standing
        if unit.counts.get(standing)
    ]
    return say(
        "board.unit",
        locale,
        path=one_line(unit.path, _UNIT_PATH_AT_MOST),
        roll=f"{sum(unit.counts.values()):,}",
        counts=say("list.separator", locale).join(counts),
    )


def _sending(facts: BoardFacts, for_managers: bool) -> str:
    """How far the sending is, who cannot be reached, who is asked again and when."""
    given = (("queued", facts.queued), ("failed", facts.failed), ("unreachable", facts.unreachable))
    separator = say("list.separator", facts.locale)
    parts = [say(f"sending.{key}", facts.locale, number=f"{number:,}") for key, number in given if number]
    sending = (
        say("board.sending", facts.locale, parts=separator.join(parts))
        if parts
        else say("board.nothing_waits", facts.locale)
    )
    asked_again = [say("board.reminders", facts.locale, number=facts.reminders_sent)]
    if facts.next_reminder_at and facts.state is CheckState.ACTIVE:
        asked_again.append(say("board.next_reminder", facts.locale, moment=facts.next_reminder_at))
    guests = [say("board.guests", facts.locale, number=f"{facts.guests:,}")] if facts.guests else []
    stopped = [stopped_channel(*one, facts.locale) for one in facts.stopped] if for_managers else []
    return "\n".join((sending, *stopped, separator.join(asked_again), *guests))


def _names_buttons(facts: BoardFacts) -> tuple[Button, ...]:
    worried_about = [
        Button(
            say(f"board.who_{standing}", facts.locale),
            encode(NamesPress(facts.check_id, standing)),
        )
        for standing in (Standing.HELP, Standing.INJURED, Standing.SILENT)
        if facts.counts.get(standing)
    ]
    everybody = Button(say("board.who_all", facts.locale), encode(NamesPress(facts.check_id, None)))
    return (*worried_about, everybody)


def _small_print(facts: BoardFacts, for_managers: bool) -> tuple[str, ...]:
    closed = (say("board.late_welcome", facts.locale),) if facts.state is CheckState.CLOSED else ()
    return (
        say("board.as_of", facts.locale, moment=facts.as_of),
        *closed,
        *(() if for_managers else (say("board.names_for_managers", facts.locale),)),
    )


def _people(facts: BoardFacts) -> tuple[str, ...]:
    if not facts.people:
        return ()
    lines = [person_line(person, facts.locale) for person in facts.people]
    packed, left = pack([say("board.people", facts.locale), *lines], _PARAGRAPH_AT_MOST)
    return (*packed, say("names.more", facts.locale, number=f"{left:,}")) if left else packed


def person_line(person: BoardPerson, locale: Locale) -> str:
    """🆘 助けが必要 花子 さん（本社/開発部） 14:03「…」 担当：次郎 さん."""
    separator = say("list.separator", locale)
    units = one_line(separator.join(person.units), _PERSON_UNITS_AT_MOST)
    comment = one_line(person.comment, _PERSON_COMMENT_AT_MOST)
    parts = (
        f"{icon(person.standing)} {say(f'standing.{person.standing}', locale)}",
        person_label(person.name, locale) + (say("names.units", locale, units=units) if units else ""),
        person.said_at,
        say("names.by_proxy", locale) if person.by_proxy else "",
        say("names.guest", locale) if person.is_guest else "",
        say("names.comment", locale, comment=comment) if comment else "",
        say("names.taken_by", locale, name=person_label(person.taken_by, locale)) if person.taken_by else "",
    )
    return "  ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class NamesFacts:
    check_id: int
    kind: CheckKind
    title: str
    locale: Locale
    standing: Standing | None
    people: tuple[BoardPerson, ...]
    total: int
    #: How many stand on the pages before this one.
    offset: int = 0


def names(facts: NamesFacts) -> Speech:
    """The people behind a number, for a manager's eyes only."""
    if facts.standing is None:
        heading = say("names.heading_all", facts.locale, total=f"{facts.total:,}")
    else:
        label = standing_label(facts.standing, facts.locale)
        heading = say("names.heading", facts.locale, label=label, total=f"{facts.total:,}")
    lines = [person_line(person, facts.locale) for person in facts.people]
    packed, left = pack(lines, _PARAGRAPH_AT_MOST, _NAMES_PARAGRAPHS)
    left += max(0, facts.total - facts.offset - len(facts.people))
    more = (say("names.more", facts.locale, number=f"{left:,}"),) if left else ()
    nobody = () if packed or more else (say("names.nobody", facts.locale),)
    title = one_line(facts.title, TITLE_AT_MOST)
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, title),
        heading=heading_line(facts.kind, heading),
        paragraphs=(
            "\n".join((*drill_lines(facts.kind, facts.locale), say("choose.check", facts.locale, title=title))),
            *packed,
            *more,
            *nobody,
        ),
        small_print=(say("names.private", facts.locale),),
        mark=mark_of(facts.kind),
    )
