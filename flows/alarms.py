"""What an administrator must look at, until it has not come up for a week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from flows.ports import Finding
from flows.work import Begin, Lane, System, Work
from storage.queries import alarms

#: Receivers refuse our letters for our own fault (RFC 3463, 3.8); `about` is the status.
MAIL_POLICY = "mail_policy"
#: What has not come up for so long is over.
QUIET_AFTER = timedelta(days=7)

_WHAT_TO_DO = {
    MAIL_POLICY: "refuse our letters ({about}): put SPF, DKIM and DMARC right: docs/mail.md, section 2",
}


def raise_alarm(work: Work, code: str, about: str = "", **details: str) -> None:
    """One open alarm for each code and what it is about. Never an address or a secret in the details."""
    alarms.put(work.connection, code, about, details, work.now)


def close_quiet_alarms(work: Work) -> None:
    """Those that have not come up for `QUIET_AFTER`."""
    alarms.close_silent(work.connection, work.now - QUIET_AFTER, work.now)


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
    when = f"{last_at:%Y-%m-%d %H:%M} UTC"
    what = _WHAT_TO_DO.get(code, "{about}").format(about=about or "no status")
    return f"servers such as that of {details.get('domain') or 'a receiver'} {what} (last: {when})"
