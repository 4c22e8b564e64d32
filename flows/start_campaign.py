"""Ask people to prove their contacts (連絡先確認): each contact through its own channel, by a press of its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flows.audit import note
from flows.errors import InvalidError
from flows.units_to_ask import units_to_ask
from flows.who import require_manager
from flows.work import Work
from storage.queries import campaigns

#: The same person does not start another one within this time: it was a press too many.
JUST_NOW = timedelta(minutes=10)
#: A contact is not asked twice within this time, however many campaigns and standing checks come to it.
ASKED_LATELY = timedelta(hours=20)
#: People in one transaction (docs/adr/0005).
PEOPLE_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StartCampaign:
    #: Chosen units, each with all below; empty means everybody the actor is responsible for.
    unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignStarted:
    campaign_id: int
    people: int


def start_campaign(work: Work, request: StartCampaign) -> CampaignStarted:
    """The messages are written by the cycle, page by page. In the audit log.

    RefusedError(unknown_person, not_a_manager, outside_units), InvalidError(no_units, campaign_just_started,
    nobody_to_ask).
    """
    who = require_manager(work)
    unit_ids = units_to_ask(work, who, request.unit_ids)
    campaigns.serialise_starts(work.connection)
    if campaigns.newest_of(work.connection, who.person_id, work.now - JUST_NOW) is not None:
        raise InvalidError("campaign_just_started")
    campaign_id = campaigns.add(work.connection, who.person_id, unit_ids, work.now)
    asked = campaigns.people_asked(work.connection, campaign_id)
    if not asked:
        raise InvalidError("nobody_to_ask")
    note(work, "campaign_started", campaign_id=campaign_id, people=asked)
    work.wakes_cycle = True
    return CampaignStarted(campaign_id, asked)


def campaigns_to_write(work: Work) -> tuple[int, ...]:
    """Cycle step, lane READ: campaigns whose messages are not written for everybody yet."""
    return tuple(campaigns.being_written(work.connection))


def write_campaign(work: Work, campaign_id: int) -> bool:
    """Cycle step: the next page. True: there may be more."""
    page = campaigns.claim_page(work.connection, campaign_id, PEOPLE_AT_ONCE)
    if page is None:
        return False
    lately = work.now - ASKED_LATELY
    campaigns.write_page(work.connection, campaign_id, page, work.policy.channels, lately, work.now)
    work.wakes_cycle = True
    return True
