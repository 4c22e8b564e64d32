"""What a check would do if it started now, in a few words beside the button."""

from __future__ import annotations

from dataclasses import dataclass

from bot.labels import channel_label
from bot.vocabulary import ChannelKind, Locale
from bot.wording import say


@dataclass(frozen=True, slots=True)
class OutlookFacts:
    """`channels`: how many people through each. `unreachable` of the people no contact reaches."""

    people: int
    unreachable: int
    on_leave: int
    channels: tuple[tuple[ChannelKind, int], ...]


def start_outlook(facts: OutlookFacts, locale: Locale) -> str:
    """Who cannot be reached is said before it starts (invariant 12)."""
    channels = say("list.separator", locale).join(
        say("outlook.channel", locale, channel=channel_label(channel, locale), people=f"{people:,}")
        for channel, people in facts.channels
        if people
    )
    lines = (
        say("outlook.everybody", locale, people=f"{facts.people:,}", channels=channels),
        f"⚠️ {say('preflight.unreachable', locale, count=f'{facts.unreachable:,}')}" if facts.unreachable else "",
        say("preflight.on_leave", locale, count=f"{facts.on_leave:,}") if facts.on_leave else "",
    )
    return "\n".join(line for line in lines if line)
