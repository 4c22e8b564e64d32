"""What somebody had before them when they pressed or sent something off: a form, a window, the home tab."""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.slack.payload_parts import Payload, dict_or_empty, matching, text_of, text_or_empty

#: Behind the name of a field whose words we have replaced: under its old name Slack would keep what was typed.
ANEW = "~"
_KEY = re.compile(r"[A-Za-z0-9._:-]{1,200}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A form, a window or the home tab, as somebody saw it. `metadata` is what we put into it."""

    view_id: str
    view_hash: str
    is_home: bool
    metadata: str
    values: dict[str, Payload]


def shown_in(view: Payload) -> Shown:
    return Shown(
        view_id=matching(_KEY, text_of(view.get("id"), "view.id"), "view.id"),
        view_hash=matching(_KEY, text_of(view.get("hash"), "view.hash"), "view.hash"),
        is_home=view.get("type") == "home",
        metadata=text_or_empty(view.get("private_metadata"), 3000),
        values=_values(view),
    )


def _values(view: Payload) -> dict[str, Payload]:
    """The state of each block's one element, by the name of the field."""
    state = dict_or_empty(dict_or_empty(view.get("state")).get("values"))
    elements = {
        block_id.partition(ANEW)[0]: next(iter(dict_or_empty(inside).values()), None)
        for block_id, inside in state.items()
    }
    return {block_id: element for block_id, element in elements.items() if isinstance(element, dict)}
