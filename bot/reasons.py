"""Every reason that is stored for not sending, or for what does not arrive, in words; and what to do about it.

Codes stay what they are in the database and in JSON. A code nobody has words for shows itself: better a riddle than
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.plain import one_line
from bot.vocabulary import Locale
from bot.wording import WORDS, say

_CODE_AT_MOST = 60

#: Codes that mean the same to a manager: the words of the family, the code behind them.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "user_not_found": ("users_not_found", "cannot_dm_bot"),
    "slack_channel": (
        *("channel_not_found", "is_archived", "not_in_channel", "messages_tab_disabled", "restricted_action"),
        *("restricted_action_read_only_channel", "restricted_action_non_threadable_channel"),
    ),
    "slack_edit": ("message_not_found", "cant_update_message", "edit_window_closed"),
    "slack_message": (*("no_text", "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"),),
    "slack_app": (
        *("invalid_auth", "not_authed", "token_revoked", "token_expired", "missing_scope", "not_allowed_token_type"),
        *("no_permission", "org_login_required", "team_access_not_granted", "ekm_access_denied", "access_denied"),
        *("accesslimited", "two_factor_setup_required"),
    ),
    "slack_busy": (
        *("service_unavailable", "request_timeout", "team_added_to_org", "external_channel_migrating"),
        *("message_limit_exceeded", "internal_error", "fatal_error"),
    ),
    "pace": ("rate_limited", "channel_pace", "edit_pace", "line_rate"),
    "no_answer": ("timeout", "connection_lost", "line_timeout", "line_connection_lost", "mail_connection_lost"),
    "unreadable_answer": ("no_ts", "line_strange_answer"),
    "line_quota": ("line_quota_too_many",),
    "line_account": ("line_bad_user_id", "line_member_rejected", "line_members_rejected"),
    "line_message": ("line_too_large", "line_message_rejected"),
    "mail_server": (
        *("mail_login", "mail_no_login", "mail_no_starttls", "mail_tls", "mail_certificate", "mail_key"),
        *("mail_token", "mail_token_unreachable", "mail_pop_login", "mail_pop_unreachable"),
    ),
}
_FAMILY_OF = {code: family for family, codes in _FAMILIES.items() for code in codes}
#: Codes that end in what the server said: RFC 3463, or an answer's number.
_SPOKEN = (
    (re.compile(r"mail_(policy|routing|content|greeting)_(?P<said>[\d.]+|unknown)"), ""),
    (re.compile(r"mail_(?P<said>4[\d.]+)"), "mail_busy"),
    (re.compile(r"mail_(?P<said>[\d.]+)"), "mail_refused"),
    (re.compile(r"line_(?P<said>[\d.]+)"), "line"),
    (re.compile(r"http_(?P<said>[\d.]+)"), "http"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """`detail`: the code itself, or what the server said, where the words are those of a family; else empty."""

    words: str
    detail: str = ""
    #: What to do about it; empty where nothing needs to be done.
    to_do: str = ""


def reason(code: str, locale: Locale) -> Reason:
    """An empty code has no words."""
    found = _found(code)
    if found is None:
        return Reason(one_line(code, _CODE_AT_MOST))
    key, detail = found
    to_do = say(f"todo.{key}", locale) if f"todo.{key}" in WORDS else ""
    return Reason(say(f"reason.{key}", locale), detail, to_do)


def in_words(code: str, locale: Locale) -> str:
    """On one line: 相手のメールサーバーが拒否しました（5.3.0）."""
    known = reason(code, locale)
    if not known.detail:
        return known.words
    return say("list.detail", locale, words=known.words, detail=known.detail)


def has_words(code: str) -> bool:
    return _found(code) is not None


def _found(code: str) -> tuple[str, str] | None:
    """The key of the words, and the detail."""
    if code in _FAMILY_OF:
        return _FAMILY_OF[code], code
    if f"reason.{code}" in WORDS:
        return code, ""
    for pattern, key in _SPOKEN:
        if spoken := pattern.fullmatch(code):
            return key or f"mail_{spoken[1]}", spoken["said"]
    return None
