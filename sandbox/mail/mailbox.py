"""A received letter: its raw bytes, and what a mail program would show of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from functools import cached_property
from html.parser import HTMLParser

_URL = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True)
class Letter:
    """One accepted letter; `sender` and `receiver` are of the envelope, `options` what MAIL and RCPT asked for."""

    id: int
    sender: str
    receiver: str
    raw: bytes
    at: datetime
    options: Sequence[str] = ()
    signed_in_as: str = ""
    over_tls: bool = False

    @cached_property
    def message(self) -> EmailMessage:
        """Parsed once, when first looked at."""
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def subject(self) -> str:
        return self.header("Subject")

    def header(self, name: str) -> str:
        """A header's decoded value, empty where it is absent."""
        return str(self.message.get(name, ""))

    @cached_property
    def text(self) -> str:
        """The plain text part, empty where there is none."""
        return self._parts.get("text/plain", "")

    @cached_property
    def html(self) -> str:
        """The HTML part, empty where there is none."""
        return self._parts.get("text/html", "")

    @cached_property
    def links(self) -> list[str]:
        """Every web address a person could press, in the HTML or else the text, without doubles."""
        found = _LinkFinder.find(self.html) if self.html else []
        return list(dict.fromkeys([*found, *_URL.findall(self.text)]))

    def link(self, containing: str) -> str:
        """The first such address with these words in it; LookupError where there is none."""
        for link in self.links:
            if containing in link:
                return link
        raise LookupError(f"no link with {containing!r} in {self.subject!r}")

    @property
    def unsubscribe_url(self) -> str:
        """The web address of List-Unsubscribe, empty where there is none."""
        match = re.search(r"<(https?://[^>]+)>", self.header("List-Unsubscribe"))
        return match.group(1) if match else ""

    @cached_property
    def _parts(self) -> dict[str, str]:
        """By content type. Not of `message`: looking at headers with all their grammar takes ten times as long."""
        parts = [part for part in message_from_bytes(self.raw).walk() if not part.is_multipart()]
        return {part.get_content_type(): _content(part) for part in reversed(parts)}


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    octets = payload if isinstance(payload, bytes) else b""
    return octets.decode(part.get_content_charset("utf-8"), "replace").replace("\r\n", "\n")


class _LinkFinder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    @classmethod
    def find(cls, html: str) -> list[str]:
        finder = cls()
        finder.feed(html)
        return finder.links

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") if tag == "a" else None
        if href and href.startswith(("http://", "https://")):
            self.links.append(href)
