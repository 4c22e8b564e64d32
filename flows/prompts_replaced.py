"""Prompts whose place a thank-you has taken already (Slack's response_url): nothing is left to edit.

Without this every press in a direct message would be followed by an edit of the same message through the outbox, which
takes Slack's budget from the questions still waiting and puts the short form where the thank-you stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.work import Work
from storage.queries import edits


@dataclass(frozen=True, slots=True)
class ReplacedPrompt:
    """`platform_ref` is what the platform calls the message: channel and ts."""

    check_id: int
    person_id: int
    platform_ref: str


def note_replaced(work: Work, prompts: Sequence[ReplacedPrompt]) -> None:
    """Lane FANOUT. What is no prompt of that person changes nothing."""
    edits.forget(work.connection, [(one.check_id, one.person_id, one.platform_ref) for one in prompts])
