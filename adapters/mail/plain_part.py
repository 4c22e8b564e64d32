"""The text part of a letter: everything the HTML part says."""

from __future__ import annotations

from bot.speech import Speech


def text_of(speech: Speech) -> str:
    """CRLF line ends. Buttons cannot be pressed in a letter; what they do stands behind its links."""
    blocks = [
        speech.heading,
        *speech.paragraphs,
        "\n".join(f"{label}: {value}" for label, value in speech.fields),
        *(f"{link.label}\n{link.url.removeprefix('tel:')}" for link in speech.links),
        "-- \n" + "\n".join(speech.small_print) if speech.small_print else "",
    ]
    whole = "\n\n".join(block for block in blocks if block.strip())
    return "\r\n".join(whole.splitlines()) + "\r\n"
