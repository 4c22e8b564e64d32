"""The rich menus of one official account, and who sees which."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class RichMenu:
    """`content` empty: it has no picture yet and cannot be shown."""

    id: str
    facts: dict[str, Any]
    content: bytes = b""
    content_type: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"richMenuId": self.id, **self.facts}


@dataclass(slots=True)
class RichMenus:
    """The menus of one account, by id; `linked` by user id."""

    menus: dict[str, RichMenu] = field(default_factory=dict)
    default: str = ""
    linked: dict[str, str] = field(default_factory=dict)

    def shown_to(self, user: str) -> RichMenu | None:
        """Their own, else everybody's; a deleted one is shown to nobody."""
        return self.menus.get(self.linked.get(user, "")) or self.menus.get(self.default)
