"""What is mailed back to a reply."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.free_text import understand
from bot.replies import ReplyFacts, reply_heard, reply_unclear
from bot.vocabulary import CheckKind, Locale, Status
from tests.support.speeches import INFO_URL, PAGE_URL

JA = ReplyFacts(CheckKind.DRILL, "地震", Locale.JA, PAGE_URL, INFO_URL)
EN = replace(JA, locale=Locale.EN)


def test_what_was_recorded_is_said_and_can_be_changed() -> None:
    speech = reply_heard(JA, Status.SAFE)
    assert "🟢 無事です" in speech.heading
    assert speech.subject.startswith("【訓練】")
    assert "これは訓練です。" in speech.paragraphs
    assert [link.url for link in speech.links] == [PAGE_URL, INFO_URL]


@pytest.mark.parametrize("status", [Status.HELP, Status.INJURED])
def test_whoever_is_in_need_is_told_whom_to_call(status: Status) -> None:
    speech = reply_heard(JA, status, company_numbers=(("防災センター", "03-0000-0000"),))
    assert [link.url for link in speech.links][:3] == ["tel:119", "tel:110", "tel:118"]
    assert "防災センター" in speech.links[3].label


def test_a_cry_that_reached_nobody_is_not_said_to_have_reached_somebody() -> None:
    told, untold = reply_heard(EN, Status.HELP), reply_heard(EN, Status.HELP, nobody_told=True)
    assert not any("has not reached anybody" in words for words in told.paragraphs)
    assert any("has not reached anybody" in words for words in untold.paragraphs)


@pytest.mark.parametrize("facts", [JA, EN])
def test_who_gets_no_links_replies_once_more(facts: ReplyFacts) -> None:
    plain = replace(facts, plain=True)
    unclear = reply_unclear(plain)
    assert unclear.links == ()
    order = [Status.SAFE, Status.AWAY, Status.INJURED, Status.HELP]
    assert [understand(line).status for line in unclear.paragraphs[-1].splitlines()[-4:]] == order
    assert reply_heard(plain, Status.SAFE).links == ()
    assert all(link.url.startswith("tel:") for link in reply_heard(plain, Status.HELP).links)
    assert [link.url for link in reply_unclear(facts).links] == [PAGE_URL, INFO_URL]
