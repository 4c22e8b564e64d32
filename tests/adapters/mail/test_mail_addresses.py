"""Addresses that name a letter: signed, short enough, of one purpose, read in whatever case they come back."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail.addresses import AddressError, Addresses, Named, Purpose
from adapters.mail.letter import is_address

SECRET = "s" * 40
OURS = Addresses(SECRET, "bounce@example.jp", "answer@example.jp")
BIGGEST = 2**63 - 1


@pytest.mark.parametrize("message_id", [1, 255, 256, 10**6, BIGGEST])
def test_an_address_names_its_letter(message_id: int) -> None:
    for purpose, address in ((Purpose.BOUNCE, OURS.bounce(message_id)), (Purpose.ANSWER, OURS.answer(message_id))):
        assert OURS.read(address) == Named(purpose, message_id)
        assert OURS.read(address.upper()) == Named(purpose, message_id), "servers change the case"
        assert address == address.lower()
        assert is_address(address)


def test_the_longest_local_part_has_64_octets() -> None:
    longest = Addresses(SECRET, "b" * 32 + "@example.jp").bounce(BIGGEST)
    assert len(longest.partition("@")[0]) <= 64


def test_one_purpose_never_passes_for_the_other() -> None:
    token = OURS.bounce(7).partition("+")[2]
    assert OURS.read(f"answer+{token}") is None


def test_another_key_another_number_or_another_domain_opens_nothing() -> None:
    assert Addresses("t" * 40, "bounce@example.jp").read(OURS.bounce(7)) is None
    assert OURS.read(OURS.bounce(7).replace("example.jp", "example.com")) is None
    token = OURS.bounce(7).partition("+")[2].partition("@")[0]
    for at, letter in enumerate(token):
        other = "a" if letter != "a" else "b"
        changed = f"bounce+{token[:at]}{other}{token[at + 1 :]}@example.jp"
        assert OURS.read(changed) in (None, Named(Purpose.BOUNCE, 7)), "at most bits that no byte uses"


@pytest.mark.parametrize("address", ["", "bounce@example.jp", "bounce+@example.jp", "bounce+a1@example.jp", "x" * 999])
def test_what_is_no_token_is_none(address: str) -> None:
    assert OURS.read(address) is None


@given(st.text(max_size=80))
def test_nothing_raises(text: str) -> None:
    assert OURS.read(f"bounce+{text}@example.jp") is None
    OURS.is_ours(text)


def test_it_knows_which_mailboxes_are_ours() -> None:
    assert OURS.is_ours("Bounce+whatever@EXAMPLE.jp")
    assert OURS.is_ours("answer@example.jp")
    assert not OURS.is_ours("bounced@example.jp")
    assert not OURS.is_ours("bounce+whatever@example.com")


def test_what_is_not_set_is_not_made() -> None:
    none = Addresses(SECRET)
    assert (none.bounce(1), none.answer(1), none.are_set) == ("", "", False)
    assert OURS.are_set


@pytest.mark.parametrize("given_address", ["bounce", "bounce+x@example.jp", "b" * 33 + "@example.jp", "<b@example.jp>"])
def test_an_address_that_cannot_be_used_is_refused(given_address: str) -> None:
    with pytest.raises(AddressError):
        Addresses(SECRET, given_address)


def test_one_address_cannot_serve_both() -> None:
    with pytest.raises(AddressError):
        Addresses(SECRET, "mail@example.jp", "Mail@example.jp")


def test_it_goes_to_another_process_whole() -> None:
    copy: Addresses = pickle.loads(pickle.dumps(OURS))
    assert copy.bounce(7) == OURS.bounce(7)
