"""Answers by button: signed, applied and durable, beside a handler on the same SDKs that only acknowledges."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench import requests
from bench.databases import Crowd, Looking, looking
from bench.load import closed
from bench.place import Bench, Place, command, in_turns
from bench.programs import bare_doors, far_end, line_settings, product, slack_settings
from bench.results import Figure, at_least

_ROUNDS = 3
#: Seconds after which the cycle has looked at the answers of a turn (flows.mark_prompts.SETTLE, and its turn).
_CYCLE_HAS_SEEN = 3.2


@dataclass(slots=True)
class Presses:
    """Ever new presses of `first` and those after them; all have answered before somebody answers again."""

    make: Callable[[int, int, int], bytes]
    check_id: int
    people: int
    first: int = 1
    made: int = 0

    def some(self, how_many: int) -> Sequence[bytes]:
        return [next(self) for _ in range(how_many)]

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        number = self.made
        self.made += 1
        return self.make(self.check_id, self.first + number % self.people, number)


def slack_presses(kind: str) -> Bench:
    return lambda place: _answers(place, f"slack_presses_{kind}", kind, bound=0.5)


def line_webhooks(kind: str) -> Bench:
    return lambda place: _answers(place, f"line_webhooks_{kind}", kind, bound=0.4)


def _answers(place: Place, name: str, kind: str, bound: float) -> Sequence[Figure]:
    people, at_once = place.size(5_000, 100), place.size(2_500, 60)
    is_slack = name.startswith("slack")
    url = place.databases.new(kind, Crowd(people, slack=is_slack, line=not is_slack))
    with (
        far_end(place.folder) as far,
        product(url, place.folder, slack_settings(f"{far.url}/api/") | line_settings(far.url)) as anpi,
        bare_doors(place.folder) as bare,
        looking(url) as look,
    ):
        api_url = f"{far.url}/api/"
        command(anpi, api_url, "start 地震")
        look.wait_until_sent()

        def slack_press(check_id: int, person: int, number: int) -> bytes:
            return requests.slack_press(check_id, person, number, api_url)

        make = slack_press if is_slack else requests.line_press
        ours, theirs = (Presses(make, look.newest_check(), people) for _ in range(2))
        closed(bare.port, theirs.some(place.size(500, 60)))
        acknowledged = closed(anpi.port, ours.some(place.size(500, 60))).acknowledged

        def answer() -> float:
            nonlocal acknowledged
            answered = closed(anpi.port, ours.some(at_once))
            acknowledged += answered.acknowledged
            _settle(place, look)
            return answered.per_second

        rounds = 1 if place.quick else _ROUNDS
        value, floor = in_turns(rounds, answer, lambda: closed(bare.port, theirs.some(at_once)).per_second)
        kept = look.answers_kept(ours.check_id)
        none_lost = acknowledged == kept == ours.made and look.heard(ours.check_id) == min(people, ours.made)
    bounds = (at_least(value / floor, bound, "ratio"), ("none lost", none_lost))
    return [Figure(name, value, "answers/s", floor, bounds)]


def _settle(place: Place, look: Looking) -> None:
    """What the answers have set in motion is over before the bare handler's turn."""
    if not place.quick:
        time.sleep(_CYCLE_HAS_SEEN)
    look.wait_until_sent()
