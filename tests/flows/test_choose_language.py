"""People choose in which language they are written to."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.vocabulary import ChannelKind, Locale
from flows.choose_language import choose_language
from flows.errors import RefusedError
from flows.work import Begin, Lane, Sender, SignedIn, System, TokenHolder
from storage.models import audit, people
from tests.support.company import Company


def test_the_choice_is_ones_own_and_stands_in_the_audit_log(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    with begin(SignedIn(taro)) as work:
        choose_language(work, Locale.JA_EASY)
    with begin(TokenHolder(company.ids["emma"])) as work:
        choose_language(work, Locale.JA)
    with begin(System("test"), Lane.READ) as work:
        spoken = {row.id: row.locale for row in work.connection.execute(select(people.c.id, people.c.locale))}
        noted = work.connection.execute(select(audit.c.action, audit.c.details).order_by(audit.c.id)).all()
    assert (spoken.pop(taro), spoken.pop(company.ids["emma"])) == ("ja-easy", "ja")
    assert set(spoken.values()) == {"ja"}
    assert [tuple(row) for row in noted] == [
        ("language_chosen", {"locale": "ja-easy"}),
        ("language_chosen", {"locale": "ja"}),
    ]


def test_an_account_of_nobody_chooses_nothing(begin: Begin, company: Company) -> None:
    with begin(Sender(ChannelKind.SLACK, "U0STRANGER")) as work, pytest.raises(RefusedError):
        choose_language(work, Locale.EN)
