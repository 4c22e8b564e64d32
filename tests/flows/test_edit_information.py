"""Emergency contacts, links and routes are changed by those they belong to; a file replaces the company's alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.company import Bulletin, CompanyInfo, EmergencyContact, InfoLink, Place
from bot.info_presets import presets
from bot.vocabulary import CheckKind, Hazard, InfoPage, Locale, MapService
from flows.company_info import import_info, show_info
from flows.edit_information import (
    Listing,
    SaveEntry,
    SaveRoute,
    TypedPlace,
    add_presets,
    list_entries,
    move_up,
    remove_entry,
    save_entry,
    save_page,
    save_route,
)
from flows.edit_sites import delete_site
from flows.errors import FlowError, InvalidError, RefusedError
from flows.telling import company_numbers, info_facts
from flows.work import Begin, Lane, Operator, SignedIn
from storage.models import people
from tests.support.company import Company

GUARD = SaveEntry(Listing.CONTACTS, None, "守衛室", "０３-0000-0001", "Guards", "夜間も", "Nights too")
WAY = SaveRoute(None, "公園へ", TypedPlace("公園", "35.5, 139.25"), hazards=(Hazard.FLOOD,))


@pytest.fixture
def site(company: Company) -> int:
    """太郎's, so one of 次郎."""
    return company.site("本社ビル", "taro")


def shown(begin: Begin) -> CompanyInfo:
    with begin(Operator(), Lane.READ) as work:
        return show_info(work)


def test_what_is_typed_stands_on_the_page_in_its_order(begin: Begin, company: Company, site: int) -> None:
    with begin(SignedIn(company.ids["hanako"])) as work:
        save_entry(work, GUARD)
        last = save_entry(work, replace(GUARD, name="本部", site_id=site))
        move_up(work, Listing.CONTACTS, last)
        save_route(work, replace(WAY, site_id=site))
        save_page(work, InfoPage.PREPARE, "水は3日分", "Water for three days")
    info = shown(begin)
    assert [one.name for one in info.contacts] == ["本部", "守衛室"]
    assert info.contacts[1].number == "03-0000-0001"
    assert info.contacts[0].site_id == site
    assert info.routes[0].destination == Place("公園", 35.5, 139.25)
    assert info.routes[0].hazards == (Hazard.FLOOD,)
    assert info.pages == {InfoPage.PREPARE: ("水は3日分", "Water for three days")}


def test_a_unit_manager_changes_what_belongs_to_their_sites_and_nothing_else(
    begin: Begin, company: Company, site: int
) -> None:
    with begin(SignedIn(company.ids["hanako"])) as work:
        of_company = save_entry(work, GUARD)
    jiro = SignedIn(company.ids["jiro"])
    with begin(jiro) as work:
        first, second = (save_entry(work, replace(GUARD, name=name, site_id=site)) for name in ("一", "二"))
        move_up(work, Listing.CONTACTS, second)
        assert [entry.name for entry in list_entries(work, Listing.CONTACTS)] == ["守衛室", "二", "一"]
        move_up(work, Listing.CONTACTS, second)
        assert [entry.entry_id for entry in list_entries(work, Listing.CONTACTS)] == [of_company, second, first]
    for change in (
        lambda work: save_entry(work, replace(GUARD, entry_id=of_company, site_id=site)),
        lambda work: save_entry(work, replace(GUARD, entry_id=first, site_id=None)),
        lambda work: remove_entry(work, Listing.CONTACTS, of_company),
        lambda work: move_up(work, Listing.CONTACTS, of_company),
    ):
        with pytest.raises(RefusedError, match="not_a_safety_admin"), begin(jiro) as work:
            change(work)


def test_a_file_replaces_what_is_for_the_whole_company_and_leaves_the_sites_theirs(
    begin: Begin, company: Company, site: int
) -> None:
    with begin(SignedIn(company.ids["hanako"])) as work:
        save_entry(work, GUARD)
        save_entry(work, replace(GUARD, name="拠点の守衛", site_id=site))
    with begin(Operator()) as work:
        before = import_info(work, CompanyInfo(contacts=(EmergencyContact("新しい本部", "03-0000-0009"),)))
    assert (before.contacts, before.links, before.routes, before.of_sites) == (1, 0, 0, 1)
    assert [one.name for one in shown(begin).contacts] == ["新しい本部", "拠点の守衛"]


def test_a_site_with_information_is_not_deleted(begin: Begin, company: Company, site: int) -> None:
    with begin(SignedIn(company.ids["hanako"])) as work:
        save_route(work, replace(WAY, site_id=site))
        work.connection.execute(update(people).values(site_id=None))
    with pytest.raises(InvalidError, match="site_has_information"), begin(SignedIn(company.ids["hanako"])) as work:
        delete_site(work, site)


def test_what_is_wrong_is_said(begin: Begin, company: Company) -> None:
    for request, code in (
        (replace(GUARD, name=" "), "info_no_name"),
        (replace(GUARD, name="あ" * 101), "info_too_long"),
        (replace(GUARD, note="a\u202eb"), "info_hidden"),
        (replace(GUARD, target="内線の1"), "info_bad_number"),
        (replace(GUARD, site_id=999), "no_such_site"),
        (SaveEntry(Listing.LINKS, None, "気象庁", "javascript:alert(1)"), "info_bad_url"),
        (SaveEntry(Listing.LINKS, None, "気象庁", "https://www.jma.go.jp@elsewhere.example/"), "info_bad_url"),
        (SaveEntry(Listing.CONTACTS, 999, "守衛室", "110"), "no_entry"),
        (replace(WAY, destination=TypedPlace()), "no_destination"),
        (replace(WAY, map=MapService.OSM), "map_needs_start"),
        (replace(WAY, map=MapService.GSI, destination=TypedPlace("公園", "東京都千代田区1-1")), "map_needs_point"),
        (replace(WAY, destination=TypedPlace("公園", "135.5, 139.25"), map=MapService.GSI), "map_needs_point"),
    ):
        with pytest.raises(FlowError, match=code), begin(SignedIn(company.ids["hanako"])) as work:
            _ = save_route(work, request) if isinstance(request, SaveRoute) else save_entry(work, request)
    assert shown(begin) == CompanyInfo()


def test_well_known_links_are_added_with_one_press_and_once(begin: Begin, company: Company) -> None:
    keys = tuple(one.key for one in presets())
    for expected in (len(keys), 0):
        with begin(SignedIn(company.ids["hanako"])) as work:
            assert add_presets(work, keys) == expected
    info = shown(begin)
    assert {one.url for one in info.links if one.page is InfoPage.PREPARE} >= {"https://disaportal.gsi.go.jp/"}
    assert [one.number for one in info.contacts] == ["171"]


def test_chats_name_first_what_is_for_everybody_and_who_is_in_need_no_other_site() -> None:
    of_site, of_all = (
        EmergencyContact("支社の守衛", "06-0000-0001", site_id=3),
        EmergencyContact("本部", "03-0000-0001"),
    )
    links = (InfoLink("備え", "https://a.test/", page=InfoPage.PREPARE), InfoLink("気象庁", "https://b.test/"))
    at = datetime(2026, 11, 20, 5, 3, tzinfo=UTC)
    withdrawn = Bulletin(2, CheckKind.REAL, "誤り", "x", at, withdrawn_at=at)
    news = (Bulletin(1, CheckKind.DRILL, "停電", "復旧中", at), withdrawn)
    info = CompanyInfo((of_site, of_all), links, bulletins=news)
    told = info_facts(info, Locale.JA, "青葉", "https://anpi.test/info", ZoneInfo("Asia/Tokyo"))
    assert [line.label for line in told.contacts] == ["本部", "支社の守衛"]
    assert [line.label for line in told.links] == ["気象庁"]
    assert [line.label for line in told.bulletins] == ["11/20 14:03 【訓練】停電"]
    assert company_numbers(info, Locale.JA) == (("本部", "03-0000-0001"),)
    assert company_numbers(CompanyInfo((of_site,)), Locale.JA) == (("支社の守衛", "06-0000-0001"),)
