"""Is mail ready? The relay is logged in to, and a test mail is sent where one is asked for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from adapters.mail.channel import MailChannel
from bot.trial import trial_mail
from bot.vocabulary import Locale, MessageKind
from flows.ports import Attempt, Clock, Finding, Member, Receiver, SendingError

_WHAT_TO_DO = {
    "mail_unreachable": "the mail server does not answer: check host and port in ANPI_SMTP_URL, and the firewall",
    "mail_no_starttls": "the mail server offers no STARTTLS: use smtps:// or ask its administrator",
    "mail_certificate": "the mail server's certificate is not valid for its name: check the host in ANPI_SMTP_URL",
    "mail_tls": "TLS failed: port 465 wants smtps://, port 587 wants smtp+starttls://",
    "mail_login": "user or password is refused: check ANPI_SMTP_URL (there, percent-encode special characters)",
    "mail_no_login": "the mail server offers no login here: use another port, or leave out user and password",
    "mail_bad_address": "the test address is not one that mail can be sent to",
    "mail_address_gone": "the mail server says the test address does not exist",
    "mail_mailbox_full": "the mailbox of the test address is full",
    "mail_key": "its password is sealed with another ANPI_SECRET_KEY: set that key again, or type it in the console",
    "mail_token": "the provider gives no token for it: check client id, client secret and refresh token",
    "mail_token_unreachable": "the token endpoint does not answer: check its address, and the firewall",
    "mail_pop_login": "the mailbox that is opened before sending refuses user or password",
    "mail_pop_unreachable": "the mailbox that is opened before sending does not answer: check its host and port",
    "mail_connection_lost": "the mail server closed the connection: try again, then ask its administrator",
}


#: Where what is wrong can be put right.
_IN_THE_CONSOLE = "the mail server in the console"


def examine(
    channel: MailChannel, clock: Clock, mail_to: str = "", locale: Locale = Locale.JA, is_kept: bool = False
) -> Iterator[Finding]:
    """`mail_to` empty: nothing is sent. `is_kept`: the server was set in the console, not in the environment."""
    try:
        channel.prove()
    except SendingError as error:
        yield Finding("mail server", False, _advice(error, is_kept))
        return
    place = f"{channel.relay.host}:{channel.relay.port}"
    came_from = "set in the console" if is_kept else "from the environment"
    yield Finding("mail server", True, f"{place} took the login ({came_from})")
    yield _signature(channel)
    if mail_to:
        yield _test_mail(channel, clock, mail_to, locale, is_kept)


def _signature(channel: MailChannel) -> Finding:
    if channel.is_signed:
        return Finding("mail signature", True, "letters are signed with DKIM")
    return Finding(
        "mail signature", True, "no DKIM key is set: make sure that the mail server signs, or set ANPI_DKIM_KEY_FILE"
    )


def _test_mail(channel: MailChannel, clock: Clock, mail_to: str, locale: Locale, is_kept: bool) -> Finding:
    receiver = Receiver(mail_to, "", locale, uuid.uuid4().hex, clock.now())
    [body] = channel.render([(trial_mail(locale), receiver)])
    attempt = Attempt(0, MessageKind.PROMPT, receiver.key, body, (Member(0, mail_to),), 0)
    try:
        channel.send(attempt)
    except SendingError as error:
        return Finding("test mail", False, _advice(error, is_kept))
    return Finding("test mail", True, "the mail server took it: look into the mailbox, and into its spam folder")


def _advice(error: SendingError, is_kept: bool) -> str:
    words = _WHAT_TO_DO.get(error.reason, f"the mail server refused ({error.reason}): ask its administrator")
    return words.replace("ANPI_SMTP_URL", _IN_THE_CONSOLE) if is_kept else words
