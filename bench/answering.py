"""Answers by button: signed, applied and durable, beside a handler on the same SDKs that only acknowledges."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench import requests
from bench.databases import Crowd, Looking, looking
from bench.load import closed
from bench.place import Bench, Place, command, in_turns
from bench.programs import FarEnd, bare_doors, far_end, line_settings, product, slack_settings
from bench.results import Figure, at_least

_ROUNDS = 3
#: (check, person, number) -> one press.
Press = Callable[[int, int, int], bytes]


@dataclass(slots=True)
class _Presses:
    """Ever new presses; everybody on the roll answers before somebody answers again."""

    press: Press
    check_id: int
    people: int
    numbers: Iterator[int]
    made: int = 0

    def some(self, how_many: int) -> Sequence[bytes]:
        self.made += how_many
        return [self.press(self.check_id, number % self.people + 1, number) for number in
                itertools.islice(self.numbers, how_many)]  # fmt: skip


def slack_presses(kind: str) -> Bench:
    def bench(place: Place) -> Sequence[Figure]:
        with far_end(place.folder) as far:
            api_url = f"{far.url}/api/"
            return _answers(place, f"slack_presses_{kind}", kind, 0.5, far, api_url,
                            lambda check_id, person, number: requests.slack_press(check_id, person, number, api_url))  # fmt: skip

    return bench


def line_webhooks(kind: str) -> Bench:
    def bench(place: Place) -> Sequence[Figure]:
        with far_end(place.folder) as far:
            return _answers(place, f"line_webhooks_{kind}", kind, 0.4, far, f"{far.url}/api/", requests.line_press)

    return bench


def _answers(
    place: Place, name: str, kind: str, bound: float, far: FarEnd, api_url: str, press: Press
) -> Sequence[Figure]:
    people, at_once = place.size(5_000, 100), place.size(3_000, 60)
    url = place.databases.new(kind, Crowd(people, slack="slack" in name, line="line" in name))
    settings = slack_settings(api_url) | line_settings(far.url)
    with product(url, place.folder, settings) as anpi, bare_doors(place.folder) as bare, looking(url) as look:
        command(anpi, api_url, "start 地震")
        look.wait_until_sent()
        presses = _Presses(press, look.newest_check(), people, itertools.count())
        closed(bare.port, presses.some(at_once // 5))
        acknowledged = 0

        def ours() -> float:
            nonlocal acknowledged
            answered = closed(anpi.port, presses.some(at_once))
            acknowledged += answered.acknowledged
            return answered.per_second

        presses.made = 0
        value, floor = in_turns(1 if place.quick else _ROUNDS, ours, lambda: closed(bare.port, _twin(presses, at_once)).per_second)
        lost = presses.made - _kept(look, presses)
        return [Figure(name, value, "answers/s", floor, (
            at_least(value / floor, bound, "ratio"),
            ("none lost", lost == 0 and acknowledged == presses.made),
        ))]  # fmt: skip


def _twin(presses: _Presses, how_many: int) -> Sequence[bytes]:
    """As many presses for the bare handler, which keeps none."""
    made = presses.made
    some = presses.some(how_many)
    presses.made = made
    return some


def _kept(look: Looking, presses: _Presses) -> int:
    return look.answers_kept(presses.check_id)
