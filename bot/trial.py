"""The test mail of `anpi doctor`."""

from __future__ import annotations

from bot.speech import Speech
from bot.vocabulary import Locale
from bot.wording import say


def trial_mail(locale: Locale) -> Speech:
    return Speech(
        locale=locale,
        subject=say("trial.subject", locale),
        heading=say("trial.heading", locale),
        paragraphs=(say("trial.words", locale), say("trial.seen", locale)),
    )
