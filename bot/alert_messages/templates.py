"""Ready messages: one for each of the guide's good examples, and the company's own. 〇〇 and ●● are to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.alert_messages.composing import Draft
from bot.alert_messages.data_files import Both, templates_table
from bot.alert_messages.vocabulary import Audience
from bot.vocabulary import Locale

_WORDS = ("title", "sender", "when", "area", "what", "reason", "action", "other", "wrong", "right")


@dataclass(frozen=True, slots=True)
class Template:
    """`name` is what it is called in a list. `draft` in either language fills the composer's form."""

    key: str
    name: Both
    audience: Audience
    japanese: Draft
    english: Draft

    def draft(self, locale: Locale) -> Draft:
        return self.english if locale is Locale.EN else self.japanese


def templates(audience: Audience | None = None) -> tuple[Template, ...]:
    """All, or those of one audience, in the order of the file."""
    known = (_template(key, table) for key, table in templates_table().items())
    return tuple(one for one in known if audience is None or one.audience is audience)


def _template(key: str, table: dict[str, Any]) -> Template:
    japanese, english = table["name"]
    audience = Audience(table["audience"])
    drafts = [_draft(table, audience, locale, column) for column, locale in enumerate((Locale.JA, Locale.EN))]
    return Template(key, (japanese, english), audience, *drafts)


def _draft(table: dict[str, Any], audience: Audience, locale: Locale, column: int) -> Draft:
    shelters = table.get("shelters", ([], []))[column]
    return Draft(
        item=table["item"],
        audience=audience,
        locale=locale,
        level=table.get("level", 0),
        shelters=tuple(shelters),
        is_drill=table.get("drill", False),
        **{word: table[word][column] for word in _WORDS if word in table},
    )
