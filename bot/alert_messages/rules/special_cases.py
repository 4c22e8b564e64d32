"""Drills that are only talked about, and the shaking of the earth: both are asked for by several rules."""

from __future__ import annotations

from bot.alert_messages.meaning import Meaning
from bot.alert_messages.words import case_words as case


def is_about_shaking(meaning: Meaning) -> bool:
    """An earthquake and how to sit it out, nobody sent anywhere: what the weather agency's own alarm is for."""
    if meaning.in_company or meaning.moves_people or meaning.named_in_content:
        return False
    if case.QUAKE_WARNING.are_in(meaning.whole):
        return True
    shakes = case.QUAKE.are_in(meaning.content)
    posture = case.QUAKE_POSTURE.are_in(meaning.content)
    if meaning.is_drill:
        return shakes or (posture and case.QUAKE.are_in(meaning.title))
    return shakes and posture and not meaning.named


def is_about_a_drill_only(meaning: Meaning) -> bool:
    """Nothing in it would be sent on the day itself: an announcement, a beginning, an end."""
    if not meaning.talks_of_a_drill or meaning.is_continued or is_about_shaking(meaning):
        return False
    return not (meaning.named_in_content or meaning.moves_people)
