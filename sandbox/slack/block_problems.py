"""Collects what is wrong with blocks, in Slack's words; checks of text objects."""

from __future__ import annotations


class Problems:
    """Findings as Slack words them: `[ERROR] must be less than 76 characters [json-pointer:/blocks/0/text]`."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, message: str, pointer: str) -> None:
        """One more finding."""
        self.found.append(f"[ERROR] {message} [json-pointer:{pointer}]")


def check_text(value: object, where: str, problems: Problems, most: int) -> None:
    """A text object of either kind, 1 to `most` characters."""
    if not isinstance(value, dict):
        problems.add("must provide an object", where)
        return
    kind = value.get("type")
    if kind not in ("plain_text", "mrkdwn"):
        problems.add(f"unsupported type: {kind}", f"{where}/type")
    if kind == "mrkdwn" and "emoji" in value:
        problems.add("additional property: emoji", where)
    text = value.get("text")
    if not isinstance(text, str):
        problems.add("must be a string", f"{where}/text")
    elif not text:
        problems.add("must be more than 0 characters", f"{where}/text")
    elif len(text) > most:
        problems.add(f"must be less than {most + 1} characters", f"{where}/text")


def check_plain_text(value: object, where: str, problems: Problems, most: int) -> None:
    """A text object that must not be mrkdwn."""
    if isinstance(value, dict) and value.get("type") == "mrkdwn":
        problems.add("must be plain_text", f"{where}/type")
    check_text(value, where, problems, most)


def check_string(value: object, where: str, problems: Problems, most: int) -> None:
    """A plain string of at most `most` characters."""
    if not isinstance(value, str):
        problems.add("must be a string", where)
    elif len(value) > most:
        problems.add(f"must be less than {most + 1} characters", where)
