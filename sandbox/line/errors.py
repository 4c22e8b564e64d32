"""How the Messaging API refuses a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class LineError(Exception):
    """An HTTP status, LINE's message and, for a wrong body, the properties at fault."""

    def __init__(self, status: int, message: str, details: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = list(details)

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        answer: dict[str, Any] = {"message": self.message}
        if self.details:
            answer["details"] = [{"message": message, "property": where} for message, where in self.details]
        return answer


def wrong_body(details: Sequence[tuple[str, str]]) -> LineError:
    """400 with everything that is wrong, as (message, property)."""
    return LineError(400, f"The request body has {len(details)} error(s)", details)


def invalid_property(name: str) -> LineError:
    """400 for a receiver or another plain field that makes no sense."""
    return LineError(400, f"The property, '{name}', in the request body is invalid (line: -, column: -)")
