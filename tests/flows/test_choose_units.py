"""Which units a manager may choose from, level by level and by a search, with head counts."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind
from flows.choose_units import FOUND_AT_MOST, UnitsToChoose, WantedUnits, choose_units
from flows.errors import RefusedError
from flows.start_campaign import StartCampaign, start_campaign
from flows.urge_registration import Urged, urge_registration
from flows.work import Begin, Lane, Sender, System
from storage.models import people, units
from tests.support.company import Company
from tests.support.outbox import outbox, rows

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")


def looked(begin: Begin, actor: Sender = HANAKO, wanted: WantedUnits | None = None) -> UnitsToChoose:
    with begin(actor, Lane.READ) as work:
        return choose_units(work, wanted or WantedUnits())


def shown(choice: UnitsToChoose) -> list[tuple[str, int, bool]]:
    return [(unit.path, unit.people, unit.opens) for unit in choice.shown]


def unit_id(begin: Begin, path: str) -> int:
    return int(rows(begin, units, path=path)[0].id)


def test_a_safety_admin_goes_down_the_whole_tree_level_by_level(begin: Begin, company: Company) -> None:
    assert shown(looked(begin)) == [("大阪支社", 1, False), ("本社", 3, True)]
    below = looked(begin, wanted=WantedUnits(at=unit_id(begin, "本社/開発部")))
    assert shown(below) == [("本社/開発部/基盤課", 1, False)]
    assert [unit.name for unit in below.above] == ["本社", "開発部"]


def test_a_unit_managers_tree_begins_with_their_units(begin: Begin, company: Company) -> None:
    assert shown(looked(begin, JIRO)) == [("本社/開発部", 2, True)]
    elsewhere = unit_id(begin, "大阪支社")
    assert shown(looked(begin, JIRO, WantedUnits(at=elsewhere))) == [("本社/開発部", 2, True)]
    assert looked(begin, JIRO, WantedUnits(text="大阪")).shown == ()
    assert looked(begin, JIRO, WantedUnits(chosen=(elsewhere,))).chosen == ()


def test_a_search_finds_units_of_every_level_and_keeps_what_is_chosen(begin: Begin, company: Company) -> None:
    chosen = unit_id(begin, "大阪支社")
    found = looked(begin, wanted=WantedUnits(text="　基盤 ", chosen=(chosen,)))
    assert shown(found) == [("本社/開発部/基盤課", 1, False)]
    assert [unit.path for unit in found.chosen] == ["大阪支社"]
    for number in range(FOUND_AT_MOST + 1):
        company.unit(f"工場/第{number}課")
    many = looked(begin, wanted=WantedUnits(text="工場/"))
    assert (len(many.shown), many.more) == (FOUND_AT_MOST, True)


def test_it_is_for_managers(begin: Begin, company: Company) -> None:
    with pytest.raises(RefusedError, match="not_a_manager"):
        looked(begin, TARO)


@pytest.fixture
def unregistered(begin: Begin, company: Company) -> None:
    """One in 基盤課 and one in 大阪支社, with profile addresses only."""
    for name, unit in (("基盤", "本社/開発部/基盤課"), ("大阪", "大阪支社")):
        person_id = company.person(name, units=[unit])
        with begin(System("test"), Lane.FANOUT) as work:
            work.connection.execute(update(people).where(people.c.id == person_id).values(email=f"{unit[-1]}@x.jp"))


def test_only_the_missing_of_the_units_chosen_are_counted_and_urged(begin: Begin, unregistered: None) -> None:
    counted = looked(begin, wanted=WantedUnits(at=unit_id(begin, "本社"), counts_missing=True))
    assert shown(counted) == [("本社/開発部", 1, True)]
    chosen = (unit_id(begin, "本社"),)
    with begin(HANAKO, Lane.FANOUT) as work:
        assert urge_registration(work, chosen) == Urged(mailed=1, missing=1)
    assert [row.address for row in outbox(begin, kind="contact_urge")] == ["課@x.jp"]


def test_a_unit_manager_urges_and_asks_within_their_units_alone(begin: Begin, unregistered: None) -> None:
    elsewhere, theirs = (unit_id(begin, "大阪支社"),), (unit_id(begin, "本社/開発部/基盤課"),)
    with pytest.raises(RefusedError, match="outside_units"), begin(JIRO, Lane.FANOUT) as work:
        urge_registration(work, elsewhere)
    with pytest.raises(RefusedError, match="outside_units"), begin(JIRO, Lane.FANOUT) as work:
        start_campaign(work, StartCampaign(elsewhere))
    with begin(JIRO, Lane.FANOUT) as work:
        assert urge_registration(work).mailed == 1
        assert start_campaign(work, StartCampaign(theirs)).people == 2
