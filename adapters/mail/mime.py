"""A letter that came in, cut into its parts (RFC 2045, 2046).

A small reader of our own: what comes in is written by anybody, and each limit here is one a reader of all of MIME does
not have. Nothing raises, whatever the bytes are.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Bytes of one letter; what is longer is not read at all. A report with the whole letter in it has some 20 kB.
LETTER_MAX = 1_000_000
#: Parts within parts, and leaves in all: a report has three, a reply with pictures a dozen.
DEPTH_MAX = 5
PARTS_MAX = 40
#: Bytes of one part's headers; the rest of a longer head is not looked at.
_HEAD_MAX = 64_000
_HEADERS_MAX = 500

_HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]*:[ \t]*(.*)", re.DOTALL)
_PARAMETER = re.compile(r';\s*([A-Za-z0-9*_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))')
#: Python knows others that are no charsets of letters, and slow on purpose-made input.
_USUAL = re.compile(
    r"us-ascii|utf-?8|utf-16(?:le|be)?|iso-8859-\d{1,2}|windows-125\d|iso-2022-(?:jp|kr)(?:-[123])?|shift[_-]jis|x-sjis"
    r"|cp932|windows-31j|euc-(?:jp|kr)|gb2312|gbk|gb18030|big5|koi8-[ru]"
)
#: With the letters that Japanese phones and Windows put into them.
_CHARSETS = {"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Part:
    """`headers`: names in lower case, in their order, unfolded. `kind`: such as `text/plain`, in lower case."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first of that name (lower case), or empty."""
        return next((value for found, value in self.headers if found == name), "")

    def all_of(self, name: str) -> tuple[str, ...]:
        return tuple(value for found, value in self.headers if found == name)

    @property
    def kind(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower() or "text/plain"

    def parameter(self, name: str) -> str:
        """Of Content-Type, or empty."""
        found = _PARAMETER.finditer(self.header("content-type"))
        return next(((one[2] or one[3] or "") for one in found if one[1].lower() == name), "")

    @property
    def text(self) -> str:
        """The body without its transfer encoding and charset; what cannot be decoded is replaced."""
        charset = self.parameter("charset").strip().lower()
        try:
            known = _CHARSETS.get(charset, charset) if _USUAL.fullmatch(charset) else "utf-8"
            text = self._octets.decode(known, "replace")
        except (LookupError, ValueError):
            text = self._octets.decode("utf-8", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def _octets(self) -> bytes:
        match self.header("content-transfer-encoding").strip().lower():
            case "base64":
                letters = re.sub(rb"[^A-Za-z0-9+/]", b"", self.body)
                # A single letter too many, where the part was cut, holds no byte.
                letters = letters[: len(letters) - (len(letters) % 4 == 1)]
                return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
            case "quoted-printable":
                return quopri.decodestring(self.body)
            case _:
                return self.body


def read_part(raw: bytes) -> Part:
    """Headers and body of a whole letter, or of one of its parts."""
    if raw.startswith((b"\n", b"\r\n")):
        return Part((), raw.partition(b"\n")[2])
    found = re.search(rb"\r?\n\r?\n", raw)
    head, body = (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")
    return Part(tuple(_headers(head[:_HEAD_MAX])), body)


def leaves(letter: Part) -> tuple[Part, ...]:
    """All parts that hold no other parts, in their order; at most `PARTS_MAX`, none deeper than `DEPTH_MAX`."""
    found: list[Part] = []
    for leaf in _leaves(letter, DEPTH_MAX):
        found.append(leaf)
        if len(found) == PARTS_MAX:
            break
    return tuple(found)


def fields(block: bytes) -> dict[str, str]:
    """The header-like lines of a block, names in lower case; the first of each name counts."""
    found: dict[str, str] = {}
    for name, value in _headers(block[:_HEAD_MAX]):
        found.setdefault(name, value)
    return found


def _leaves(part: Part, depth: int) -> Iterator[Part]:
    boundary = part.parameter("boundary") if part.kind.startswith("multipart/") else ""
    if not boundary:
        yield part
    elif depth:
        for piece in _pieces(part.body, boundary):
            yield from _leaves(read_part(piece), depth - 1)


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    """RFC 2046, 5.1.1; a last part that is never closed counts too."""
    mark = re.escape(b"--" + boundary.encode("utf-8", "replace"))
    around = re.split(rb"(?:\A|\r?\n)" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)", body, maxsplit=PARTS_MAX + 1)
    pieces: list[bytes] = []
    for closing, piece in zip(around[1::2], around[2::2], strict=True):
        if closing:
            break
        pieces.append(re.sub(rb"\A\r?\n", b"", piece))
    return pieces[:PARTS_MAX]


def _headers(head: bytes) -> Iterator[tuple[str, str]]:
    unfolded: list[bytes] = []
    for line in _LINE_END.split(head):
        if line[:1] in (b" ", b"\t") and unfolded:
            unfolded[-1] += b" " + line.strip()
        elif len(unfolded) < _HEADERS_MAX:
            unfolded.append(line)
        else:
            break
    for line in unfolded:
        found = _HEADER.fullmatch(line)
        if found:
            yield found[1].decode("ascii").lower(), found[2].decode("utf-8", "replace").strip()
