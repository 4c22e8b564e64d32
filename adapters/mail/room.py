"""The mail room out of its settings: every part joined, nothing started."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapters.mail import doctor
from adapters.mail.channel import MailChannel
from adapters.mail.current import CurrentMail
from adapters.mail.entrance import Entrance
from adapters.mail.postbox import Postbox
from adapters.mail.setup import open_addresses, open_key
from adapters.mail.trial import Trial
from adapters.mail.writer import Writer
from bot.vocabulary import Locale
from flows.alarms import examine_alarms
from flows.in_force import InForce
from flows.mail_server import MailServer
from flows.ports import Clock, Finding
from flows.set_mail_server import keep_refresh_token
from flows.work import Begin, Lane, System

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailSetup:
    """What is empty is off. `dkim`: domain, selector and key file. `secret_key` signs the addresses of letters.

    The mail server itself is `flows.in_force`'s: it may be set in the console.
    """

    secret_key: str
    locale: Locale
    dkim: tuple[str, str, Path] | None = None
    bounce_address: str = ""
    answer_address: str = ""
    listen: str = ""
    imap_url: str = ""


class MailRoom:
    """What `app.py` takes from here, also while mail is off. MailSetupError where a setting cannot be used."""

    def __init__(self, begin: Begin, clock: Clock, setup: MailSetup, in_force: InForce) -> None:
        self._begin, self._clock, self._locale = begin, clock, setup.locale
        self._in_force = in_force
        self._addresses = open_addresses(setup.secret_key, setup.bounce_address, setup.answer_address)
        self._key = open_key(setup.dkim)
        self.channel = CurrentMail(in_force, self._made)
        self.trial = Trial(self._writer, clock)
        self.postbox = Postbox(begin, self._addresses, setup.listen, setup.imap_url)
        self.start = self.postbox.start

    def close(self) -> None:
        """What has come in is heard to its end first."""
        self.postbox.stop()
        self.channel.close()

    def examine(self, mail_to: str) -> Iterator[Finding]:
        """For the doctor. Where mail is off only what an administrator must look at, which is not of mail alone."""
        if self._in_force.mail is not None:
            is_kept = self._in_force.mail_is_kept
            yield from doctor.examine(self.channel.now(), self._clock, mail_to, self._locale, is_kept)
            yield from self.postbox.examine()
        yield from examine_alarms(self._begin)

    def _writer(self, server: MailServer) -> Writer:
        return Writer(server.mail_from, self._key, self._addresses)

    def _made(self, server: MailServer) -> MailChannel:
        if server.relay.is_locked:
            log.error(
                "the mail server's password was sealed with another ANPI_SECRET_KEY, so no mail goes out: "
                "set that key again, or type the password anew in the console (settings, mail server)"
            )
        return MailChannel(self._writer(server), server.relay, entrance=Entrance(server.relay, self._renewed))

    def _renewed(self, used: str, new: str) -> None:
        try:
            with self._begin(System("mail"), Lane.FANOUT) as work:
                keep_refresh_token(work, self._in_force, used, new)
        except Exception:
            # The letter in hand can go all the same: this process has the new token.
            log.exception("a new refresh token of the mail server could not be kept")
