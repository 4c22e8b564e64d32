"""The three steps of sending, as one process takes them: what goes out, in whose words, and what is dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from bot.vocabulary import ChannelKind, CheckKind, ContactState, MessageKind, Reach, Standing
from flows.close_check import CloseCheck, close_check
from flows.deliver.claim import Claimed, claim, give_back
from flows.deliver.freeze import freeze
from flows.deliver.render import Renderer
from flows.ports import Attempt, RateLimit
from flows.work import Begin, Lane, Operator, Policy, System
from storage.models import attempts, bodies, contacts, help_cases, messages, people, rate_limits
from tests.conftest import DEFAULT_POLICY
from tests.support.channels import FakeChannel, FakeLinks
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows, states, the_message
from tests.support.sending import LEASE, World


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def claimed(world: World, channel: FakeChannel, limit: int = 500) -> Claimed:
    with world.begin(System(), Lane.FANOUT) as work:
        return claim(work, channel, limit, LEASE)


def frozen(world: World, channel: FakeChannel, page: Claimed) -> tuple[Attempt, ...]:
    drafts = Renderer(channel, FakeLinks()).render(page, page.messages)
    with world.begin(System(), Lane.FANOUT) as work:
        return freeze(work, channel, page, drafts)


def add(world: World, **values: object) -> None:
    given = {"channel": "slack", "locale": "ja", "priority": 0, "due_at": world.clock.now(), **values}
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(insert(messages).values(created_at=work.now, **given))


def test_everybody_is_asked_and_it_is_written_down(world: World, company: Company) -> None:
    world.start()
    world.turn()
    assert sorted(world.slack.addresses) == ["U0HANAKO", "U0JIRO", "U0TARO"]
    assert world.line.addresses == [TARO_LINE]
    assert sorted(world.mail.addresses) == ["emma@example.com", "taro@example.jp"]
    assert states(world.begin) == {("accepted", ""): 6}
    hanako = the_message(world.begin, person_id=company.ids["hanako"])
    assert hanako.platform_ref == f"DU0HANAKO/{hanako.id}.000100"
    assert hanako.accepted_at == world.clock.now()
    assert {row.state for row in rows(world.begin, attempts)} == {"accepted"}


def test_a_second_turn_sends_nothing_again(world: World) -> None:
    world.start()
    world.turn()
    calls = len(world.slack.calls)
    world.turn_after(timedelta(minutes=1))
    assert len(world.slack.calls) == calls


def test_a_shared_body_is_rendered_once_per_language(world: World, company: Company) -> None:
    company.person("John", slack="U0JOHN", locale="en")
    company.person("Linh", slack="U0LINH", locale="ja-easy")
    world.start()
    world.turn()
    assert sorted(speech.locale for speech, _ in world.slack.rendered) == ["en", "ja", "ja-easy"]
    assert len({row.share_key for row in rows(world.begin, bodies)}) == 4


def test_line_gets_one_call_for_many(world: World, company: Company) -> None:
    for number in range(3):
        company.person(f"L{number}", line=f"U{number:032x}")
    world.start()
    world.turn()
    (call,) = world.line.calls
    assert len(call.members) == 4


def test_a_batch_never_exceeds_the_channels_size(world: World, company: Company) -> None:
    for number in range(4):
        company.person(f"L{number}", line=f"U{number:032x}")
    world.line.batch_size = 2
    world.start()
    world.turn()
    assert [len(call.members) for call in world.line.calls] == [2, 2, 1]
    assert len({call.key for call in world.line.calls}) == 3


def test_a_letter_is_personal_and_forgotten_when_it_is_settled(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn()
    taro = the_message(world.begin, channel="mail", person_id=company.ids["taro"])
    receiver = next(one for _, one in world.mail.rendered if one and one.address == "taro@example.jp")
    assert receiver.name == "太郎"
    assert receiver.dated == world.clock.now()
    assert receiver.unsubscribe_url == f"https://anpi.example/u/{taro.contact_id}"
    speech = next(speech for speech, one in world.mail.rendered if one is receiver)
    assert f"https://anpi.example/a/{check_id}.{company.ids['taro']}.0" in {link.url for link in speech.links}
    assert not [row for row in rows(world.begin, bodies) if row.share_key is None]


def test_a_letters_key_is_its_own_and_a_reminder_has_another(world: World) -> None:
    world.start()
    world.turn()
    world.turn_after(timedelta(minutes=10))
    keys = [call.key for call in world.mail.calls]
    assert len(keys) == len(set(keys)) == 4


def test_who_has_answered_is_not_asked(world: World, company: Company) -> None:
    check_id = world.start()
    world.answer(check_id, company.ids["taro"])
    world.turn()
    assert states(world.begin, person_id=company.ids["taro"]) == {("skipped", "answered"): 3}
    assert "U0TARO" not in world.slack.addresses


@pytest.mark.parametrize("state", [ContactState.SUPPRESSED, ContactState.BOUNCED, ContactState.BLOCKED])
def test_a_contact_that_stopped_working_meanwhile_is_not_used(world: World, state: ContactState) -> None:
    world.start()
    world.spoil("emma@example.com", state)
    world.turn()
    assert the_message(world.begin, address="emma@example.com").reason == state
    assert world.mail.addresses == ["taro@example.jp"]


def test_somebody_who_left_the_company_is_not_asked(world: World, company: Company) -> None:
    world.start()
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["emma"]).values(active=False))
    world.turn()
    assert the_message(world.begin, address="emma@example.com").reason == "inactive"


def test_a_check_closed_between_claim_and_freeze_asks_nobody(world: World) -> None:
    world.start()
    page = claimed(world, world.slack)
    with world.begin(Operator(), Lane.FANOUT) as work:
        close_check(work, CloseCheck())
    assert frozen(world, world.slack, page) == ()
    assert states(world.begin, channel="slack") == {("skipped", "closed"): 3}


def test_an_answer_between_claim_and_freeze_takes_the_person_out_of_the_batch(world: World, company: Company) -> None:
    company.person("L", line="U" + "1" * 32)
    check_id = world.start()
    page = claimed(world, world.line)
    world.answer(check_id, company.ids["taro"])
    (attempt,) = frozen(world, world.line, page)
    assert [member.address for member in attempt.members] == ["U" + "1" * 32]


def test_a_cry_for_help_goes_out_before_everything_else(world: World, company: Company) -> None:
    check_id = world.start()
    with world.begin(System("test"), Lane.FANOUT) as work:
        case = insert(help_cases).values(check_id=check_id, person_id=company.ids["taro"], opened_at=work.now)
        made = work.connection.execute(case).inserted_primary_key
    assert made is not None
    alert = {"kind": MessageKind.HELP_ALERT, "check_id": check_id, "help_case_id": made[0], "address": "U0HANAKO"}
    add(world, **alert, person_id=company.ids["hanako"], params={"to": "managers"})
    page = claimed(world, world.slack, limit=1)
    assert [message.kind for message in page.messages] == [MessageKind.HELP_ALERT]
    (attempt,) = frozen(world, world.slack, page)
    assert "太郎" in world.slack.rendered[0][0].heading
    assert attempt.kind is MessageKind.HELP_ALERT


def test_an_alert_for_a_closed_case_is_dropped(world: World, company: Company) -> None:
    check_id = world.start()
    with world.begin(System("test"), Lane.FANOUT) as work:
        case = insert(help_cases).values(
            check_id=check_id, person_id=company.ids["taro"], opened_at=work.now, closed_at=work.now
        )
        made = work.connection.execute(case).inserted_primary_key
    assert made is not None
    add(world, kind="help_alert", check_id=check_id, help_case_id=made[0], address="U0HANAKO")
    world.turn()
    assert the_message(world.begin, kind="help_alert").reason == "closed"


def test_a_mailed_link_code_goes_out_and_is_forgotten(world: World, company: Company) -> None:
    taro = {"person_id": company.ids["taro"], "address": "taro@example.jp", "channel": "mail"}
    add(world, kind="link_code", params={"code": "K7M2WXYZ"}, **taro)
    world.turn()
    (speech, _) = world.mail.rendered[0]
    assert "K7M2WXYZ" in " ".join(speech.paragraphs) + repr(speech.fields) + speech.heading
    sent = the_message(world.begin, kind="link_code")
    assert (sent.state, sent.params) == ("accepted", None)


def test_a_drill_is_marked_in_every_channel(world: World) -> None:
    world.start(kind=CheckKind.DRILL)
    world.turn()
    for channel in (world.slack, world.line, world.mail):
        assert all("【訓練】" in speech.subject or "Drill" in speech.subject for speech, _ in channel.rendered)
        assert all(speech.mark == "【訓練】" for speech, _ in channel.rendered)


def test_the_question_in_a_channel_is_posted_there(
    make_begin_with: Callable[[Policy], Begin], clock: MovableClock, company: Company
) -> None:
    world = World(make_begin_with(replace(DEFAULT_POLICY, slack_channels=("C0ALL",))), clock)
    world.start()
    world.turn()
    assert world.slack.addresses[0] == "C0ALL"


def test_two_processes_never_hold_the_same_message(world: World) -> None:
    world.start()
    one = claimed(world, world.slack, limit=2)
    other = claimed(world, world.slack, limit=2)
    assert len(one.messages) == 2
    assert len(other.messages) == 1
    assert not {message.message_id for message in one.messages} & {message.message_id for message in other.messages}


def test_what_a_process_gives_back_is_claimed_at_once(world: World) -> None:
    world.start()
    page = claimed(world, world.slack)
    with world.begin(System(), Lane.FANOUT) as work:
        give_back(work, page)
    assert len(claimed(world, world.slack).messages) == 3


def test_not_more_is_claimed_than_the_limit_grants(world: World, company: Company) -> None:
    world.slack.rate = RateLimit("T0", "chat.postMessage", per_second=2)
    world.start()
    world.turn()
    assert len(world.slack.calls) == 2
    world.turn_after(timedelta(milliseconds=500))
    assert len(world.slack.calls) == 3


def test_tokens_granted_for_what_was_dropped_are_given_back(world: World, company: Company) -> None:
    world.slack.rate = RateLimit("T0", "chat.postMessage", per_second=3)
    check_id = world.start(reach=Reach.ALL)
    for name in ("hanako", "jiro"):
        world.answer(check_id, company.ids[name], Standing.SAFE)
    world.turn()
    assert len(world.slack.calls) == 1
    (bucket,) = rows(world.begin, rate_limits, method="chat.postMessage")
    assert bucket.tokens == pytest.approx(2)


def test_a_message_that_cannot_be_worded_fails_alone(world: World) -> None:
    world.mail.cannot_render_for = "emma@example.com"
    world.start()
    world.turn()
    assert the_message(world.begin, address="emma@example.com").reason == "not_rendered"
    assert world.mail.addresses == ["taro@example.jp"]


def test_a_reminder_after_the_question_never_reached_the_front_keeps_its_turn(world: World) -> None:
    world.slack.rate = RateLimit("T0", "chat.postMessage", per_second=1)
    world.start()
    world.turn()
    world.clock.forward(timedelta(minutes=10))
    world.turn()
    world.turn_after(timedelta(seconds=1))
    world.turn_after(timedelta(seconds=1))
    asked_first = [row.address for row in outbox(world.begin, channel="slack", state="accepted", round=0)]
    asked_later = world.slack.addresses[1:3]
    assert len(asked_first) == 1
    assert asked_first[0] not in asked_later


def test_each_channel_is_claimed_for_itself(world: World) -> None:
    world.start()
    page = claimed(world, world.mail)
    assert page.channel is ChannelKind.MAIL
    assert {message.address for message in page.messages} == {"taro@example.jp", "emma@example.com"}


def test_a_contact_that_wishes_for_plain_mail_is_asked_to_reply(
    make_begin_with: Callable[[Policy], Begin], clock: MovableClock, company: Company
) -> None:
    begin = make_begin_with(replace(DEFAULT_POLICY, hears_replies=True))
    world = World(begin, clock)
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(contacts).where(contacts.c.address == "taro@example.jp").values(plain=True))
    world.start()
    world.turn()
    asked = {receiver.address: (speech, receiver) for speech, receiver in world.mail.rendered if receiver}
    speech, receiver = asked["taro@example.jp"]
    assert (receiver.plain, speech.links) == (True, ())
    speech, receiver = asked["emma@example.com"]
    assert (receiver.plain, len(speech.links)) == (False, 2)
    assert receiver.question_id > 0
