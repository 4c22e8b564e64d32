"""Every word exists in both languages, says the same things, and is used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from adapters.web.console_company import VARIABLES
from bot.alert_messages.drafting import items_for
from bot.alert_messages.vocabulary import Audience
from bot.api_words import FIELDS, HookEvent, Scope
from bot.labels import (
    can_work_label,
    channel_label,
    reach_label,
    standing_label,
    state_label,
    status_label,
)
from bot.manager_buttons import CheckDeed, OpenForm, PersonDeed
from bot.menu_buttons import MenuTile
from bot.message_texts import PLACES, TextKind
from bot.ready_checks import READY
from bot.short_form import LEVELS
from bot.vocabulary import (
    CanWork,
    ChannelKind,
    CheckKind,
    CheckState,
    ContactState,
    Hazard,
    InfoPage,
    LineState,
    Locale,
    MapService,
    MessageKind,
    Reach,
    Standing,
    Status,
    Via,
)
from bot.wording import WORDS, say
from flows.api_tokens import LIFETIMES
from flows.glance import Mark

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "flows", "adapters", "sandbox")

#: Values of a family `name.{value}`: put together where they are said, so each must be there.
FAMILIES: dict[str, tuple[str, ...]] = {
    "status.": tuple(Status),
    "standing.": tuple(Standing),
    "standing_short.": tuple(Standing),
    "state.": tuple(CheckState),
    "channel.": tuple(ChannelKind),
    "line_state.": tuple(LineState),
    "can_work.": tuple(CanWork),
    "reach.": tuple(Reach),
    "emergency.": ("119", "110", "118"),
    "short.level_": tuple(map(str, LEVELS)),
    "menu.": tuple(MenuTile),
    "menu.no_": (MenuTile.CONTACTS, MenuTile.ROUTES, MenuTile.NEWS),
    "gap.": ("days", "hours", "minutes", "seconds"),
    "thanks.heading_": tuple(Status),
    "board.state_": tuple(CheckState),
    "board.who_": ("help", "injured", "silent"),
    "sending.": ("queued", "failed", "unreachable"),
    "info_group.": ("bulletins", "contacts", "links", "routes"),
    "info_tab.": ("bulletins", "contacts", "links", "routes", "pack"),
    "info_edit.": ("added", "saved", "removed", "moved", "page_saved"),
    "info_page.": tuple(InfoPage),
    "way_home.": ("kept", "forgotten"),
    "hazard.": tuple(Hazard),
    "map.": tuple(MapService),
    "bulletins.": ("published", "saved", "withdrawn"),
    "push_state.": ("waiting", "accepted", "delivered", "failed", "skipped", "unknown", "unreachable"),
    "refusal.check_": tuple(CheckKind),
    "reminders.": ("often", "once", "never"),
    "contact_state.": tuple(ContactState),
    "contact_what.": ("added", "changed", "removed"),
    "contacts.": ("saved", "resumed", "removed", "added", "leave_saved"),
    "delivery.": ("waiting", "accepted", "delivered", "failed", "stopped", "skipped", "unknown"),
    "campaign.": ("confirmed", "waiting", "undeliverable"),
    "message.": tuple(MessageKind),
    "download.": ("csv", "xlsx"),
    "again.": ("sent", "answered", "just_before", "unreached", "silent", "nobody"),
    "via.": tuple(Via),
    "claim.": ("claimed", "mine", "taken", "answered", "released", "nobody"),
    "home.open_": tuple(form.name.lower() for form in OpenForm),
    "home.deed_": tuple(CheckDeed),
    "deed.": tuple(PersonDeed),
    "board_done.": ("closed", "reopened", "cleared", "shown_again", "written", "corrected", "called_off"),
    "only.": ("opened", "unopened", "unreachable"),
    "ready.": READY,
    "ready_title.": READY,
    "ready_action.": READY,
    "ready_message.": READY,
    "checks.": tuple(CheckKind),
    "judged.": ("error", "warning", "advice"),
    "compose.": (*CheckKind, *Audience, *("sender", "when", "area", "what", "reason", "wrong", "right")),
    "compose_items.": tuple(items_for(Audience.COMPANY)),
    "new.": ("real_note", "drill_note"),
    "checks_done.": ("planned", "cancelled", "cleared", "shown"),
    "not_started.": ("real_check_active", "nobody_to_ask", "called_off"),
    "reason.": tuple(key.removeprefix("reason.") for key in WORDS if key.startswith("reason.")),
    "todo.": tuple(key.removeprefix("todo.") for key in WORDS if key.startswith("todo.")),
    "alarm.": ("mail_policy", "webhook"),
    "alarm_do.": ("mail_policy", "webhook"),
    "original.": tuple(f"{kind}_{part}" for kind in TextKind for part in ("title", "body")),
    "text_kind.": tuple(TextKind),
    "text_note.": tuple(TextKind),
    "text_place.": tuple({place for places in PLACES.values() for place in places}),
    "text_locale.": tuple(Locale),
    "texts.": ("saved", "reset_done"),
    **{
        family: tuple(key.removeprefix(family) for key in WORDS if key.startswith(family))
        for family in ("audit_group.", "audit_action.", "audit_door.", "audit_detail.", "audit_value.")
    },
    "common.": (*VARIABLES, *(f"{field}_hint" for field in VARIABLES)),
    "glance.": (
        *("on", "off", "locked", "no_channel", "address", "address_here", "nobody", "reached", "unreached"),
        "no_company",
        *("confirmed", "never_confirmed", "admins", "few_admins", "alarms", "no_alarms", "emergency", "no_emergency"),
        *("retention", "kept_for_ever", "turning", "not_turning", "newest_revision", "other_revision"),
        *("menu", "no_menu", "old_menu"),
    ),
    "glance_part.": (
        *("slack", "line", "mail", "channels", "addresses", "people", "contacts", "admins", "alarms", "emergency"),
        "company",
        *("retention", "cycle", "database", "line_menu"),
    ),
    "glance_mark.": tuple(Mark),
    "section_state.": ("number", "people", "texts", "alarms", "on", "off"),
    "finding_do.": (
        *("database", "cycle", "clock", "channels", "links", "slack_account", "slack_scopes", "slack_clock"),
        *("slack_channel", "slack_events", "slack_socket_mode", "line_account", "line_clock", "line_menu"),
        *("line_quota", "line_webhook", "mail_server", "mailbox", "mail_door", "mail_policy", "webhook"),
    ),
    "finding.": (
        *("database", "cycle", "clock", "channels", "slack", "line", "mail", "links", "links_inside", "slack_account"),
        *("slack_scopes", "slack_clock", "slack_events", "slack_socket_mode", "line_account", "line_clock"),
        *("line_quota", "line_webhook", "mail_server", "mail_signature", "mailbox", "mail_door", "mail_policy"),
        *("webhook", "line_menu"),
    ),
    "settings.": (
        *("mail", "mail_note", "addresses", "addresses_note", "common", "common_note"),
        *("api", "api_note", "webhooks", "webhooks_note"),
        "alarms",
        "alarms_note",
        "audit",
        "audit_note",
        "admins",
        "admins_note",
        "units",
        "units_note",
        "sites",
        "sites_note",
        "texts",
        "texts_note",
    ),
    "profile_locale.": tuple(Locale),
    "api_scope.": tuple(scope.name.lower() for scope in Scope),
    "api_days.": tuple(map(str, LIFETIMES)),
    "api_field.": (*sorted(set(FIELDS.values())), "no_moment", "wrong", "cursor", "twice"),
    "hook_event.": tuple(event.name.lower() for event in HookEvent),
    "hook_state.": ("queued", "delivered", "failed"),
    "hook_reason.": tuple(key.removeprefix("hook_reason.") for key in WORDS if key.startswith("hook_reason.")),
    "hooks_done.": ("saved", "deleted", "tested"),
    "profile_active.": ("yes", "no"),
    "role.": ("none", "safety_admin", "unit_manager"),
    "setting.": ("saved", "forgotten"),
    "addresses.": ("outside", "inside"),
    "mail_server.": (
        *("mail_from", "host", "port", "user", "password", "token_url", "client_id", "client_secret", "refresh_token"),
        *("pop_host", "pop_port", "pop_user", "pop_password", "security", "pop_security"),
        *(f"security_{one}" for one in ("none", "starttls", "tls")),
        *(f"pop_security_{one}" for one in ("none", "tls")),
    ),
    "mail_login.": ("none", "password", "xoauth2", "pop"),
    "mail_basis.": ("sent", "tried", "limit", "unknown"),
    "mail_trial.": tuple(key.removeprefix("mail_trial.") for key in WORDS if key.startswith("mail_trial.")),
    "duration.": ("moment", "seconds", "minutes", "hours", "days"),
    "column.": (
        *("at", "doer", "door", "action", "subject", "check", "details"),
        "employee_no",
        "name",
        "units",
        "channel",
        "address",
        "state",
        "reason",
        "since",
        "email",
        "confirmed_at",
        "kind",
        "round",
        "tries",
        "created_at",
        "first_sent_at",
        "accepted_at",
        "finished_at",
        "to_do",
        "standing",
        "comment",
        "said_at",
        "via",
        "spoken_for_by",
        "opened_at",
        "contacts",
        "code",
    ),
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_fill_the_same_placeholders() -> None:
    differing = {key for key, (japanese, english) in WORDS.items() if placeholders(japanese) != placeholders(english)}
    assert differing == set()
    assert {name for texts in WORDS.values() for name in placeholders(texts[0]) if not name.isidentifier()} == set()


def test_english_texts_hold_no_japanese_but_marks_and_command_words() -> None:
    assert {key for key, texts in WORDS.items() if not all(text.strip() for text in texts)} == set()
    known = re.compile("【訓練】|【安否確認】|/safety 状況")
    japanese = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
    english = {key: known.sub("", texts[1]) for key, texts in WORDS.items() if not key.endswith("_both")}
    assert {key for key, words in english.items() if japanese.search(words)} == set()


def test_a_family_has_words_for_every_value() -> None:
    assert {f"{family}{value}" for family, values in FAMILIES.items() for value in values} - set(WORDS) == set()


def sources() -> str:
    in_rooms = (path for room in ROOMS for kind in ("*.py", "*.html") for path in (ROOT / room).rglob(kind))
    paths = (*in_rooms, *ROOT.glob("*.py"))
    return "\n".join(path.read_text("utf-8") for path in paths if "wording" not in path.parts)


def test_no_key_is_unused() -> None:
    said = sources()
    in_families = {f"{family}{value}" for family, values in FAMILIES.items() for value in values}
    # In Python `f"family.{value}"`, in a template `"family." + value`.
    put_together = {*re.findall(r"f[\"']([\w.]+)\{", said), *re.findall(r"[\"']([\w.]+)[\"'] \+", said)}
    assert set(FAMILIES) - put_together == set()
    unused = set(WORDS) - set(re.findall(r"(?<=[\"'])[\w.-]+(?=[\"'])", said)) - in_families
    words = set(re.findall(r"\w+", said))
    assert {key for key in unused if not (key.startswith("refusal.") and key[8:] in words)} == set()


def test_every_key_asked_for_exists() -> None:
    assert set(re.findall(r"say\(\s*[\"']([a-z_]+\.[a-z_0-9]+)[\"']", sources())) <= set(WORDS)


def test_braces_in_users_words_do_no_harm() -> None:
    assert say("choose.check", Locale.EN, title="{0} {evil!r}") == "Safety check: {0} {evil!r}"


def test_a_missing_placeholder_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        say("choose.check", Locale.JA)


@pytest.mark.parametrize("locale", Locale)
def test_every_value_has_a_label(locale: Locale) -> None:
    labels = [
        *(state_label(state, locale) for state in CheckState),
        *(channel_label(channel, locale) for channel in ChannelKind),
        *(can_work_label(answer, locale) for answer in CanWork),
        *(reach_label(reach, locale) for reach in Reach),
    ]
    assert all(labels)


@pytest.mark.parametrize("locale", Locale)
def test_a_status_is_told_by_icon_and_word_and_no_two_are_alike(locale: Locale) -> None:
    said = [status_label(status, locale) for status in Status]
    counted = [standing_label(standing, locale) for standing in Standing]
    assert len({label.split(" ", 1)[0] for label in counted}) == len(Standing)
    assert len({label.split(" ", 1)[1] for label in counted}) == len(Standing)
    assert len({label.split(" ", 1)[1] for label in said}) == len(Status)
