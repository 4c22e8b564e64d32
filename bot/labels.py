"""The short names of things: icon and word together, never a colour alone."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from babel.dates import format_datetime, format_timedelta

from bot.durations import in_words
from bot.plain import NAME_AT_MOST, one_line
from bot.vocabulary import CanWork, ChannelKind, CheckState, LineState, Locale, Reach, Standing, Status
from bot.wording import say

#: Babel turns hours into days from so many days on: `24 hours` says more than `1 day`.
_HOURS_BEFORE_DAYS = 2

ICONS = {
    Standing.HELP: "🆘",
    Standing.INJURED: "🟠",
    Standing.SILENT: "⏳",
    Standing.AWAY: "⚪",
    Standing.SAFE: "🟢",
}


def icon(status: Status | Standing) -> str:
    return ICONS[Standing(status)]


def status_label(status: Status, locale: Locale) -> str:
    """As the person says it: 🟢 無事です."""
    return f"{icon(status)} {say(f'status.{status}', locale)}"


def standing_label(standing: Standing, locale: Locale) -> str:
    """As the board says it: 🟢 無事."""
    return f"{icon(standing)} {say(f'standing.{standing}', locale)}"


def state_label(state: CheckState, locale: Locale) -> str:
    return say(f"state.{state}", locale)


def channel_label(channel: ChannelKind, locale: Locale) -> str:
    return say(f"channel.{channel}", locale)


def line_state_label(state: LineState, locale: Locale) -> str:
    return say(f"line_state.{state}", locale)


def can_work_label(can_work: CanWork, locale: Locale) -> str:
    return say(f"can_work.{can_work}", locale)


def reach_label(reach: Reach, locale: Locale) -> str:
    return say(f"reach.{reach}", locale)


def person_label(name: str, locale: Locale) -> str:
    """`花子 さん`; a guest without a name is called so."""
    kept = one_line(name, NAME_AT_MOST)
    return say("person.honoured", locale, name=kept) if kept else say("person.nameless", locale)


def day_and_time(moment: datetime, zone: tzinfo, locale: Locale) -> str:
    """`11/20 14:03` in that zone."""
    return format_moment(moment.astimezone(zone), locale)


def format_moment(local: datetime, locale: Locale) -> str:
    """`11/20 14:03` for a moment that is in the reader's local time already."""
    return format_datetime(local, say("moment.day_and_time", locale), locale=locale.language)


def lasting(length: timedelta, locale: Locale) -> str:
    """`30分`, `24時間`, `24 hours`; in easy Japanese with how it is read."""
    if locale is Locale.JA_EASY:
        return in_words(length, locale)
    words: str = format_timedelta(length, locale=locale.language, threshold=_HOURS_BEFORE_DAYS)
    return words.replace(" ", "") if locale is Locale.JA else words


def clock_time(moment: datetime, zone: tzinfo) -> str:
    """`14:03` in that zone."""
    return moment.astimezone(zone).strftime("%H:%M")
