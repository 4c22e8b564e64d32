"""What a site keeps on paper for the day when nothing works: contacts, roster, meeting point, ways, where to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.company import EmergencyContact, Route
from bot.info_rules import MAX_NOTE, point_of
from bot.plain import hidden_in
from flows.audit import note
from flows.company_info import show_info
from flows.errors import InvalidError
from flows.info_rights import SiteChoice, require_editor
from flows.work import Work
from storage.queries import info_sites as queries
from storage.queries import phones

ROSTER_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class RosterLine:
    employee_no: str
    name: str
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SitePack:
    """`contacts` and `routes`: of the site and of the whole company. `roster`: the reader's people there."""

    site: SiteChoice
    contacts: tuple[EmergencyContact, ...]
    routes: tuple[Route, ...]
    roster: tuple[RosterLine, ...]
    made_at: datetime


def show_pack(work: Work, site_id: int) -> SitePack:
    """With names and telephone numbers, and so in the audit log. A unit manager sees their own people only.

    RefusedError(not_a_manager, outside_sites), InvalidError(no_such_site).
    """
    editor = require_editor(work, site_id)
    site = next(site for site in editor.sites if site.site_id == site_id)
    info = show_info(work)
    below = None if editor.may_company else editor.who.managed_unit_ids
    people = queries.roster(work.connection, site_id, below, ROSTER_AT_MOST)
    numbers = phones.of_people(work.connection, [person.id for person in people])
    note(work, "pack_shown", site_id=site_id, people=len(people))
    return SitePack(
        site,
        tuple(one for one in info.contacts if one.site_id in (None, site_id)),
        tuple(one for one in info.routes if one.site_id in (None, site_id)),
        tuple(RosterLine(person.employee_no, person.name, numbers.get(person.id, ())) for person in people),
        work.now,
    )


def save_meeting_point(work: Work, site_id: int, words: str, position: str) -> None:
    """Where people of the site gather; `position`: coordinates of the site as a map gives them. In the audit log.

    RefusedError(not_a_manager, outside_sites), InvalidError(no_such_site, info_too_long, info_hidden, bad_position).
    """
    require_editor(work, site_id)
    words, position = words.strip(), position.strip()
    if len(words) > MAX_NOTE:
        raise InvalidError("info_too_long", limit=MAX_NOTE)
    if hidden_in(words):
        raise InvalidError("info_hidden")
    point = point_of(position)
    if position and point is None:
        raise InvalidError("bad_position")
    queries.set_meeting_point(work.connection, site_id, words, point)
    note(work, "meeting_point_set", site_id=site_id)
