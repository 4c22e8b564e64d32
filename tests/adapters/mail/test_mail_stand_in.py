"""Against the stand-in: encrypted, logged in, and letters that arrive as they were frozen."""

from __future__ import annotations

import ssl

import pytest

from adapters.mail.channel import MailChannel
from adapters.mail.relay import parse_relay
from adapters.mail.writer import Writer
from bot.vocabulary import MessageKind
from flows.ports import Attempt, Member
from sandbox.mail import MailStandIn
from tests.adapters.mail.test_mail_letter import RECEIVER, SPEECH


@pytest.mark.parametrize("security", ["starttls", "smtps"])
def test_a_letter_arrives_whole_over_tls(security: str) -> None:
    login = ("anpi", "secret")
    with MailStandIn(login=login, starttls=security == "starttls", smtps=security == "smtps") as server:
        trusting = ssl.create_default_context(cadata=server.certificate)
        channel = MailChannel(Writer("安否確認 <anpi@example.jp>"), parse_relay(server.url), context=trusting)
        body = channel.render([(SPEECH, RECEIVER)])[0]
        channel.send(Attempt(1, MessageKind.PROMPT, RECEIVER.key, body, (Member(1, RECEIVER.address),), 0))
        channel.close()
        [letter] = server.mailbox(RECEIVER.address)
    assert letter.raw.rstrip() == body.rstrip()
    assert letter.over_tls
    assert letter.signed_in_as == "anpi"
