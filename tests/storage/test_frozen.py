"""New attempts and their bytes, in the order in which they were given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import select

from bot.vocabulary import ChannelKind, MessageState
from storage.database import Database
from storage.lane import Lane
from storage.models import attempts, bodies
from storage.queries import frozen

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def test_any_bytes_are_kept_as_they_are_and_ids_come_in_order(database: Database) -> None:
    chance = Random(7)
    contents = [
        b"",
        b"\x00\xff'\"\\",
        "安否\r\n".encode(),
        *(chance.randbytes(chance.randrange(9_000)) for _ in range(300)),
    ]
    with database.transaction(Lane.FANOUT) as connection:
        ids = frozen.add_personal_bodies(connection, contents, NOW)
        kept = dict(connection.execute(select(bodies.c.id, bodies.c.content)).all())
        shared = connection.execute(select(bodies.c.share_key).distinct()).scalars().all()
    assert [kept[body_id] for body_id in ids] == contents
    assert shared == [None]


def test_attempts_have_what_is_common_and_what_is_their_own(database: Database) -> None:
    of_all = frozen.OfAll(
        ChannelKind.MAIL,
        NOW,
        NOW,
        NOW - timedelta(seconds=1),
        lease_token="held",
        lease_until=NOW + timedelta(seconds=90),
    )
    with database.transaction(Lane.FANOUT) as connection:
        body_ids = frozen.add_personal_bodies(connection, [b"one", b"two"], NOW)
        rows = [frozen.NewAttempt(f"<{n}'>", body_ids[n % 2], n % 3) for n in range(250)]
        ids = frozen.add(connection, of_all, rows)
        kept = {row.id: row for row in connection.execute(select(attempts))}
    assert [(kept[one].key, kept[one].body_id, kept[one].priority) for one in ids] == [
        (row.key, row.body_id, row.priority) for row in rows
    ]
    for row in kept.values():
        assert (row.channel, row.state, row.tries, row.reason) == ("mail", MessageState.SENDING, 0, "")
        assert (row.due_at, row.first_sent_at, row.created_at) == (NOW, NOW, NOW - timedelta(seconds=1))
        assert (row.lease_token, row.lease_until) == ("held", NOW + timedelta(seconds=90))


def test_nobody_holds_what_has_no_lease(database: Database) -> None:
    with database.transaction(Lane.FANOUT) as connection:
        [body_id] = frozen.add_personal_bodies(connection, [b"half"], NOW)
        frozen.add(connection, frozen.OfAll(ChannelKind.LINE, NOW, NOW, NOW), [frozen.NewAttempt("key", body_id, 5)])
        [row] = connection.execute(select(attempts)).all()
    assert (row.lease_token, row.lease_until) == ("", None)


def test_nothing_given_is_nothing_added(database: Database) -> None:
    with database.transaction(Lane.FANOUT) as connection:
        assert frozen.add_personal_bodies(connection, [], NOW) == ()
        assert frozen.add(connection, frozen.OfAll(ChannelKind.LINE, NOW, NOW, NOW), []) == ()
        assert connection.execute(select(attempts)).all() == []
