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


def list_campaigns(work: Work) -> tuple[CampaignLine, ...]:
    """Lane READ. A unit manager's own, and those for the whole company. RefusedError."""
    who = require_manager(work)
    own = None if who.may_everything else who.person_id
    return tuple(CampaignLine(row.id, row.started_at) for row in campaigns.newest_first(work.connection, own, _AT_MOST))
