"""The steps, in the order in which a day like this goes."""

from __future__ import annotations

from sandbox.story import answering, asking, ending, rescue
from sandbox.story.cast import Cast, choose
from sandbox.story.narration import Narrator
from sandbox.town import Town

TITLE = "震度6弱の地震（東京）"


def play(town: Town, narrator: Narrator) -> Cast:
    """Every step or StepFailedError. The product must be running and connected, with the sample company loaded."""
    cast = choose(town.residents)
    asking.start(town, narrator, cast, TITLE)
    asking.slack_is_asked(town, narrator)
    asking.line_is_asked(town, narrator)
    asking.mail_is_asked(town, narrator)
    answering.by_slack_button(town, narrator, cast)
    answering.by_line_button(town, narrator, cast)
    answering.on_the_page(town, narrator, cast)
    answering.by_typing(town, narrator, cast)
    rescue.somebody_cries_for_help(town, narrator, cast)
    rescue.a_manager_takes_it(town, narrator, cast)
    answering.by_everybody_else(town, narrator, cast)
    asking.the_silent_are_reminded(town, narrator, cast)
    answering.by_late_ones(town, narrator, cast)
    ending.the_board_fills(town, narrator, cast)
    rescue.the_case_is_closed(town, narrator, cast)
    ending.the_check_closes(town, narrator, cast)
    ending.nothing_was_doubled(town, narrator)
    return cast
