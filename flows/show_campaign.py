"""How a campaign stands: which contacts are proven, which not yet, which cannot be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import WORKING_STATES, ChannelKind, MessageState
from flows.audit import note
from flows.errors import NotFoundError
from flows.start_campaign import ASKED_LATELY
from flows.who import require_manager
from flows.work import Work
from storage.queries import campaigns

_NOT_SENT = (MessageState.FAILED, MessageState.SKIPPED)


class Proof(StrEnum):
    """`waiting`: on its way or arrived, and nobody has pressed."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One contact of one person. `reason`: why nothing was sent or could be delivered, or empty."""

    employee_no: str
    name: str
    person_id: int
    channel: ChannelKind
    address: str
    proof: Proof
    reason: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CampaignView:
    """`is_written` False: more lines are to come, the questions are still being written."""

    campaign_id: int
    started_at: datetime
    is_written: bool
    counts: Mapping[Proof, int]
    lines: Sequence[ProofLine]
    #: As in `flows.list_campaigns.CampaignLine`.
    units: tuple[str, ...] = ()


def note_campaign_seen(work: Work, campaign_id: int) -> None:
    """Before each look: it shows addresses (invariant 10). RefusedError, NotFoundError(no_campaign)."""
    require_manager(work)
    if campaigns.find(work.connection, campaign_id) is None:
        raise NotFoundError("no_campaign")
    note(work, "campaign_seen", campaign_id=campaign_id)


def show_campaign(work: Work, campaign_id: int) -> CampaignView:
    """Lane READ: a long list must hold up no answer. Unit managers see the people of their units.

    RefusedError, NotFoundError(no_campaign).
    """
    who = require_manager(work)
    campaign = campaigns.find(work.connection, campaign_id)
    if campaign is None:
        raise NotFoundError("no_campaign")
    manages = None if who.may_everything else who.managed_unit_ids
    lines = [_line(row) for row in campaigns.results(work.connection, campaign_id, manages)]
    counted = Counter(line.proof for line in lines)
    return CampaignView(
        campaign_id=campaign_id,
        started_at=campaign.started_at,
        is_written=campaign.outbox_after is None,
        counts={proof: counted[proof] for proof in Proof},
        lines=lines,
        units=campaigns.units_of(work.connection, [campaign_id]).get(campaign_id, ()),
    )


def _line(row: Row[*tuple[Any, ...]]) -> ProofLine:
    confirmed_at = _confirmed_at(row)
    proof, reason = (Proof.CONFIRMED, "") if confirmed_at else _missing_proof(row)
    return ProofLine(
        employee_no=row.employee_no,
        name=row.name,
        person_id=row.person_id,
        channel=ChannelKind(row.channel),
        address=row.address,
        proof=proof,
        reason=reason,
        confirmed_at=confirmed_at,
    )


def _confirmed_at(row: Row[*tuple[Any, ...]]) -> datetime | None:
    """Where it was asked a little earlier, a press since then is the answer to this campaign too."""
    since: datetime = row.created_at - (ASKED_LATELY if _is_asked_elsewhere(row) else timedelta())
    confirmed_at: datetime | None = row.confirmed_at
    return confirmed_at if confirmed_at is not None and confirmed_at >= since else None


def _missing_proof(row: Row[*tuple[Any, ...]]) -> tuple[Proof, str]:
    if row.contact_id is None:
        return Proof.UNDELIVERABLE, "removed"
    if row.contact_state not in WORKING_STATES:
        return Proof.UNDELIVERABLE, row.contact_state
    if _is_asked_elsewhere(row):
        return Proof.WAITING, row.reason
    if row.state in _NOT_SENT:
        return Proof.UNDELIVERABLE, row.reason
    return Proof.WAITING, ""


def _is_asked_elsewhere(row: Row[*tuple[Any, ...]]) -> bool:
    return bool(row.state == MessageState.SKIPPED and row.reason == campaigns.ASKED_LATELY)
