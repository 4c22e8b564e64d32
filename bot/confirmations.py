"""Short answers to the commands and presses of managers."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.buttons import StartAnywayPress, encode
from bot.frame import drill_lines, heading_line, mark_of, subject_line
from bot.labels import channel_label, person_label, standing_label, state_label
from bot.plain import TITLE_AT_MOST, one_line
from bot.speech import Button, Link, Speech
from bot.vocabulary import ChannelKind, CheckKind, CheckState, Locale, Standing, Status
from bot.wording import say


@dataclass(frozen=True, slots=True)
class StartedFacts:
    """`messages`: how many were written per channel."""

    kind: CheckKind
    title: str
    locale: Locale
    roll: int
    unreachable: int
    messages: dict[ChannelKind, int] = field(default_factory=dict)
    board_url: str = ""
    #: Not asked, because they are on leave.
    on_leave: int = 0


def check_started(facts: StartedFacts) -> Speech:
    """Who cannot be reached is said at once (invariant 12)."""
    channels = say("list.separator", facts.locale).join(
        say("started.channel", facts.locale, channel=channel_label(channel, facts.locale), number=f"{number:,}")
        for channel, number in facts.messages.items()
        if number
    )
    warning = say("started.unreachable", facts.locale, number=f"{facts.unreachable:,}") if facts.unreachable else ""
    words = (
        say("started.title", facts.locale, title=one_line(facts.title, TITLE_AT_MOST)),
        say("started.roll", facts.locale, roll=f"{facts.roll:,}"),
        say("started.channels", facts.locale, parts=channels) if channels else "",
        say("started.on_leave", facts.locale, number=f"{facts.on_leave:,}") if facts.on_leave else "",
    )
    return _confirmation(
        facts.kind,
        facts.locale,
        say("started.heading", facts.locale),
        "\n".join(line for line in words if line),
        warning,
        say("started.after", facts.locale),
        links=(Link(say("started.board", facts.locale), facts.board_url),) if facts.board_url else (),
    )


def check_planned(kind: CheckKind, title: str, starts_at: str, console_url: str, locale: Locale) -> Speech:
    """`starts_at`: a local day and time."""
    return _confirmation(
        kind,
        locale,
        say("planned.heading", locale),
        say("started.title", locale, title=one_line(title, TITLE_AT_MOST)),
        say("planned.about", locale, moment=starts_at),
        links=(Link(say("home.console", locale), console_url),),
    )


def similar_active(active_title: str, started_at: str, silent: int, press: StartAnywayPress, locale: Locale) -> Speech:
    """A second start by mistake: nothing was started; the button starts all the same. `started_at` is a local time."""
    return _confirmation(
        press.kind,
        locale,
        say("similar.heading", locale),
        say("similar.nothing_done", locale),
        _similar(active_title, started_at, silent, locale),
        say("similar.remind_instead", locale),
        buttons=(Button(say("similar.anyway", locale), encode(press)),),
    )


def similar_warning(
    active_title: str, started_at: str, silent: int, locale: Locale, remind: str = "similar.remind_instead"
) -> str:
    """The same for the start form: sent off once more, it starts all the same.

    `remind`: how the silent alone are asked.
    """
    return "\n".join(
        (
            f"⚠️ {say('similar.heading', locale)}",
            _similar(active_title, started_at, silent, locale),
            say(remind, locale),
            say("similar.send_again", locale),
        )
    )


def _similar(active_title: str, started_at: str, silent: int, locale: Locale) -> str:
    title = one_line(active_title, TITLE_AT_MOST)
    return say("similar.about", locale, title=title, moment=started_at, silent=f"{silent:,}")


def check_closed(kind: CheckKind, title: str, silent: int, already: bool, locale: Locale) -> Speech:
    return _confirmation(
        kind,
        locale,
        say("closed.already" if already else "closed.heading", locale),
        say("closed.about", locale, title=one_line(title, TITLE_AT_MOST)),
        say("closed.silent", locale, number=f"{silent:,}") if silent else "",
    )


def reminded(
    kind: CheckKind,
    title: str,
    people: int,
    already: bool,
    locale: Locale,
    just_before: bool = False,
    out_of_reach: int = 0,
) -> Speech:
    """`already`: nothing was sent for this; `just_before`: because a reminder has just gone out.

    `out_of_reach`: the silent no contact reaches.
    """
    if just_before:
        heading = say("reminded.just_before", locale)
    elif already:
        heading = say("reminded.already", locale)
    elif people == 1:
        heading = say("reminded.heading_one", locale)
    else:
        heading = say("reminded.heading", locale, people=f"{people:,}")
    return _confirmation(
        kind,
        locale,
        heading,
        say("reminded.about", locale, title=one_line(title, TITLE_AT_MOST)),
        say("reminded.wait", locale) if just_before else "",
        say("reminded.out_of_reach", locale, people=f"{out_of_reach:,}") if out_of_reach else "",
    )


def marked(
    kind: CheckKind, person_name: str, status: Status, standing: Standing, help_opened: bool, locale: Locale
) -> Speech:
    """A manager answered for somebody. While a help case is open the person goes on counting as `help`."""
    still_open = standing is Standing.HELP and status is not Status.HELP
    return _confirmation(
        kind,
        locale,
        say("marked.heading", locale, name=person_label(person_name, locale)),
        say("marked.about", locale, answer=standing_label(Standing(status), locale)),
        say("marked.alerted", locale) if help_opened else "",
        say("marked.help_open", locale) if still_open else "",
    )


def taken_before(kind: CheckKind, taker: str, locale: Locale) -> Speech:
    """Second come: who has it already."""
    return _confirmation(kind, locale, say("taken_before.heading", locale, taker=person_label(taker, locale)))


def closed_before(kind: CheckKind, locale: Locale) -> Speech:
    return _confirmation(kind, locale, say("closed_before.heading", locale))


def board_link(kind: CheckKind, title: str, state: CheckState, url: str, locale: Locale) -> Speech:
    """`/safety status`: a manager's own link to the web board."""
    return _confirmation(
        kind,
        locale,
        say("status.heading", locale),
        say("status.about", locale, title=one_line(title, TITLE_AT_MOST), state=state_label(state, locale)),
        links=(Link(say("started.board", locale), url),),
        small_print=(say("status.link_private", locale),),
    )


def correct_link(kind: CheckKind, title: str, url: str, locale: Locale) -> Speech:
    """`/safety correct`: the page on which it is looked at before it is sent."""
    return _confirmation(
        kind,
        locale,
        say("correct.title", locale),
        say("choose.check", locale, title=one_line(title, TITLE_AT_MOST)),
        say("correct.on_page", locale),
        links=(Link(say("correct.open", locale), url),),
    )


def _confirmation(
    kind: CheckKind,
    locale: Locale,
    heading: str,
    *words: str,
    buttons: tuple[Button, ...] = (),
    links: tuple[Link, ...] = (),
    small_print: tuple[str, ...] = (),
) -> Speech:
    return Speech(
        locale=locale,
        subject=subject_line(kind, locale, heading),
        heading=heading_line(kind, heading),
        paragraphs=(*drill_lines(kind, locale), *(line for line in words if line)),
        buttons=buttons,
        links=links,
        small_print=small_print,
        mark=mark_of(kind),
    )
