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
    return tuple(Link(_label(name, number), url) for name, number in numbers if (url := tel_url(number)))


def _label(name: str, number: str) -> str:
    """Where both are too long the name is cut: half a number is of no use to anybody who has to dial it elsewhere."""
    shown = one_line(number, _LABEL_AT_MOST)
    room = _LABEL_AT_MOST - len(shown) - 1
    return f"{one_line(name, room)} {shown}".lstrip() if room > 1 else shown


def is_public(number: str) -> bool:
    """119, 110 or 118: they are named anyway, so a company that lists them too should not have them said twice."""
    return tel_url(number).removeprefix("tel:") in _PUBLIC


def public_numbers(locale: Locale) -> tuple[Link, ...]:
    """119, 110 and 118: the links that stand in every answer to a cry for help."""
    return tuple(Link(say(f"emergency.{number}", locale), f"tel:{number}") for number in _PUBLIC)
