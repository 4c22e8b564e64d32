"""Where a bench happens, and what several of them do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import requests
from bench.databases import ADMIN, Databases
from bench.load import closed
from bench.programs import BenchError, Program
from bench.results import Figure


@dataclass(frozen=True, slots=True)
class Place:
    """`quick`: a smoke run with few people, which shows that everything works and measures nothing."""

    folder: Path
    databases: Databases
    quick: bool = False

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full


#: Measures, and gives the figures.
Bench = Callable[[Place], Sequence[Figure]]


def in_turns(rounds: int, product: Callable[[], float], bare: Callable[[], float]) -> tuple[float, float]:
    """A B A B …: whatever else the machine does meanwhile falls on both. The medians."""
    pairs = [(product(), bare()) for _ in range(rounds)]
    return median(one for one, _ in pairs), median(other for _, other in pairs)


def command(program: Program, api_url: str, text: str, person: int = ADMIN) -> float:
    """`/safety text` typed in Slack. Seconds until it was acknowledged."""
    answered = closed(program.port, [requests.slash_command(person, text, api_url)], connections=1)
    if answered.acknowledged != 1:
        raise BenchError(f"/safety {text}: {answered.statuses}")
    return answered.seconds[0]
