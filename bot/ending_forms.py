"""Labels of the forms that end something: close a check, cancel a planned one. Slack's limits as in `bot.forms`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.frame import mark_of
from bot.plain import TITLE_AT_MOST, one_line
from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale
from bot.wording import say


@dataclass(frozen=True, slots=True)
class EndingForm:
    """`about`: what is ended, and what that means. `tell`: of a box to tick; empty: there is none."""

    heading: str
    submit: str
    cancel: str
    about: str
    tell: str = ""


def close_form(locale: Locale, kind: CheckKind, title: str, silent: int, open_help: int) -> EndingForm:
    """`open_help`: calls for help that stay open."""
    lines = (
        mark_of(kind) + one_line(title, TITLE_AT_MOST),
        say("manager_board.close_help", locale, count=open_help) if open_help else "",
        say("manager_board.close_silent", locale, count=silent) if silent else "",
        say("manager_board.close_note", locale),
    )
    return EndingForm(
        heading=say("ending.close", locale),
        submit=say("manager_board.close_press", locale),
        cancel=say("form.cancel", locale),
        about="\n".join(line for line in lines if line),
        tell=say("manager_board.close_tell", locale),
    )


def cancel_form(locale: Locale, kind: CheckKind, title: str, starts_at: str) -> EndingForm:
    """`starts_at` is a local day and time."""
    title = mark_of(kind) + one_line(title, TITLE_AT_MOST)
    return EndingForm(
        heading=say("ending.cancel", locale),
        submit=say("ending.cancel_press", locale),
        cancel=say("form.cancel", locale),
        about=say("ending.cancel_about", locale, title=title, moment=starts_at),
    )


def plan_cancelled(title: str, locale: Locale) -> Speech:
    told = say("ending.cancelled", locale, title=one_line(title, TITLE_AT_MOST))
    return Speech(locale=locale, subject=told, heading=say("ending.cancel", locale), paragraphs=(told,))
