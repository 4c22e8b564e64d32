"""The mail channel out of its settings; what is wrong with one names it."""

from __future__ import annotations

from pathlib import Path

from adapters.mail.addresses import AddressError, Addresses
from adapters.mail.channel import MailChannel
from adapters.mail.dkim import DkimKey, DkimKeyError
from adapters.mail.letter import SenderError
from adapters.mail.relay import RelayUrlError, parse_relay
from adapters.mail.writer import Writer


class MailSetupError(ValueError):
    """Names the setting and says what to write; never shows a password."""


def open_addresses(secret_key: str, bounce_address: str, answer_address: str) -> Addresses:
    """Those of ours that name a letter; empty: none of that kind. MailSetupError names the setting."""
    try:
        return Addresses(secret_key, bounce_address, answer_address)
    except AddressError as error:
        raise MailSetupError(f"ANPI_MAIL_BOUNCE_ADDRESS, ANPI_MAIL_ANSWER_ADDRESS: {error}") from error


def open_mail(
    smtp_url: str, mail_from: str, dkim: tuple[str, str, Path] | None, addresses: Addresses | None = None
) -> MailChannel:
    """`dkim`: domain, selector and key file, or None for a relay that signs by itself. No network."""
    try:
        key = DkimKey.from_file(*dkim) if dkim is not None else None
        return MailChannel(Writer(mail_from, key, addresses), parse_relay(smtp_url))
    except RelayUrlError as error:
        raise MailSetupError(f"ANPI_SMTP_URL: {error}") from error
    except SenderError as error:
        raise MailSetupError(f"ANPI_MAIL_FROM: {error}") from error
    except DkimKeyError as error:
        raise MailSetupError(f"ANPI_DKIM_KEY_FILE: {error}") from error
