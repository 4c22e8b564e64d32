"""How long the mail server takes for everybody: measured, told by its provider, tried just now, or not known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.vocabulary import ChannelKind, ContactState, Locale, MessageKind, MessageState, Reach
from flows.errors import RefusedError
from flows.in_force import InForce, OfEnvironment
from flows.mail_server import MailServer, Relay
from flows.relay_speed import Basis, RelaySpeed, estimate_speed
from flows.seal import Seal
from flows.set_mail_server import save_mail_server
from flows.work import Begin, Lane, SignedIn, System
from storage.models import attempts, messages
from tests.flows.test_set_mail_server import FORM
from tests.support.checks import given_check
from tests.support.clock import MovableClock
from tests.support.company import Company

RELAY = Relay("smtp.example.jp", 587)
SECOND = timedelta(seconds=1)


@pytest.fixture
def in_force() -> InForce:
    return InForce(OfEnvironment(frozenset({ChannelKind.MAIL}), MailServer(RELAY, "anpi@example.jp")), Seal("k" * 40))


@pytest.fixture
def hundred(begin: Begin, company: Company) -> int:
    """Mailboxes that are sent to, of the 100 and whoever else has one."""
    for number in range(100):
        company.person(f"人{number}", mails=[f"p{number}@example.jp"])
    company.person("届かない人", mails=["gone@example.jp"], state=ContactState.BOUNCED)
    company.person("退職した人", mails=["left@example.jp"], active=False)
    with begin(System("test"), Lane.READ) as work:
        return estimate_speed(work, InForce(OfEnvironment(), Seal("k")), None).letters


def sent(begin: Begin, letters: int, apart: timedelta, reach: Reach = Reach.ALL, tries: int = 1) -> None:
    """A check whose letters were accepted so far apart, the last one now."""
    check_id = given_check(begin, reach=reach)
    with begin(System("test"), Lane.FANOUT) as work:
        for number in range(letters):
            accepted_at = work.now - apart * (letters - 1 - number)
            facts = {"channel": ChannelKind.MAIL, "state": MessageState.ACCEPTED, "priority": 5}
            moments = {"due_at": work.now, "created_at": work.now}
            attempt = work.connection.execute(
                insert(attempts).values(key=f"{check_id}-{number}", tries=tries, **facts, **moments)
            )
            work.connection.execute(
                insert(messages).values(
                    **facts,
                    **moments,
                    kind=MessageKind.PROMPT,
                    check_id=check_id,
                    address="x",
                    locale=Locale.JA,
                    tries=1,
                    attempt_id=attempt.inserted_primary_key[0],  # type: ignore[index]
                    accepted_at=accepted_at,
                )
            )


def speed(begin: Begin, in_force: InForce, relay: Relay = RELAY, tried: timedelta | None = None) -> RelaySpeed:
    with begin(System("test"), Lane.READ) as work:
        return estimate_speed(work, in_force, relay, tried, connections=8)


def test_nobody_can_say_before_anything_was_sent(begin: Begin, in_force: InForce, hundred: int) -> None:
    assert 100 <= hundred < 110
    assert speed(begin, in_force) == RelaySpeed(hundred, Basis.UNKNOWN)


def test_the_newest_mailing_to_everybody_at_once_counts(
    begin: Begin, in_force: InForce, hundred: int, clock: MovableClock
) -> None:
    sent(begin, 40, SECOND * 9)
    clock.forward(timedelta(hours=1))
    sent(begin, 21, SECOND / 2)
    clock.forward(timedelta(hours=1))
    sent(begin, 19, SECOND)
    sent(begin, 30, SECOND, tries=2)
    sent(begin, 30, SECOND, reach=Reach.STEPWISE)
    found = speed(begin, in_force, tried=SECOND)
    assert (found.basis, found.of, found.took) == (Basis.SENT, 21, SECOND * 10)
    assert found.at == clock.now() - timedelta(hours=1)
    assert found.needs == SECOND * hundred / 2


def test_what_another_server_did_says_nothing(
    begin: Begin, in_force: InForce, hundred: int, company: Company, clock: MovableClock
) -> None:
    sent(begin, 30, SECOND)
    assert speed(begin, in_force).basis is Basis.SENT
    assert speed(begin, in_force, Relay("other.example.jp", 25)).basis is Basis.UNKNOWN
    clock.forward(timedelta(minutes=1))
    with begin(SignedIn(company.ids["hanako"])) as work:
        save_mail_server(work, in_force, FORM)
    assert speed(begin, in_force).basis is Basis.UNKNOWN
    assert speed(begin, in_force, tried=SECOND) == RelaySpeed(hundred, Basis.TRIED, SECOND * hundred / 8, 8, SECOND)


def test_a_providers_own_limit_holds(begin: Begin, in_force: InForce, hundred: int) -> None:
    found = speed(begin, in_force, Relay("SMTP.Office365.com", 587), tried=SECOND / 100)
    assert (found.basis, found.needs) == (Basis.LIMIT, timedelta(minutes=4))


def test_it_is_for_safety_admins(begin: Begin, in_force: InForce, company: Company) -> None:
    with begin(SignedIn(company.ids["jiro"]), Lane.READ) as work, pytest.raises(RefusedError):
        estimate_speed(work, in_force, RELAY)
