"""Whatever is typed: the check never fails, its places are in the text, and spelling does not change what is found."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alert_messages.check import check
from bot.alert_messages.data_files import editions
from bot.alert_messages.reading import read
from bot.alert_messages.vocabulary import Audience
from bot.vocabulary import Locale
from tests.bot.alert_messages.own_messages import checked, messages, rules

_PIECES = st.sampled_from(
    [
        "避難指示",
        "津波警報",
        "【訓練】",
        "これは訓練です",
        "警戒レベル4",
        "〇〇市",
        "03-1234-5678",
        "(誤)",
        "(正)",
        "…",
        "\n",
        "ﾊﾞ",
        " ",
    ]
)
_TEXT = st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=30).map("".join)


@given(text=_TEXT, edition=st.sampled_from(sorted(editions())), audience=st.sampled_from(Audience))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_fail(text: str, edition: str, audience: Audience) -> None:
    report = check(text, editions()[edition], audience)
    length = len(read(text).text)
    for finding in report.findings:
        assert 0 <= finding.span.start <= finding.span.end <= length
        assert all(finding.message(locale) for locale in Locale)
    assert all(one.message(locale) for one in report.advice for locale in Locale)


def wide(text: str) -> str:
    """Figures, letters and signs in full width."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def test_the_width_of_letters_changes_nothing() -> None:
    written = [*messages("ok"), *messages("apology"), *messages("companion_alone"), *broken()]
    for text in written:
        assert rules(checked(wide(text))) == rules(checked(text)) == rules(checked(narrow(text)))


def narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("【", "[").replace("】", "]")


def broken() -> list[str]:
    pairs = [message.split("\n", 1) for message in messages("rules")]
    return [text for rule, text in pairs if rule in ("link", "phone", "level_disagrees", "drill_closing")]


def test_blanks_between_the_letters_change_nothing() -> None:
    for text in messages("ok")[:12]:
        title, body = text.split("\n", 1)
        spaced = "\n".join("\u3000".join(line) if not line.isascii() else line for line in body.split("\n"))
        assert rules(checked(f"{title}\n{spaced}")) == set()
