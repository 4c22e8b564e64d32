"""What there is one of is kept by two at the same instant: both are done, the later one stands."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from bot.vocabulary import InfoPage
from flows.edit_information import page_words, save_page
from flows.way_home import WayHomeWanted, keep_way_home, show_way_home
from flows.work import Begin, Lane, SignedIn, Work
from tests.support.company import Company

Deed = Callable[[Work, str], None]
DEEDS: dict[str, tuple[Deed, Callable[[Work], str]]] = {
    "words of a page": (
        lambda work, words: save_page(work, InfoPage.DAY, words, ""),
        lambda work: page_words(work)[InfoPage.DAY][0],
    ),
    "a way home": (
        lambda work, words: keep_way_home(work, WayHomeWanted(words)),
        lambda work: show_way_home(work).destination,
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_of_two_at_once_neither_fails(begin: Begin, company: Company, deed: str) -> None:
    do, read = DEEDS[deed]
    hanako = SignedIn(company.ids["hanako"])
    failed: list[Exception] = []
    begun = threading.Event()

    def second() -> None:
        begun.set()
        try:
            with begin(hanako, Lane.FANOUT) as work:
                do(work, "後")
        except Exception as error:  # noqa: BLE001 - a thread tells the test
            failed.append(error)

    other = threading.Thread(target=second)
    with begin(hanako, Lane.FANOUT) as work:
        do(work, "先")
        other.start()
        assert begun.wait(5)
        # Time to reach the row and to wait for it; where it came later nothing is proved, and nothing fails.
        other.join(0.2)
    other.join(10)
    assert failed == []
    with begin(hanako, Lane.READ) as work:
        assert read(work) == "後"
