"""Signatures: dkimpy verifies them, and nothing that matters can be changed or added."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail.canonical import chosen, headers_and_body
from adapters.mail.dkim import DkimKey, DkimKeyError, Signer
from adapters.mail.letter import Letterhead
from tests.adapters.mail.mail_fake import dkim_record, rsa_pem
from tests.adapters.mail.test_mail_letter import RECEIVER, SPEECH

HEAD = Letterhead("安否確認 <anpi@example.jp>")
DATED = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer(DkimKey("example.jp", "anpi", rsa_pem()))


@pytest.fixture(scope="module")
def signed(signer: Signer) -> bytes:
    return signer.sign(HEAD.letter(SPEECH, RECEIVER), DATED)


def verifies(message: bytes) -> bool:
    return bool(dkim.verify(message, dnsfunc=dkim_record))


_PIECES = st.lists(st.sampled_from([b"\r\n", b" ", b"\t", b"a", b"B:", "あ".encode(), b"\r\n "]), max_size=30)


@given(_PIECES, _PIECES)
def test_the_canonical_forms_are_those_of_dkimpy(value: list[bytes], body: list[bytes]) -> None:
    letter = b"Subject: x" + re.sub(rb"(\r\n[\t ]*)+(?=[^\t ]|\Z)", b"", b"".join(value)) + b"\r\nTo : y\r\n\r\n"
    # A line without its end loses its white space with us (RFC 6376, 3.4.4), not with dkimpy.
    letter += b"".join(body) + b"\r\n"
    headers, text = dkim.rfc822_parse(letter.replace(b"To :", b"To:"))
    expected = [(name, told.rstrip()) for name, told in Relaxed.canonicalize_headers(headers)]
    assert headers_and_body(letter) == (expected, Relaxed.canonicalize_body(text))
    names = (b"to", b"subject", b"to", b"cc")
    assert list(chosen(expected, names)) == dkim.select_headers(expected, names)


def test_a_signed_letter_verifies(signed: bytes) -> None:
    assert verifies(signed)


def test_the_same_letter_is_signed_with_the_same_bytes(signer: Signer, signed: bytes) -> None:
    assert signer.sign(HEAD.letter(SPEECH, RECEIVER), DATED) == signed
    assert b" t=%d;" % DATED.timestamp() in signed
    assert signer.sign(HEAD.letter(SPEECH, RECEIVER), DATED + timedelta(seconds=1)) != signed


def test_a_changed_body_does_not_verify(signed: bytes) -> None:
    head, blank, body = signed.partition(b"\r\n\r\n")
    changed = body.replace(b"A", b"B", 1)
    assert changed != body
    assert not verifies(head + blank + changed)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (b"List-Unsubscribe", b"<https://evil.example/u>"),
        (b"List-Unsubscribe-Post", b"List-Unsubscribe=One-Click"),
        (b"From", b"boss@example.jp"),
        (b"Subject", b"another subject"),
        (b"Reply-To", b"evil@example.com"),
        (b"Cc", b"evil@example.com"),
        (b"Content-Type", b"text/plain"),
        (b"Date", b"Fri, 20 Nov 2026 05:00:08 +0000"),
    ],
)
@pytest.mark.parametrize("on_top", [True, False])
def test_a_second_forged_header_does_not_verify(signed: bytes, header: bytes, value: bytes, on_top: bool) -> None:
    forged = header + b": " + value + b"\r\n"
    head, blank, body = signed.partition(b"\r\n\r\n")
    message = forged + signed if on_top else head + b"\r\n" + forged.rstrip() + blank + body
    assert not verifies(message)


def test_both_unsubscribe_headers_and_from_are_signed_twice(signed: bytes) -> None:
    names = signed.partition(b" h=")[2].partition(b";")[0].replace(b"\r\n ", b"").replace(b" ", b"").split(b":")
    for name in (b"from", b"list-unsubscribe", b"list-unsubscribe-post", b"subject"):
        assert names.count(name) == 2


def test_a_letter_without_unsubscribe_headers_verifies_and_none_can_be_added(signer: Signer) -> None:
    signed = signer.sign(HEAD.letter(SPEECH, replace(RECEIVER, unsubscribe_url="")), DATED)
    assert verifies(signed)
    assert not verifies(b"List-Unsubscribe: <https://evil.example/u>\r\n" + signed)


def test_spaces_that_a_relay_adds_do_no_harm(signed: bytes) -> None:
    assert verifies(signed.replace(b"Auto-Submitted: auto", b"Auto-Submitted:  \r\n auto") + b"\r\n\r\n")


def test_signed_headers_stay_below_12_kb(signed: bytes) -> None:
    head = signed.partition(b"\r\n\r\n")[0]
    assert len(head) < 12_000
    assert max(len(line) for line in head.split(b"\r\n")) <= 78


def pem_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    "pem",
    [b"", b"no key", pem_of(ec.generate_private_key(ec.SECP256R1())), pem_of(rsa.generate_private_key(65_537, 1_024))],
    ids=["empty", "text", "elliptic", "too-short"],
)
def test_a_key_that_receivers_would_not_accept_is_refused(pem: bytes) -> None:
    with pytest.raises(DkimKeyError):
        Signer(DkimKey("example.jp", "anpi", pem))


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DkimKeyError, match=r"missing\.pem"):
        DkimKey.from_file("example.jp", "anpi", tmp_path / "missing.pem")


def test_a_key_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(rsa_pem())
    signer = Signer(DkimKey.from_file("example.jp", "anpi", tmp_path / "key.pem"))
    assert verifies(signer.sign(HEAD.letter(SPEECH, RECEIVER), DATED))
