"""What a check would do if it started now, in a few words beside the button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.durations import in_words
from bot.labels import channel_label
from bot.vocabulary import ChannelKind, Locale
from bot.wording import say

#: Shorter than that nobody waits for: it is said in words.
SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """`only` of the people nothing else reaches. `needs` None: nobody knows. `left` of the month; None: not told.

    `short`: so many messages more than are left.
    """

    channel: ChannelKind
    people: int
    messages: int
    only: int
    needs: timedelta | None
    left: int | None = None
    short: int = 0


@dataclass(frozen=True, slots=True)
class OutlookFacts:
    """`unreachable` of the people no contact reaches. `most_after`: until 9 in 10 of the others are asked."""

    people: int
    unreachable: int
    on_leave: int
    channels: tuple[ChannelFacts, ...]
    most_after: timedelta | None


def start_outlook(facts: OutlookFacts, locale: Locale) -> str:
    """Who cannot be reached, and what takes long, is said before it starts (invariant 12). Lines."""
    return "\n".join(_lines(facts, locale))


def _lines(facts: OutlookFacts, locale: Locale) -> Iterator[str]:
    people = f"{facts.people:,}"
    yield say("preflight.people", locale, people=people) if facts.people else say("preflight.nobody", locale)
    if not facts.channels:
        yield f"⚠️ {say('preflight.stopped', locale)}"
    for one in facts.channels:
        if one.messages:
            yield from _of_channel(one, locale)
    if facts.unreachable:
        yield f"⚠️ {say('preflight.unreachable', locale, count=f'{facts.unreachable:,}')}"
    if facts.on_leave:
        yield say("preflight.on_leave", locale, count=f"{facts.on_leave:,}")
    if facts.people > facts.unreachable:
        yield _most(facts.most_after, locale)


def _of_channel(one: ChannelFacts, locale: Locale) -> Iterator[str]:
    name = channel_label(one.channel, locale)
    size = say("preflight.channel", locale, people=f"{one.people:,}", messages=f"{one.messages:,}")
    parts = (
        _needs(one.needs, locale),
        say("preflight.left", locale, left=f"{one.left:,}") if one.left else "",
    )
    told = say("list.separator", locale).join(part for part in parts if part)
    yield say("outlook.channel", locale, channel=name, size=size, told=told)
    if one.short and not one.left:
        yield f"⚠️ {say('preflight.left_none', locale, channel=name, only=f'{one.only:,}')}"
    elif one.short:
        short = say("preflight.short", locale, channel=name, count=f"{one.short:,}", only=f"{one.only:,}")
        yield f"⚠️ {short}"


def _needs(length: timedelta | None, locale: Locale) -> str:
    if length is None:
        return say("preflight.needs_unknown", locale)
    if length <= SOON:
        return say("preflight.needs_soon", locale)
    return say("preflight.needs", locale, time=in_words(length, locale))


def _most(length: timedelta | None, locale: Locale) -> str:
    if length is None:
        return say("preflight.most_unknown", locale)
    if length <= SOON:
        return say("preflight.most_soon", locale)
    return say("preflight.most", locale, time=in_words(length, locale))
