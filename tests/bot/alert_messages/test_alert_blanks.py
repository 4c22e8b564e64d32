"""What of a ready message is still blank is named in both languages; nothing that people write is taken for one."""

from __future__ import annotations

import pytest

from bot.alert_messages.blanks import blanks_in
from bot.alert_messages.templates import Template, templates
from bot.alert_messages.vocabulary import Audience
from bot.vocabulary import Locale


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.key)
@pytest.mark.parametrize("locale", [Locale.JA, Locale.EN])
def test_every_field_of_a_ready_message_that_has_a_blank_is_told(template: Template, locale: Locale) -> None:
    draft = template.draft(locale)
    words = [getattr(draft, name) for name in ("title", "area", "what", "reason", "action", "other")]
    marks = "〇●□△◇" if locale is Locale.JA else ("XX", "YY", "ZZ", "0:00", "00 ", " 0")
    for text in (*words, *draft.shelters):
        assert bool(blanks_in(text)) is any(mark in text for mark in marks), text


def test_each_is_named_once_in_the_order_of_the_text() -> None:
    fire = next(one for one in templates(Audience.COMPANY) if one.key == "fire").draft(Locale.JA)
    text = "\n".join((fire.title, fire.area, fire.action))
    assert blanks_in(text) == ("〇〇ビル", "□階", "△△")
    assert blanks_in("〇〇工場の方") == ("〇〇工場",)
    assert blanks_in("●●月●●日●●時ごろ、〇人") == ("●●月", "●●日", "●●時", "〇人")


@pytest.mark.parametrize(
    "text", ["○火災です", "■場所：本社", "10:00 and 20:00", "MAXX, 100 people, floor 10", "△印の所へ", "1 Jan, 9:30"]
)
def test_what_people_write_is_no_blank(text: str) -> None:
    assert blanks_in(text) == ()
