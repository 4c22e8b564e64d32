"""The floor for what goes out: each platform's SDK as its own documentation uses it. All give seconds."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

import dkim
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from linebot.v3.messaging import ApiClient, Configuration, FlexMessage, MessagingApi, MulticastRequest
from slack_sdk import WebClient

from adapters.mail.page import page_of
from adapters.mail.plain_part import text_of
from bench.requests import prompt_speech

_SENDER = "anpi@aoba.example"
_SIGNED = [b"from", b"to", b"subject", b"date", b"message-id", b"list-unsubscribe", b"list-unsubscribe-post"]


def multicast(host: str, bubble: dict[str, Any], receivers: Sequence[str]) -> float:
    """LINE: 500 a call, one call after the other."""
    with ApiClient(Configuration(host=host, access_token="bench")) as client:
        api = MessagingApi(client)
        question = FlexMessage.from_dict(bubble)
        assert question is not None
        began = time.monotonic()
        for start in range(0, len(receivers), 500):
            to = list(receivers[start : start + 500])
            api.multicast(MulticastRequest(to=to, messages=[question]))
        return time.monotonic() - began


def post_messages(api_url: str, said: dict[str, Any], receivers: Sequence[str], threads: int) -> float:
    """Slack: one WebClient, as many threads as the product has."""
    client = WebClient("xoxb-bench", base_url=api_url)
    with ThreadPoolExecutor(threads) as pool:
        began = time.monotonic()
        list(pool.map(lambda to: client.chat_postMessage(channel=to, **said), receivers))
        return time.monotonic() - began


def send_letters(smtp_port: int, key_pem: bytes, receivers: Sequence[str]) -> float:
    """Mail: `EmailMessage`, `dkim.sign`, `sendmail`, over one connection."""
    with smtplib.SMTP("127.0.0.1", smtp_port) as relay:
        began = time.monotonic()
        for number, to in enumerate(receivers):
            letter = _letter(number, to)
            relay.sendmail(_SENDER, to, _signed(letter, key_pem) + letter)
        return time.monotonic() - began


def _letter(number: int, to: str) -> bytes:
    speech = prompt_speech(answer_url=f"https://anpi.aoba.example/a/{number:0>120}")
    unsubscribe = f"https://anpi.aoba.example/u/{number:0>100}"
    letter = EmailMessage()
    letter["From"] = f"安否確認 <{_SENDER}>"
    letter["To"] = f"社員{number} <{to}>"
    letter["Subject"] = speech.subject
    letter["Date"] = formatdate()
    letter["Message-ID"] = make_msgid(domain="aoba.example")
    letter["Auto-Submitted"] = "auto-generated"
    letter["List-Unsubscribe"] = f"<{unsubscribe}>"
    letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(text_of(speech))
    letter.add_alternative(page_of(speech), subtype="html")
    return letter.as_bytes()


def _signed(letter: bytes, key_pem: bytes) -> bytes:
    signature: bytes = dkim.sign(letter, b"anpi", b"aoba.example", key_pem, include_headers=_SIGNED)
    return signature


def new_key(file: Path) -> bytes:
    """An rsa2048 key in a file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pem)
    return pem
