"""The campaigns a manager may look at, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.who import require_manager
from flows.work import Work
from storage.queries import campaigns

_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class CampaignLine:
    campaign_id: int
    started_at: datetime
    #: Paths of the units asked, each with all below; empty: the whole company.
    units: tuple[str, ...] = ()


def list_campaigns(work: Work) -> tuple[CampaignLine, ...]:
    """Lane READ. A unit manager's own, and those for the whole company. RefusedError."""
    who = require_manager(work)
    own = None if who.may_everything else who.person_id
    rows = campaigns.newest_first(work.connection, own, _AT_MOST)
    units = campaigns.units_of(work.connection, [row.id for row in rows])
    return tuple(CampaignLine(row.id, row.started_at, units.get(row.id, ())) for row in rows)
