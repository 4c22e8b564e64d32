"""How long to wait before the next try."""

from __future__ import annotations

import secrets
from datetime import timedelta

#: reference: email, Retries. The last one repeats.
_MINUTES = (1, 2, 5, 10, 20, 30)
#: Part of the wait by which it may be shorter or longer, so that a thousand refused letters do not come back as one.
_JITTER = 0.2

#: After an unknown outcome: long enough for an answer to come first, short enough not to lose the person.
AFTER_UNKNOWN = timedelta(seconds=5)
#: A whole channel that says no without saying for how long.
WHOLE_CHANNEL = timedelta(seconds=30)

_random = secrets.SystemRandom()


def back_off(tries: int) -> timedelta:
    """`tries` failed before this failure: 1, 2, 5, 10, 20, 30, 30 … minutes, give or take a fifth."""
    minutes = _MINUTES[min(tries, len(_MINUTES) - 1)]
    return timedelta(minutes=minutes) * _random.uniform(1 - _JITTER, 1 + _JITTER)
