"""The menu goes to LINE whole or not at all, once, to the right people, and away again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest

from adapters.line.api import LineApi
from adapters.line.menu_api import MenuApi
from adapters.line.menu_doctor import examine_menu
from adapters.line.menu_keeper import MenuKeeper
from adapters.line.menus import LineMenus
from bot.line_menu import NAMES, NEW, is_ours, menu_of
from bot.vocabulary import ChannelKind, Locale
from flows.choose_language import choose_language
from flows.leases import take_lease
from flows.line_menu import InstalledMenu, keep_menus
from flows.menus_at_line import MenusBusyError
from flows.ports import SendingError
from flows.work import Begin, Operator, Sender, System
from sandbox.line import LineStandIn
from sandbox.line.menus import RichMenu
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADMIN = Operator("test")
EMMA_LINE, STRANGER = "U" + "e0" * 16, "U" + "5e" * 16
#: Calls that change something at LINE.
CHANGES = ("menu_create", "menu_picture", "menu_default", "menu_link", "menu_bulk_link", "menu_delete")


@pytest.fixture
def line(clock: MovableClock, company: Company) -> Iterator[LineStandIn]:
    company.person("Emma B.", line=EMMA_LINE, locale="en")
    with LineStandIn(clock=clock.now) as stand_in:
        for user in (TARO_LINE, EMMA_LINE, STRANGER):
            stand_in.add_friend(user)
        yield stand_in


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def menus(begin: Begin, line: LineStandIn, waits: list[float]) -> Iterator[LineMenus]:
    api = LineApi(line.api_url, line.access_token, pool_size=1)
    yield LineMenus(begin, MenuApi(api, api, waits.append))
    api.close()


def seen(line: LineStandIn, user: str) -> str:
    """Which of our menus is at the foot of this chat."""
    menu = line.menu(user)
    return menu.facts["name"].split(" ")[1] if menu is not None else ""


def changes(line: LineStandIn) -> Counter[str]:
    return Counter({name: line.book.counts[name] for name in CHANGES if line.book.counts[name]})


def test_each_sees_the_menu_of_their_language_and_strangers_the_one_that_leads_to_linking(
    menus: LineMenus, line: LineStandIn
) -> None:
    done = menus.install(ADMIN)
    assert (done.made, done.is_new, done.replaced) == (NAMES, True, "")
    assert [seen(line, user) for user in (TARO_LINE, EMMA_LINE, STRANGER)] == ["ja", "en", NEW]
    assert {menu.content for menu in line.world.rich_menus.menus.values()} == {menu_of(name).picture for name in NAMES}
    standing = menus.standing(ADMIN)
    assert (standing.is_well, standing.record.accounts, standing.record.waiting) == (True, 2, 0)


def test_a_second_run_changes_nothing(menus: LineMenus, line: LineStandIn) -> None:
    menus.install(ADMIN)
    before = changes(line)
    done = menus.install(ADMIN)
    assert (done.made, done.is_new) == ((), False)
    assert changes(line) == before


@pytest.mark.parametrize(
    ("step", "how"),
    [
        ("menu_list", "500"),
        ("menu_create", "error:no"),
        ("menu_create", "drop_after_accept"),
        ("menu_picture", "500"),
        ("menu_picture", "drop_after_accept"),
        ("menu_default", "error:no"),
        ("menu_link", "500"),
        ("menu_link", "drop_after_accept"),
    ],
)
def test_what_breaks_on_the_way_leaves_the_old_menu_and_the_next_run_goes_on(
    begin: Begin, menus: LineMenus, line: LineStandIn, waits: list[float], step: str, how: str
) -> None:
    """The old one is a menu of an earlier version, which everybody has."""
    old = given_older_menu(begin, line)
    line.fail(step, how, times=9)
    with pytest.raises(SendingError):
        menus.install(ADMIN)
    whole = {menu.id for menu in line.world.rich_menus.menus.values() if menu.content}
    assert {line.world.rich_menus.linked[user] for user in (TARO_LINE, EMMA_LINE)} <= whole
    assert old in whole
    assert line.menu(STRANGER) is not None
    line.failures.clear()
    menus.install(ADMIN)
    assert [seen(line, user) for user in (TARO_LINE, EMMA_LINE, STRANGER)] == ["ja", "en", NEW]
    names = [menu.facts["name"] for menu in line.world.rich_menus.menus.values()]
    assert sorted(names) == sorted(menu_of(name).name_in_line for name in NAMES), "nothing half-made is left"


def given_older_menu(begin: Begin, line: LineStandIn) -> str:
    facts = menu_of("ja").as_json("anpi-menu ja 0123456789abcdef")
    old = RichMenu("richmenu-old", facts, b"picture", "image/png")
    rich = line.world.rich_menus
    rich.menus[old.id], rich.default = old, old.id
    rich.linked = {TARO_LINE: old.id, EMMA_LINE: old.id}
    with begin(ADMIN) as work:
        keep_menus(work, [InstalledMenu(name, old.id, "older") for name in ("ja",)])
    return old.id


def test_nobody_waits_for_line_when_all_is_being_stopped(begin: Begin, line: LineStandIn) -> None:
    api = LineApi(line.api_url, line.access_token, pool_size=1)
    line.fail("menu_list", "500", times=9)
    stopping = Event()
    stopping.set()
    with pytest.raises(SendingError):
        LineMenus(begin, MenuApi(api, api, stopping.wait)).install(ADMIN)
    api.close()
    assert line.book.counts["menu_list"] == 1


def test_a_busy_line_is_asked_again_but_nothing_is_made_twice(
    menus: LineMenus, line: LineStandIn, waits: list[float]
) -> None:
    line.fail("menu_picture", "500", times=2)
    line.fail("menu_bulk_link", "429", times=1)
    menus.install(ADMIN)
    assert waits == [1.0, 4.0]
    assert line.book.accepted_counts["menu_create"] == len(NAMES)


def test_a_menu_of_the_company_itself_stays_and_is_named(menus: LineMenus, line: LineStandIn) -> None:
    theirs = RichMenu("richmenu-theirs", menu_of("ja").as_json("秋のキャンペーン"), b"picture", "image/png")
    line.world.rich_menus.menus[theirs.id], line.world.rich_menus.default = theirs, theirs.id
    assert menus.install(ADMIN).replaced == "秋のキャンペーン"
    assert menus.standing(ADMIN).others == 1
    assert menus.remove(ADMIN)
    assert list(line.world.rich_menus.menus) == [theirs.id]
    assert not is_ours(theirs.facts["name"])


def test_it_is_removed_whole_and_once(menus: LineMenus, line: LineStandIn) -> None:
    menus.install(ADMIN)
    line.fail("menu_delete", "error:no", times=1)
    with pytest.raises(SendingError):
        menus.remove(ADMIN)
    menus.look()
    assert menus.remove(ADMIN)
    assert line.world.rich_menus.menus == {}
    assert line.menu(STRANGER) is None
    assert not menus.remove(ADMIN)


def test_a_chosen_language_changes_the_menu_at_the_next_look(begin: Begin, menus: LineMenus, line: LineStandIn) -> None:
    menus.install(ADMIN)
    with begin(Sender(ChannelKind.LINE, TARO_LINE)) as work:
        choose_language(work, Locale.JA_EASY)
    menus.look()
    assert [seen(line, user) for user in (TARO_LINE, EMMA_LINE)] == ["ja-easy", "en"]
    before = changes(line)
    menus.look()
    assert changes(line) == before


def test_everybody_gets_it_once_more(menus: LineMenus, line: LineStandIn) -> None:
    menus.install(ADMIN)
    line.world.rich_menus.linked.clear()
    menus.install(ADMIN)
    assert seen(line, TARO_LINE) == NEW, "LINE has forgotten it, and we cannot know"
    menus.install(ADMIN, again=True)
    assert seen(line, TARO_LINE) == "ja"


def test_who_is_no_friend_or_no_account_keeps_nobody_else_waiting(
    company: Company, menus: LineMenus, line: LineStandIn
) -> None:
    company.person("A", line="U" + "a1" * 16)
    company.person("B", line="somebody")
    menus.install(ADMIN)
    assert menus.standing(ADMIN).record.waiting == 0
    assert seen(line, TARO_LINE) == "ja"


def test_another_process_at_it_is_waited_for_and_then_told(
    begin: Begin, menus: LineMenus, line: LineStandIn, clock: MovableClock
) -> None:
    menus.install(ADMIN)
    with begin(Sender(ChannelKind.LINE, TARO_LINE)) as work:
        choose_language(work, Locale.EN)
    with begin(System("other")) as work:
        assert take_lease(work, "line menus", "other", timedelta(minutes=2))
    menus.look()
    assert seen(line, TARO_LINE) == "ja", "the other process sees to it"
    with pytest.raises(MenusBusyError):
        menus.install(ADMIN)
    clock.forward(timedelta(minutes=3))
    menus.look()
    assert seen(line, TARO_LINE) == "en"


def test_a_menu_without_a_picture_is_taken_back_at_once(menus: LineMenus, line: LineStandIn) -> None:
    line.fail("menu_picture", "error:no")
    with pytest.raises(SendingError):
        menus.install(ADMIN)
    assert line.world.rich_menus.menus == {}


def test_a_menu_is_not_made_again_where_nobody_knows_whether_it_was_made(menus: LineMenus, line: LineStandIn) -> None:
    line.fail("menu_create", "500_after_accept")
    with pytest.raises(SendingError):
        menus.install(ADMIN)
    assert len(line.world.rich_menus.menus) == 1


def test_what_the_doctor_says(begin: Begin, menus: LineMenus, line: LineStandIn) -> None:
    assert (examine_menu(menus).ok, "anpi line menu install" in examine_menu(menus).detail) == (True, True)
    menus.install(ADMIN)
    assert "current; 2 people" in examine_menu(menus).detail
    line.world.rich_menus.default = ""
    assert (examine_menu(menus).ok, "not linked" in examine_menu(menus).detail) == (False, True)
    menus.install(ADMIN)
    [one] = [menu.id for menu in line.world.rich_menus.menus.values() if " en " in menu.facts["name"]]
    del line.world.rich_menus.menus[one]
    assert (examine_menu(menus).ok, "for: en" in examine_menu(menus).detail) == (False, True)
    menus.install(ADMIN)
    assert examine_menu(menus).ok
    with begin(ADMIN) as work:
        keep_menus(work, [InstalledMenu("ja", "richmenu-1", "older")])
    assert "not the one of this version" in examine_menu(menus).detail
    line.fail("menu_list", "500", times=9)
    assert (examine_menu(menus).ok, "could not be asked" in examine_menu(menus).detail) == (False, True)


def test_the_keeper_puts_it_in_by_itself_and_looks_when_woken(
    begin: Begin, menus: LineMenus, line: LineStandIn
) -> None:
    keeper = MenuKeeper(menus, installs=True, stopping=Event())
    keeper.start()
    try:
        line.book.wait_for(lambda: seen(line, TARO_LINE) == "ja" and seen(line, EMMA_LINE) == "en")
        with begin(Sender(ChannelKind.LINE, EMMA_LINE)) as work:
            choose_language(work, Locale.JA)
        keeper.wake()
        line.book.wait_for(lambda: seen(line, EMMA_LINE) == "ja")
    finally:
        keeper.stop()
