"""The company's common settings: what each of them may be, wherever it is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.plain import MESSAGE_AT_MOST, NAME_AT_MOST, TITLE_AT_MOST, one_line
from bot.vocabulary import Locale, MapService
from flows.retention import DAYS_AT_MOST
from flows.standing_check import DAYS_AT_LEAST as PROOF_DAYS_AT_LEAST

#: Names of the channels in Slack are no longer; of very many nobody reads any.
_CHANNEL_AT_MOST, _CHANNELS_AT_MOST = 80, 20


def zone_of(name: str) -> ZoneInfo:
    """ValueError for a zone nobody knows."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}; write one such as Asia/Tokyo") from error


def no_few_days(days: int) -> int:
    """Of proofs: ValueError for so few that a share of the company would be no few."""
    if 0 < days < PROOF_DAYS_AT_LEAST:
        raise ValueError(f"write 0 (never) or at least {PROOF_DAYS_AT_LEAST} days")
    return days


def names_in(text: str) -> tuple[str, ...]:
    """Those between commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _company(text: str) -> str:
    name = one_line(text, NAME_AT_MOST + 1)
    if len(name) > NAME_AT_MOST:
        raise ValueError("too long")
    return name


def _days(text: str) -> int:
    days = int(text)
    if not 0 <= days <= DAYS_AT_MOST:
        raise ValueError("out of range")
    return days


def _up_to(most: int) -> Callable[[str], int]:
    """Of characters: as many as the form takes are enough."""

    def read(text: str) -> int:
        number = int(text)
        if not 1 <= number <= most:
            raise ValueError("out of range")
        return number

    return read


def _channel(text: str) -> str:
    if len(text) > _CHANNEL_AT_MOST or not text.isprintable() or "," in text:
        raise ValueError("no channel of Slack")
    return text


def _channels(text: str) -> tuple[str, ...]:
    names = tuple(map(_channel, names_in(text)))
    if len(names) > _CHANNELS_AT_MOST:
        raise ValueError("too many")
    return names


#: By the name the policy has for it: what a text says. ValueError where it says nothing that can be.
READ: Mapping[str, Callable[[str], Any]] = {
    "company": _company,
    "locale": Locale,
    "zone": zone_of,
    "retention_days": _days,
    "proof_days": lambda text: no_few_days(_days(text)),
    "slack_channels": _channels,
    "slack_manager_channel": _channel,
    "map_service": MapService,
    "message_title_at_most": _up_to(TITLE_AT_MOST),
    "message_body_at_most": _up_to(MESSAGE_AT_MOST),
}
#: How each is kept.
COMMON_NAMES = {field: f"common.{field}" for field in READ}


def written(value: object) -> str:
    """As `READ` reads it."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
