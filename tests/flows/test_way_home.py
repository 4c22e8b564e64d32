"""A way home is its person's alone, and kept only where they want it."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from bot.vocabulary import MapService
from flows.errors import InvalidError
from flows.housekeeping import tidy_up
from flows.way_home import WayHome, WayHomeWanted, forget_way_home, keep_way_home, show_way_home
from flows.work import Begin, Lane, SignedIn, System
from storage.models import audit, people, sites, ways_home
from tests.support.company import Company
from tests.support.outbox import rows

HOME = WayHomeWanted("東京都調布市1-2-3", MapService.APPLE)


def test_it_is_kept_shown_to_its_person_and_deleted(begin: Begin, company: Company) -> None:
    taro, emma = (SignedIn(company.ids[name]) for name in ("taro", "emma"))
    with begin(System("test"), Lane.FANOUT) as work:
        made = insert(sites).values(name="本社", lat=35.5, lon=139.5).returning(sites.c.id)
        site = work.connection.execute(made).scalar_one()
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(site_id=site))
    with begin(taro) as work:
        keep_way_home(work, WayHomeWanted("新宿駅"))
        keep_way_home(work, HOME)
        way = show_way_home(work)
    assert (way.destination, way.site, way.is_kept) == (HOME.destination, "本社", True)
    assert way.url.startswith("https://maps.apple.com/?saddr=35.500000%2C139.500000&daddr=")
    assert "saddr" not in way.url_from_here
    with begin(emma, Lane.READ) as work:
        assert show_way_home(work) == WayHome()
    with begin(taro) as work:
        forget_way_home(work)
        assert not show_way_home(work).is_kept
        assert work.connection.execute(select(ways_home)).all() == []
    noted = [(row.action, row.details) for row in rows(begin, audit)]
    assert noted == [("way_home_kept", None), ("way_home_kept", None), ("way_home_forgotten", None)]


def test_looking_keeps_nothing(begin: Begin, company: Company) -> None:
    with begin(SignedIn(company.ids["taro"])) as work:
        looked_at = show_way_home(work, HOME)
        assert (looked_at.destination, looked_at.is_kept) == (HOME.destination, False)
        assert looked_at.url_from_here
        assert work.connection.execute(select(ways_home)).all() == []
        for wrong, code in (("  ", "no_home"), ("あ" * 501, "info_too_long"), ("a\u202eb", "info_hidden")):
            with pytest.raises(InvalidError, match=code):
                keep_way_home(work, WayHomeWanted(wrong))


def test_who_leaves_the_company_takes_it_along(begin: Begin, company: Company) -> None:
    for name in ("taro", "emma"):
        with begin(SignedIn(company.ids[name])) as work:
            keep_way_home(work, HOME)
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(active=False))
        tidy_up(work)
        assert work.connection.execute(select(ways_home.c.person_id)).scalars().all() == [company.ids["emma"]]
