"""Collects what is wrong with a message, in LINE's words; checks of plain fields."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_URL_MOST = 2000


class Findings:
    """(message, property) pairs, as they stand in `details`."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def add(self, message: str, where: str) -> None:
        """One more."""
        self.found.append((message, where))


def length_of(text: str) -> int:
    """LINE counts UTF-16 code units: most emoji are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_object(value: object, where: str, findings: Findings) -> bool:
    """False, and a finding, unless it is a JSON object."""
    if isinstance(value, dict):
        return True
    findings.add("May not be empty" if value is None else "Must be an object", where)
    return False


def check_text(value: object, where: str, findings: Findings, most: int) -> None:
    """A text of 1 to `most` characters."""
    if not isinstance(value, str) or not value:
        findings.add("May not be empty", where)
    elif length_of(value) > most:
        findings.add(f"Length must be between 1 and {most}", where)


def check_web_url(value: object, where: str, findings: Findings, secure: bool) -> None:
    """A web address; `secure` allows https only."""
    check_text(value, where, findings, most=_URL_MOST)
    if isinstance(value, str) and value:
        scheme = _scheme_of(value)
        if scheme != "https" and (secure or scheme != "http"):
            findings.add("Must be a valid HTTPS URL" if secure else "Must be a valid URL", where)


def check_action_uri(value: object, where: str, findings: Findings) -> None:
    """What a URI action may open: http(s), line and tel, 1,000 characters at most."""
    check_text(value, where, findings, most=1000)
    if isinstance(value, str) and value and _scheme_of(value) not in ("http", "https", "line", "tel"):
        findings.add("invalid uri scheme", where)


def check_choice(value: object, choices: tuple[str, ...], where: str, findings: Findings) -> None:
    """One of some words."""
    if value not in choices:
        findings.add(f"Must be one of the following values: [{', '.join(choices)}]", where)


def check_colour(value: object, where: str, findings: Findings) -> None:
    """`#RRGGBB` or `#RRGGBBAA`."""
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?", value):
        findings.add("invalid property", where)


def _scheme_of(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and not parts.hostname:
        return ""
    return parts.scheme
