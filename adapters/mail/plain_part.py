"""The text part of a letter: everything the HTML part says."""

from __future__ import annotations

import re

from bot.speech import Link, Speech


def text_of(speech: Speech) -> str:
    """CRLF line ends. Buttons cannot be pressed in a letter; what they do stands behind its links."""
    blocks = [
        speech.heading,
        *speech.paragraphs,
        "\n".join(f"{label}: {value}" for label, value in speech.fields),
        *(_link(link) for link in speech.links),
        "-- \n" + "\n".join(speech.small_print) if speech.small_print else "",
    ]
    whole = "\n\n".join(block for block in blocks if block.strip())
    return "\r\n".join(whole.splitlines()) + "\r\n"


def _link(link: Link) -> str:
    """The label above the address; a number that stands in its label is not said twice."""
    number = link.url.removeprefix("tel:")
    is_in_label = number != link.url and number in re.sub(r"[^0-9+]", "", link.label)
    return link.label if is_in_label else f"{link.label}\n{number}"
