"""What is set and what is missing: the doctor's look at the database, without a single call to the outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.vocabulary import SENDING_CHANNELS, ChannelKind, MessageState
from flows.audit import note
from flows.errors import InvalidError
from flows.health import Health, health_of
from flows.in_force import InForce
from flows.line_menu import show_menus
from flows.set_addresses import is_this_machine
from flows.show_check import channels_at_a_stop
from flows.tries import Allowance, take_try
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import glance as queries

#: With one alone nobody lets that one in again who has lost their phone.
_ADMINS_AT_LEAST = 2
#: Every platform is called, and with a quota: nobody needs it more often.
PROVINGS = Allowance("prove", 3, timedelta(minutes=1))


class Mark(StrEnum):
    FIT = "fit"
    MISSING = "missing"
    #: Not set, which is no fault.
    OFF = "off"


@dataclass(frozen=True, slots=True)
class GlanceLine:
    """`part` is what it is about, `code` what is to be said of it (`glance.<code>`), with `params`."""

    part: str
    mark: Mark
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    #: Why nothing goes out through a channel, or why its last try failed: a code.
    reason: str = ""
    #: Of a channel: when a message was last accepted, and when one last failed, if that came later.
    accepted_at: datetime | None = None
    failed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """`numbers`: how many there are in each section of the settings, by its name."""

    lines: tuple[GlanceLine, ...]
    numbers: Mapping[str, int]

    @property
    def missing(self) -> int:
        return sum(line.mark is Mark.MISSING for line in self.lines)


def glance_at_settings(work: Work, in_force: InForce | None = None) -> Glance:
    """Lane READ. `in_force`: what was set in the console. RefusedError(not_a_safety_admin)."""
    require_safety_admin(work)
    counted: dict[str, int] = queries.counts(work.connection)._asdict()
    numbers = counted | {"admins": counted["admins"] + counted["managers"]}
    contacts, never, reached = queries.count_working(work.connection, work.policy.channels)
    lines = (
        *_channels(work, in_force),
        *_line_menu(work),
        *(_addresses(in_force, bool(work.policy.channels)) if in_force else ()),
        *(() if work.policy.company else (GlanceLine("company", Mark.MISSING, "no_company"),)),
        _people(counted["people"], reached),
        _contacts(contacts, never),
        _admins(counted["admins"]),
        _counted("alarms", numbers["alarms"], is_well=numbers["alarms"] == 0),
        _counted("emergency", numbers["emergency"], is_well=numbers["emergency"] > 0),
        _retention(work.policy.retention_days),
        *_health(health_of(work)),
    )
    return Glance(lines, numbers)


def begin_proving(work: Work) -> None:
    """Somebody wants every part proved with real calls. InvalidError(too_many_provings); RefusedError."""
    require_safety_admin(work)
    if not take_try(work, PROVINGS, "company"):
        raise InvalidError("too_many_provings")
    note(work, "parts_proved")


def _channels(work: Work, in_force: InForce | None) -> Iterator[GlanceLine]:
    on, stopped = work.policy.channels, channels_at_a_stop(work)
    newest: dict[tuple[str, str], Any] = {}
    for row in queries.last_tries(work.connection, on):
        key = (row.channel, row.state)
        if row.finished_at and (key not in newest or newest[key].finished_at < row.finished_at):
            newest[key] = row
    for kind in SENDING_CHANNELS:
        accepted = newest.get((kind, MessageState.ACCEPTED))
        failed = newest.get((kind, MessageState.FAILED))
        if accepted and failed and failed.finished_at <= accepted.finished_at:
            failed = None
        accepted_at = accepted.finished_at if accepted else None
        if kind not in on:
            yield GlanceLine(kind, Mark.OFF, "off")
        elif kind is ChannelKind.MAIL and in_force and in_force.mail and in_force.mail.relay.is_locked:
            yield GlanceLine(kind, Mark.MISSING, "locked", accepted_at=accepted_at)
        elif kind in stopped:
            yield GlanceLine(kind, Mark.MISSING, "stopped", reason=stopped[kind], accepted_at=accepted_at)
        elif failed:
            failing = {"reason": failed.reason, "failed_at": failed.finished_at}
            yield GlanceLine(kind, Mark.FIT, "on", accepted_at=accepted_at, **failing)
        else:
            yield GlanceLine(kind, Mark.FIT, "on", accepted_at=accepted_at)
    if not on:
        yield GlanceLine("channels", Mark.MISSING, "no_channel")


def _line_menu(work: Work) -> Iterator[GlanceLine]:
    """As it is known here; whether LINE still has it the doctor says."""
    if ChannelKind.LINE not in work.policy.channels:
        return
    record = show_menus(work)
    params = {"people": record.accounts - record.waiting, "accounts": record.accounts}
    if not record.installed:
        yield GlanceLine("line_menu", Mark.OFF, "no_menu")
    elif not record.is_current:
        yield GlanceLine("line_menu", Mark.MISSING, "old_menu", params)
    else:
        yield GlanceLine("line_menu", Mark.FIT, "menu", params)


def _addresses(in_force: InForce, has_channels: bool) -> Iterator[GlanceLine]:
    is_open = not (has_channels and is_this_machine(in_force.outside))
    code = "address" if is_open else "address_here"
    yield GlanceLine("addresses", _mark(is_open), code, {"address": in_force.outside})


def _people(people: int, reached: int) -> GlanceLine:
    if not people:
        return GlanceLine("people", Mark.MISSING, "nobody")
    unreached = people - reached
    code = "unreached" if unreached else "reached"
    return GlanceLine("people", _mark(not unreached), code, {"people": people, "number": unreached})


def _contacts(contacts: int, never: int) -> GlanceLine:
    code = "never_confirmed" if never else "confirmed"
    return GlanceLine("contacts", _mark(not never), code, {"contacts": contacts, "number": never})


def _admins(number: int) -> GlanceLine:
    is_well = number >= _ADMINS_AT_LEAST
    return GlanceLine("admins", _mark(is_well), "admins" if is_well else "few_admins", {"number": number})


def _counted(part: str, number: int, is_well: bool) -> GlanceLine:
    return GlanceLine(part, _mark(is_well), part if number else f"no_{part}", {"number": number})


def _retention(days: int) -> GlanceLine:
    return GlanceLine("retention", Mark.FIT, "retention" if days else "kept_for_ever", {"days": days})


def _health(health: Health) -> Iterator[GlanceLine]:
    yield GlanceLine("cycle", _mark(health.is_turning), "turning" if health.is_turning else "not_turning")
    code = "newest_revision" if health.is_migrated else "other_revision"
    yield GlanceLine("database", _mark(health.is_migrated), code, {"revision": health.revision})


def _mark(is_well: bool) -> Mark:
    return Mark.FIT if is_well else Mark.MISSING
