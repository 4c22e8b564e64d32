"""The guide's own examples, read from the seed beside the project where it is there; nothing of it is copied."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

_SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
_COUNTED = re.compile(r"文字数[::]\s*(\d+)字相当")
_MARKUP = re.compile(r"\*\*|^#+ |</?b>|<br>", re.MULTILINE)


@cache
def guide() -> str:
    found = sorted(_SEEDS.glob("001_*.txt"))
    if not found:
        pytest.skip(f"the guide is not there: {_SEEDS}")
    return found[0].read_text("utf-8")


def counted_examples() -> list[tuple[int, str]]:
    """(printed number, message): the lines before each 文字数 …相当, from the heading above them on."""
    lines = guide().split("\n")
    found = []
    for at, line in enumerate(lines):
        if number := _COUNTED.search(line):
            top = next(i for i in range(at, -1, -1) if re.match(r"#|\d+\. |1[12]\. ", lines[i]))
            block = lines[top:at]
            if re.match(r"\d+\. |#+ \d+\. |.*配信文例", block[0]):
                block = block[1:]
            found.append((int(number[1]), _message(block)))
    return found


def joined(message: str) -> str:
    """Without the page's own line ends: a line that is cut in the middle goes on in the next."""
    title, _, body = message.partition("\n")
    body = re.sub(r"(?<=[^\n\s])\n(?=[^\n])", lambda cut: cut[0] if _is_a_break(body, cut.start()) else "", body)
    return f"{title}\n{body}"


def _is_a_break(body: str, at: int) -> bool:
    before, after = body[:at].rpartition("\n")[2], body[at + 1 :].partition("\n")[0]
    begins_anew = re.match(r"\(|【|[^\n]{2,12}:|こちらは|近所|近くの|避難で|テレビ|今後|実際|■|以下", after)
    return bool(begins_anew and not before.endswith(("、", "の"))) or before.endswith(
        (":", "です", "ください", "ています")
    )


def table_examples() -> list[str]:
    """Section 9: both messages of both patterns."""
    rows = re.findall(r"^<p>.*</p>\t<p>.*</p>$", guide(), re.MULTILINE)
    cells = [cell for row in rows for cell in row.split("\t")]
    return [_message(re.findall(r"<p>(.*?)</p>", cell), blank=True) for cell in cells]


def between(first: str, last: str, nth: int = 0) -> str:
    """The nth stretch from a line that begins with `first` up to and with `last`."""
    plain = re.sub(r"[ \u3000]+$", "", _MARKUP.sub("", guide()), flags=re.MULTILINE)
    found = re.findall(rf"^{re.escape(first)}[\s\S]*?{re.escape(last)}", plain, re.MULTILINE)
    return _message(found[nth].split("\n"))


def _message(lines: list[str], blank: bool = False) -> str:
    plain = [_MARKUP.sub("", line).strip() for line in lines]
    text = ("\n\n" if blank else "\n").join(plain).strip()
    title, _, body = text.partition("\n")
    return f"{title}\n{body.strip()}"
