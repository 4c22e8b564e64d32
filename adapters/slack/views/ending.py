"""Forms that end something, after a second look: close a check, cancel a planned one."""

from __future__ import annotations

from adapters.slack.blocks import Block
from adapters.slack.views.frame import View, checkbox_input, form, text_block
from bot.ending_forms import EndingForm

CLOSE = "close_check"
CANCEL = "cancel_check"
TELL = "tell"
#: The one value of the box.
YES = "yes"


def ending_view(name: str, labels: EndingForm, check_id: int) -> View:
    """`name`: CLOSE or CANCEL."""
    blocks: list[Block] = [text_block(labels.about)]
    if labels.tell:
        blocks.append(checkbox_input(TELL, labels.tell, [(YES, labels.tell)]))
    return form(name, labels.heading, labels.submit, labels.cancel, blocks, {"check_id": check_id})
