"""Tokens of the API: shown once, kept as a hash, good for what their scopes say until they expire or are revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.api_words import Scope
from bot.vocabulary import CheckKind
from flows.api_replies import REPLIES_KEPT, Replied, keep_reply, reply_before
from flows.api_tokens import (
    OVERLAP,
    PREFIX,
    TOKENS_AT_MOST,
    NewToken,
    TokenSeen,
    list_tokens,
    make_token,
    note_use,
    replace_token,
    require_scope,
    revoke_token,
    token_holder,
)
from flows.audit import note
from flows.edit_sites import list_sites
from flows.errors import FlowError, InvalidError, NotFoundError, RefusedError
from flows.housekeeping import tidy_up
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import ApiToken, Begin, Lane, SignedIn, System, Work
from storage.models import api_replies, api_tokens, audit, checks
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company

DASHBOARD = NewToken("社内\nダッシュボード", [Scope.CHECKS_READ], days=90)


def made(begin: Begin, company: Company, wanted: NewToken = DASHBOARD) -> str:
    with begin(SignedIn(company.ids["hanako"])) as work:
        return make_token(work, wanted).secret


def seen(begin: Begin, secret: str) -> TokenSeen | None:
    with begin(System("api"), Lane.READ) as work:
        return token_holder(work, secret)


def token(begin: Begin, company: Company, *scopes: Scope) -> ApiToken:
    found = seen(begin, made(begin, company, NewToken("人事", scopes or tuple(Scope))))
    assert found is not None
    return found.token


def test_its_secret_is_nowhere_and_lets_in_whoever_shows_it(begin: Begin, company: Company) -> None:
    secret = made(begin, company)
    assert secret.startswith(PREFIX)
    row = row_of(begin, api_tokens)
    assert secret not in repr(row) + repr(rows_of(begin, audit))
    assert (row.name, row.scopes, row.hint) == ("社内 ダッシュボード", ["checks:read"], secret[-4:])
    found = seen(begin, secret)
    assert found is not None
    assert found.token == ApiToken(row.id, "社内 ダッシュボード", frozenset((Scope.CHECKS_READ,)))
    assert [seen(begin, wrong) for wrong in ("", secret[:-1], secret + "x", row.digest, "\ud800")] == [None] * 5
    assert row_of(begin, audit).details == {"token": row.id, "scopes": ["checks:read"]}


def test_another_one_takes_its_place_and_both_let_in_for_a_day(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    old, revoked = made(begin, company), made(begin, company, NewToken("人事", [Scope.PEOPLE_READ], days=0))
    number = row_of(begin, api_tokens, name="社内 ダッシュボード").id
    clock.forward(timedelta(days=80))
    with begin(SignedIn(company.ids["hanako"])) as work:
        assert [line.ends_soon for line in list_tokens(work)] == [False, True]
        new = replace_token(work, number)
        revoke_token(work, row_of_name(work, "人事"))
    row = row_of(begin, api_tokens, id=new.token_id)
    assert (row.name, row.scopes, row.expires_at) == (
        *("社内 ダッシュボード", ["checks:read"]),
        clock.now() + timedelta(days=90),
    )
    assert rows_of(begin, audit, action="api_token_replaced")[0].details == {"token": row.id, "replaced": number}
    clock.forward(OVERLAP - timedelta(seconds=1))
    assert seen(begin, old)
    clock.forward(timedelta(seconds=1))
    assert (seen(begin, old), seen(begin, revoked)) == (None, None)
    assert seen(begin, new.secret)
    with begin(SignedIn(company.ids["hanako"])) as work:
        again = replace_token(work, number)
        with pytest.raises(NotFoundError, match="api_no_token"):
            replace_token(work, row_of_name(work, "人事"))
    assert row_of(begin, api_tokens, id=again.token_id).expires_at == clock.now() + timedelta(days=90)
    assert row_of(begin, api_tokens, id=number).expires_at <= clock.now(), "it does not live again"


def row_of_name(work: Work, name: str) -> int:
    return int(work.connection.execute(api_tokens.select().where(api_tokens.c.name == name)).one().id)


def test_it_ends_when_it_expires_or_is_revoked(begin: Begin, company: Company, clock: MovableClock) -> None:
    short, kept = made(begin, company), made(begin, company, NewToken("人事", [Scope.PEOPLE_READ], days=0))
    clock.forward(timedelta(days=90) - timedelta(seconds=1))
    assert seen(begin, short)
    clock.forward(timedelta(seconds=1))
    assert seen(begin, short) is None
    number = row_of(begin, api_tokens, name="人事").id
    for revoked in (True, False):
        with begin(SignedIn(company.ids["hanako"])) as work:
            assert revoke_token(work, number) is revoked
            assert not any(line.counts for line in list_tokens(work))
    assert seen(begin, kept) is None
    with begin(SignedIn(company.ids["hanako"])) as work, pytest.raises(NotFoundError, match="api_no_token"):
        revoke_token(work, number + 9)


def test_its_use_is_noted_once_a_minute(begin: Begin, company: Company, clock: MovableClock) -> None:
    secret = made(begin, company)
    news = []
    for seconds in (0, 59, 1):
        clock.forward(timedelta(seconds=seconds))
        found = seen(begin, secret)
        assert found is not None
        news.append(found.use_is_news)
        if found.use_is_news:
            with begin(found.token) as work:
                note_use(work)
    assert news == [True, False, True]
    assert row_of(begin, api_tokens).last_used_at == clock.now()


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (NewToken(" \n", [Scope.CHECKS_READ]), "api_token_name"),
        (NewToken("x", []), "api_token_scopes"),
        (NewToken("x", [Scope.CHECKS_READ], days=36_500), "api_token_days"),
    ],
)
def test_what_cannot_be_made_is_refused(begin: Begin, company: Company, wanted: NewToken, code: str) -> None:
    with pytest.raises(InvalidError, match=code), begin(SignedIn(company.ids["hanako"])) as work:
        make_token(work, wanted)
    assert rows_of(begin, api_tokens) == []


def test_there_is_an_end_to_tokens(begin: Begin, company: Company) -> None:
    with begin(SignedIn(company.ids["hanako"])) as work:
        for _ in range(TOKENS_AT_MOST):
            make_token(work, DASHBOARD)
        with pytest.raises(InvalidError, match="api_too_many_tokens"):
            make_token(work, DASHBOARD)


def test_scopes_are_all_it_has_and_nothing_can_be_set_with_it(begin: Begin, company: Company) -> None:
    actor = token(begin, company, Scope.CHECKS_READ)
    with begin(actor, Lane.READ) as work:
        require_scope(work, Scope.CHECKS_READ)
    for scope in set(Scope) - {Scope.CHECKS_READ}:
        with pytest.raises(RefusedError, match="api_scope"), begin(actor, Lane.READ) as work:
            require_scope(work, scope)
    everything = token(begin, company)
    for do in (list_tokens, list_sites, lambda work: make_token(work, DASHBOARD)):
        with pytest.raises(RefusedError, match="not_a_safety_admin"), begin(everything) as work:
            do(work)


def test_the_audit_log_names_the_system(begin: Begin, company: Company) -> None:
    with begin(token(begin, company)) as work:
        note(work, "check_started")
    row = row_of(begin, audit, action="check_started")
    assert (row.person_id, row.actor) == (None, "api:人事")


def test_a_request_that_comes_again_is_answered_and_not_done_again(begin: Begin, company: Company) -> None:
    actor = token(begin, company)

    def ask(key: str, fingerprint: str, title: str) -> Replied:
        with begin(actor, Lane.FANOUT) as work:
            if before := reply_before(work, key, fingerprint):
                return before
            started = start_check(work, StartCheck(CheckKind.DRILL, title, confirmed=True))
            assert isinstance(started, CheckStarted)
            keep_reply(work, key, reply := Replied(201, f'{{"id":{started.check_id}}}'))
            return reply

    with pytest.raises(FlowError, match="empty_title"):
        ask("k1", "f", " ")
    assert rows_of(begin, api_replies) == [], "what failed may be tried again"
    first = ask("k1", "f", "訓練")
    assert ask("k1", "f", "訓練") == first
    assert len(rows_of(begin, checks)) == 1
    with pytest.raises(InvalidError, match="api_key_reused"):
        ask("k1", "another", "別")
    ask("k2", "f", "訓練")
    assert len(rows_of(begin, checks)) == 2


def test_keys_are_forgotten_in_time(begin: Begin, company: Company, clock: MovableClock) -> None:
    actor = token(begin, company)
    with begin(actor) as work:
        reply_before(work, "k", "f")
    for moved, left in ((REPLIES_KEPT, 1), (timedelta(seconds=1), 0)):
        clock.forward(moved)
        with begin(System("cycle"), Lane.FANOUT) as work:
            tidy_up(work)
        assert len(rows_of(begin, api_replies)) == left
