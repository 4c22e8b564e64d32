"""Payloads as a platform signs them, with something in them that no platform would send. Same seed, same mutations."""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]

#: What has broken parsers before: wrong types, borders of numbers, broken text, half-right values.
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**30, 2**63, 1e308, [], {}, [[]], [None], {"id": 5}, {"id": None}),
    *("", " ", "\x00", "\ud800", "あ" * 3000, "😀" * 900, "a" * 70_000, "<!channel>", "<@U9>", "%s%n{}", "'; DROP x"),
    *("a1:ans:1:0:help", "a1:ans:999999999999999999:0:safe", "a1:tak:1", "a1:don:1", "a1:who:1:all", "a1:inf", "a1:"),
    *("a1:sta:x:real:5YG9", "a2:ans:1:0:safe", "ans:", "pag:0", "99999999999.999999", "1e9.0", "-1.0", "U", "D0"),
    *('{"check_id": 1}', '{"check_id": true}', '{"check_id": -1}', '{"help_case_id": 1}', '{"person_id": 1}', "[]"),
    *("start 偽", "close", "done 済み", "remind", "start", "details", "mark", "close_help", "message", "im"),
    *("block_actions", "view_submission", "event_callback", "url_verification", "postback", "unfollow", "follow"),
)


def places_in(part: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything inside."""
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [step for key, value in inside for step in ((*way, key), *places_in(value, (*way, key)))]


class Mutator:
    """Takes payloads out of `pool` and spoils them: odd values, missing parts, parts of other payloads, spoilt text."""

    def __init__(self, pool: Sequence[Json], chance: random.Random) -> None:
        self._pool = pool
        self._chance = chance
        self._parts = [_at(payload, way) for payload in pool for way in places_in(payload)]

    def next(self) -> Json:
        payload = copy.deepcopy(self._chance.choice(self._pool))
        for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
            places = places_in(payload)
            if places:
                self._spoil(payload, self._chance.choice(places))
        return payload

    def _spoil(self, payload: Json, way: tuple[Any, ...]) -> None:
        holder, last = _at(payload, way[:-1]), way[-1]
        match self._chance.randrange(6):
            case 0:
                del holder[last]
            case 1 if isinstance(holder[last], str) and holder[last]:
                holder[last] = self._retyped(holder[last])
            case 2:
                holder[last] = copy.deepcopy(self._chance.choice(self._parts))
            case 3 if isinstance(holder, dict):
                holder[str(self._chance.choice(ODD))[:20]] = holder.pop(last)
            case _:
                holder[last] = copy.deepcopy(self._chance.choice(ODD))

    def _retyped(self, text: str) -> str:
        """One character more, less or other."""
        at = self._chance.randrange(len(text))
        return text[:at] + self._chance.choice(("", "0", ":", "9", "\x00", "\ud83d", "'", text)) + text[at + 1 :]


def _at(payload: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        payload = payload[step]
    return payload
