"""The addresses of the links: set in the console over the environment's, and given back."""

from __future__ import annotations

import pytest

from flows.errors import InvalidError, RefusedError
from flows.in_force import InForce, OfEnvironment
from flows.seal import Seal
from flows.set_addresses import forget_addresses, save_addresses, show_addresses
from flows.work import Begin, Lane, SignedIn, System
from storage.models import audit, kept_settings
from tests.support.company import Company
from tests.support.outbox import rows

ENVIRONMENT = OfEnvironment(outside="https://old.example.jp", inside="")


@pytest.fixture
def in_force() -> InForce:
    return InForce(ENVIRONMENT, Seal("k" * 40))


def look(begin: Begin, in_force: InForce) -> tuple[str, str]:
    with begin(System("test"), Lane.READ) as work:
        in_force.look(work)
    return in_force.outside, in_force.inside


def test_only_what_is_another_is_kept_and_the_environment_comes_back(
    begin: Begin, company: Company, in_force: InForce
) -> None:
    admin = SignedIn(company.ids["hanako"])
    with begin(admin) as work:
        save_addresses(work, in_force, "https://old.example.jp/", " http://anpi.local:8080/ ")
    assert look(begin, in_force) == ("https://old.example.jp", "http://anpi.local:8080")
    assert [row.name for row in rows(begin, kept_settings)] == ["address.inside"]
    with begin(admin, Lane.READ) as work:
        assert show_addresses(work, in_force).kept == {"inside"}
    with begin(admin) as work:
        save_addresses(work, in_force, "https://new.example.jp", "")
    assert look(begin, in_force) == ("https://new.example.jp", "")
    with begin(admin) as work:
        forget_addresses(work)
    assert look(begin, in_force) == ("https://old.example.jp", "")
    assert [row.action for row in rows(begin, audit)] == ["addresses_set", "addresses_set", "addresses_forgotten"]


@pytest.mark.parametrize(
    ("outside", "inside", "code"),
    [
        ("", "", "bad_outside"),
        ("anpi.example.jp", "", "bad_outside"),
        ("javascript:alert(1)", "", "bad_outside"),
        ("https://anpi.example.jp/?a=1", "", "bad_outside"),
        ("https://user@anpi.example.jp", "", "bad_outside"),
        ("https://anpi.example.jp\r\nX: y", "", "bad_outside"),
        ('https://anpi.example.jp/"><b>', "", "bad_outside"),
        ("https://anpi.example.jp:0", "", "bad_outside"),
        ("https://anpi.example.jp", "http://anpi local", "bad_inside"),
    ],
)
def test_what_is_no_address_is_refused(in_force: InForce, begin: Begin, outside: str, inside: str, code: str) -> None:
    with begin(System("test")) as work, pytest.raises(InvalidError, match=code):
        save_addresses(work, in_force, outside, inside)


def test_nobody_but_a_safety_admin(begin: Begin, company: Company, in_force: InForce) -> None:
    for name in ("jiro", "taro"):
        for deed in (
            lambda work: show_addresses(work, in_force),
            lambda work: save_addresses(work, in_force, "https://x.example.jp", ""),
            forget_addresses,
        ):
            with pytest.raises(RefusedError), begin(SignedIn(company.ids[name])) as work:
                deed(work)
    assert not rows(begin, kept_settings)
