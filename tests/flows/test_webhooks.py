"""The company's other systems are told: each event once, signed, again until it arrives, without a person's words."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.api_words import HookEvent
from bot.vocabulary import CheckKind, Status, Via
from flows.add_details import AddDetails, add_details
from flows.alarms import list_alarms
from flows.close_check import CloseCheck, close_check
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.housekeeping import tidy_up
from flows.in_force import InForce, OfEnvironment
from flows.seal import Seal
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.webhooks.deliver import (
    ALARM_AT,
    FIRST_AFTER,
    GIVEN_UP_AFTER,
    KEPT,
    LAST_AFTER,
    LEASE,
    TRIES_AT_MOST,
    Claimed,
    HookEventToSend,
    Posted,
    claim_webhook,
    headers_of,
    record_posts,
)
from flows.webhooks.events import SETTLE, anything_to_gather, gather
from flows.webhooks.secrets import OVERLAP
from flows.webhooks.settings import (
    AT_MOST,
    change_webhook,
    delete_webhook,
    list_webhooks,
    make_webhook,
    renew_secret,
    try_webhook,
)
from flows.work import Begin, Lane, Operator, SignedIn, System
from storage.models import audit, webhook_events, webhooks
from tests.support.checks import given_check, row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.rescue import STRANGER, TARO, say

URL = "https://hooks.aoba.example/anpi?room=1"
IN_FORCE = InForce(OfEnvironment(outside="https://anpi.aoba.example"), Seal("k" * 40))
CYCLE = System("cycle")
TAKEN, DOWN, REFUSED = Posted(204), Posted(0, "timeout"), Posted(422, "refused")
ALL = (HookEvent.STARTED, HookEvent.ANSWER, HookEvent.HELP, HookEvent.CLOSED)

Told = Callable[[], list[dict[str, Any]]]


def hook(begin: Begin, *events: HookEvent, url: str = URL) -> tuple[int, str]:
    with begin(Operator()) as work:
        made = make_webhook(work, IN_FORCE, url, events or ALL)
    return made.webhook_id, made.secret


def gathered(begin: Begin) -> None:
    while True:
        with begin(CYCLE, Lane.READ) as work:
            if not anything_to_gather(work):
                return
        with begin(CYCLE, Lane.FANOUT) as work:
            gather(work)


def claimed(begin: Begin) -> Claimed | None:
    with begin(CYCLE, Lane.FANOUT) as work:
        return claim_webhook(work, IN_FORCE)


def sent(begin: Begin, posted: Posted = TAKEN) -> list[dict[str, Any]]:
    """Everything that is due now comes to this; the bodies."""
    gathered(begin)
    bodies = []
    while (claim := claimed(begin)) is not None:
        with begin(CYCLE, Lane.FANOUT) as work:
            record_posts(work, claim, [(event, posted) for event in claim.events])
        bodies += [json.loads(event.body) for event in claim.events]
        if not posted.is_taken:
            break
    return bodies


def types(bodies: list[dict[str, Any]]) -> list[str]:
    return [body["type"] for body in bodies]


def start(begin: Begin, title: str = "地震") -> int:
    with begin(Operator(), Lane.FANOUT) as work:
        started = start_check(work, StartCheck(CheckKind.REAL, title, confirmed=True))
    assert isinstance(started, CheckStarted)
    return started.check_id


def test_the_whole_life_of_a_check_is_told(begin: Begin, company: Company, clock: MovableClock) -> None:
    hook(begin)
    check_id = start(begin)
    say(begin, TARO, check_id, Status.HELP, comment="秘密の言葉")
    clock.forward(SETTLE)
    with begin(Operator()) as work:
        close_check(work, CloseCheck(check_id))
    told = sent(begin)
    assert types(told) == ["help", "check.started", "check.closed", "answer"], "whoever needs help comes first"
    assert len({body["id"] for body in told}) == 4
    cry, started, closed, answer = (body["data"] for body in told)
    taro = {"id": company.ids["taro"], "employee_no": "E0003"}
    check = {
        "id": check_id,
        "kind": "real",
        "title": "地震",
        "url": f"https://anpi.aoba.example/console/checks/{check_id}",
    }
    assert (cry["person"], cry["check"]) == (taro, check)
    assert set(cry["help_case"]) == {"id", "opened_at"}
    assert (started["roll"], started["check"]["state"]) == (4, "active")
    assert (closed["silent"], closed["check"]["state"]) == (3, "closed")
    assert (answer["person"], answer["answer"]["status"], answer["answer"]["by"]) == (taro, "help", "self")
    assert not {"秘密の言葉", "太郎"} & set(json.dumps(told, ensure_ascii=False).split('"'))
    assert sent(begin) == []


def test_only_what_was_chosen_and_nothing_that_was_before(begin: Begin, company: Company, clock: MovableClock) -> None:
    check_id = start(begin)
    say(begin, TARO, check_id, Status.HELP)
    clock.forward(SETTLE)
    number, _ = hook(begin, HookEvent.HELP)
    assert sent(begin) == []
    say(begin, TARO, check_id, Status.SAFE)
    clock.forward(SETTLE)
    assert sent(begin) == [], "an answer was not asked for"
    with begin(Operator()) as work:
        change_webhook(work, number, [HookEvent.ANSWER], active=True)
    say(begin, STRANGER, check_id, Status.INJURED)
    with begin(TARO) as work:
        add_details(work, AddDetails(check_id, work.now, Via.SLACK, comment="一言"))
    clock.forward(SETTLE)
    [guest] = sent(begin)
    assert (guest["data"]["person"], guest["data"]["is_guest"]) == (None, True)
    for active in (False, True):
        with begin(Operator()) as work:
            change_webhook(work, number, [HookEvent.ANSWER], active)
        say(begin, TARO, check_id, Status.SAFE)
        clock.forward(SETTLE)
    assert types(sent(begin)) == ["answer"], "what was said while it was paused is no news"


def test_an_answer_that_may_still_be_committing_waits(begin: Begin, company: Company, clock: MovableClock) -> None:
    hook(begin)
    say(begin, TARO, given_check(begin, list(company.ids.values())), Status.SAFE)
    assert sent(begin) == []
    clock.forward(SETTLE)
    assert types(sent(begin)) == ["answer"]


def test_it_is_signed_with_the_secret_that_was_shown(begin: Begin, company: Company, clock: MovableClock) -> None:
    number, secret = hook(begin)
    assert secret not in repr(rows_of(begin, webhooks)) + repr(rows_of(begin, audit))
    with begin(Operator()) as work:
        try_webhook(work, number)
    claim = claimed(begin)
    assert claim is not None
    assert (claim.secrets, claim.url) == ((secret,), URL)
    [event] = claim.events
    headers = headers_of(event, claim.secrets, clock.now())
    at = int(clock.now().timestamp())
    expected = hmac.new(secret.encode(), f"{at}.".encode() + event.body, hashlib.sha256).hexdigest()
    assert headers["Anpi-Signature"] == f"t={at},v1={expected}"
    assert (headers["Anpi-Event"], headers["Anpi-Event-Id"]) == ("test", json.loads(event.body)["id"])


def signing(begin: Begin, number: int) -> tuple[str, ...]:
    """The secrets that sign what is sent now."""
    with begin(Operator()) as work:
        try_webhook(work, number)
    claim = claimed(begin)
    assert claim is not None
    with begin(CYCLE, Lane.FANOUT) as work:
        record_posts(work, claim, [(event, TAKEN) for event in claim.events])
    return claim.secrets


def test_a_secret_is_renewed_and_the_one_before_signs_for_one_more_day(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    number, first = hook(begin)
    with begin(Operator()) as work:
        second = renew_secret(work, IN_FORCE, number).secret
    assert {first, second}.isdisjoint((repr(rows_of(begin, webhooks)) + repr(rows_of(begin, audit))).split("'"))
    assert signing(begin, number) == (second, first)
    clock.forward(timedelta(seconds=1))
    with begin(Operator()) as work:
        third = renew_secret(work, IN_FORCE, number).secret
    assert signing(begin, number) == (third, second), "the one before that is worth nothing"
    event = HookEventToSend(1, HookEvent.TEST, b"{}", 0)
    parts = headers_of(event, (third, second), clock.now())["Anpi-Signature"].split(",")
    at = parts[0].removeprefix("t=")
    assert parts[1:] == [
        f"v1={hmac.new(one.encode(), f'{at}.{{}}'.encode(), hashlib.sha256).hexdigest()}" for one in (third, second)
    ]
    clock.forward(OVERLAP)
    assert signing(begin, number) == (third,)


def test_what_cannot_be_read_any_more_is_renewed(begin: Begin, company: Company) -> None:
    number, _ = hook(begin)
    with begin(Operator()) as work:
        made = renew_secret(work, InForce(OfEnvironment(), Seal("x" * 40)), number)
        again = renew_secret(work, IN_FORCE, number)
    assert signing(begin, number) == (again.secret,)
    assert made.secret != again.secret
    with begin(Operator()) as work, pytest.raises(NotFoundError, match="no_webhook"):
        renew_secret(work, IN_FORCE, 99)


def test_a_secret_of_another_key_signs_nothing(begin: Begin, company: Company) -> None:
    number, _ = hook(begin)
    with begin(Operator()) as work:
        try_webhook(work, number)
    other = InForce(OfEnvironment(), Seal("x" * 40))
    with begin(CYCLE, Lane.FANOUT) as work:
        claim = claim_webhook(work, other)
    assert claim is not None
    assert claim.secrets == ()


def test_one_process_tells_a_system_and_a_dead_ones_claim_comes_back(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    hook(begin)
    start(begin)
    first = claimed(begin)
    assert first is not None
    assert claimed(begin) is None
    clock.forward(LEASE)
    second = claimed(begin)
    assert second is not None
    assert [event.body for event in second.events] == [event.body for event in first.events]
    with begin(CYCLE, Lane.FANOUT) as work:
        record_posts(work, first, [(event, TAKEN) for event in first.events])
    assert row_of(begin, webhook_events).state == "queued", "its claim has run out"
    with begin(CYCLE, Lane.FANOUT) as work:
        record_posts(work, second, [(event, TAKEN) for event in second.events])
    assert row_of(begin, webhook_events).state == "delivered"


def test_a_system_that_is_down_is_tried_less_and_less_often_and_raises_an_alarm(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    hook(begin)
    start(begin)
    wait = timedelta()
    for failed in range(1, ALARM_AT + 6):
        assert failed == 1 or claimed(begin) is None
        clock.forward(wait)
        assert len(sent(begin, DOWN)) == 1
        wait = min(FIRST_AFTER * 2 ** (failed - 1), LAST_AFTER)
        with begin(Operator(), Lane.READ) as work:
            alarms = list_alarms(work)
            [line] = list_webhooks(work)
        assert bool(alarms) is (failed >= ALARM_AT)
        assert (line.waiting, line.outcomes[0].reason, line.outcomes[0].tries) == (1, "timeout", failed)
        assert line.failing_since is not None
    assert [one.about for one in alarms] == [f"{line.webhook_id}: hooks.aoba.example"]
    assert wait == LAST_AFTER
    clock.forward(wait)
    assert types(sent(begin)) == ["check.started"]
    with begin(Operator(), Lane.READ) as work:
        assert list_alarms(work) == ()
        assert list_webhooks(work)[0].failing_since is None


def test_a_busy_system_is_left_alone_as_long_as_it_asks(begin: Begin, company: Company, clock: MovableClock) -> None:
    hook(begin)
    start(begin)
    sent(begin, Posted(429, "", timedelta(minutes=7)))
    clock.forward(timedelta(minutes=7) - timedelta(seconds=1))
    assert sent(begin) == []
    clock.forward(timedelta(seconds=1))
    assert len(sent(begin)) == 1


def test_an_event_that_alone_is_refused_holds_up_no_other(begin: Begin, company: Company, clock: MovableClock) -> None:
    hook(begin)
    start(begin)
    assert len(sent(begin, REFUSED)) == 1
    start(begin, "余震")
    assert len(sent(begin)) == 1
    for _ in range(TRIES_AT_MOST - 1):
        clock.forward(LAST_AFTER)
        assert len(sent(begin, REFUSED)) == 1
    clock.forward(LAST_AFTER)
    assert sent(begin) == []
    assert [row.state for row in rows_of(begin, webhook_events)] == ["failed", "delivered"]
    with begin(Operator(), Lane.READ) as work:
        assert len(list_alarms(work)) == 1


def test_what_waited_for_days_is_given_up_and_what_was_settled_is_forgotten(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    hook(begin)
    start(begin)
    states = []
    for moved in (GIVEN_UP_AFTER, timedelta(seconds=1), KEPT + timedelta(seconds=1)):
        clock.forward(moved)
        with begin(CYCLE, Lane.FANOUT) as work:
            tidy_up(work)
        states.append([(row.state, row.reason) for row in rows_of(begin, webhook_events)])
    assert states == [[("queued", "")], [("failed", "given_up")], []]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://hooks.example/x", None),
        ("http://10.1.2.3:8080/x", None),
        ("http://intranet/x", None),
        ("http://[fd00::1]/x", None),
        ("http://8.8.8.8/x", "webhook_http"),
        ("ftp://hooks.example/x", "webhook_url"),
        ("https://user:pass@hooks.example/x", "webhook_url"),
        ("https://hooks.example/x#y", "webhook_url"),
        ("https://hooks.example:99999/", "webhook_url"),
        ("https://[::1/x", "webhook_url"),
        ("https:///x", "webhook_url"),
        ("https://hooks.example/a b", "webhook_url"),
        ("https://hooks.example/\r\nX: y", "webhook_url"),
        ("https://" + "x" * 500, "webhook_url"),
    ],
)
def test_where_a_system_may_be(begin: Begin, company: Company, url: str, code: str | None) -> None:
    if code is None:
        assert hook(begin, url=url)
        return
    with pytest.raises(InvalidError, match=code):
        hook(begin, url=url)


def test_who_may_set_one_up_and_how_many(begin: Begin, company: Company) -> None:
    number, _ = hook(begin)
    with pytest.raises(RefusedError, match="not_a_safety_admin"), begin(SignedIn(company.ids["jiro"])) as work:
        make_webhook(work, IN_FORCE, URL, ALL)
    with pytest.raises(InvalidError, match="webhook_events"), begin(Operator()) as work:
        make_webhook(work, IN_FORCE, URL, [HookEvent.TEST])
    with begin(Operator()) as work:
        change_webhook(work, number, ALL, active=False)
        with pytest.raises(InvalidError, match="webhook_paused"):
            try_webhook(work, number)
        for _ in range(AT_MOST - 1):
            make_webhook(work, IN_FORCE, URL, ALL)
        with pytest.raises(InvalidError, match="too_many_webhooks"):
            make_webhook(work, IN_FORCE, URL, ALL)
        delete_webhook(work, number)
        with pytest.raises(NotFoundError, match="no_webhook"):
            delete_webhook(work, number)
        assert number not in {line.webhook_id for line in list_webhooks(work)}
