from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from flows.housekeeping import PAGE, tidy_up
from flows.work import Begin, Lane, System
from storage.models import attempts, bodies, inbound_events, line_nonces, link_codes
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows
from tests.support.sending import World

DAY = timedelta(days=1)


def tidied(begin: Begin) -> bool:
    with begin(System(), Lane.FANOUT) as work:
        return tidy_up(work)


def test_event_keys_are_forgotten_after_thirty_days(begin: Begin, clock: MovableClock) -> None:
    ages = {"young": 29 * DAY, "old": 31 * DAY}
    with begin(System(), Lane.FANOUT) as work:
        for key, age in ages.items():
            work.connection.execute(insert(inbound_events).values(key=key, received_at=clock.now() - age))
    assert not tidied(begin)
    assert [row.key for row in rows(begin, inbound_events)] == ["young"]


def test_link_codes_are_forgotten_a_day_after_they_expired(begin: Begin, clock: MovableClock, company: Company) -> None:
    with begin(System(), Lane.FANOUT) as work:
        for name, ago in {"good": -DAY / 50, "just": DAY / 2, "old": 2 * DAY}.items():
            work.connection.execute(
                insert(link_codes).values(
                    code_hash=name,
                    person_id=company.ids["taro"],
                    created_at=clock.now() - 3 * DAY,
                    expires_at=clock.now() - ago,
                )
            )
    tidied(begin)
    assert {row.code_hash for row in rows(begin, link_codes)} == {"good", "just"}


def test_line_nonces_are_forgotten_a_day_after_they_expired(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    with begin(System(), Lane.FANOUT) as work:
        for name, ago in {"good": -DAY / 50, "just": DAY / 2, "old": 2 * DAY}.items():
            work.connection.execute(
                insert(line_nonces).values(
                    nonce_hash=name,
                    person_id=company.ids["taro"],
                    user_id="U" + "0" * 32,
                    created_at=clock.now() - 3 * DAY,
                    expires_at=clock.now() - ago,
                )
            )
    tidied(begin)
    assert {row.nonce_hash for row in rows(begin, line_nonces)} == {"good", "just"}


def test_shared_bodies_go_once_nothing_sends_them_and_messages_stay(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    world = World(begin, clock)
    world.start()
    world.turn()
    sent = len(outbox(begin))
    with begin(System(), Lane.FANOUT) as work:
        used = work.connection.execute(
            insert(bodies).values(share_key="used", content=b"x", created_at=clock.now()).returning(bodies.c.id)
        ).scalar_one()
        work.connection.execute(
            insert(attempts).values(
                channel="line",
                key="k",
                body_id=used,
                state="sending",
                priority=1,
                due_at=clock.now() + 9 * DAY,
                created_at=clock.now(),
            )
        )
    clock.forward(2 * DAY)
    tidied(begin)
    assert len(rows(begin, bodies)) > 1
    clock.forward(timedelta(seconds=1))
    tidied(begin)
    assert [row.share_key for row in rows(begin, bodies)] == ["used"]
    assert len(outbox(begin)) == sent


def test_much_to_tidy_is_done_in_pages(begin: Begin, clock: MovableClock) -> None:
    old = clock.now() - 40 * DAY
    with begin(System(), Lane.FANOUT) as work:
        work.connection.execute(
            insert(inbound_events), [{"key": str(number), "received_at": old} for number in range(PAGE + 1)]
        )
    assert tidied(begin)
    assert not tidied(begin)
    assert not rows(begin, inbound_events)
