"""The form behind [comment] and [where I am]."""

from __future__ import annotations

from adapters.slack.views.frame import View, form, radio_input, text_input
from bot.forms import comment_form
from bot.plain import COMMENT_AT_MOST
from flows.my_answer import MyAnswer

DETAILS = "details"
COMMENT = "comment"
PLACE = "place"
CAN_WORK = "can_work"


def details_form(mine: MyAnswer, asks_place_first: bool = False) -> View:
    """What was said before stands in it: an emptied field is a field taken back."""
    labels = comment_form(mine.locale, mine.kind)
    comment = text_input(
        COMMENT, labels.comment, COMMENT_AT_MOST, labels.comment_hint, mine.comment, optional=True, lines=True
    )
    place = text_input(PLACE, labels.place, COMMENT_AT_MOST, labels.place_hint, mine.place, optional=True)
    can_work = radio_input(CAN_WORK, labels.can_work, labels.can_work_choices, mine.can_work, optional=True)
    blocks = [place, comment] if asks_place_first else [comment, place]
    return form(DETAILS, labels.heading, labels.submit, labels.cancel, [*blocks, can_work], {"check_id": mine.check_id})
