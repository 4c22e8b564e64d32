"""The mail server set in the console: over the environment, sealed, tried without a trace, and given back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind
from flows.errors import InvalidError, RefusedError
from flows.in_force import MAIL_NAMES, InForce, OfEnvironment
from flows.mail_server import (
    LOOPBACK,
    Login,
    MailForm,
    MailServer,
    OAuth,
    PopBefore,
    Relay,
    checked,
    form_of,
    server_of,
)
from flows.ports import RateLimited, TemporaryFailure
from flows.seal import Seal, SealError
from flows.set_mail_server import (
    TRIALS,
    forget_mail_server,
    hold_secrets,
    keep_refresh_token,
    prepare_trial,
    save_mail_server,
    show_mail_server,
    with_held_secrets,
)
from flows.work import Begin, Lane, Policy, SignedIn, System
from storage.models import audit, kept_settings, roll
from storage.queries import kept_settings as kept
from tests.support.checks import given_check
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows
from tests.support.sending import World

KEY = "k" * 40
PASSWORD = "hunter2 "
FORM = MailForm(
    host="smtp.example.jp",
    port="587",
    security="starttls",
    login=Login.PASSWORD,
    user="anpi",
    password=PASSWORD,
    mail_from="安否確認 <anpi@example.jp>",
)
OF_ENVIRONMENT = MailServer(Relay("old.example.jp", 25), "old@example.jp")
XOAUTH2 = replace(
    FORM,
    login=Login.XOAUTH2,
    password="",
    token_url="https://oauth2.example/token",
    client_id="app",
    client_secret="secret",
    refresh_token="refresh-1",
)
POP = replace(
    FORM, security="none", login=Login.POP, password="", pop_host="pop.example.jp", pop_user="u", pop_password="p"
)


@pytest.fixture
def in_force() -> InForce:
    return InForce(OfEnvironment(frozenset({ChannelKind.MAIL}), OF_ENVIRONMENT), Seal(KEY))


def save(begin: Begin, in_force: InForce, form: MailForm, by: int) -> None:
    with begin(SignedIn(by)) as work:
        save_mail_server(work, in_force, form)
    look(begin, in_force)


def look(begin: Begin, in_force: InForce) -> InForce:
    with begin(System("test"), Lane.READ) as work:
        in_force.look(work)
    return in_force


def code_of(form: MailForm) -> str:
    with pytest.raises(InvalidError) as caught:
        checked(form)
    return caught.value.code


def test_what_is_saved_wins_over_the_environment_in_every_process_and_goes_back(
    begin: Begin, company: Company, in_force: InForce
) -> None:
    other = InForce(OfEnvironment(), Seal(KEY))
    assert ChannelKind.MAIL not in look(begin, other).channels
    save(begin, in_force, FORM, company.ids["hanako"])
    wanted = MailServer(Relay("smtp.example.jp", 587, "starttls", "anpi", PASSWORD), "安否確認 <anpi@example.jp>")
    assert in_force.mail == wanted
    assert look(begin, other).mail == wanted
    assert set(other.channels) == {ChannelKind.MAIL}
    with begin(SignedIn(company.ids["hanako"])) as work:
        forget_mail_server(work, in_force)
    assert look(begin, in_force).mail == OF_ENVIRONMENT
    assert look(begin, other).mail is None
    assert len(other.channels) == 0


@pytest.mark.parametrize("is_forgotten", [False, True], ids=["saved", "given back"])
def test_what_the_old_settings_put_off_goes_out_as_soon_as_all_know_the_new_ones(
    begin: Begin, company: Company, in_force: InForce, clock: MovableClock, is_forgotten: bool
) -> None:
    save(begin, in_force, replace(FORM, password="wrong"), company.ids["hanako"])
    world = World(begin, clock)
    world.mail.refuses = lambda _: TemporaryFailure("mail_login", timedelta(minutes=1), whole_channel=True)
    world.start()
    world.turn()
    world.mail.refuses = None
    world.turn()
    assert world.mail.addresses == []
    if is_forgotten:
        with begin(SignedIn(company.ids["hanako"])) as work:
            forget_mail_server(work, in_force)
    else:
        save(begin, in_force, FORM, company.ids["hanako"])
    world.turn()
    assert world.mail.addresses == [], "other processes have not looked yet"
    world.turn_after(timedelta(seconds=3))
    assert set(world.mail.addresses) == {"taro@example.jp", "emma@example.com"}


def test_settings_that_are_saved_lift_no_limit_of_the_server(
    begin: Begin, company: Company, in_force: InForce, clock: MovableClock
) -> None:
    world = World(begin, clock)
    world.mail.refuses = lambda _: RateLimited("mail_421", timedelta(minutes=1), whole_channel=True)
    world.start()
    world.turn()
    world.mail.refuses = None
    save(begin, in_force, FORM, company.ids["hanako"])
    world.turn_after(timedelta(seconds=3))
    assert world.mail.addresses == []


@pytest.mark.parametrize("form", [FORM, XOAUTH2, POP], ids=["password", "xoauth2", "pop"])
def test_secrets_are_sealed_never_shown_and_never_in_the_audit_log(
    begin: Begin, company: Company, in_force: InForce, form: MailForm
) -> None:
    save(begin, in_force, form, company.ids["hanako"])
    assert in_force.mail == server_of(form)
    stored = " ".join(row.value for row in rows(begin, kept_settings))
    with begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        view = show_mail_server(work, in_force)
    secrets = {name: form.values()[name] for name in view.has}
    assert secrets
    for secret in secrets.values():
        assert secret.strip() not in (*stored.split(), *view.form.values().values())
    assert (view.form.host, bool(view.kept_by)) == ("smtp.example.jp", True)
    [noted] = rows(begin, audit)
    assert (noted.action, noted.details) == ("mail_server_set", {"login": form.login, "security": form.security})


def test_checks_under_way_show_whom_mail_alone_reaches(
    make_begin_with: Callable[[Policy], Begin], begin: Begin, company: Company
) -> None:
    emma = company.ids["emma"]
    check_id = given_check(begin, [emma, company.ids["taro"]], unreachable=[emma])
    in_force = InForce(OfEnvironment(frozenset({ChannelKind.SLACK})), Seal(KEY))
    live = make_begin_with(Policy(channels=in_force.channels))

    def reached() -> list[bool]:
        return [row.reachable for row in rows(begin, roll, check_id=check_id)]

    before = reached()
    save(live, in_force, FORM, company.ids["hanako"])
    assert (before.count(False), reached().count(False)) == (1, 0)
    with live(SignedIn(company.ids["hanako"])) as work:
        forget_mail_server(work, in_force)
    assert reached() == before


def test_an_empty_secret_stays_and_is_shown_to_nobody_else(begin: Begin, company: Company, in_force: InForce) -> None:
    hanako = company.ids["hanako"]
    save(begin, in_force, FORM, hanako)
    save(begin, in_force, replace(FORM, password="", user="other", port="25"), hanako)
    assert in_force.mail is not None
    assert in_force.mail.relay.password == PASSWORD
    with begin(SignedIn(hanako)) as work, pytest.raises(InvalidError, match="mail_secret_elsewhere"):
        save_mail_server(work, in_force, replace(FORM, password="", host="evil.example"))
    with begin(SignedIn(hanako)) as work, pytest.raises(InvalidError, match="mail_secret_elsewhere"):
        prepare_trial(work, in_force, replace(FORM, password="", host="evil.example"), "me@example.jp")
    assert in_force.mail.relay.host == "smtp.example.jp"


def test_another_secret_key_locks_the_secrets_alone(begin: Begin, company: Company, in_force: InForce) -> None:
    save(begin, in_force, FORM, company.ids["hanako"])
    rotated = look(begin, InForce(OfEnvironment(), Seal("another" * 8)))
    assert rotated.mail == MailServer(
        Relay("smtp.example.jp", 587, "starttls", "anpi", is_locked=True), "安否確認 <anpi@example.jp>"
    )
    with begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        assert show_mail_server(work, rotated).is_locked
    save(begin, rotated, FORM, company.ids["hanako"])
    assert rotated.mail is not None
    assert not rotated.mail.relay.is_locked


def test_what_was_not_written_by_us_stops_mail_alone(begin: Begin, company: Company, in_force: InForce) -> None:
    save(begin, in_force, FORM, company.ids["hanako"])
    with begin(System("test")) as work:
        kept.keep(work.connection, {MAIL_NAMES["port"]: "many"}, work.now, None)
    mail = look(begin, in_force).mail
    assert mail is not None
    assert (mail.relay.host, mail.relay.is_locked) == ("smtp.example.jp", True)


def test_nobody_but_a_safety_admin_sees_tries_or_sets_it(begin: Begin, company: Company, in_force: InForce) -> None:
    for person in (company.ids["jiro"], company.ids["taro"]):
        for deed in (
            lambda work: show_mail_server(work, in_force),
            lambda work: save_mail_server(work, in_force, FORM),
            lambda work: prepare_trial(work, in_force, FORM, "me@example.jp"),
            lambda work: forget_mail_server(work, in_force),
        ):
            with pytest.raises(RefusedError), begin(SignedIn(person)) as work:
                deed(work)
    assert not rows(begin, kept_settings)


def test_a_test_is_prepared_of_what_is_typed_keeps_nothing_and_is_limited(
    begin: Begin, company: Company, in_force: InForce, clock: MovableClock
) -> None:
    def prepare(to: str = "　me＠example.jp") -> tuple[MailServer, str]:
        with begin(SignedIn(company.ids["hanako"])) as work:
            return prepare_trial(work, in_force, FORM, to)

    with pytest.raises(InvalidError, match="bad_mail"):
        prepare("me@example.jp\r\nRCPT TO:<you@example.jp>")
    for _ in range(TRIALS.at_once):
        assert prepare() == (server_of(FORM), "me@example.jp")
    with pytest.raises(InvalidError, match="too_many_trials"):
        prepare()
    clock.forward(TRIALS.one_every)
    assert prepare() == (server_of(FORM), "me@example.jp")
    assert not rows(begin, kept_settings)
    assert {row.action for row in rows(begin, audit)} == {"mail_server_tried"}
    assert in_force.mail == OF_ENVIRONMENT


def test_what_was_typed_into_a_secret_field_opens_for_whoever_typed_it(in_force: InForce) -> None:
    held = hold_secrets(in_force, 1, FORM)
    assert set(held) == {"password"}
    assert PASSWORD not in held["password"]
    empty = replace(FORM, password="")
    assert with_held_secrets(in_force, 1, empty, held) == FORM
    assert with_held_secrets(in_force, 2, empty, held) == empty
    assert with_held_secrets(in_force, 1, empty, {"password": "made up あ"}) == empty
    assert with_held_secrets(in_force, 1, replace(FORM, password="new"), held).password == "new"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"host": "smtp.example.jp\r\nX"}, "mail_odd_letters"),
        ({"host": "smtp example.jp"}, "bad_mail_host"),
        ({"host": ""}, "bad_mail_host"),
        ({"host": "a" * 64}, "bad_mail_host"),
        ({"host": ".".join(["a" * 63] * 4)}, "bad_mail_host"),
        ({"host": "smtp..example.jp"}, "bad_mail_host"),
        ({"port": "0"}, "bad_port"),
        ({"port": "70000"}, "bad_port"),
        ({"port": "２５"}, "bad_port"),
        ({"port": "-1"}, "bad_port"),
        ({"mail_from": "anpi@example.jp\nBcc: all@example.jp"}, "mail_odd_letters"),
        ({"mail_from": "安否確認"}, "bad_mail_from"),
        ({"mail_from": "a@example.jp, b@example.jp"}, "bad_mail_from"),
        ({"security": "maybe"}, "mail_choice"),
        ({"login": "magic"}, "mail_choice"),
        ({"security": "none"}, "mail_in_the_clear"),
        ({"password": "a\nQUIT"}, "mail_odd_letters"),
        ({"user": ""}, "mail_login_incomplete"),
    ],
)
def test_a_form_that_cannot_be_used_says_why(changed: dict[str, str], code: str) -> None:
    assert code_of(replace(FORM, **changed)) == code


@pytest.mark.parametrize(
    ("form", "changed", "code"),
    [
        (XOAUTH2, {"token_url": "http://oauth2.example/token"}, "bad_token_url"),
        (XOAUTH2, {"token_url": "file:///etc/passwd"}, "bad_token_url"),
        (XOAUTH2, {"token_url": "https://user:pw@oauth2.example/token"}, "bad_token_url"),
        (XOAUTH2, {"refresh_token": ""}, "mail_oauth_incomplete"),
        (XOAUTH2, {"security": "none"}, "mail_in_the_clear"),
        (POP, {"pop_host": "pop example"}, "bad_mail_host"),
        (POP, {"pop_port": "0"}, "bad_port"),
        (POP, {"pop_password": ""}, "mail_pop_incomplete"),
    ],
)
def test_so_does_one_of_another_login(form: MailForm, changed: dict[str, str], code: str) -> None:
    assert code_of(replace(form, **changed)) == code


def test_a_form_and_a_server_say_the_same() -> None:
    servers = (
        MailServer(Relay("h", 25), "a@example.jp"),
        MailServer(Relay("h", 465, "tls", "u", oauth=OAuth("https://t/", "c", "s", "r")), "a@example.jp"),
        MailServer(Relay("h", 25, pop=PopBefore("p", 110, "none", "u", "w")), "a@example.jp"),
    )
    for server in servers:
        assert server_of(form_of(server)) == server
    assert checked(replace(FORM, security="none", host=LOOPBACK[1])).relay.security == "none"


def test_a_newer_refresh_token_is_kept_once_a_week(
    begin: Begin, company: Company, in_force: InForce, clock: MovableClock
) -> None:
    def renew(used: str, new: str) -> bool:
        with begin(System("mail"), Lane.FANOUT) as work:
            return keep_refresh_token(work, in_force, used, new)

    assert not renew("refresh-1", "refresh-2")
    save(begin, in_force, XOAUTH2, company.ids["hanako"])
    assert not renew("refresh-1", "refresh-2")
    clock.forward(timedelta(days=7))
    assert not renew("another", "refresh-3")
    assert renew("refresh-1", "refresh-2")
    server = look(begin, in_force).mail
    assert server is not None
    assert server.relay.oauth is not None
    assert server.relay.oauth.refresh_token == "refresh-2"


def test_a_seal_opens_with_its_key_for_its_name_alone() -> None:
    seal = Seal(KEY)
    sealed = seal.close("one", "秘密")
    assert seal.open("one", sealed) == "秘密"
    assert seal.close("one", "秘密") != sealed
    for other, name, text in (
        (Seal(KEY + "k"), "one", sealed),
        (seal, "two", sealed),
        (seal, "one", sealed[:-4]),
        (seal, "one", ""),
        (seal, "one", "秘密"),
    ):
        with pytest.raises(SealError):
            other.open(name, text)


def test_every_word_of_a_form_is_kept_under_a_name() -> None:
    assert len(set(MAIL_NAMES.values())) == len(FORM.values())
