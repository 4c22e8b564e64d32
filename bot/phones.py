"""Numbers that can be tapped."""

from __future__ import annotations

import re
import unicodedata

from bot.plain import one_line
from bot.speech import Link
from bot.vocabulary import Locale
from bot.wording import say

#: Longest label that LINE takes for a Flex button (Messaging API reference, action objects).
_LABEL_AT_MOST = 40
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc\uff70]")
#: The first number only: an extension, opening hours or a second number must not be dialled with it.
_NUMBER = re.compile(
    r"#[0-9]+"
    r"|\+[0-9]{1,3}(?: [0-9]{1,4}){3}|0[0-9]{1,4}(?: [0-9]{2,4}){2}"
    r"|(?:\+[0-9]{1,3}[ -]?)?(?:\([0-9]{1,5}\)[ -]?)?[0-9]+(?:-?\([0-9]{1,5}\)-?[0-9]+|[.-][0-9]+)*"
)
#: Longer texts hold no number that anybody could dial by hand.
_TEXT_AT_MOST = 100
_PUBLIC = ("119", "110", "118")


def tel_url(number: str) -> str:
    """`tel:` and the first number in the text (RFC 3966), or empty where there is none."""
    found = _NUMBER.search(_DASHES.sub("-", unicodedata.normalize("NFKC", number[:_TEXT_AT_MOST])))
    if found is None:
        return ""
    sign = {"+": "+", "#": "%23"}.get(found[0][0], "")
    digits = re.sub(r"[^0-9]", "", found[0])
    return f"tel:{sign}{digits[:20]}"


def phone_links(numbers: tuple[tuple[str, str], ...]) -> tuple[Link, ...]:
    """(name, number) pairs as links; what is no number is left out."""
    return tuple(
        Link(one_line(f"{name} {number}", _LABEL_AT_MOST), url) for name, number in numbers if (url := tel_url(number))
    )


def public_numbers(locale: Locale) -> tuple[Link, ...]:
    """119, 110 and 118: the links that stand in every answer to a cry for help."""
    return tuple(Link(say(f"emergency.{number}", locale), f"tel:{number}") for number in _PUBLIC)
