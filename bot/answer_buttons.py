"""The four answers, as buttons.

They run from safe to help, a scale: a slip hits a neighbour that means nearly the same, and 無事です and 助けが必要
stand as far apart as they can, each at an end where it is found at once.
"""

from __future__ import annotations

from bot.buttons import AnswerPress, encode
from bot.labels import icon, status_label
from bot.speech import Button, ButtonStyle
from bot.vocabulary import Locale, Status
from bot.wording import say

ORDER = (Status.SAFE, Status.AWAY, Status.INJURED, Status.HELP)

_STYLES: dict[Status, ButtonStyle] = {
    Status.SAFE: "safe",
    Status.AWAY: "away",
    Status.INJURED: "injured",
    Status.HELP: "help",
}


def answer_button(check_id: int, round_: int, status: Status, locale: Locale) -> Button:
    return Button(status_label(status, locale), encode(AnswerPress(check_id, round_, status)), _STYLES[status])


def answer_buttons(check_id: int, round_: int, locale: Locale) -> tuple[Button, ...]:
    return tuple(answer_button(check_id, round_, status, locale) for status in ORDER)


def answer_buttons_in_both(check_id: int, round_: int) -> tuple[Button, ...]:
    """For a shared channel: 🟢 無事です / I'm safe."""
    return tuple(
        Button(
            f"{icon(status)} {say(f'status.{status}', Locale.JA)} / {say(f'status.{status}', Locale.EN)}",
            encode(AnswerPress(check_id, round_, status)),
            _STYLES[status],
        )
        for status in ORDER
    )
