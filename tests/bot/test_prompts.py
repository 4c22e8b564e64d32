"""The question as a frightened person reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.buttons import AnswerPress, decode
from bot.free_text import understand
from bot.prompts import PromptFacts, channel_prompt, prompt
from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale, Status
from tests.support.speeches import INFO_URL, PAGE_URL, prompt_facts

JA = prompt_facts(CheckKind.REAL, Locale.JA)
EN = prompt_facts(CheckKind.REAL, Locale.EN)

#: What the sample's message calls for: the end of the short form.
CALLED = "エレベーターは使わないでください"
INFO = {Locale.JA: "連絡先・避難経路", Locale.EN: "Emergency contacts and evacuation routes"}


def answers(speech: Speech) -> list[AnswerPress]:
    presses = [decode(button.value) for button in speech.buttons]
    return [press for press in presses if isinstance(press, AnswerPress)]


def test_the_four_answers_run_from_safe_to_help_with_icon_and_word() -> None:
    assert [button.label for button in prompt(JA).buttons] == [
        "🟢 無事です",
        "⚪ 影響なし（地域外）",
        "🟠 けがをした",
        "🆘 助けが必要",
    ]
    assert [button.label for button in prompt(EN).buttons] == [
        "🟢 I'm safe",
        "⚪ Not affected (away)",
        "🟠 I'm injured",
        "🆘 I need help",
    ]


def test_a_press_names_the_check_the_round_and_the_status() -> None:
    order = [Status.SAFE, Status.AWAY, Status.INJURED, Status.HELP]
    assert answers(prompt(JA)) == [AnswerPress(7, 2, status) for status in order]


def test_the_prompt_leads_to_contacts_and_routes() -> None:
    for speech in (prompt(JA), prompt(EN)):
        assert [(link.label, link.url) for link in speech.links] == [(INFO[speech.locale], INFO_URL)]


def test_nothing_is_offered_where_there_is_no_page_for_it() -> None:
    assert prompt(replace(JA, info_url="")).links == ()


def test_in_mail_the_answers_are_on_the_page() -> None:
    speech = prompt(replace(JA, answer_url=PAGE_URL))
    assert speech.buttons == ()
    assert [link.url for link in speech.links] == [PAGE_URL, INFO_URL]
    assert "ログインは要りません" in speech.paragraphs[-1]


def test_the_companys_words_come_before_the_question() -> None:
    assert prompt(JA).paragraphs[0] == "エレベーターは使わないでください。"
    assert "身の安全" in prompt(JA).paragraphs[1]


def test_without_a_message_or_a_company_nothing_empty_is_said() -> None:
    speech = prompt(replace(JA, message=" \n", company=""))
    assert len(speech.paragraphs) == 1
    assert len(speech.small_print) == 1


def test_every_prompt_sends_the_one_in_danger_to_the_telephone_first() -> None:
    for speech in (prompt(JA), prompt(EN), channel_prompt(JA)):
        assert all(number in speech.small_print[0] for number in ("119", "110", "118"))


@pytest.mark.parametrize(
    ("reminder_no", "is_last", "subject"),
    [
        (0, False, "【安否確認】東京で地震"),
        (1, False, "【安否確認】再送 1回目：東京で地震"),
        (2, False, "【安否確認】再送 2回目：東京で地震"),
        (6, True, "【安否確認】最後のお願い：東京で地震"),
    ],
)
def test_a_reminder_looks_different_and_the_last_one_says_so(reminder_no: int, is_last: bool, subject: str) -> None:
    speech = prompt(replace(JA, reminder_no=reminder_no, is_last=is_last))
    assert speech.subject == f"{subject}｜{CALLED}"
    assert speech.heading == speech.subject
    assert any("まだ回答を受け取っていません" in paragraph for paragraph in speech.paragraphs) == (reminder_no > 0)
    assert any("最後です" in paragraph for paragraph in speech.paragraphs) == is_last


def test_an_english_reminder_says_how_many_th() -> None:
    assert prompt(replace(EN, reminder_no=2)).subject == f"[Safety check] Reminder 2: 東京で地震 | {CALLED}"
    last = prompt(replace(EN, reminder_no=3, is_last=True))
    assert last.subject == f"[Safety check] Last reminder: 東京で地震 | {CALLED}"


def test_each_mark_stands_in_a_subject_once_and_in_the_readers_language() -> None:
    drill = CheckKind.DRILL
    assert prompt(EN).subject == f"[Safety check] 東京で地震 | {CALLED}"
    assert prompt(replace(EN, kind=drill)).subject == f"【訓練】[DRILL: safety check] 東京で地震 | {CALLED}"
    assert prompt(replace(JA, kind=drill)).subject == f"【訓練】【安否確認】東京で地震｜{CALLED}"


def test_a_drill_says_so_before_anything_else() -> None:
    for facts in (replace(JA, kind=CheckKind.DRILL), replace(JA, kind=CheckKind.DRILL, reminder_no=1)):
        assert prompt(facts).paragraphs[0].startswith("これは訓練です")
        assert channel_prompt(facts).paragraphs[0].startswith("これは訓練です")
        assert "This is a drill" in channel_prompt(facts).paragraphs[0]


def test_the_channel_is_asked_in_both_languages_at_once() -> None:
    speech = channel_prompt(JA)
    assert "\n".join(speech.paragraphs).count("無事") == 1
    assert any("Are you safe?" in paragraph for paragraph in speech.paragraphs)
    assert speech.buttons[0].label == "🟢 無事です / I'm safe"
    assert [press.status for press in answers(speech)] == [press.status for press in answers(prompt(JA))]
    assert speech.links[0].url == INFO_URL


def test_a_long_title_is_cut_with_an_ellipsis() -> None:
    speech = prompt(replace(JA, title="地震" * 200, message=""))
    assert speech.heading.endswith("…")
    assert len(speech.heading) < 100


def test_a_reply_is_offered_where_it_is_heard() -> None:
    by_page = prompt(replace(JA, answer_url=PAGE_URL, hears_replies=True))
    assert [link.url for link in by_page.links] == [PAGE_URL, INFO_URL]
    assert "返信でも回答できます" in by_page.paragraphs[-1]


@pytest.mark.parametrize("facts", [JA, EN])
def test_who_gets_no_links_is_told_what_to_reply_and_each_of_it_is_understood(facts: PromptFacts) -> None:
    speech = prompt(replace(facts, answer_url=PAGE_URL, hears_replies=True, plain=True))
    assert (speech.links, speech.buttons) == ((), ())
    assert not any("http" in words for words in (*speech.paragraphs, *speech.small_print))
    order = [Status.SAFE, Status.AWAY, Status.INJURED, Status.HELP]
    assert [understand(line).status for line in speech.paragraphs[-1].splitlines()[-4:]] == order


def test_without_anybody_who_hears_replies_the_link_stays() -> None:
    assert prompt(replace(JA, answer_url=PAGE_URL, plain=True)).links[0].url == PAGE_URL
