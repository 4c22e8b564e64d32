"""What goes out to the company's other systems, and what comes of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.api.post import HttpPost
from adapters.cycle.cycle import Cycle
from adapters.cycle.webhooks import Webhooks
from bot.api_words import HookEvent
from bot.vocabulary import ChannelKind, Status
from flows.in_force import InForce, OfEnvironment
from flows.right_of_way import RightOfWay
from flows.seal import Seal
from flows.webhooks.deliver import FIRST_AFTER, Posted
from flows.webhooks.events import SETTLE
from flows.webhooks.settings import list_webhooks, make_webhook, try_webhook
from flows.work import Actor, Begin, Lane, Operator, Sender, Work
from tests.adapters.api.receiver import receiver
from tests.adapters.mail.mail_fake import certificate
from tests.support.channels import FakeLinks
from tests.support.checks import given_check
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.rescue import say

IN_FORCE = InForce(OfEnvironment(), Seal("k" * 40))


def test_what_is_sent_arrives_as_it_is() -> None:
    with receiver() as system:
        assert HttpPost().post(system.url, "救助".encode(), {"Anpi-Event": "help"}) == Posted(204)
        [(path, headers, body)] = system.got
    assert (path, headers["Anpi-Event"], body.decode()) == ("/anpi?room=1", "help", "救助")


def test_every_reply_has_its_meaning() -> None:
    with receiver() as system:
        system.headers = {"Location": "http://127.0.0.1:1/", "Retry-After": "120"}
        for status, expected in {
            200: Posted(200, "", timedelta(minutes=2)),
            302: Posted(302, "redirect", timedelta(minutes=2)),
            429: Posted(429, "", timedelta(minutes=2)),
        }.items():
            system.status = status
            assert HttpPost().post(system.url, b"{}", {}) == expected
        system.headers = {"Retry-After": "Fri, 20 Nov 2026 05:00:00 GMT"}
        system.status = 503
        assert HttpPost().post(system.url, b"{}", {}) == Posted(503)
        assert len(system.got) == 4, "no redirect is followed"


def test_a_system_that_says_nothing_or_never_ends_costs_seconds() -> None:
    with receiver() as system:
        system.status = 0
        assert HttpPost(timeout=0.1).post(system.url, b"{}", {}) == Posted(0, "timeout")
        system.drips = True
        assert HttpPost(timeout=5, altogether=0.2).post(system.url, b"{}", {}) == Posted(0, "timeout")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:1/", "unreachable"),
        ("https://no-such-host.invalid/", "unresolved"),
        ("https://" + "x" * 70 + ".example/", "unresolved"),
        ("http://169.254.169.254/latest", "forbidden_address"),
        ("https://[fe80::1]/", "forbidden_address"),
        ("https://0.0.0.0/", "forbidden_address"),
        ("http://[::ffff:169.254.169.254]/", "forbidden_address"),
        ("https://[64:ff9b::a9fe:a9fe]/", "forbidden_address"),
        ("https://[2002:a9fe:a9fe::1]/", "forbidden_address"),
        ("https://[::169.254.169.254]/", "forbidden_address"),
        ("https://[fd00:ec2::254]/", "forbidden_address"),
        ("https://[64:ff9b::c000:c0]/", "forbidden_address"),
        ("http://100.100.100.200/", "forbidden_address"),
        ("http://2852039166/", "forbidden_address"),
        ("http://8.8.8.8/", "public_http"),
        ("http://[::ffff:8.8.8.8]/", "public_http"),
    ],
)
def test_where_nothing_is_sent(url: str, reason: str) -> None:
    assert HttpPost(timeout=0.5).post(url, b"{}", {}) == Posted(0, reason)


def test_a_certificate_is_checked(tmp_path: Path) -> None:
    its_own, trusting = certificate(tmp_path)
    with receiver() as system:
        system.wear(its_own)
        url = system.url.replace("http:", "https:")
        assert HttpPost().post(url, b"{}", {}) == Posted(0, "tls")
        assert system.got == []
        assert HttpPost(trust=trusting).post(url, b"{}", {}) == Posted(204)


def test_the_cycle_tells_each_system_and_a_broken_one_holds_up_no_other(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    cycle = Cycle(begin, [], None, FakeLinks(), clock, systems=(IN_FORCE, HttpPost(timeout=5)))
    with receiver() as bad, receiver() as good:
        bad.status = 500
        with begin(Operator()) as work:
            secrets = [make_webhook(work, IN_FORCE, one.url, [HookEvent.HELP]).secret for one in (bad, good)]
        check_id = given_check(begin, list(company.ids.values()))
        for number in range(20):
            say(begin, Sender(ChannelKind.SLACK, f"U0GUEST{number}"), check_id, Status.HELP)
        clock.forward(SETTLE)
        cycle.turn()
        assert (len(good.got), len(bad.got)) == (20, 8), "a system that is down gets one handful"
        [(_, headers, body)] = good.got[:1]
        time, _, signature = headers["Anpi-Signature"].removeprefix("t=").partition(",v1=")
        signed = hmac.new(secrets[1].encode(), f"{time}.".encode() + body, hashlib.sha256).hexdigest()
        assert signature == signed
        bad.status = 200
        clock.forward(FIRST_AFTER)
        cycle.turn()
        assert len({json.loads(body)["id"] for _, _, body in bad.got}) == 20, "all of them in the end"
        assert len(good.got) == 20


def test_where_nothing_is_to_be_told_nothing_is_written(begin: Begin, company: Company, clock: MovableClock) -> None:
    lanes: list[Lane] = []

    def watched(actor: Actor, lane: Lane = Lane.ANSWER) -> AbstractContextManager[Work]:
        lanes.append(lane)
        return begin(actor, lane)

    with receiver() as system:
        with begin(Operator()) as work:
            number = make_webhook(work, IN_FORCE, system.url, [HookEvent.ANSWER]).webhook_id
        telling = Webhooks(watched, IN_FORCE, HttpPost(), clock, RightOfWay())
        telling.run()
        assert lanes == [Lane.READ]
        with begin(Operator()) as work:
            try_webhook(work, number)
        telling.run()
        assert len(system.got) == 1
        assert len(lanes) > 2


def test_without_its_secret_a_system_is_told_nothing(begin: Begin, company: Company, clock: MovableClock) -> None:
    other = InForce(OfEnvironment(), Seal("x" * 40))
    cycle = Cycle(begin, [], None, FakeLinks(), clock, systems=(other, HttpPost()))
    with receiver() as system:
        with begin(Operator()) as work:
            try_webhook(work, make_webhook(work, IN_FORCE, system.url, [HookEvent.HELP]).webhook_id)
        cycle.turn()
        assert system.got == []
    with begin(Operator(), Lane.READ) as work:
        assert list_webhooks(work)[0].outcomes[0].reason == "locked"


class SlowForHelp:
    """A system that takes its time over a call for help; `overtaken`: another event came meanwhile."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.overtaken = False
        self._another = threading.Event()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        name = json.loads(body)["type"]
        if name == HookEvent.HELP:
            self.overtaken = self._another.wait(0.3) or self.overtaken
        else:
            self._another.set()
        self.told.append(name)
        return Posted(204)


def test_nothing_overtakes_a_call_for_help(begin: Begin, company: Company, clock: MovableClock) -> None:
    system = SlowForHelp()
    with begin(Operator()) as work:
        make_webhook(work, IN_FORCE, "http://127.0.0.1:9/", [HookEvent.HELP, HookEvent.ANSWER])
    say(begin, Sender(ChannelKind.SLACK, "U0GUEST1"), given_check(begin, list(company.ids.values())), Status.HELP)
    clock.forward(SETTLE)
    Webhooks(begin, IN_FORCE, system, clock, RightOfWay()).run()
    assert (system.told, system.overtaken) == (["help", "answer"], False)
