"""What an administrator must look at, until it is put right or has not come up for a week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from flows.audit import note
from flows.ports import Finding
from flows.who import require_safety_admin, who_is
from flows.work import Begin, Lane, System, Work
from storage.queries import alarms

#: Receivers refuse our letters for our own fault (RFC 3463, 3.8); `about` is the status.
MAIL_POLICY = "mail_policy"
#: A system of the company's is not told of events, although it has asked for them; `about` is its number and host.
WEBHOOK = "webhook"
#: What has not come up for so long is over.
QUIET_AFTER = timedelta(days=7)

_WHAT_TO_DO = {
    MAIL_POLICY: "servers such as that of {domain} refuse our letters ({about}): put SPF, DKIM and DMARC right:"
    " docs/mail.md, section 2",
    WEBHOOK: "webhook {about} takes no events: see Settings, Webhooks; docs/api.md, section 7",
}


def raise_alarm(work: Work, code: str, about: str = "", **details: str) -> None:
    """One open alarm for each code and what it is about. Never an address or a secret in the details."""
    alarms.put(work.connection, code, about, details, work.now)


def settle_alarm(work: Work, code: str, about: str) -> None:
    """It works again: nobody need look at it."""
    alarms.close_about(work.connection, code, about, work.now)


def close_quiet_alarms(work: Work) -> None:
    """Those that have not come up for `QUIET_AFTER`."""
    alarms.close_silent(work.connection, work.now - QUIET_AFTER, work.now)


@dataclass(frozen=True, slots=True)
class Alarm:
    """`code` with what it is about; the words are `alarm.<code>` and `alarm_do.<code>`."""

    alarm_id: int
    code: str
    about: str
    #: A receiver it came up with, or empty.
    domain: str
    raised_at: datetime
    last_at: datetime


def list_alarms(work: Work) -> tuple[Alarm, ...]:
    """Lane READ. The open ones, the newest first. RefusedError(unknown_person, not_a_manager, not_a_safety_admin)."""
    require_safety_admin(work)
    return tuple(
        Alarm(row.id, row.code, row.about, (row.details or {}).get("domain", ""), row.raised_at, row.last_at)
        for row in alarms.open_ones(work.connection)
    )


def count_alarms(work: Work) -> int:
    """Lane READ. How many are open; for anybody but a safety admin none is."""
    who = who_is(work)
    return alarms.count_open(work.connection) if who is not None and who.may_everything else 0


def close_alarm(work: Work, alarm_id: int) -> bool:
    """It has been put right; should it come up again, a new one is opened. False where it is closed already.

    RefusedError(unknown_person, not_a_manager, not_a_safety_admin).
    """
    require_safety_admin(work)
    closed = alarms.close(work.connection, alarm_id, work.now)
    if closed is not None:
        note(work, "alarm_closed", alarm=closed.code, about=closed.about)
    return closed is not None


def examine_alarms(begin: Begin) -> Iterator[Finding]:
    """For the doctor: one line for each open alarm. A database that cannot be read is told elsewhere."""
    try:
        with begin(System("doctor"), Lane.READ) as work:
            found = alarms.open_ones(work.connection)
    except SQLAlchemyError:
        return
    for row in found:
        yield Finding(row.code, False, _words(row.code, row.about, row.details or {}, row.last_at))


def _words(code: str, about: str, details: dict[str, str], last_at: datetime) -> str:
    what = _WHAT_TO_DO.get(code, "{about}")
    told = what.format(about=about or "no status", domain=details.get("domain") or "a receiver")
    return f"{told} (last: {last_at:%Y-%m-%d %H:%M} UTC)"
