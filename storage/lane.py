"""How a transaction uses the database."""

from __future__ import annotations

from enum import StrEnum


class Lane(StrEnum):
    """On SQLite writers pass one gate: answers in groups, in turn with fan-out. READ refuses to write.

    GLANCE is for one statement or two of which each may see what holds in its own moment: on PostgreSQL they go without
    a transaction around them, in one round trip each instead of three (docs/adr/0018). It writes nothing, either.
    """

    READ = "read"
    GLANCE = "glance"
    ANSWER = "answer"
    FANOUT = "fanout"
