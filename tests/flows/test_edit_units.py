"""The tree changed by hand: paths, depths and the closure always say the same; what depends on a unit keeps it."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from bot.vocabulary import Role
from flows.edit_sites import SaveSite, delete_site, list_sites, save_site
from flows.edit_units import AddUnit, MoveUnit, add_unit, delete_unit, move_unit, rename_unit
from flows.errors import InvalidError, NotFoundError
from flows.list_units import find_unit, list_units
from flows.who import require_manager_of
from flows.work import Begin, Lane, Operator, SignedIn, System
from storage.models import (
    campaign_units,
    campaigns,
    check_units,
    managed_units,
    memberships,
    people,
    sites,
    unit_closure,
    units,
)
from tests.support.checks import given_check, rows_of
from tests.support.company import Company


@pytest.fixture
def dev(company: Company) -> int:
    return company.unit("本社/開発部")


def paths(begin: Begin) -> set[str]:
    """Of all units, after a look whether all that is kept of the tree agrees."""
    with begin(Operator("test"), Lane.READ) as work:
        found = {row.id: row for row in work.connection.execute(select(units))}
        closure = {tuple(row) for row in work.connection.execute(select(unit_closure))}
    expected = set()
    for unit in found.values():
        names, above = [unit.name], unit
        expected.add((unit.id, unit.id))
        while above.parent_id is not None:
            above = found[above.parent_id]
            names.insert(0, above.name)
            expected.add((above.id, unit.id))
        assert (unit.path, unit.depth) == ("/".join(names), len(names) - 1)
    assert closure == expected
    return {unit.path for unit in found.values()}


BEFORE = {"本社", "本社/開発部", "本社/開発部/基盤課", "大阪支社"}


def test_a_unit_is_added_anywhere(begin: Begin, company: Company, dev: int) -> None:
    with begin(Operator("test")) as work:
        top = add_unit(work, AddUnit(None, "名古屋"))
        add_unit(work, AddUnit(dev, " 新課 "))
    assert paths(begin) == BEFORE | {"名古屋", "本社/開発部/新課"}
    with begin(Operator("test"), Lane.READ) as work:
        assert list_units(work, top).above == ()


def test_the_paths_of_all_below_follow_a_new_name(begin: Begin, company: Company) -> None:
    head = company.unit("本社")
    with begin(Operator("test")) as work:
        rename_unit(work, head, "本社%_本社")
    assert paths(begin) == {"本社%_本社", "本社%_本社/開発部", "本社%_本社/開発部/基盤課", "大阪支社"}


def test_a_unit_moves_with_all_below_and_its_managers_look_after_other_people(
    begin: Begin, company: Company, dev: int
) -> None:
    osaka_manager = company.person("大阪長", role=Role.UNIT_MANAGER, manages=["大阪支社"])
    with begin(Operator("test")) as work:
        move_unit(work, MoveUnit(dev, "大阪支社"))
    assert paths(begin) == {"本社", "大阪支社", "大阪支社/開発部", "大阪支社/開発部/基盤課"}
    with begin(SignedIn(osaka_manager), Lane.READ) as work:
        require_manager_of(work, company.ids["taro"])
    with begin(Operator("test")) as work:
        move_unit(work, MoveUnit(dev, " "))
    assert paths(begin) == {"本社", "大阪支社", "開発部", "開発部/基盤課"}


@pytest.mark.parametrize(
    ("under", "code"),
    [("本社/開発部", "unit_below_itself"), ("本社/開発部/基盤課", "unit_below_itself"), ("月", "unknown_unit")],
)
def test_a_unit_never_moves_below_itself(under: str, code: str, begin: Begin, company: Company, dev: int) -> None:
    with begin(Operator("test")) as work, pytest.raises(InvalidError, match=code):
        move_unit(work, MoveUnit(dev, under))
    assert paths(begin) == BEFORE


@pytest.mark.parametrize("name", ["", " ", "a/b", "a;b", "a；b", "a\nb", "a\0", "x" * 101])
def test_a_name_must_be_able_to_stand_in_a_path(name: str, begin: Begin, company: Company, dev: int) -> None:
    with begin(Operator("test")) as work:
        for deed in (lambda: add_unit(work, AddUnit(dev, name)), lambda: rename_unit(work, dev, name)):
            with pytest.raises(InvalidError, match="bad_unit_name"):
                deed()
    assert paths(begin) == BEFORE


def test_no_two_units_stand_at_one_place(begin: Begin, company: Company, dev: int) -> None:
    company.unit("大阪支社/開発部")
    osaka = company.unit("大阪支社")
    with begin(Operator("test")) as work:
        for deed in (
            lambda: add_unit(work, AddUnit(None, "本社")),
            lambda: rename_unit(work, osaka, "本社"),
            lambda: move_unit(work, MoveUnit(dev, "大阪支社")),
        ):
            with pytest.raises(InvalidError, match="unit_there"):
                deed()
        rename_unit(work, dev, "開発部")
        move_unit(work, MoveUnit(dev, "本社"))


def test_the_tree_is_as_deep_as_the_people_file_allows(begin: Begin, company: Company, dev: int) -> None:
    deepest = company.unit("a/b/c/d/e/f/g/h/i/j")
    company.unit("a/b/c/d/e/f/g/h/x")
    with begin(Operator("test")) as work:
        with pytest.raises(InvalidError, match="unit_too_deep"):
            add_unit(work, AddUnit(deepest, "k"))
        with pytest.raises(InvalidError, match="unit_too_deep"):
            move_unit(work, MoveUnit(dev, "a/b/c/d/e/f/g/h/x"))
        move_unit(work, MoveUnit(dev, "a/b/c/d/e/f/g/h"))


def test_each_level_is_shown_with_its_people_each_once(begin: Begin, company: Company, dev: int) -> None:
    company.person("兼務", units=["本社", "本社/開発部"])
    company.person("退職", units=["本社/開発部"], active=False)
    for name in ("第10課", "第２課", "基盤課"):
        company.unit(f"大阪支社/{name}")
    with begin(Operator("test"), Lane.READ) as work:
        top, level, osaka = list_units(work, None), list_units(work, dev), list_units(work, find_unit(work, "大阪支社"))
        with pytest.raises(NotFoundError, match="no_such_unit"):
            list_units(work, 999)
    assert [(line.name, line.people, line.below) for line in top.below] == [("大阪支社", 1, 3), ("本社", 4, 1)]
    assert (level.people, [line.name for line in level.below]) == (3, ["基盤課"])
    assert [line.name for line in osaka.below] == ["基盤課", "第２課", "第10課"]
    assert (level.above, level.managers) == (
        ((company.unit("本社"), "本社"),),
        ((company.ids["jiro"], "次郎"),),
    )


def test_what_depends_on_a_unit_keeps_it(begin: Begin, company: Company, dev: int) -> None:
    check = given_check(begin)
    asked, proven = company.unit("訓練課"), company.unit("確認課")
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(insert(check_units).values(check_id=check, unit_id=asked))
        row = insert(campaigns).values(started_at=work.now, whole_company=False).returning(campaigns.c.id)
        campaign = work.connection.execute(row).scalar_one()
        work.connection.execute(insert(campaign_units).values(campaign_id=campaign, unit_id=proven))
    company.person("長", role=Role.UNIT_MANAGER, manages=["空課"])
    kept = paths(begin)
    for unit, code in (
        (dev, "unit_has_units"),
        (company.unit("大阪支社"), "unit_has_people"),
        (company.unit("空課"), "unit_has_managers"),
        (asked, "unit_was_asked"),
        (proven, "unit_was_asked"),
    ):
        with begin(Operator("test")) as work, pytest.raises(InvalidError, match=code):
            delete_unit(work, unit)
    assert paths(begin) == kept


def test_with_an_empty_unit_goes_what_means_nothing_any_more(begin: Begin, company: Company, dev: int) -> None:
    former = company.person("元", units=["本社/旧課"], manages=["本社/旧課"], active=False)
    both = company.person("両方", units=["本社", "本社/旧課"], active=False)
    head, old = company.unit("本社"), company.unit("本社/旧課")
    with begin(Operator("test")) as work:
        assert delete_unit(work, old) == head
    assert paths(begin) == BEFORE
    assert rows_of(begin, managed_units, person_id=former) == []
    for person in (former, both):
        assert [row.unit_id for row in rows_of(begin, memberships, person_id=person)] == [company.unit("本社")]
    alone = company.unit("孤島")
    with begin(Operator("test")) as work:
        assert delete_unit(work, alone) is None
        with pytest.raises(NotFoundError, match="no_such_unit"):
            delete_unit(work, alone)


def test_sites_are_kept_as_long_as_somebody_is_there(begin: Begin, company: Company) -> None:
    with begin(Operator("test")) as work:
        tower = save_site(work, SaveSite(None, " 本社ビル ", "東京都"))
        save_site(work, SaveSite(tower, "本社ビル", "大阪府"))
        for wanted, code in (
            (SaveSite(None, "本社ビル"), "site_there"),
            (SaveSite(None, ""), "bad_site_name"),
            (SaveSite(tower, "a\0"), "bad_site_name"),
            (SaveSite(tower, "a", "x" * 201), "bad_site_address"),
        ):
            with pytest.raises(InvalidError, match=code):
                save_site(work, wanted)
        with pytest.raises(NotFoundError, match="no_site"):
            save_site(work, SaveSite(99, "x"))
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(site_id=tower))
        assert [(one.name, one.address, one.people) for one in list_sites(work)] == [("本社ビル", "大阪府", 1)]
        with pytest.raises(InvalidError, match="site_has_people"):
            delete_site(work, tower)
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(active=False))
        delete_site(work, tower)
        with pytest.raises(NotFoundError, match="no_site"):
            delete_site(work, tower)
    assert rows_of(begin, sites) == []
