"""What of a letter is signed, and in which form: relaxed/relaxed of RFC 6376, 3.4.2 and 3.4.4, and 5.4.2.

dkimpy knows these forms too, and with them everything that asks the DNS: 10 MB in each process that writes letters. The
tests hold the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

#: Name and value, as they are signed.
Header = tuple[bytes, bytes]


def headers_and_body(letter: bytes) -> tuple[Sequence[Header], bytes]:
    """In relaxed form both. Lines end with CRLF."""
    head, _, body = letter.partition(b"\r\n\r\n")
    lines = re.sub(rb"\r\n(?=[\t ])", b"", head).split(b"\r\n")
    return [relaxed(*line.split(b":", 1)) for line in lines], relaxed_body(body)


def relaxed(name: bytes, value: bytes) -> Header:
    return name.lower().strip(), re.sub(rb"[\t ]+", b" ", value.replace(b"\r\n", b"")).strip()


def relaxed_body(body: bytes) -> bytes:
    without_ends = re.sub(rb"[\t ]+(?=\r\n|\Z)", b"", body)
    squeezed = re.sub(rb"(?:\r\n)+\Z", b"", re.sub(rb"[\t ]+", b" ", without_ends))
    return squeezed + b"\r\n" if squeezed else b""


def chosen(headers: Sequence[Header], names: Iterable[bytes]) -> Iterator[Header]:
    """The last of each name, for a name that is said once more the one before it; nothing where there is none left."""
    left = {name: [header for header in headers if header[0] == name] for name in {name for name, _ in headers}}
    return (left[name].pop() for name in names if left.get(name))
