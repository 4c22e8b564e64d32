from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.message_texts import TextKind, original
from bot.vocabulary import ChannelKind, CheckKind, ContactState, Locale, Status, Via
from flows.errors import FlowError, InvalidError, RefusedError
from flows.message_texts import list_texts, preview_text, reset_text, save_text, text_to_edit
from flows.message_texts_at_hand import AT_MOST_OLD, TextsAtHand
from flows.record_answer import RecordAnswer, record_answer
from flows.start_campaign import StartCampaign, start_campaign
from flows.try_message import try_message
from flows.urge_registration import urge_registration
from flows.work import Begin, Lane, Sender, System, Work
from storage.models import audit, bodies, message_texts, messages, people
from tests.support.channels import FakeChannel
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows
from tests.support.sending import World

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JA, EN = Locale.JA, Locale.EN


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def save(world: World, kind: TextKind, title: str, body: str, locale: Locale = JA) -> None:
    with world.begin(HANAKO) as work:
        save_text(work, kind, locale, title, body)


def heard(channel: FakeChannel, containing: str) -> bool:
    """Whether what was rendered last says so."""
    speech, _ = channel.rendered[-1]
    return containing in "\n".join((speech.subject, speech.heading, *speech.paragraphs))


def test_a_text_is_saved_listed_and_taken_back(world: World, company: Company) -> None:
    save(world, TextKind.DRILL, "訓練 {title}", "本番のつもりで")
    save(world, TextKind.DRILL, "演習 {title}", "本番のつもりで")
    with world.begin(HANAKO, Lane.READ) as work:
        lines = {(line.kind, line.locale): line for line in list_texts(work)}
        assert text_to_edit(work, TextKind.DRILL, JA).title == "演習 {title}"
        assert text_to_edit(work, TextKind.DRILL, EN) == original(TextKind.DRILL, EN)
    assert len(lines) == len(TextKind) * len(Locale)
    mine = lines[TextKind.DRILL, JA]
    assert (mine.title, mine.changed_at, mine.changed_by) == ("演習 {title}", world.clock.now(), "花子")
    assert lines[TextKind.PROMPT, JA].changed_at is None
    for _ in range(2):
        with world.begin(HANAKO) as work:
            reset_text(work, TextKind.DRILL, JA)
    with world.begin(HANAKO, Lane.READ) as work:
        assert text_to_edit(work, TextKind.DRILL, JA) == original(TextKind.DRILL, JA)
    noted = [(row.action, row.person_id, row.details) for row in rows(world.begin, audit)]
    which = {"text": "drill", "locale": "ja"}
    changed = ("text_changed", company.ids["hanako"], which)
    assert noted == [changed, changed, ("text_reset", company.ids["hanako"], which)]


def test_what_is_wrong_is_not_kept_and_the_refusal_names_it(world: World) -> None:
    with pytest.raises(InvalidError, match="text_unknown_place") as refusal:
        save(world, TextKind.PROMPT, "{titel}", "")
    assert refusal.value.params["places"] == "{titel}"
    assert rows(world.begin, message_texts) == []


@pytest.mark.parametrize("address", ["U0JIRO", "U0TARO", "U0STRANGER"])
def test_only_a_safety_admin_sees_and_changes_texts(world: World, address: str) -> None:
    kind, text = TextKind.PROMPT, ("{title}", "")
    deeds = (
        list_texts,
        lambda work: text_to_edit(work, kind, JA),
        lambda work: save_text(work, kind, JA, *text),
        lambda work: reset_text(work, kind, JA),
        lambda work: preview_text(work, kind, JA, *text, ""),
        lambda work: try_message(work, kind, JA, *text),
    )
    for deed in deeds:
        with pytest.raises(RefusedError), world.begin(Sender(ChannelKind.SLACK, address)) as work:
            deed(work)
    assert rows(world.begin, message_texts) == []
    assert outbox(world.begin) == []


@pytest.mark.parametrize(("check_kind", "kind"), [(CheckKind.REAL, TextKind.PROMPT), (CheckKind.DRILL, TextKind.DRILL)])
def test_a_question_goes_out_in_the_words_of_its_kind(world: World, check_kind: CheckKind, kind: TextKind) -> None:
    save(world, TextKind.PROMPT, "本番 {title}", "{company}の点呼 {started}")
    save(world, TextKind.DRILL, "演習 {title}", "{company}の点呼 {started}")
    save(world, kind, "{title} now", "Roll call", EN)
    world.start(kind=check_kind, slack_channel="C0ALL")
    world.turn()
    title = "本番 地震" if kind is TextKind.PROMPT else "演習 地震"
    started = world.clock.now() + timedelta(hours=9)
    for channel in (world.slack, world.line, world.mail):
        said = [speech for speech, _ in channel.rendered if speech.locale is JA]
        assert said
        for speech in said:
            assert speech.subject.endswith(title)
            question = f"青葉製作所の点呼 {started.month}/{started.day} {started:%H:%M}\n落ち着いたら"
            assert any(question in paragraph for paragraph in speech.paragraphs)
    [english] = [speech for speech, _ in world.mail.rendered if speech.locale is EN]
    assert english.subject.endswith("地震 now")
    assert any(paragraph.startswith("Roll call\nThen") for paragraph in english.paragraphs)


def test_an_edit_between_two_claims_changes_the_second(world: World, company: Company) -> None:
    """Also where the old words stand ready for everybody, in this process and in the database."""
    check_id = world.start()
    cycle = world.cycle()
    cycle.turn()
    before = {row.share_key for row in rows(world.begin, bodies)}

    def ask_once_more(words: str) -> None:
        with world.begin(System("test"), Lane.FANOUT) as work:
            _ask_again(work, check_id, company.ids["taro"])
        cycle.turn()
        assert heard(world.slack, words)
        assert heard(world.line, words)

    save(world, TextKind.PROMPT, "{title}", "あたらしい言葉")
    ask_once_more("あたらしい言葉")
    save(world, TextKind.PROMPT, "{title}", "もっとあたらしい言葉")
    ask_once_more("もっとあたらしい言葉")
    kept = rows(world.begin, bodies)
    assert before < {row.share_key for row in kept}
    calls = len(world.slack.rendered)
    with world.begin(HANAKO) as work:
        reset_text(work, TextKind.PROMPT, JA)
    with world.begin(System("test"), Lane.FANOUT) as work:
        _ask_again(work, check_id, company.ids["taro"])
    cycle.turn()
    assert len(world.slack.rendered) == calls, "the original words stand ready"
    assert world.slack.accepted[-1].body == world.slack.accepted[0].body


def _ask_again(work: Work, check_id: int, person_id: int) -> None:
    """The same question to the same person, as if it had not gone out."""
    which = (messages.c.check_id == check_id, messages.c.person_id == person_id, messages.c.kind == "prompt")
    work.connection.execute(
        update(messages).where(*which).values(state="queued", attempt_id=None, lease_token="", lease_until=None)
    )


def test_reminders_go_out_in_their_own_words(world: World) -> None:
    save(world, TextKind.REMINDER, "{number}回目 {title}", "お返事がまだです {number}")
    world.start()
    world.turn()
    world.turn_after(timedelta(hours=2))
    for channel in (world.slack, world.line, world.mail):
        assert any(
            speech.subject.endswith("1回目 地震") and "お返事がまだです 1" in speech.paragraphs
            for speech, _ in channel.rendered
        )


def test_a_prompt_that_was_answered_thanks_in_own_words(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn()
    save(world, TextKind.THANKS, "{received}。", "「{title}」{answer} ありがとう")
    with world.begin(Sender(ChannelKind.LINE, TARO_LINE)) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.LINE, check_id, event_key="one"))
    world.turn_after(timedelta(seconds=3))
    assert heard(world.slack, "「地震」🟢 無事です ありがとう")


def test_contact_checks_and_urging_letters_speak_in_own_words(world: World, company: Company) -> None:
    save(world, TextKind.CONTACT_PROOF, "確認 {company}", "押してください {company}")
    save(world, TextKind.CONTACT_URGE, "登録", "{name}へ {company}", EN)
    world.spoil("emma@example.com", ContactState.BOUNCED)
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(
            update(people).where(people.c.id == company.ids["emma"]).values(email="emma2@example.com")
        )
    with world.begin(HANAKO, Lane.FANOUT) as work:
        start_campaign(work, StartCampaign())
        urge_registration(work)
    world.turn()
    for channel in (world.slack, world.line):
        assert heard(channel, "押してください 青葉製作所")
    mailed = {receiver.address: speech for speech, receiver in world.mail.rendered if receiver}
    assert mailed["taro@example.jp"].subject == "【連絡先確認】確認 青葉製作所"
    assert "Emmaへ 青葉製作所" in "\n".join(mailed["emma2@example.com"].paragraphs)


def test_a_test_goes_to_oneself_alone_through_every_channel_and_saves_nothing(world: World, company: Company) -> None:
    taro = Sender(ChannelKind.SLACK, "U0TARO")
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(role="safety_admin"))
    with world.begin(taro) as work:
        used = try_message(work, TextKind.REMINDER, EN, "{title} {number}", "Typed, not saved")
    assert used == (ChannelKind.LINE, ChannelKind.MAIL, ChannelKind.SLACK)
    assert rows(world.begin, message_texts) == []
    world.turn()
    for channel in (world.slack, world.line, world.mail):
        [(speech, _)] = channel.rendered
        assert speech.subject == "[Test] [Safety check] Strong earthquake in Tokyo 1"
        assert "Typed, not saved" in speech.paragraphs
        assert (speech.buttons, speech.links) == ((), ())
    sent = outbox(world.begin)
    assert {(row.person_id, row.state, row.params) for row in sent} == {(company.ids["taro"], "accepted", None)}
    [noted] = rows(world.begin, audit, action="text_tried")
    assert noted.details == {"text": "reminder", "locale": "en"}
    with world.begin(taro) as work:
        assert try_message(work, TextKind.CONTACT_URGE, JA, "登録", "") == (ChannelKind.MAIL,)
    world.spoil("taro@example.jp")
    with pytest.raises(InvalidError, match="no_contact_for_trial"), world.begin(taro) as work:
        try_message(work, TextKind.CONTACT_URGE, JA, "登録", "")
    with pytest.raises(InvalidError, match="text_brace"), world.begin(taro) as work:
        try_message(work, TextKind.PROMPT, JA, "{title", "")


def test_who_has_no_contact_for_it_is_told_so(world: World) -> None:
    with pytest.raises(InvalidError, match="no_contact_for_trial"), world.begin(HANAKO) as work:
        try_message(work, TextKind.CONTACT_URGE, JA, "登録", "")


def test_a_preview_shows_what_is_typed_beside_what_is_wrong_with_it(world: World) -> None:
    save(world, TextKind.PROMPT, "{title}", "保存済みの質問")
    with world.begin(HANAKO, Lane.READ) as work:
        seen = preview_text(work, TextKind.REMINDER, JA, "{title} {oops}", "まだです", "https://x/a")
    assert isinstance(seen.problem, FlowError)
    assert set(seen.speeches) == {ChannelKind.SLACK, ChannelKind.LINE, ChannelKind.MAIL}
    speech = seen.speeches[ChannelKind.SLACK]
    assert speech.subject.endswith("{oops}")
    assert "まだです" in speech.paragraphs
    assert "保存済みの質問" in speech.paragraphs[-1], "a reminder asks again as the check is set to"


def test_thousands_who_press_at_once_read_the_words_once_a_second(world: World) -> None:
    moments = [100.0, 100.5, 100.0 + AT_MOST_OLD]
    at_hand = TextsAtHand(world.begin, lambda: moments[0])
    assert at_hand.thanks(JA) is None
    save(world, TextKind.THANKS, "{received}", "ありがとう")
    moments.pop(0)
    assert at_hand.thanks(JA) is None
    moments.pop(0)
    kept = at_hand.thanks(JA)
    assert kept is not None
    assert kept.body == "ありがとう"
    assert at_hand.thanks(EN) is None
