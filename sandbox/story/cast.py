"""Who plays which part, chosen from the sample company by what they own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.residents import Resident

#: So many people stay silent until the reminder, and so many for ever.
LATE, SILENT = 4, 3


@dataclass(frozen=True, slots=True)
class Cast:
    manager: Resident
    slack_presser: Resident
    line_presser: Resident
    mail_reader: Resident
    line_writer: Resident
    trapped: Resident
    #: Answer in the first minute, by their first channel.
    prompt_ones: tuple[Resident, ...]
    #: Answer after the reminder.
    late_ones: tuple[Resident, ...]
    silent_ones: tuple[Resident, ...]
    #: No channel at all: the board must say so.
    unreachable: tuple[Resident, ...]

    @property
    def asked(self) -> int:
        leads = (
            self.manager,
            self.slack_presser,
            self.line_presser,
            self.mail_reader,
            self.line_writer,
            self.trapped,
        )
        return sum(map(len, (leads, self.prompt_ones, self.late_ones, self.silent_ones, self.unreachable)))


def choose(residents: Sequence[Resident]) -> Cast:
    """LookupError where the company lacks somebody the story needs."""
    left = [one for one in residents if one.active]

    def take(what: str, fits: Callable[[Resident], bool]) -> Resident:
        for one in left:
            if fits(one):
                left.remove(one)
                return one
        raise LookupError(f"the sample company has nobody for the part of {what}")

    manager = take("the safety admin", lambda one: one.role == "safety_admin" and bool(one.slack_id))
    slack_presser = take("the Slack presser", lambda one: _has(one, "slack") and not one.manages)
    line_presser = take("the LINE presser", lambda one: _has(one, "line") and not one.manages)
    mail_reader = take("the mail reader", lambda one: _has(one, "mail") and not one.manages)
    line_writer = take("the LINE writer", lambda one: _has(one, "line") and one.locale == "ja" and not one.manages)
    trapped = take("the one in the lift", lambda one: _has(one, "slack") and one.locale == "en" and not one.manages)
    unreachable = tuple(one for one in left if not (one.slack_id or one.line_id or one.mails))
    rest = [one for one in left if one not in unreachable]
    quiet = [one for one in rest if not one.manages][-(LATE + SILENT) :]
    return Cast(
        manager,
        slack_presser,
        line_presser,
        mail_reader,
        line_writer,
        trapped,
        tuple(one for one in rest if one not in quiet),
        tuple(quiet[:LATE]),
        tuple(quiet[LATE:]),
        unreachable,
    )


def _has(one: Resident, only: str) -> bool:
    """The person has this channel and no other."""
    owned = {name for name, has in (("slack", one.slack_id), ("line", one.line_id), ("mail", one.mails)) if has}
    return owned == {only}
