"""The mail room out of its settings: every part joined, nothing started."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapters.mail import doctor
from adapters.mail.postbox import Postbox
from adapters.mail.setup import open_addresses, open_mail
from bot.vocabulary import Locale
from flows.alarms import examine_alarms
from flows.ports import Clock, Finding
from flows.work import Begin


@dataclass(frozen=True, slots=True)
class MailSetup:
    """What is empty is off. `dkim`: domain, selector and key file. `secret_key` signs the addresses of letters."""

    smtp_url: str
    mail_from: str
    secret_key: str
    locale: Locale
    dkim: tuple[str, str, Path] | None = None
    bounce_address: str = ""
    answer_address: str = ""
    listen: str = ""
    imap_url: str = ""


class MailRoom:
    """What `app.py` takes from here. MailSetupError where a setting cannot be used."""

    def __init__(self, begin: Begin, clock: Clock, setup: MailSetup) -> None:
        self._begin, self._clock, self._locale = begin, clock, setup.locale
        addresses = open_addresses(setup.secret_key, setup.bounce_address, setup.answer_address)
        self.channel = open_mail(setup.smtp_url, setup.mail_from, setup.dkim, addresses)
        self.postbox = Postbox(begin, addresses, setup.listen, setup.imap_url)
        self.start = self.postbox.start

    def close(self) -> None:
        """What has come in is heard to its end first."""
        self.postbox.stop()
        self.channel.close()

    def examine(self, mail_to: str) -> Iterator[Finding]:
        """For the doctor."""
        yield from doctor.examine(self.channel, self._clock, mail_to, self._locale)
        yield from self.postbox.examine()
        yield from examine_alarms(self._begin)
