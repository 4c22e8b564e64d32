"""What a mail server's answer means for the letter: the one table of this channel.

Enhanced status codes (RFC 3463) decide before plain ones (RFC 5321, 4.2). docomo answers `550 Unknown user` for a dead
address and for the user's own filter alike, so a bare 550 never marks a contact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.vocabulary import ContactState
from flows.ports import OutcomeUnknown, PermanentFailure, SendingError, TemporaryFailure

_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\d)")
#: The address does not exist (any more): RFC 3463, 3.2 and 3.3.
_ADDRESS_GONE = ("5.1.1", "5.1.10", "5.2.1")
#: The relay wants a login or TLS that we did not give (RFC 4954): nothing can be sent until that is put right.
_LOGIN_CODES = (530, 534, 535, 538)
_SETTINGS_PAUSE = timedelta(seconds=60)
_UNREACHABLE_PAUSE = timedelta(seconds=10)
_CLOSING_PAUSE = timedelta(seconds=5)
#: Tries of one letter that are made again after seconds.
_SHORT_PAUSES = 3


class Stage(StrEnum):
    """Where in the transaction the server spoke."""

    GREETING = "greeting"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    #: After the final dot: the letter was in the server's hands.
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    stage: Stage
    code: int
    text: str = ""

    @property
    def enhanced(self) -> str:
        """Only at the very beginning: an address or a version further on may look like one."""
        found = _ENHANCED.match(self.text)
        return found[0] if found and int(found[0][0]) == self.code // 100 else ""


def judge(answer: ServerAnswer) -> SendingError:
    """The failure behind a refusal, with the server's own words."""
    failure = _judge(answer)
    failure.said = f"{answer.code} {answer.text}".strip()
    return failure


def _judge(answer: ServerAnswer) -> SendingError:
    if answer.code in _LOGIN_CODES and answer.stage is not Stage.RCPT:
        return TemporaryFailure("mail_login", _SETTINGS_PAUSE, whole_channel=True)
    if answer.stage is Stage.GREETING and answer.code >= 500:
        return TemporaryFailure(f"mail_greeting_{answer.code}", _SETTINGS_PAUSE, whole_channel=True)
    if answer.code == 421:
        # This server closes this connection; others may still be served.
        return TemporaryFailure("mail_421", _CLOSING_PAUSE)
    if _mailbox_is_full(answer):
        return TemporaryFailure("mail_mailbox_full")
    if 500 <= answer.code < 600:
        return _refused_for_good(answer)
    return TemporaryFailure(f"mail_{answer.enhanced or answer.code}")


def _mailbox_is_full(answer: ServerAnswer) -> bool:
    """x.2.2, and docomo's bare 552."""
    return answer.enhanced.endswith(".2.2") or (answer.code == 552 and not answer.enhanced)


def _refused_for_good(answer: ServerAnswer) -> SendingError:
    status = answer.enhanced
    if status in _ADDRESS_GONE and answer.stage in (Stage.RCPT, Stage.DOT):
        return PermanentFailure("mail_address_gone", ContactState.BOUNCED)
    if status.startswith("5.7."):
        # Our own policy fault (authentication, reputation): the address is not to blame.
        return PermanentFailure(f"mail_policy_{status}")
    if status.startswith("5.4."):
        return TemporaryFailure(f"mail_routing_{status}")
    if status.startswith(("5.3.4", "5.6.")):
        return PermanentFailure(f"mail_content_{status}")
    return PermanentFailure(f"mail_{status or answer.code}")


def patient(failure: TemporaryFailure, tries: int) -> TemporaryFailure:
    """A pause of seconds is for the first tries: a relay that goes on refusing is left alone as long as any other."""
    is_short = failure.retry_after is not None and not failure.whole_channel
    return TemporaryFailure(failure.reason) if is_short and tries >= _SHORT_PAUSES else failure


def lost(stage: Stage) -> SendingError:
    """The connection ended, or no answer came in time."""
    if stage is Stage.DOT:
        return OutcomeUnknown("mail_connection_lost")
    return TemporaryFailure("mail_connection_lost", _CLOSING_PAUSE)


def unreachable() -> TemporaryFailure:
    return TemporaryFailure("mail_unreachable", _UNREACHABLE_PAUSE, whole_channel=True)


def unusable(reason: str, said: str = "") -> TemporaryFailure:
    """The relay answers, but not as the settings ask: no TLS, a certificate that is not valid, a login refused."""
    failure = TemporaryFailure(reason, _SETTINGS_PAUSE, whole_channel=True)
    failure.said = said
    return failure
