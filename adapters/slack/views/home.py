"""The home tab: pieces under one another, each with names of its own for its blocks and buttons.

docs.slack.dev/reference/views/home-tab-views: 100 blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.slack.blocks import Block, blocks_of, check
from adapters.slack.views.frame import BLOCKS_PER_VIEW, View
from bot.speech import Speech

HOME = "home"
#: Of what is said to a press, so that the tab itself stays in sight.
_NOTICE_AT_MOST = 30


def home_view(notice: Sequence[Block], pieces: Sequence[Speech]) -> View:
    """`notice`: what is said to the person's last press. Of too many pieces the last ones are left out."""
    blocks = [*_named("notice", notice[:_NOTICE_AT_MOST])]
    if blocks:
        blocks.append({"type": "divider"})
    for place, piece in enumerate(pieces):
        more = [*_named(f"piece{place}", blocks_of(piece))]
        if len(blocks) + len(more) > BLOCKS_PER_VIEW:
            break
        blocks += more
    check(blocks, BLOCKS_PER_VIEW)
    return {"type": "home", "callback_id": HOME, "blocks": blocks}


def _named(name: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Copies: what is said to many may be shared. Listeners know a button by its verb, which stays in front."""
    for block in blocks:
        if "block_id" not in block:
            yield block
            continue
        renamed = {**block, "block_id": f"{name}.{block['block_id']}"}
        if block["type"] == "actions":
            renamed["elements"] = [_button(name, element) for element in block["elements"]]
        yield renamed


def _button(name: str, element: Block) -> Block:
    verb, _, place = element["action_id"].partition(":")
    return {**element, "action_id": f"{verb}:{name}.{place}"}
