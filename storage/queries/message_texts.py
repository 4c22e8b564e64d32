"""The company's own words for its messages, and tests of them on their way to whoever writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, delete, func, insert, literal, select

from bot.vocabulary import PRIORITY, WORKING_STATES, ChannelKind, MessageKind, MessageState
from storage.models import contacts, message_texts, messages, people
from storage.position import position_of
from storage.upsert import Upsert

_TRIAL = MessageKind.TEXT_TRIAL
_OWN = select(message_texts.c.kind, message_texts.c.locale, message_texts.c.title, message_texts.c.body)
_CHANGED = select(
    message_texts.c.kind, message_texts.c.locale, message_texts.c.changed_at, people.c.name.label("by")
).outerjoin(people, people.c.id == message_texts.c.changed_by)
_KEEP = Upsert(
    message_texts,
    lambda start: start.on_conflict_do_update(
        index_elements=["kind", "locale"],
        set_={name: start.excluded[name] for name in ("title", "body", "changed_at", "changed_by")},
    ),
)


def own(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """(kind, locale, title, body) of every text that is not ours any more. A dozen rows at most."""
    return connection.execute(_OWN).all()


def changes(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """(kind, locale, changed_at, by) of the same; `by`: a name, or None."""
    return connection.execute(_CHANGED).all()


def keep(connection: Connection, kind: str, locale: str, title: str, body: str, now: datetime, by: int | None) -> None:
    row = {"kind": kind, "locale": locale, "title": title, "body": body, "changed_at": now, "changed_by": by}
    connection.execute(_KEEP.on(connection), row)


def forget(connection: Connection, kind: str, locale: str) -> bool:
    """False: there was none."""
    which = (message_texts.c.kind == kind, message_texts.c.locale == locale)
    return connection.execute(delete(message_texts).where(*which)).rowcount > 0


def add_trials(
    connection: Connection,
    person_id: int,
    channels: Iterable[ChannelKind],
    locale: str,
    params: dict[str, str],
    now: datetime,
) -> Sequence[str]:
    """One message to each working contact of this person; the channels they go through, in order of their names."""
    domain = func.lower(func.substr(contacts.c.address, position_of(contacts.c.address, "@") + 1))
    rows = (
        select(
            literal(_TRIAL),
            contacts.c.person_id,
            contacts.c.id,
            contacts.c.channel,
            contacts.c.address,
            case((contacts.c.channel == ChannelKind.MAIL, domain), else_=""),
            literal(locale),
            literal(params, messages.c.params.type),
            literal(PRIORITY[_TRIAL]),
            literal(MessageState.QUEUED),
            literal(now, messages.c.due_at.type),
            literal(now, messages.c.created_at.type),
        )
        .where(
            contacts.c.person_id == person_id,
            contacts.c.channel.in_(sorted(channels)),
            contacts.c.state.in_(WORKING_STATES),
        )
        .order_by(contacts.c.id)
    )
    columns = ["kind", "person_id", "contact_id", "channel", "address", "lane", "locale", "params", "priority", "state"]
    written = insert(messages).from_select([*columns, "due_at", "created_at"], rows).returning(messages.c.channel)
    return sorted(set(connection.execute(written).scalars()))
