"""How a Web API call is refused."""

from __future__ import annotations

from collections.abc import Sequence


class ApiError(Exception):
    """`{"ok": false, "error": code}`, with the messages Slack puts into `response_metadata`."""

    def __init__(self, code: str, messages: Sequence[str] = (), **more: str) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.more = more

    def body(self) -> dict[str, object]:
        """The answer's JSON."""
        answer: dict[str, object] = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            answer["errors"] = [message.removeprefix("[ERROR] ") for message in self.messages]
            answer["response_metadata"] = {"messages": self.messages}
        return answer
