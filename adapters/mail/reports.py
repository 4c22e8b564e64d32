"""What a mail server's report says became of a letter (RFC 3464), and what it means: the one table for reports.

The same words decide as for refusals at once (`outcomes.py`): enhanced status codes before plain ones, docomo's bare
`550 Unknown user` never blames the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.mail.mime import Part, fields, leaves
from flows.hear_bounce import Report

#: Groups of fields that are looked at: one for each recipient; our letters have one.
_GROUPS_MAX = 20
#: Characters of a diagnostic, or of a text without fields, that are looked at.
_TEXT_MAX = 4_000
_FIELD_MAX = 1_000

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
#: A reply code of SMTP at the beginning of the words, or after what names the server that spoke.
_CODE = re.compile(r"(?<![\d.#])([245]\d\d)(?=[ \-#]|$)")
_ADDRESS = re.compile(r"[^\s<>;]{1,200}@[^\s<>;]{1,200}")
_REPORT_KINDS = ("message/delivery-status", "message/global-delivery-status")
#: Who sends a report without fields: never a person's own vacation notice.
SERVER = re.compile(r"mailer-daemon|postmaster|mail[ _-]?delivery|mail[ _-]?administrator", re.IGNORECASE)
#: qmail's and Exim's words, and those of carriers' gateways.
_NOT_DELIVERED = re.compile(
    r"wasn't able to deliver|could not be delivered|couldn't be delivered|undeliver|delivery.{0,20}fail"
    r"|returned to sender|permanent (?:fatal )?error|配信できません|配送できません|届けることができません",
    re.IGNORECASE,
)

_GONE = ("5.1.1", "5.1.10", "5.2.1")
#: The same answer for a dead address and for its owner's own filter.
_SAYS_THE_SAME_OF_FILTERS = ("docomo.ne.jp",)
_UNKNOWN_USER = re.compile(r"unknown user|user unknown", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BounceReport:
    """`action` as RFC 3464 has it, or `failed` where only words say so; `status` RFC 3463, or empty."""

    recipients: tuple[str, ...]
    action: str
    status: str
    diagnostic: str
    kind: Report

    @property
    def reason(self) -> str:
        """The code that is stored and shown: that of `outcomes.py` for the same failure."""
        match self.kind:
            case Report.GONE:
                return "mail_address_gone"
            case Report.MAILBOX_FULL:
                return "mail_mailbox_full"
            case Report.POLICY | Report.CONTENT | Report.ROUTING:
                return f"mail_{self.kind}_{self.status or 'unknown'}"
            case Report.REFUSED:
                return f"mail_{self.status or 'refused'}"
            case _:
                return f"mail_{self.kind}"


def read_report(letter: Part) -> BounceReport | None:
    """None where it reports nothing about a letter. Of several recipients a refused one counts before a late one."""
    parts = leaves(letter)
    status_parts = [part for part in parts if part.kind in _REPORT_KINDS]
    if status_parts:
        return _worst(_of_groups(_groups(status_parts)))
    return _of_words(letter, parts)


def _groups(parts: Iterable[Part]) -> list[dict[str, str]]:
    """A block for each recipient; the one about the whole message names none."""
    blocks = (block for part in parts for block in re.split(r"\n[ \t]*\n", part.text)[: _GROUPS_MAX + 1])
    found = (fields(block.encode("utf-8", "replace")) for block in blocks)
    return [group for group in found if "action" in group or "status" in group][:_GROUPS_MAX]


def _of_groups(groups: Iterable[dict[str, str]]) -> list[BounceReport]:
    made = []
    for group in groups:
        action = group.get("action", "failed").partition("(")[0].strip().lower()
        named = (_address(group.get(name, "")) for name in ("original-recipient", "final-recipient"))
        recipients = tuple(dict.fromkeys(address for address in named if address))
        diagnostic = group.get("diagnostic-code", "")[:_TEXT_MAX]
        status = _status(group.get("status", "")[:_FIELD_MAX], diagnostic)
        kind = _kind(action, status, diagnostic, recipients)
        if kind is not None:
            made.append(BounceReport(recipients, action, status, diagnostic, kind))
    return made


def _worst(found: Sequence[BounceReport]) -> BounceReport | None:
    def order(one: BounceReport) -> int:
        return {Report.DELIVERED: 2, Report.DELAYED: 1}.get(one.kind, 0)

    return min(found, key=order, default=None)


def _of_words(letter: Part, parts: Sequence[Part]) -> BounceReport | None:
    """qmail and old gateways: no fields. Only a mail server's own words count."""
    text = next((part.text[:_TEXT_MAX] for part in parts if part.kind == "text/plain"), "")
    if not SERVER.search(letter.header("from")) or not _NOT_DELIVERED.search(letter.header("subject") + "\n" + text):
        return None
    # What follows is our own letter, which names no server's answer.
    words = re.split(r"\n--- Below this line|\n-{3,} ?(?:This is a copy|Original|Returned|Undelivered)", text)[0]
    status = _status("", words)
    if not status and not _CODE.search(words):
        return None
    recipients = tuple(
        dict.fromkeys(address.lower() for address in re.findall(r"(?m)^<?([^\s<>@]+@[^\s<>:]+)>?:?$", words))
    )
    kind = _kind("failed", status, words, recipients)
    return None if kind is None else BounceReport(recipients, "failed", status, words, kind)


def _address(field: str) -> str:
    """`rfc822; Taro@Example.JP` → `taro@example.jp`; empty where there is none."""
    found = _ADDRESS.search(field[:_FIELD_MAX])
    return found[0].lower() if found else ""


def _status(given: str, diagnostic: str) -> str:
    """What the far server said itself, where the report's own word is a general one or missing."""
    own = _STATUS.search(given)
    theirs = _STATUS.search(diagnostic)
    if own and theirs and own[1].endswith(".0.0") and own[1][0] == theirs[1][0]:
        return theirs[1]
    found = own or theirs
    return found[1] if found else ""


def _kind(action: str, status: str, diagnostic: str, recipients: Sequence[str]) -> Report | None:
    """None: nothing is known to have become of it (`relayed`, `expanded`, an action nobody knows)."""
    match action:
        case "delivered":
            return Report.DELIVERED
        case "delayed":
            return Report.DELAYED
        case "failed":
            return _refusal(status, diagnostic, recipients)
        case _:
            return None


def _refusal(status: str, diagnostic: str, recipients: Sequence[str]) -> Report:
    spoken = _CODE.search(diagnostic)
    code = spoken[1] if spoken else ""
    is_general = not status or status.endswith(".0.0")
    if status[1:] == ".2.2" or (is_general and code == "552"):
        return Report.MAILBOX_FULL
    if status.startswith("5.7."):
        return Report.POLICY
    if any(_is_at(address, _SAYS_THE_SAME_OF_FILTERS) for address in recipients) and (
        status in _GONE or (is_general and (code == "550" or _UNKNOWN_USER.search(diagnostic)))
    ):
        return Report.FILTERED
    if status in _GONE:
        return Report.GONE
    if status.startswith(("5.3.4", "5.6.")):
        return Report.CONTENT
    if status.startswith(("5.4.", "4.")):
        # Given up after days of trying: a server or a way that does not work now.
        return Report.ROUTING
    return Report.REFUSED


def _is_at(address: str, domains: Iterable[str]) -> bool:
    host = address.rpartition("@")[2]
    return any(host == domain or host.endswith("." + domain) for domain in domains)
