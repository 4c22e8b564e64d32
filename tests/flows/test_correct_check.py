"""Corrections of a check already sent: to exactly those who got the words before, once each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from adapters.cycle.sending import Sending
from bot.corrections import CheckWords
from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind
from flows.cancel_check import CancelCheck, cancel_check
from flows.close_check import CloseCheck, close_check
from flows.correct_check import (
    CheckCorrected,
    CorrectCheck,
    correct_check,
    correction_outlook,
    corrections_of,
    corrections_to_write,
    write_correction,
)
from flows.errors import InvalidError
from flows.ports import MembersRejected, OutcomeUnknown, PermanentFailure, TemporaryFailure
from flows.work import Begin, Lane, Sender, System
from storage.models import audit, people
from storage.queries import corrections
from tests.support.channels import FakeChannel, FakeLinks, fake_line
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows, states, the_check, the_message
from tests.support.sending import World

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
RIGHT = CheckWords("震度5弱の地震", "本社前の広場へ避難してください。", 0, "広場へ")
#: Every address of the company, and the shared channel.
ALL = {"U0HANAKO", "U0JIRO", "U0TARO", TARO_LINE, "taro@example.jp", "emma@example.com", "C0ALL"}
SENT = ("accepted", "")


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def correct(world: World, check_id: int, words: CheckWords = RIGHT, **more: object) -> CheckCorrected:
    with world.begin(HANAKO, Lane.FANOUT) as work:
        return correct_check(work, CorrectCheck(check_id, words, **more))  # type: ignore[arg-type]


def told(world: World) -> dict[str, tuple[str, str]]:
    """Address -> state and reason; nobody is told of one correction twice."""
    found = outbox(world.begin, kind="correction")
    assert len({(row.address, row.correction_id) for row in found}) == len(found)
    return {row.address: (row.state, row.reason) for row in found}


def subjects(channel: FakeChannel) -> list[str]:
    """What was accepted, in order."""
    return [attempt.body.decode().split(" ", 1)[1].strip() for attempt in channel.accepted]


def test_whoever_got_the_words_is_told_what_was_wrong_where_they_got_them(world: World, company: Company) -> None:
    check_id = world.start(kind=CheckKind.DRILL, slack_channel="C0ALL")
    world.turn()
    world.answer(check_id, company.ids["taro"])
    with world.begin(HANAKO, Lane.READ) as work:
        outlook = correction_outlook(work, CorrectCheck(check_id, RIGHT))
    assert outlook.receivers.people == 4
    assert outlook.receivers.by_channel == {ChannelKind.SLACK: 4, ChannelKind.LINE: 1, ChannelKind.MAIL: 2}
    assert not correct(world, check_id).already
    world.turn()
    world.turn()
    assert told(world) == dict.fromkeys(ALL, SENT), "answered or not"
    [(speech, _)] = world.line.rendered[-1:]
    assert speech.subject == "【訓練】【安否確認】【訂正】震度5弱の地震｜広場へ"
    assert speech.heading == "【訓練】【訂正】震度5弱の地震｜広場へ"
    assert speech.paragraphs[:4] == (
        "これは訓練です。",
        "先ほどのお知らせに誤りがありました。次のとおり訂正します。",
        "（誤）地震\n（正）震度5弱の地震",
        "（誤）（なし）\n（正）広場へ",
    )
    assert len(speech.buttons) == 4, "it is answered from there"
    english, receiver = next(
        one for one in world.mail.rendered if one[0].subject.startswith("【訓練】[DRILL: safety check] [Correction]")
    )
    assert receiver is not None
    assert receiver.question_id, "or by a reply"
    assert english.links[0].url.startswith(f"https://anpi.example/a/{check_id}.")
    with world.begin(HANAKO, Lane.READ) as work:
        [line] = corrections_of(work, check_id)
    assert (line.wrong.title, line.right, line.writer, line.is_being_written) == ("地震", RIGHT, "花子", False)
    [noted] = rows(world.begin, audit, action="check_corrected")
    assert noted.details == {"version": 2, "changed": ["title", "action", "message"]}


def test_only_what_went_out_or_may_have_is_corrected(world: World, company: Company) -> None:
    """Accepted, failed, suppressed, unknown, queued: each through one address of its own."""
    world.spoil("emma@example.com")
    world.slack.fails_for = {
        "U0HANAKO": PermanentFailure("user_not_found"),
        "U0JIRO": TemporaryFailure("service_unavailable", retry_after=timedelta(minutes=2)),
        "U0TARO": OutcomeUnknown("timeout"),
    }
    check_id = world.start()
    world.turn()
    world.turn_after(timedelta(seconds=10))
    assert the_message(world.begin, kind="prompt", address="U0TARO").state == "unknown"
    assert the_message(world.begin, kind="prompt", address="U0JIRO").state == "sending", "its bytes are frozen"
    late = company.person("遅刻", units=["本社"], slack="U0LATE")
    world.slack.fails_for.pop("U0TARO")
    correct(world, check_id)
    world.turn()
    found = told(world)
    assert found == {
        "U0TARO": SENT,
        TARO_LINE: SENT,
        "taro@example.jp": SENT,
        # Waits for what it corrects.
        "U0JIRO": ("queued", ""),
    }
    world.slack.fails_for.clear()
    world.turn_after(timedelta(minutes=2, seconds=1))
    world.turn_after(timedelta(seconds=11))
    assert subjects(world.slack)[-2:] == ["【安否確認】地震", "【安否確認】【訂正】震度5弱の地震｜広場へ"], (
        "the bytes of before, then this"
    )
    assert told(world)["U0JIRO"] == SENT
    assert late not in {row.person_id for row in outbox(world.begin)}


def test_what_never_arrived_is_not_corrected(world: World) -> None:
    world.slack.fails_for = {"U0JIRO": TemporaryFailure("busy", retry_after=timedelta(minutes=5))}
    check_id = world.start()
    world.turn()
    correct(world, check_id)
    world.turn()
    world.slack.fails_for = {"U0JIRO": PermanentFailure("user_not_found")}
    world.turn_after(timedelta(minutes=6))
    world.turn_after(timedelta(seconds=11))
    assert told(world)["U0JIRO"] == ("skipped", "first_not_sent")


def test_whoever_is_asked_later_reads_the_right_words_only(world: World, company: Company) -> None:
    check_id = world.start(plan=ReminderPlan(timedelta(minutes=30), (timedelta(minutes=30),), 2))
    sending = Sending(world.begin, world.line, FakeLinks(), world.clock)
    page = sending.next_page()
    assert page.attempts, "frozen before, and sent after"
    correct(world, check_id)
    sending.record([sending.call(attempt, page.token) for attempt in page.attempts])
    world.turn()
    world.turn_after(timedelta(seconds=11))
    assert set(subjects(world.slack)) == {"【安否確認】震度5弱の地震｜広場へ"}
    assert subjects(world.line) == ["【安否確認】地震", "【安否確認】【訂正】震度5弱の地震｜広場へ"]
    assert told(world) == {TARO_LINE: SENT}
    world.turn_after(timedelta(minutes=30))
    assert "震度5弱の地震" in subjects(world.line)[-1]
    assert len(outbox(world.begin, kind="reminder", state="accepted")) == 6
    assert told(world) == {TARO_LINE: SENT}


def test_words_that_were_read_before_and_not_frozen_are_read_again(world: World) -> None:
    """Corrected between claim and freeze: the body of before is not frozen; who is told of it is told nothing."""
    check_id = world.start()
    slow = fake_line()

    class CorrectedMeanwhile(Sending):
        def _drafts(self, claimed):  # type: ignore[no-untyped-def]
            drafted = super()._drafts(claimed)
            if the_check(world.begin, check_id).version == 1:
                correct(world, check_id)
                with world.begin(System("test"), Lane.FANOUT) as work:
                    [correction_id] = corrections_to_write(work)
                    row = corrections.find(work.connection, correction_id)
                    assert row is not None
                    page = corrections.claim_page(work.connection, row, 500)
                    assert page is not None
                    assert corrections.write_page(work.connection, row, page, work.policy.channels, work.now) == 1
            return drafted

    CorrectedMeanwhile(world.begin, slow, FakeLinks(), world.clock).drain()
    assert subjects(slow) == ["【安否確認】震度5弱の地震｜広場へ"]
    world.turn_after(timedelta(seconds=11))
    assert told(world) == {TARO_LINE: ("skipped", "first_not_sent")}


def test_contacts_that_are_stopped_and_people_who_have_left_are_not_written_to(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn()
    world.spoil("U0JIRO")
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["emma"]).values(active=False))
    correct(world, check_id)
    world.turn()
    found = told(world)
    assert found["U0JIRO"] == ("skipped", "suppressed")
    assert found["emma@example.com"] == ("skipped", "inactive")
    assert found["U0HANAKO"] == SENT


def test_a_reminder_with_the_words_of_before_is_not_sent_again_after_the_correction(world: World) -> None:
    check_id = world.start(plan=ReminderPlan(timedelta(minutes=10), (timedelta(minutes=30),), 1))
    world.turn()
    world.slack.fails_for = {"U0JIRO": TemporaryFailure("busy", retry_after=timedelta(minutes=5))}
    world.turn_after(timedelta(minutes=10))
    world.slack.fails_for.clear()
    correct(world, check_id)
    world.turn()
    assert told(world)["U0JIRO"] == SENT
    world.turn_after(timedelta(minutes=6))
    reminder = the_message(world.begin, kind="reminder", address="U0JIRO")
    assert (reminder.state, reminder.reason) == ("skipped", "superseded")


def die_in_a_page(world: World, correction_id: int) -> None:
    with world.begin(System("test"), Lane.FANOUT) as work:
        assert write_correction(work, correction_id)
        raise ZeroDivisionError


def test_a_process_that_dies_between_two_pages_leaves_the_rest_to_another(world: World) -> None:
    check_id = world.start(slack_channel="C0ALL")
    world.turn()
    correct(world, check_id)
    with world.begin(System("test"), Lane.FANOUT) as work:
        [correction_id] = corrections_to_write(work)
        row = corrections.find(work.connection, correction_id)
        assert row is not None
        page = corrections.claim_page(work.connection, row, 2)
        assert page is not None
        assert corrections.write_page(work.connection, row, page, work.policy.channels, work.now) == 3
        assert corrections.claim_page(work.connection, row, 2) is None, "of the same mark one is the first"
    with pytest.raises(ZeroDivisionError):
        die_in_a_page(world, correction_id)
    world.turn()
    world.turn()
    assert told(world) == dict.fromkeys(ALL, SENT)
    with world.begin(System("test"), Lane.FANOUT) as work:
        assert corrections_to_write(work) == ()


def test_a_second_one_takes_the_place_of_the_first_and_is_noted(world: World) -> None:
    check_id = world.start()
    world.turn()
    world.slack.fails_for = {"U0JIRO": TemporaryFailure("busy", retry_after=timedelta(hours=1))}
    correct(world, check_id)
    world.turn()
    correct(world, check_id, CheckWords("火事", RIGHT.message, 0, RIGHT.action))
    world.turn()
    world.slack.fails_for.clear()
    world.turn_after(timedelta(hours=1, seconds=1))
    first, second = (
        {row.address: row for row in outbox(world.begin, kind="correction", correction_id=number)}
        for number in sorted({row.correction_id for row in outbox(world.begin, kind="correction")})
    )
    assert first["U0JIRO"].reason == "superseded"
    assert {row.state for row in second.values()} == {"accepted"}
    assert set(second) == ALL - {"C0ALL"}
    wrong = {
        paragraph
        for speech, _ in world.slack.rendered
        if speech.subject.startswith("【安否確認】【訂正】火事")
        for paragraph in speech.paragraphs
        if "（誤）" in paragraph and "火事" in paragraph
    }
    assert wrong == {"（誤）震度5弱の地震\n（正）火事", "（誤）地震\n（正）火事"}, "what each has read last"
    [noted] = [
        row
        for row in rows(world.begin, audit, action="findings_overruled")
        if "second_correction" in row.details["rules"]
    ]
    assert noted.check_id == check_id


def test_halves_of_a_refused_batch_say_what_the_whole_said(world: World, company: Company) -> None:
    company.person("L", units=["本社"], line="U" + "1" * 32)
    check_id = world.start()
    correct(world, check_id)
    world.line.refuses = lambda attempt: MembersRejected("line_members_rejected") if len(attempt.members) > 1 else None
    world.turn()
    correct(world, check_id, CheckWords("火事", RIGHT.message, 0, RIGHT.action))
    world.turn()
    wrong = [words for speech, _ in world.line.rendered for words in speech.paragraphs if "（誤）" in words]
    assert wrong == ["（誤）震度5弱の地震\n（正）火事"]
    assert len([row for row in told(world).values() if row == SENT]) == len(ALL)


def test_what_is_refused_changes_nothing(world: World) -> None:
    check_id = world.start()
    world.turn()
    same = CheckWords("地震")
    for words, code in ((same, "nothing_corrected"), (CheckWords(" "), "empty_title")):
        with pytest.raises(InvalidError, match=code):
            correct(world, check_id, words)
    correct(world, check_id, version=1, event_key="web:1")
    assert correct(world, check_id, version=1, event_key="web:1").already, "pressed twice"
    with pytest.raises(InvalidError, match="corrected_meanwhile"):
        correct(world, check_id, CheckWords("火事"), version=1)
    with world.begin(HANAKO, Lane.FANOUT) as work:
        close_check(work, CloseCheck(check_id, tell=True))
    with pytest.raises(InvalidError, match="already_closed"):
        correct(world, check_id, CheckWords("火事"))
    world.turn()
    assert set(told(world).values()) == {("skipped", "closed")}, "it was over before they were told"
    assert states(world.begin, kind="check_closed") == {SENT: 4}


def test_whoever_closes_or_calls_it_off_at_the_same_moment_is_first_or_second(world: World) -> None:
    """Compare-and-set: what was looked at is what is changed."""
    check_id = world.start()
    with world.begin(HANAKO, Lane.FANOUT) as work:
        assert corrections.correct(work.connection, check_id, 1, {"title": "火事"})
        assert not corrections.correct(work.connection, check_id, 1, {"title": "洪水"})
        assert not corrections.call_off(work.connection, check_id, 1, None, work.now)
        cancel_check(work, CancelCheck(check_id))
        assert not corrections.correct(work.connection, check_id, 3, {"title": "洪水"})
    assert the_check(world.begin, check_id).title == "火事"


def test_an_answer_before_it_leaves_it_to_be_read_and_one_after_it_closes_it_too(
    world: World, company: Company
) -> None:
    check_id = world.start()
    world.turn()
    world.answer(check_id, company.ids["taro"])
    world.clock.forward(timedelta(minutes=1))
    correct(world, check_id)
    world.turn()
    refs = {row.platform_ref for row in outbox(world.begin, kind="correction", channel="slack")}
    assert "" not in refs
    edited = {row.address for row in outbox(world.begin, kind="prompt_answered")}
    assert edited & refs == set()
    world.clock.forward(timedelta(minutes=1))
    world.answer(check_id, company.ids["taro"])
    world.turn()
    taro = the_message(world.begin, kind="correction", address="U0TARO")
    assert taro.platform_ref in {row.address for row in outbox(world.begin, kind="prompt_answered")}
