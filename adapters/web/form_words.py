"""Words of a form as they are meant, whatever a browser or somebody else has sent."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from bot.short_form import LEVELS

#: More no database keeps.
_ID_DIGITS = 18
#: By the value its field has; anything else is none.
_LEVELS = {str(level): level for level in LEVELS}


def words_in(form: MultiDict[str, str], name: str) -> str:
    """Without NUL, which PostgreSQL keeps in no text; line breaks as browsers do not send them."""
    return form.get(name, "").replace("\0", "").replace("\r\n", "\n")


def id_in(text: str) -> int | None:
    """A number as databases keep them; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _ID_DIGITS else None


def level_in(form: MultiDict[str, str], name: str = "warning_level") -> int:
    """The warning level, or 0 for none."""
    return _LEVELS.get(form.get(name, ""), 0)
