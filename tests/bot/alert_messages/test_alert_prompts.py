"""The product's own question passes the check for a company's people, real and drill, in both languages."""

from __future__ import annotations

import pytest

from bot.alert_messages.vocabulary import Audience
from bot.prompts import PromptFacts, prompt
from bot.vocabulary import CheckKind, Locale
from tests.bot.alert_messages.own_messages import checked, rules


@pytest.mark.parametrize("locale", [Locale.JA, Locale.EN])
@pytest.mark.parametrize("kind", CheckKind)
@pytest.mark.parametrize("title", ["大地震", "台風15号", "本社で火災", "Earthquake"])
def test_a_prompt_passes(title: str, kind: CheckKind, locale: Locale) -> None:
    speech = prompt(
        PromptFacts(
            check_id=1,
            kind=kind,
            title=title,
            message="",
            round=0,
            locale=locale,
            company="青葉製作所",
            info_url="https://aoba.example/info",
        )
    )
    text = "\n".join((speech.heading, *speech.paragraphs, *speech.small_print))
    report = checked(text, audience=Audience.COMPANY)
    assert report.ok
    assert rules(report) <= {"title_too_long", "time_missing", "area_missing"}
