"""The words of our pages."""

from __future__ import annotations

import re
from pathlib import Path

from bot.page_words import page_words
from bot.vocabulary import Locale

ROOT = Path(__file__).parents[2]


def test_both_languages_have_the_same_words_and_places_to_fill() -> None:
    ja, en = page_words(Locale.JA), page_words(Locale.EN)
    assert ja.keys() == en.keys()
    for key in ja:
        assert set(re.findall(r"{(\w+)}", ja[key])) == set(re.findall(r"{(\w+)}", en[key])), key


def test_no_word_is_unused_and_none_is_missing() -> None:
    pages = ROOT / "adapters" / "web"
    text = "\n".join(path.read_text("utf-8") for path in [*pages.glob("*.py"), *pages.glob("templates/**/*.html")])
    used = set(re.findall(r"\bw\.([a-z_0-9]+)", text)) | set(re.findall(r'"(error_[a-z_]+)"', text))
    used |= {"queued", "accepted", "delivered", "failed", "skipped", "unknown"}
    assert used == page_words(Locale.JA).keys()
