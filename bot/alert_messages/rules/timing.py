"""Section 5, item 17: only when the request begins or changes, and not at night or in the early morning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.alert_messages.meaning import Meaning
from bot.alert_messages.rules.found import at, found, title_span
from bot.alert_messages.vocabulary import Finding, Limits, Rule
from bot.alert_messages.words.case_words import REMINDER
from bot.alert_messages.words.words import Words

#: The hour at which something was ordered, as the message itself says.
_ISSUED = Words(
    r"(?P<half>午前|午後|夜|深夜|未明|早朝)?(?P<hour>[0-9]{1,2})(?:時|:[0-9]{2})(?!から|まで)[^。]{0,25}?(?:発令|発表|発出|要請(?!期間)|出し|始め|開始)",
)


def find(meaning: Meaning) -> Iterator[Finding]:
    if meaning.in_company or meaning.item is None or meaning.item.key != "stay_home" or meaning.is_correction:
        return
    flow = meaning.reading.flow.text
    if is_sent_at_night(meaning):
        yield found(meaning, Rule.NIGHT_FORBIDDEN, title_span(meaning))
    repeated = meaning.cancelling_match or REMINDER.find(flow)
    if repeated and not re.search(r"変更|拡大|延長|追加", flow):
        yield found(meaning, Rule.STAY_HOME_ONLY_START, at(meaning, repeated))


def is_sent_at_night(meaning: Meaning) -> bool:
    """By the time it will be sent, else by the hour at which the message says that something was ordered."""
    if meaning.at is not None:
        return _is_night(meaning.at.hour, meaning.limits)
    issued = _ISSUED.find(meaning.reading.flow.text)
    if issued is None:
        return False
    hour = int(issued["hour"])
    if issued["half"] in ("午後", "夜") and hour < 12:
        hour += 12
    return hour < 24 and _is_night(hour, meaning.limits)


def _is_night(hour: int, limits: Limits) -> bool:
    if limits.night_from <= limits.night_until:
        return limits.night_from <= hour < limits.night_until
    return hour >= limits.night_from or hour < limits.night_until
