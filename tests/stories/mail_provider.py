"""What a big mail provider does with a letter: finds the one-click header, looks at the links, presses for its user.

RFC 8058; Google's sender guidelines (one-click: POST, no redirect, both headers signed by DKIM).
"""

from __future__ import annotations

import http.client
import re
import urllib.parse
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from sandbox.mail.mailbox import Letter

_GOOGLE = "Mozilla/5.0 (compatible; Google-Mail-Unsubscribe; +https://support.google.com/mail/answer/81126)"
_SCANNER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
#: None of the company's: on Linux every address of 127/8 can be bound.
_FROM = "127.88.0.1"
_PAIR = ("List-Unsubscribe", "One-Click")
_BOUNDARY = "0000000000004c1a2b06"
_FORMS = {
    "application/x-www-form-urlencoded": "=".join(_PAIR),
    f'multipart/form-data; boundary="{_BOUNDARY}"': (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{_PAIR[0]}"\r\n\r\n{_PAIR[1]}\r\n--{_BOUNDARY}--\r\n'
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Message
    body: str


def one_click_url(letter: Letter) -> str:
    """Where the press goes; AssertionError where the headers are not as RFC 8058 has them."""
    message = message_from_bytes(letter.raw)
    [post] = message.get_all("List-Unsubscribe-Post", [])
    assert post.strip() == "=".join(_PAIR)
    [places] = message.get_all("List-Unsubscribe", [])
    [url] = [place for place in re.findall(r"<([^<>]*)>", places) if place.startswith(("https://", "http://"))]
    assert re.fullmatch(r"[!-~]+", url), "folded or not ASCII"
    return str(url)


def presses(url: str) -> list[Answer]:
    """As its user's press on "unsubscribe" makes it: both forms RFC 8058 allows, the first of them twice."""
    return [
        _ask("POST", url, form, {"Content-Type": kind, "User-Agent": _GOOGLE})
        for kind, form in [*_FORMS.items(), *_FORMS.items()][:3]
    ]


def looks(url: str) -> list[Answer]:
    """As a scanner does before its user sees the letter, a form of the page submitted without a button among it."""
    facts = {"User-Agent": _SCANNER, "Accept": "text/html"}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return [
        *(_ask(method, url, "", facts) for method in ("HEAD", "GET", "GET", "OPTIONS")),
        _ask("POST", url, "lang=ja", facts | kind),
        _ask("POST", url, "", facts),
    ]


def _ask(method: str, url: str, body: str, headers: dict[str, str]) -> Answer:
    """No cookie, no Referer, no redirect followed."""
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=10, source_address=(_FROM, 0))
    try:
        connection.request(method, f"{place.path}?{place.query}".rstrip("?"), body.encode() or None, headers)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode())
    finally:
        connection.close()
