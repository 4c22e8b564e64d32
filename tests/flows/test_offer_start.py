from __future__ import annotations

import pytest

from bot.schedule import DEFAULT_PLANS
from bot.vocabulary import ChannelKind
from flows.errors import RefusedError
from flows.offer_start import StartOffer, offer_start
from flows.work import Begin, Lane, Sender
from tests.support.company import Company


def offered(begin: Begin, account: str) -> StartOffer:
    with begin(Sender(ChannelKind.SLACK, account), Lane.READ) as work:
        return offer_start(work)


def test_a_safety_admin_is_offered_the_whole_tree(begin: Begin, company: Company) -> None:
    company.person("退職者", units=["大阪支社"], active=False)
    offer = offered(begin, "U0HANAKO")
    assert offer.whole_company
    assert [(unit.path, unit.people) for unit in offer.units] == [
        ("大阪支社", 1),
        ("本社", 3),
        ("本社/開発部", 2),
        ("本社/開発部/基盤課", 1),
    ]
    assert offer.plans == DEFAULT_PLANS


def test_a_unit_manager_is_offered_their_units_and_those_below(begin: Begin, company: Company) -> None:
    offer = offered(begin, "U0JIRO")
    assert not offer.whole_company
    assert [unit.path for unit in offer.units] == ["本社/開発部", "本社/開発部/基盤課"]


def test_others_are_refused(begin: Begin, company: Company) -> None:
    with pytest.raises(RefusedError, match="not_a_manager"):
        offered(begin, "U0TARO")
