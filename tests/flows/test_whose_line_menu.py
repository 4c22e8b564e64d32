"""Whose chat in LINE is to get which menu: found by comparing, whatever has changed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from sqlalchemy import update

from bot.line_menu import NAMES, menu_of
from bot.vocabulary import ChannelKind, CheckKind, ContactState, Locale
from flows.choose_language import choose_language
from flows.line_linking import FriendChanged, friend_followed, friend_left, issue_link_code, redeem_code
from flows.line_menu import (
    InstalledMenu,
    MenuPage,
    MenuRecord,
    forget_whose,
    keep_menus,
    menu_due,
    menu_is_deleted,
    menus_are_gone,
    menus_to_delete,
    note_menus,
    retire_menus,
    show_menus,
)
from flows.open_question import open_question
from flows.work import Begin, Lane, Operator, Sender, System, Work
from storage.models import audit, contacts, line_menu_links, line_menus, people
from tests.support.checks import rows_of
from tests.support.clock import START
from tests.support.company import TARO_LINE, Company

Told = TypeVar("Told")
KEEPER, ADMIN = System("line menu"), Operator("test")
EMMA_LINE, NEW_LINE = "U" + "e0" * 16, "U" + "0e" * 16
TARO, EMMA = Sender(ChannelKind.LINE, TARO_LINE), Sender(ChannelKind.LINE, EMMA_LINE)


def ids(generation: int = 1) -> dict[str, str]:
    return {name: f"richmenu-{generation}-{name}" for name in NAMES}


def install(begin: Begin, generation: int = 1) -> bool:
    menus = [InstalledMenu(name, menu_id, menu_of(name).mark) for name, menu_id in ids(generation).items()]
    with begin(ADMIN) as work:
        return keep_menus(work, menus)


def ask(begin: Begin, flow: Callable[[Work], Told]) -> Told:
    with begin(KEEPER, Lane.READ) as work:
        return flow(work)


def told(begin: Begin) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every page that is due, as if LINE had been told of it."""
    while page := ask(begin, menu_due):
        yield page.rich_menu_id, page.user_ids
        with begin(KEEPER) as work:
            note_menus(work, page)


@pytest.fixture
def emma(company: Company) -> int:
    return company.person("Emma B.", line=EMMA_LINE, locale="en")


def test_everybody_gets_the_menu_of_their_language_once(begin: Begin, company: Company, emma: int) -> None:
    assert list(told(begin)) == [], "nothing is installed"
    assert install(begin)
    assert sorted(told(begin)) == [(ids()["en"], (EMMA_LINE,)), (ids()["ja"], (TARO_LINE,))]
    assert ask(begin, menu_due) is None
    record = ask(begin, show_menus)
    assert (record.is_current, record.accounts, record.waiting) == (True, 2, 0)
    assert not install(begin), "a second time nothing changes"
    assert [row.action for row in rows_of(begin, audit)] == ["line_menu_installed"]


def test_a_language_chosen_or_written_otherwise_is_seen(begin: Begin, company: Company, emma: int) -> None:
    install(begin)
    list(told(begin))
    with begin(EMMA) as work:
        choose_language(work, Locale.JA_EASY)
    with begin(System("test")) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(locale="en-GB"))
    assert sorted(told(begin)) == [(ids()["en"], (TARO_LINE,)), (ids()["ja-easy"], (EMMA_LINE,))]


def test_an_account_that_is_linked_and_one_that_goes(begin: Begin, company: Company, emma: int) -> None:
    install(begin)
    list(told(begin))
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        code = issue_link_code(work).code
    with begin(Sender(ChannelKind.LINE, NEW_LINE)) as work:
        redeem_code(work, code)
    assert list(told(begin)) == [(ids()["ja"], (NEW_LINE,))]
    with begin(TARO) as work:
        friend_left(work, FriendChanged("line:left", START))
    with begin(System("test")) as work:
        work.connection.execute(update(people).where(people.c.id == emma).values(active=False))
        of_hanako = contacts.c.address == NEW_LINE
        work.connection.execute(update(contacts).where(of_hanako).values(state=ContactState.GONE))
    [(menu_id, accounts)] = told(begin)
    assert (menu_id, set(accounts)) == ("", {TARO_LINE, EMMA_LINE, NEW_LINE})
    assert rows_of(begin, line_menu_links) == []
    with begin(TARO) as work:
        friend_followed(work, FriendChanged("line:back", START))
    assert list(told(begin)) == [(ids()["ja"], (TARO_LINE,))]


def test_a_follow_gets_the_menu_once_more(begin: Begin, company: Company) -> None:
    """Nobody knows what LINE has kept through a block that never reached us."""
    install(begin)
    list(told(begin))
    with begin(TARO) as work:
        friend_followed(work, FriendChanged("line:again", START))
    assert list(told(begin)) == [(ids()["ja"], (TARO_LINE,))]


def test_two_people_with_one_account_do_not_quarrel(begin: Begin, company: Company) -> None:
    company.person("Second", line=TARO_LINE, locale="en")
    install(begin)
    assert list(told(begin)) == [(ids()["ja"], (TARO_LINE,))]
    assert list(told(begin)) == []


def test_an_old_menu_goes_when_nobody_has_it(begin: Begin, company: Company, emma: int) -> None:
    install(begin)
    list(told(begin))
    install(begin, generation=2)
    old = ids(1)
    assert set(ask(begin, menus_to_delete)) == {old["new"], old["ja-easy"]}, "two people still see the others"
    assert len(list(told(begin))) == 2
    unused = ask(begin, menus_to_delete)
    assert set(unused) == set(old.values())
    with begin(KEEPER) as work:
        for menu_id in unused:
            menu_is_deleted(work, menu_id)
    assert {row.rich_menu_id for row in rows_of(begin, line_menus)} == set(ids(2).values())


def test_a_menu_that_comes_back_is_in_use_again(begin: Begin, company: Company) -> None:
    install(begin)
    install(begin, generation=2)
    assert install(begin)
    assert {menu.rich_menu_id for menu in ask(begin, show_menus).installed} == set(ids().values())


def test_all_are_removed(begin: Begin, company: Company) -> None:
    install(begin)
    list(told(begin))
    with begin(ADMIN) as work:
        assert retire_menus(work)
        assert not retire_menus(work)
    assert ask(begin, menu_due) is None
    assert ask(begin, menus_to_delete) == ()
    assert ask(begin, show_menus) == MenuRecord(())
    with begin(ADMIN) as work:
        menus_are_gone(work)
    assert (rows_of(begin, line_menus), rows_of(begin, line_menu_links)) == ([], [])
    assert [row.action for row in rows_of(begin, audit)] == ["line_menu_installed", "line_menu_removed"]


def test_everybody_once_more(begin: Begin, company: Company) -> None:
    install(begin)
    page = MenuPage(ids()["ja"], (TARO_LINE,))
    for _ in range(2):
        assert list(told(begin)) == [(page.rich_menu_id, page.user_ids)]
        with begin(ADMIN) as work:
            forget_whose(work)


def test_a_menu_of_another_version_is_not_current(begin: Begin, company: Company) -> None:
    with begin(ADMIN) as work:
        keep_menus(work, [InstalledMenu(name, menu_id, "older") for name, menu_id in ids().items()])
    record = ask(begin, show_menus)
    assert (record.is_installed, record.is_current) == (True, False)


def test_the_question_that_is_opened_is_ones_own_or_just_over(begin: Begin, company: Company) -> None:
    with begin(TARO, Lane.READ) as work:
        assert open_question(work) is None
    drill = company.check(kind=CheckKind.DRILL, title="訓練", asked=("taro",))
    with begin(TARO, Lane.READ) as work:
        mine = open_question(work)
        assert mine is not None
        assert (mine.check_id, mine.said) == (drill, "")
