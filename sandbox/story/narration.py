"""How the story is told in the terminal: a headline a step, Japanese first, English below, then the proof in both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

#: `say(text)` writes one line.
Say = Callable[[str], None]

_BOLD, _DIM, _GREEN, _RED, _PLAIN = "\033[1m", "\033[2m", "\033[32m", "\033[31m", "\033[0m"


class StepFailedError(Exception):
    """A step did not hold. `step` names it, the text says what was expected and not seen."""

    def __init__(self, step: str, why: str) -> None:
        super().__init__(why)
        self.step = step


class Narrator:
    """`colour` off for files and pipes."""

    def __init__(self, say: Say, colour: bool = False) -> None:
        self._say = say
        self._colour = colour
        self._number = 0
        self._proof: list[str] = []

    @contextmanager
    def step(self, name: str, ja: str, en: str) -> Iterator[None]:
        """One step: told when it has held, with the proofs given meanwhile. StepFailedError where it has not."""
        self._number += 1
        self._proof.clear()
        began = time.monotonic()
        try:
            yield
        except StepFailedError as error:
            self._fail(name, ja, str(error))
            raise
        except (TimeoutError, LookupError, OSError, ValueError) as error:
            why = str(error) or type(error).__name__
            self._fail(name, ja, why)
            raise StepFailedError(name, why) from error
        took = self._paint(_DIM, f"{time.monotonic() - began:.1f} s")
        self._say(f"{self._paint(_GREEN, '✓')} {self._number:>2}  {self._paint(_BOLD, ja)} {took}")
        self._say(f"      {en}")
        for line in self._proof:
            self._say(f"      {line}")

    def proof(self, ja: str, en: str) -> None:
        """What was seen on the phones."""
        self._proof.append(self._paint(_DIM, f"· {ja} / {en}"))

    def picture(self, lines: Iterable[str]) -> None:
        """A message as it stands on a phone."""
        self._proof += [f"{self._paint(_DIM, '│')} {line}" for line in lines]

    def wait(self, ja: str, en: str) -> None:
        """Said before a step that takes its time."""
        self._say(self._paint(_DIM, f"      … {ja} / {en}"))

    def line(self, text: str = "") -> None:
        self._say(text)

    def title(self, text: str) -> None:
        self._say(self._paint(_BOLD, text))

    def _fail(self, name: str, ja: str, why: str) -> None:
        self._say(f"{self._paint(_RED, '✗')} {self._number:>2}  {self._paint(_BOLD, ja)}")
        self._say(f"      この手順は成立しませんでした / step “{name}” did not hold:")
        self._say(f"      {why}")

    def _paint(self, colour: str, text: str) -> str:
        return f"{colour}{text}{_PLAIN}" if self._colour else text


def require(held: object, step: str, why: str) -> None:
    """StepFailedError where it is not so."""
    if not held:
        raise StepFailedError(step, why)
