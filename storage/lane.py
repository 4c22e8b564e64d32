"""How a transaction uses the database."""

from __future__ import annotations

from enum import StrEnum


class Lane(StrEnum):
    """On SQLite writers pass one gate: answers in groups, in turn with fan-out. READ refuses to write."""

    READ = "read"
    ANSWER = "answer"
    FANOUT = "fanout"
