"""What a typed line says. Exact words of both languages; never a guess at `safe`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Understanding:
    """`status` None: not certain, ask back. `wants_info`: asks for contacts or routes."""

    status: Status | None
    wants_info: bool = False


def understand(text: str) -> Understanding:
    """`help` or `injured` as soon as certain words are there; `safe` or `away` only where nothing contradicts.

    A negation, a question, somebody else as subject, quotes, anything unknown of weight: ask back.
    """
    raise NotImplementedError
