"""The company's common settings as they are set in the console: shown, kept, and given back to the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST
from flows.audit import note
from flows.common_settings import COMMON_NAMES, READ, written
from flows.errors import InvalidError
from flows.in_force import InForce
from flows.retention import DAYS_AT_MOST
from flows.standing_check import DAYS_AT_LEAST
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import kept_settings

#: What is said of each that cannot be.
_REFUSALS = {
    "company": "bad_company",
    "locale": "bad_locale",
    "zone": "bad_zone",
    "retention_days": "bad_days",
    "proof_days": "bad_proof_days",
    "slack_channels": "bad_slack_channel",
    "slack_manager_channel": "bad_slack_channel",
    "map_service": "bad_map",
    "message_title_at_most": "bad_title_limit",
    "message_body_at_most": "bad_body_limit",
}
#: What the refusal names, where it is not days.
_BOUNDS = {"message_title_at_most": (1, TITLE_AT_MOST), "message_body_at_most": (1, MESSAGE_AT_MOST)}


@dataclass(frozen=True, slots=True)
class CommonView:
    """`values` as they hold now, in words; `kept`: those set in the console, with when and by whom."""

    values: Mapping[str, str]
    kept: Mapping[str, tuple[datetime, str]]


def show_common(work: Work, in_force: InForce) -> CommonView:
    """Lane READ. RefusedError(not_a_safety_admin)."""
    require_safety_admin(work)
    rows = {row.name: row for row in kept_settings.changes(work.connection, COMMON_NAMES.values())}
    kept = {
        field: (rows[name].changed_at, rows[name].by or "")
        for field, name in COMMON_NAMES.items()
        if name in rows and field in in_force.state.common
    }
    return CommonView({field: written(getattr(work.policy, field)) for field in READ}, kept)


def save_common(work: Work, typed: Mapping[str, str]) -> None:
    """Those that are another than now hold from now on.

    InvalidError(bad_company, bad_locale, bad_zone, bad_days, bad_proof_days, bad_slack_channel, bad_title_limit,
    bad_body_limit); RefusedError.
    """
    who = require_safety_admin(work)
    new = {}
    for field in READ:
        value = _read(field, typed.get(field, ""))
        if value != written(getattr(work.policy, field)):
            new[COMMON_NAMES[field]] = value
    if new:
        kept_settings.keep(work.connection, new, work.now, who.person_id)
        note(work, "common_set", changed=sorted(new))


def forget_common(work: Work, field: str) -> None:
    """The environment's holds again. RefusedError(not_a_safety_admin)."""
    require_safety_admin(work)
    if field in COMMON_NAMES and kept_settings.forget(work.connection, (COMMON_NAMES[field],)):
        note(work, "common_forgotten", changed=[COMMON_NAMES[field]])


def _read(field: str, text: str) -> str:
    try:
        return written(READ[field](text.strip()))
    except ValueError as error:
        at_least, at_most = _BOUNDS.get(field, (DAYS_AT_LEAST, DAYS_AT_MOST))
        raise InvalidError(_REFUSALS[field], at_least=at_least, at_most=at_most) from error
