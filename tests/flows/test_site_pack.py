"""The sheet of a site: what stands on it, who sees whom, and that it is noted."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from bot.company import Place
from bot.vocabulary import ChannelKind
from flows.edit_information import Listing, SaveEntry, save_entry
from flows.errors import InvalidError
from flows.site_pack import RosterLine, save_meeting_point, show_pack
from flows.work import Begin, Lane, SignedIn, System
from storage.models import audit, contacts
from tests.support.company import Company
from tests.support.outbox import rows


@pytest.fixture
def site(begin: Begin, company: Company) -> int:
    """太郎 and Emma work there; 次郎 looks after 太郎 alone."""
    site_id = company.site("本社ビル", "taro", "emma")
    with begin(System("test"), Lane.FANOUT) as work:
        phone = {"channel": ChannelKind.PHONE, "address": "090-0000-0001", "state_since": work.now, "position": 9}
        work.connection.execute(insert(contacts).values(person_id=company.ids["taro"], **phone))
        for name, of in (("本社の守衛", site_id), ("災害対策本部", None)):
            save_entry(work, SaveEntry(Listing.CONTACTS, None, name, "03-0000-0001", site_id=of))
    return site_id


def test_a_manager_sees_their_own_people_with_numbers_and_it_is_noted(
    begin: Begin, company: Company, site: int
) -> None:
    with begin(SignedIn(company.ids["jiro"])) as work:
        save_meeting_point(work, site, "正面の広場", "35.5、139.5")
        of_jiro = show_pack(work, site)
    with begin(SignedIn(company.ids["hanako"])) as work:
        of_hanako = show_pack(work, site)
    assert of_jiro.roster == (RosterLine("E0003", "太郎", ("090-0000-0001",)),)
    assert {line.name for line in of_hanako.roster} == {"太郎", "Emma"}
    assert of_jiro.site.place == Place("正面の広場", 35.5, 139.5)
    assert [one.name for one in of_jiro.contacts] == ["本社の守衛", "災害対策本部"]
    noted = [row.details for row in rows(begin, audit, action="pack_shown")]
    assert noted == [{"site_id": site, "people": 1}, {"site_id": site, "people": 2}]


@pytest.mark.parametrize("position", ["35.5", "北緯35度", "95, 139", "35.5, 139.5, 0"])
def test_a_position_that_is_none_is_refused(begin: Begin, company: Company, site: int, position: str) -> None:
    with pytest.raises(InvalidError, match="bad_position"), begin(SignedIn(company.ids["hanako"])) as work:
        save_meeting_point(work, site, "広場", position)
