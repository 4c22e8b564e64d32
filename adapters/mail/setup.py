"""The parts of mail out of the environment's settings; what is wrong with one names it."""

from __future__ import annotations

from pathlib import Path

from adapters.mail.addresses import AddressError, Addresses
from adapters.mail.dkim import DkimKey, DkimKeyError
from adapters.mail.letter import Letterhead, SenderError
from adapters.mail.relay import RelayUrlError, parse_relay
from flows.mail_server import MailServer


class MailSetupError(ValueError):
    """Names the setting and says what to write; never shows a password."""


def open_addresses(secret_key: str, bounce_address: str, answer_address: str) -> Addresses:
    """Those of ours that name a letter; empty: none of that kind. MailSetupError names the setting."""
    try:
        return Addresses(secret_key, bounce_address, answer_address)
    except AddressError as error:
        raise MailSetupError(f"ANPI_MAIL_BOUNCE_ADDRESS, ANPI_MAIL_ANSWER_ADDRESS: {error}") from error


def open_key(dkim: tuple[str, str, Path] | None) -> DkimKey | None:
    """`dkim`: domain, selector and key file, or None for a relay that signs by itself. MailSetupError."""
    try:
        return DkimKey.from_file(*dkim) if dkim is not None else None
    except DkimKeyError as error:
        raise MailSetupError(f"ANPI_DKIM_KEY_FILE: {error}") from error


def environment_server(smtp_url: str, mail_from: str) -> MailServer | None:
    """The environment's mail server, None where none is set. MailSetupError names the setting. No network."""
    if not smtp_url:
        return None
    try:
        Letterhead(mail_from)
        return MailServer(parse_relay(smtp_url), mail_from)
    except RelayUrlError as error:
        raise MailSetupError(f"ANPI_SMTP_URL: {error}") from error
    except SenderError as error:
        raise MailSetupError(f"ANPI_MAIL_FROM: {error}") from error
