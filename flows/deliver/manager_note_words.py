"""What a manager wrote to one person, as it goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.manager_note import NoteFacts, manager_note
from bot.speech import Speech
from flows.telling import company_numbers

if TYPE_CHECKING:
    from flows.deliver.claim import ClaimedMessage
    from flows.deliver.facts import PageFacts


def manager_note_speech(facts: PageFacts, message: ClaimedMessage, answer_url: str) -> Speech:
    """`answer_url` is empty where the message has buttons."""
    check = facts.checks[message.check_id or 0]
    return manager_note(
        NoteFacts(
            check_id=message.check_id or 0,
            kind=check.kind,
            title=check.title,
            round=message.round,
            locale=message.locale,
            by=str(message.params.get("by", "")),
            words=str(message.params["words"]),
            company_numbers=company_numbers(facts.info, message.locale),
            answer_url=answer_url,
        )
    )
