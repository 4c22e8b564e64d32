"""The audit log in words: every action, the door somebody came through, what more is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from string import Formatter
from typing import Any

from bot.labels import day_and_time
from bot.vocabulary import Locale
from bot.wording import WORDS, say, unfilled

#: Every action there is, as a manager looks for it; `audit_group.<group>` and `audit_action.<action>` are the words.
GROUPS: dict[str, tuple[str, ...]] = {
    "seen": (
        *("contacts_viewed", "missing_contacts_viewed", "contacts_exported", "missing_contacts_exported"),
        *("contacts_import_tried", "pack_shown"),
        *(
            "campaign_seen",
            "deliveries_seen",
            "status_exported",
            "status_printed",
            "people_exported",
            "directory_proposals_shown",
            "audit_viewed",
            "audit_exported",
        ),
    ),
    "contacts": (
        *("contact_added", "contact_changed", "contact_removed", "contacts_ordered", "contact_suppressed"),
        *("contact_resumed", "contacts_resumed", "contact_bounced", "line_linked", "line_link_failed"),
        *("line_nonce_issued", "link_code_issued", "link_code_mailed", "campaign_started", "registration_urged"),
        *("standing_check", "contacts_imported"),
    ),
    "checks": (
        *("check_started", "check_reminded", "check_closed", "reminder_put_off", "reminders_ended"),
        *("person_marked", "help_taken", "help_closed", "reply_settled", "board_link_made"),
        *("question_sent_again", "silent_sent_again", "check_reopened"),
        *("check_planned", "plan_changed", "plan_cancelled", "check_not_started", "check_cleared", "check_shown_again"),
        *("findings_overruled", "check_corrected", "check_called_off"),
        *("person_claimed", "person_released", "person_written_to", "in_need_written_to"),
    ),
    "people": (
        *("people_imported", "person_added", "person_changed", "person_deactivated", "person_reactivated"),
        *("role_granted", "role_changed", "leave_set", "language_chosen"),
        *("directory_read", "directory_proposal_ignored"),
        *("unit_added", "unit_renamed", "unit_moved", "unit_deleted", "site_added", "site_changed", "site_deleted"),
    ),
    "sign_in": ("sign_in_link_mailed", "signed_in", "signed_out_everywhere"),
    "settings": (
        *("info_imported", "text_changed", "text_reset", "text_tried", "mail_server_set", "mail_server_forgotten"),
        *("mail_server_tried", "addresses_set", "addresses_forgotten", "retention", "alarm_closed"),
        *("api_token_made", "api_token_revoked", "api_token_replaced", "parts_proved"),
        *("line_menu_installed", "line_menu_removed"),
        *("common_set", "common_forgotten"),
        *("webhook_made", "webhook_changed", "webhook_deleted", "webhook_tested", "webhook_secret_renewed"),
    ),
    "information": (
        *("bulletin_written", "bulletin_changed", "bulletin_withdrawn", "bulletin_pushed"),
        *("info_saved", "info_removed", "info_ordered", "info_page_changed"),
        *("meeting_point_set", "places_imported", "way_home_kept", "way_home_forgotten"),
    ),
    "refused": ("refused",),
}
ACTIONS = tuple(action for actions in GROUPS.values() for action in actions)

#: Ids that say nothing to a reader: what they name stands in the row, or has gone.
UNTOLD = frozenset(("contact_id", "help_case_id"))
#: Moments, as they were written.
_MOMENTS = frozenset(("until", "starts_at"))
#: Ids of units.
_UNITS = frozenset(("unit_id", "unit_ids", "under"))
#: What was tried and refused, where it has an action of its own once it is done.
_ATTEMPTS = {
    "start_check": "check_started",
    "remind_now": "check_reminded",
    "close_check": "check_closed",
    "plan_check": "check_planned",
    "correct_check": "check_corrected",
    "words_sent": "check_corrected",
    "correction_outlook": "check_corrected",
    "cancel_check": "check_called_off",
    "receivers_now": "check_called_off",
    "cancel_planned": "plan_cancelled",
    "clear_check": "check_cleared",
    "reopen_check": "check_reopened",
    "print_list": "status_printed",
    "mark_person": "person_marked",
    "take_help": "help_taken",
    "close_help": "help_closed",
    "show_contacts": "contacts_viewed",
    "list_contacts": "contacts_viewed",
    "note_contacts_exported": "contacts_exported",
    "note_missing_exported": "missing_contacts_exported",
    "note_status_exported": "status_exported",
    "claim_person": "person_claimed",
    "release_person": "person_released",
    "write_to_person": "person_written_to",
    "write_to_those_in_need": "in_need_written_to",
    "send_again": "question_sent_again",
    "send_again_to_silent": "silent_sent_again",
    "missing_contacts": "missing_contacts_viewed",
    "count_missing": "missing_contacts_viewed",
    "add_contact": "contact_added",
    "save_contact": "contact_changed",
    "remove_contact": "contact_removed",
    "order_contacts": "contacts_ordered",
    "resume_contacts": "contacts_resumed",
    "start_campaign": "campaign_started",
    "show_campaign": "campaign_seen",
    "urge_registration": "registration_urged",
    "list_deliveries": "deliveries_seen",
    "note_deliveries_seen": "deliveries_seen",
    "set_leave": "leave_set",
    "set_role": "role_granted",
    "grant_role": "role_granted",
    "import_people": "people_imported",
    "import_contacts": "contacts_imported",
    "try_contacts": "contacts_imported",
    "export_contacts_file": "contacts_exported",
    "export_people": "people_exported",
    "show_audit": "audit_viewed",
    "save_entry": "info_saved",
    "save_route": "info_saved",
    "add_presets": "info_saved",
    "remove_entry": "info_removed",
    "move_up": "info_ordered",
    "save_page": "info_page_changed",
    "show_pack": "pack_shown",
    "save_meeting_point": "meeting_point_set",
    "import_places": "places_imported",
    "save_bulletin": "bulletin_written",
    "withdraw_bulletin": "bulletin_withdrawn",
    "push_bulletin": "bulletin_pushed",
    "forecast_push": "bulletin_pushed",
    "list_alarms": "alarm_closed",
    "close_alarm": "alarm_closed",
    "require_scope": "api_request",
    "list_tokens": "api_token_made",
    "make_token": "api_token_made",
    "replace_token": "api_token_replaced",
    "list_webhooks": "webhook_made",
    "make_webhook": "webhook_made",
    "renew_secret": "webhook_secret_renewed",
    "begin_proving": "parts_proved",
    "save_common": "common_set",
    "forget_common": "common_forgotten",
}


def action_words(action: str, locale: Locale) -> str:
    """An action of a later release shows its code."""
    return _known(f"audit_action.{action}", action, locale)


def door_words(door: str, locale: Locale) -> str:
    """`slack:U0…`, the account of somebody we do not know, keeps its address."""
    name, separator, address = door.partition(":")
    return f"{_known(f'audit_door.{name}', name, locale)}{separator and ' '}{address}"


def detail_words(details: Mapping[str, Any], locale: Locale, zone: tzinfo, units: Mapping[int, str]) -> list[str]:
    """One for each thing that is known, without names of people. `units`: the paths of those that are still there."""
    told = []
    for key, value in details.items():
        if key in UNTOLD or value is None or value in ("", []):
            continue
        words = _value(key, value, locale, zone, units)
        is_known = f"audit_detail.{key}" in WORDS
        told.append(say(f"audit_detail.{key}", locale, value=words) if is_known else f"{key}: {words}")
    return told


def unit_ids(details: Mapping[str, Any]) -> list[int]:
    """The units that these details name."""
    named = [details[key] for key in _UNITS if key in details]
    return [one for value in named for one in (value if isinstance(value, list) else [value]) if isinstance(one, int)]


def _value(key: str, value: Any, locale: Locale, zone: tzinfo, units: Mapping[int, str]) -> str:
    if key in _UNITS:
        ids = value if isinstance(value, list) else [value]
        return say("list.separator", locale).join(units.get(one) or f"#{one}" for one in ids)
    if key in _MOMENTS and isinstance(value, str):
        return day_and_time(datetime.fromisoformat(value), zone, locale)
    match value:
        case bool():
            return say("audit_value.true" if value else "audit_value.false", locale)
        case int():
            return f"{value:,}"
        case list() if key == "people":
            return f"{len(value):,}"
        case list():
            return say("list.separator", locale).join(_one(key, one, locale) for one in value)
        case _:
            return _one(key, str(value), locale)


def _one(key: str, value: object, locale: Locale) -> str:
    word = str(value)
    match key:
        case "code":
            return _refusal(word, locale)
        case "attempted":
            return action_words(_ATTEMPTS.get(word, word), locale)
        case "group":
            return _known(f"audit_group.{word}", word, locale)
        case "status":
            return _known(f"status.{word}", word, locale)
        case "listing":
            return _known(f"info_tab.{word}", word, locale)
        case "page":
            return _known(f"info_page.{word}", word, locale)
        case "text":
            return _known(f"text_kind.{word}", word, locale)
        case _:
            return _known(f"audit_value.{word}", word, locale)


def _refusal(code: str, locale: Locale) -> str:
    """A sentence that would need more than its code stays a code."""
    key = f"refusal.{code}"
    is_whole = key in WORDS and not any(name for _, name, _, _ in Formatter().parse(unfilled(key, locale)))
    return say(key, locale) if is_whole else code


def _known(key: str, otherwise: str, locale: Locale) -> str:
    return say(key, locale) if key in WORDS else otherwise
