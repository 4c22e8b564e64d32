"""Role × action × inside or outside the unit: one line for every flow that a page or a command of ours calls.

A new flow is one `Row` in ROWS, or one line in FREE with the reason why everybody may do it; a test of the house names
the flows that are in neither. What is done is done to 太郎, or to something of his unit 本社/開発部.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from bot.api_words import HookEvent, Scope
from bot.company import CompanyInfo
from bot.corrections import CheckWords
from bot.message_texts import TextKind
from bot.short_form import ShortForm
from bot.vocabulary import SENDING_CHANNELS, ChannelKind, CheckKind, InfoPage, Locale, Role, Status, Via
from flows import (
    add_details,
    alarms,
    answer_curve,
    answer_page,
    api_checks,
    api_replies,
    api_tokens,
    board_link,
    board_mark,
    bulletins,
    cancel_check,
    choose_language,
    choose_units,
    claim_person,
    close_check,
    company_info,
    compose_message,
    correct_check,
    directory_proposals,
    edit_contacts,
    edit_information,
    edit_person,
    edit_sites,
    edit_units,
    find_person,
    glance,
    grant_role,
    hear_bounce,
    hear_reply,
    hear_text,
    hear_wordless,
    help_cases,
    import_contacts,
    info_rights,
    leases,
    leave_of,
    line_account_link,
    line_linking,
    line_menu,
    line_status,
    list_campaigns,
    list_contacts,
    list_deliveries,
    list_managers,
    list_people,
    list_units,
    manager_board,
    mark_person,
    message_texts,
    missing_contacts,
    my_answer,
    my_answers,
    offer_start,
    once,
    open_question,
    past_checks,
    people_file,
    person_story,
    phones_to_call,
    places,
    plan_check,
    preflight,
    print_list,
    prompts_replaced,
    prove_contact,
    push_bulletin,
    rate_limits,
    record_answer,
    relay_speed,
    remind,
    reopen_check,
    resume_contacts,
    retention,
    roster,
    send_again,
    session,
    set_addresses,
    set_company,
    set_leave,
    set_mail_server,
    show_audit,
    show_campaign,
    show_check,
    show_contacts,
    show_home,
    show_profile,
    sign_in,
    site_pack,
    start_campaign,
    start_check,
    status_list,
    stopped_contacts,
    try_message,
    unclear_replies,
    unsubscribe,
    urge_registration,
    way_home,
    who,
    write_to_person,
)
from flows.common_settings import READ, written
from flows.find_person import PersonRef
from flows.in_force import InForce, OfEnvironment
from flows.judge_message import Words
from flows.mail_server import MailForm
from flows.seal import Seal
from flows.webhooks import settings as webhooks
from flows.work import Actor, Begin, Lane, Policy, Sender, SignedIn, System
from storage.models import contacts, people
from storage.queries import directory, replies
from storage.queries.directory import Entry, EntryState
from tests.support.clock import START, MovableClock
from tests.support.company import Company

ACTORS = (
    "safety admin",
    "manager inside",
    "manager outside",
    "themselves",
    "somebody else",
    "who has left",
    "stranger",
)
#: What each of ACTORS is refused; None: it is done.
Codes = tuple[str | None, str | None, str | None, str | None, str | None, str | None, str | None]

_NO_ADMIN, _NO_MANAGER, _OUTSIDE, _UNKNOWN = "not_a_safety_admin", "not_a_manager", "outside_units", "unknown_person"
KNOWN: Codes = (None, None, None, None, None, _UNKNOWN, _UNKNOWN)
MANAGERS: Codes = (None, None, None, _NO_MANAGER, _NO_MANAGER, _UNKNOWN, _UNKNOWN)
OF_THEIRS: Codes = (None, None, _OUTSIDE, _NO_MANAGER, _NO_MANAGER, _UNKNOWN, _UNKNOWN)
OWN_OR_OF_THEIRS: Codes = (None, None, _OUTSIDE, None, _NO_MANAGER, _UNKNOWN, _UNKNOWN)
NOBODY: Codes = ("api_scope",) * 7
WHOLE_COMPANY: Codes = (None, _OUTSIDE, _OUTSIDE, _NO_MANAGER, _NO_MANAGER, _UNKNOWN, _UNKNOWN)
OF_THEIR_SITES: Codes = (None, None, "outside_sites", _NO_MANAGER, _NO_MANAGER, _UNKNOWN, _UNKNOWN)
ADMINS: Codes = (None, _NO_ADMIN, _NO_ADMIN, _NO_MANAGER, _NO_MANAGER, _UNKNOWN, _UNKNOWN)


@dataclass(frozen=True)
class House:
    """The company in which it is done; ids."""

    actors: dict[str, Actor]
    token: int = field(kw_only=True)
    webhook: int = field(kw_only=True)
    taro: int
    check: int
    case: int
    contact: int
    campaign: int
    reply: int
    alarm: int
    dev: int
    empty_unit: int
    site: int
    #: Where 太郎 works, and a bulletin for whoever works there.
    workplace: int
    bulletin: int
    #: An emergency contact of that workplace.
    entry: int
    planned: int
    cancelled: int


@dataclass(frozen=True)
class Row:
    flow: Callable[..., Any]
    codes: Codes
    #: What it is called with, after the unit of work.
    args: Callable[[House], tuple[Any, ...]] = lambda _: ()
    #: It names 太郎 to whoever may know of him, and to nobody else.
    names: bool = False


_ref = PersonRef(channel=ChannelKind.SLACK, address="U0TARO")
_mail = ChannelKind.MAIL
_text = (TextKind.PROMPT, Locale.JA)
_drill = start_check.StartCheck(CheckKind.DRILL, "訓練")
_LATER = START + timedelta(days=9)
_csv = "employee_no,name\nE0003,太郎\n".encode()
_contacts = import_contacts.ContactsToImport(b"employee_no,channel,address\nE0003,phone,090-1\n")
_IN_FORCE = InForce(OfEnvironment(), Seal("k" * 40))
_common = {field: written(getattr(Policy(), field)) for field in READ} | {"company": "青葉"}
_numbers = edit_information.Listing.CONTACTS
_server = MailForm(host="smtp.example.jp", port="25", mail_from="anpi@example.jp")


def _corrected(at: House) -> correct_check.CorrectCheck:
    return correct_check.CorrectCheck(at.check, CheckWords("震度5弱の地震"))


ROWS: tuple[Row, ...] = (
    # One person.
    Row(show_contacts.show_contacts, OWN_OR_OF_THEIRS, lambda at: (at.taro,), names=True),
    Row(edit_contacts.add_contact, OWN_OR_OF_THEIRS, lambda at: (edit_contacts.AddContact(at.taro, _mail, "x@y.jp"),)),
    Row(edit_contacts.save_contact, OWN_OR_OF_THEIRS, lambda at: (edit_contacts.SaveContact(at.taro, at.contact),)),
    Row(edit_contacts.remove_contact, OWN_OR_OF_THEIRS, lambda at: (at.taro, at.contact)),
    Row(edit_contacts.order_contacts, OWN_OR_OF_THEIRS, lambda at: (at.taro, [at.contact])),
    Row(resume_contacts.resume_contacts, OWN_OR_OF_THEIRS, lambda at: (resume_contacts.ResumeContacts((at.contact,)),)),
    Row(leave_of.leave_of, OF_THEIRS, lambda at: (at.taro,)),
    Row(set_leave.set_leave, OF_THEIRS, lambda at: (set_leave.SetLeave(at.taro, None),)),
    Row(line_status.line_status, OWN_OR_OF_THEIRS, lambda at: (at.taro,), names=True),
    Row(line_linking.mail_link_code, OWN_OR_OF_THEIRS, lambda at: (at.taro,)),
    Row(line_linking.issue_link_code, KNOWN),
    Row(stopped_contacts.resume_own, KNOWN),
    Row(mark_person.find_for_marking, OF_THEIRS, lambda at: (_ref,), names=True),
    Row(mark_person.mark_person, OF_THEIRS, lambda at: (mark_person.MarkPerson(_ref, Status.SAFE, START, Via.SLACK),)),
    Row(help_cases.show_help, OF_THEIRS, lambda at: (at.case,), names=True),
    Row(help_cases.take_help, OF_THEIRS, lambda at: (help_cases.TakeHelp(at.case),), names=True),
    Row(help_cases.close_help, OF_THEIRS, lambda at: (help_cases.CloseHelp("無事", at.case),), names=True),
    Row(unclear_replies.settle_unclear_reply, OF_THEIRS, lambda at: (at.reply,)),
    # Many people: a manager's own.
    Row(list_people.list_people, MANAGERS, lambda at: (list_people.PeopleFilter(),), names=True),
    Row(list_people.list_people, ADMINS, lambda at: (list_people.PeopleFilter(left=True),)),
    Row(list_contacts.list_contacts, MANAGERS, lambda at: (list_contacts.ContactFilter(),), names=True),
    Row(list_contacts.all_contacts, MANAGERS, lambda at: (list_contacts.ContactFilter(),), names=True),
    Row(list_contacts.note_contacts_exported, MANAGERS, lambda at: (1,)),
    Row(list_contacts.count_contacts, MANAGERS, lambda at: (list_contacts.ContactFilter(),)),
    Row(list_contacts.note_contacts_seen, MANAGERS, lambda at: (list_contacts.ContactPage((), 0, ""),)),
    Row(resume_contacts.resume_contacts, MANAGERS, lambda at: (resume_contacts.ResumeContacts(all_suppressed=True),)),
    Row(missing_contacts.missing_contacts, MANAGERS, lambda at: (missing_contacts.MissingFilter(),), names=True),
    Row(missing_contacts.all_missing_people, MANAGERS, names=True),
    Row(missing_contacts.note_missing_seen, MANAGERS, lambda at: (missing_contacts.MissingPage((), 0, 0, 0, ""),)),
    Row(missing_contacts.count_missing, MANAGERS),
    Row(missing_contacts.note_missing_exported, MANAGERS, lambda at: (1,)),
    Row(urge_registration.urge_registration, MANAGERS),
    Row(urge_registration.urge_registration, OF_THEIRS, lambda at: ((at.dev,),)),
    Row(unclear_replies.list_unclear_replies, MANAGERS, names=True),
    # Campaigns.
    Row(start_campaign.start_campaign, MANAGERS, lambda at: (start_campaign.StartCampaign(),)),
    Row(start_campaign.start_campaign, OF_THEIRS, lambda at: (start_campaign.StartCampaign((at.dev,)),)),
    Row(list_campaigns.list_campaigns, MANAGERS),
    Row(show_campaign.show_campaign, MANAGERS, lambda at: (at.campaign,), names=True),
    Row(show_campaign.note_campaign_seen, MANAGERS, lambda at: (at.campaign,)),
    Row(import_contacts.try_contacts, MANAGERS, lambda at: (_contacts,)),
    Row(import_contacts.note_contacts_tried, MANAGERS, lambda at: (import_contacts.ContactsImported(),)),
    Row(import_contacts.import_contacts, MANAGERS, lambda at: (_contacts,)),
    Row(import_contacts.export_contacts_file, MANAGERS, lambda at: (Locale.JA,)),
    Row(choose_units.choose_units, MANAGERS, lambda at: (choose_units.WantedUnits(),)),
    # Checks: this one asks 本社/開発部 alone.
    Row(offer_start.offer_start, MANAGERS),
    Row(start_check.start_check, MANAGERS, lambda at: (start_check.StartCheck(CheckKind.DRILL, "訓練"),)),
    Row(
        start_check.start_check,
        OF_THEIRS,
        lambda at: (start_check.StartCheck(CheckKind.DRILL, "訓練", unit_ids=(at.dev,)),),
    ),
    Row(preflight.preflight, MANAGERS, lambda at: (preflight.Preflight(), {})),
    Row(preflight.preflight, OF_THEIRS, lambda at: (preflight.Preflight((at.dev,)), {})),
    Row(compose_message.writing_desk, MANAGERS, lambda at: ()),
    Row(compose_message.judge_typed, MANAGERS, lambda at: (Words(ShortForm("大雨"), "避難して"),)),
    Row(plan_check.plan_check, MANAGERS, lambda at: (plan_check.PlanCheck(_drill, _LATER),)),
    Row(
        plan_check.plan_check,
        OF_THEIRS,
        lambda at: (plan_check.PlanCheck(replace(_drill, unit_ids=(at.dev,)), _LATER, at.planned),),
    ),
    Row(plan_check.planned_check, OF_THEIRS, lambda at: (at.planned,)),
    Row(plan_check.cancel_planned, OF_THEIRS, lambda at: (at.planned,)),
    Row(past_checks.past_checks, MANAGERS),
    Row(past_checks.compare_checks, MANAGERS, lambda at: ((at.check, at.planned),)),
    Row(past_checks.clear_check, OF_THEIRS, lambda at: (at.cancelled,)),
    Row(remind.remind_now, OF_THEIRS, lambda at: (remind.RemindNow(at.check),)),
    Row(send_again.send_again, OF_THEIRS, lambda at: (send_again.SendAgain(at.check, at.taro),)),
    Row(send_again.send_again_to_silent, MANAGERS, lambda at: (at.check,)),
    Row(claim_person.claim_person, OF_THEIRS, lambda at: (claim_person.ClaimPerson(at.check, at.taro),), names=True),
    Row(claim_person.release_person, OF_THEIRS, lambda at: (claim_person.ClaimPerson(at.check, at.taro),), names=True),
    Row(
        write_to_person.write_to_person,
        OF_THEIRS,
        lambda at: (write_to_person.WriteToPerson(at.check, at.taro, "行きます"),),
        names=True,
    ),
    Row(status_list.status_list, MANAGERS, lambda at: (status_list.StatusFilter(at.check),), names=True),
    Row(status_list.every_status, MANAGERS, lambda at: (status_list.StatusFilter(at.check),), names=True),
    Row(status_list.note_status_exported, MANAGERS, lambda at: (at.check,)),
    Row(status_list.person_in_check, OF_THEIRS, lambda at: (at.check, at.taro), names=True),
    Row(manager_board.manager_board, MANAGERS, lambda at: (at.check,), names=True),
    Row(manager_board.manager_board, OF_THEIRS, lambda at: (at.check, at.dev), names=True),
    Row(manager_board.unit_lines, MANAGERS, lambda at: (at.check,)),
    Row(manager_board.unit_lines, OF_THEIRS, lambda at: (at.check, at.dev)),
    Row(manager_board.units_to_choose, MANAGERS),
    Row(manager_board.guests, MANAGERS, lambda at: (at.check,)),
    Row(manager_board.sending, MANAGERS, lambda at: (at.check,)),
    Row(board_mark.board_mark, KNOWN, lambda at: (at.check,)),
    Row(answer_curve.answer_curve, MANAGERS, lambda at: (at.check,)),
    Row(answer_curve.answer_curve, OF_THEIRS, lambda at: (at.check, at.dev)),
    Row(person_story.person_story, OF_THEIRS, lambda at: (at.check, at.taro), names=True),
    Row(print_list.print_list, MANAGERS, lambda at: (status_list.StatusFilter(at.check),), names=True),
    Row(reopen_check.reopen_check, OF_THEIRS, lambda at: (at.check,)),
    Row(close_check.close_check, OF_THEIRS, lambda at: (close_check.CloseCheck(at.check),)),
    Row(correct_check.receivers_now, OF_THEIRS, lambda at: (at.check,)),
    Row(correct_check.words_sent, OF_THEIRS, lambda at: (at.check,)),
    Row(correct_check.correction_outlook, OF_THEIRS, lambda at: (_corrected(at),)),
    Row(correct_check.correct_check, OF_THEIRS, lambda at: (_corrected(at),)),
    Row(correct_check.corrections_of, MANAGERS, lambda at: (at.check,)),
    Row(cancel_check.cancel_check, OF_THEIRS, lambda at: (cancel_check.CancelCheck(at.check),)),
    Row(cancel_check.cancel_check, OF_THEIRS, lambda at: (cancel_check.CancelCheck(at.planned),)),
    Row(show_check.show_names, MANAGERS, lambda at: (at.check,), names=True),
    Row(phones_to_call.phones_to_call, MANAGERS, lambda at: (at.check, [at.taro])),
    Row(phones_to_call.note_phones_seen, MANAGERS, lambda at: (at.check, [at.taro])),
    Row(list_deliveries.list_deliveries, MANAGERS, lambda at: (list_deliveries.DeliveryFilter(at.check),), names=True),
    Row(list_deliveries.all_deliveries, MANAGERS, lambda at: (list_deliveries.DeliveryFilter(at.check),), names=True),
    Row(list_deliveries.note_deliveries_seen, MANAGERS, lambda at: (at.check,)),
    Row(
        board_link.manager_to_link,
        ADMINS,
        lambda at: (at.check, PersonRef(address="U0JIRO", channel=ChannelKind.SLACK)),
    ),
    # The organisation.
    Row(show_profile.note_profile_seen, ADMINS, lambda at: (at.taro,)),
    Row(show_profile.show_profile, ADMINS, lambda at: (at.taro,)),
    Row(edit_person.edit_person, ADMINS, lambda at: (edit_person.EditPerson(at.taro, "E0003", "太郎"),)),
    Row(grant_role.set_role, ADMINS, lambda at: (grant_role.SetRole(at.taro, Role.SAFETY_ADMIN),)),
    Row(grant_role.grant_role, ADMINS, lambda at: (grant_role.GrantRole("taro@example.jp"),)),
    Row(list_managers.list_managers, ADMINS),
    Row(list_units.list_units, ADMINS, lambda at: (at.dev,)),
    Row(list_units.find_unit, ADMINS, lambda at: ("本社/開発部",)),
    Row(edit_units.add_unit, ADMINS, lambda at: (edit_units.AddUnit(at.dev, "新課"),)),
    Row(edit_units.rename_unit, ADMINS, lambda at: (at.dev, "技術部")),
    Row(edit_units.move_unit, ADMINS, lambda at: (edit_units.MoveUnit(at.dev, "大阪支社"),)),
    Row(edit_units.delete_unit, ADMINS, lambda at: (at.empty_unit,)),
    Row(edit_sites.list_sites, ADMINS),
    Row(edit_sites.save_site, ADMINS, lambda at: (edit_sites.SaveSite(at.site, "新社屋"),)),
    Row(edit_sites.delete_site, ADMINS, lambda at: (at.site,)),
    Row(people_file.import_people, ADMINS, lambda at: (_csv,)),
    Row(people_file.export_people, ADMINS),
    Row(directory_proposals.list_proposals, ADMINS),
    Row(directory_proposals.name_leavers, ADMINS, lambda at: ({at.taro: "U0TARO"},)),
    Row(directory_proposals.accept_new_person, ADMINS, lambda at: ("U0NEW", "N1")),
    Row(directory_proposals.ignore_proposal, ADMINS, lambda at: ("U0NEW",)),
    Row(directory_proposals.deactivate_leavers, ADMINS),
    # The house itself.
    Row(show_audit.show_audit, ADMINS, lambda at: (show_audit.AuditFilter(),)),
    Row(show_audit.export_audit, ADMINS, lambda at: (show_audit.AuditFilter(),)),
    Row(show_audit.note_audit_seen, ADMINS, lambda at: (show_audit.AuditFilter(),)),
    Row(show_audit.note_audit_exported, ADMINS, lambda at: (show_audit.AuditFilter(),)),
    Row(show_audit.people_called, ADMINS, lambda at: ("太郎",)),
    Row(show_audit.name_of, ADMINS, lambda at: (at.taro,)),
    Row(message_texts.list_texts, ADMINS),
    Row(message_texts.text_to_edit, ADMINS, lambda at: _text),
    Row(message_texts.preview_text, ADMINS, lambda at: (*_text, "{title}", "本文", "https://anpi.test/")),
    Row(message_texts.save_text, ADMINS, lambda at: (*_text, "{title}", "本文")),
    Row(message_texts.reset_text, ADMINS, lambda at: _text),
    Row(try_message.try_message, ADMINS, lambda at: (*_text, "{title}", "本文")),
    Row(alarms.list_alarms, ADMINS),
    Row(alarms.close_alarm, ADMINS, lambda at: (at.alarm,)),
    Row(glance.glance_at_settings, ADMINS, lambda at: (_IN_FORCE,)),
    Row(glance.begin_proving, ADMINS),
    Row(set_company.show_common, ADMINS, lambda at: (_IN_FORCE,)),
    Row(set_company.save_common, ADMINS, lambda at: (_common,)),
    Row(set_company.forget_common, ADMINS, lambda at: ("company",)),
    Row(set_mail_server.show_mail_server, ADMINS, lambda at: (_IN_FORCE,)),
    Row(set_mail_server.save_mail_server, ADMINS, lambda at: (_IN_FORCE, _server)),
    Row(set_mail_server.prepare_trial, ADMINS, lambda at: (_IN_FORCE, _server, "me@example.jp")),
    Row(set_mail_server.forget_mail_server, ADMINS, lambda at: (_IN_FORCE,)),
    Row(relay_speed.estimate_speed, ADMINS, lambda at: (_IN_FORCE, None)),
    Row(set_addresses.show_addresses, ADMINS, lambda at: (_IN_FORCE,)),
    Row(set_addresses.save_addresses, ADMINS, lambda at: (_IN_FORCE, "https://anpi.test", "")),
    Row(set_addresses.forget_addresses, ADMINS),
    Row(api_tokens.list_tokens, ADMINS),
    Row(api_tokens.make_token, ADMINS, lambda at: (api_tokens.NewToken("人事", list(Scope)),)),
    Row(api_tokens.replace_token, ADMINS, lambda at: (at.token,)),
    Row(api_tokens.revoke_token, ADMINS, lambda at: (at.token,)),
    Row(api_tokens.require_scope, NOBODY, lambda at: (Scope.CHECKS_READ,)),
    Row(roster.keep_people, NOBODY, lambda at: ([], Locale.JA)),
    Row(roster.keep_person, NOBODY, lambda at: ({}, Locale.JA, lambda version: True)),
    Row(roster.take_off, NOBODY, lambda at: ("E0003", lambda version: True)),
    Row(roster.roster_entry, NOBODY, lambda at: ("E0003",)),
    Row(api_checks.page_of_checks, MANAGERS),
    Row(api_checks.units_at, MANAGERS, lambda at: (["本社/開発部"],)),
    Row(webhooks.list_webhooks, ADMINS),
    Row(webhooks.renew_secret, ADMINS, lambda at: (_IN_FORCE, at.webhook)),
    Row(webhooks.make_webhook, ADMINS, lambda at: (_IN_FORCE, "https://hooks.example/", [HookEvent.HELP])),
    Row(webhooks.change_webhook, ADMINS, lambda at: (at.webhook, [HookEvent.HELP], True)),
    Row(webhooks.try_webhook, ADMINS, lambda at: (at.webhook,)),
    Row(webhooks.delete_webhook, ADMINS, lambda at: (at.webhook,)),
    Row(company_info.import_info, ADMINS, lambda at: (CompanyInfo(),)),
    Row(bulletins.list_bulletins, MANAGERS),
    Row(bulletins.own_units, MANAGERS),
    Row(bulletins.show_bulletin, MANAGERS, lambda at: (at.bulletin,)),
    Row(bulletins.save_bulletin, ADMINS, lambda at: (_notice(at),)),
    Row(bulletins.save_bulletin, OF_THEIRS, lambda at: (_notice(at, unit_id=at.dev),)),
    Row(bulletins.save_bulletin, OF_THEIR_SITES, lambda at: (_notice(at, site_id=at.workplace),)),
    Row(bulletins.withdraw_bulletin, OF_THEIR_SITES, lambda at: (at.bulletin,)),
    Row(push_bulletin.forecast_push, OF_THEIR_SITES, lambda at: (_push(at),)),
    Row(push_bulletin.push_bulletin, OF_THEIR_SITES, lambda at: (_push(at),)),
    Row(push_bulletin.pushes_of, MANAGERS, lambda at: (at.bulletin,)),
    Row(info_rights.info_editor, MANAGERS),
    Row(way_home.show_way_home, KNOWN),
    Row(way_home.keep_way_home, KNOWN, lambda at: (way_home.WayHomeWanted("調布駅"),)),
    Row(way_home.forget_way_home, KNOWN),
    Row(site_pack.show_pack, OF_THEIR_SITES, lambda at: (at.workplace,), names=True),
    Row(site_pack.save_meeting_point, OF_THEIR_SITES, lambda at: (at.workplace, "門の前", "35.5, 139.5")),
    Row(places.import_places, ADMINS, lambda at: ((),)),
    Row(edit_information.list_entries, MANAGERS, lambda at: (_numbers,)),
    Row(edit_information.page_words, MANAGERS),
    Row(edit_information.save_entry, ADMINS, lambda at: (_number(None),)),
    Row(edit_information.save_entry, OF_THEIR_SITES, lambda at: (_number(at.workplace),)),
    Row(edit_information.save_route, OF_THEIR_SITES, lambda at: (_way(at.workplace),)),
    Row(edit_information.remove_entry, OF_THEIR_SITES, lambda at: (_numbers, at.entry)),
    Row(edit_information.move_up, OF_THEIR_SITES, lambda at: (_numbers, at.entry)),
    Row(edit_information.add_presets, ADMINS, lambda at: (("jma",),)),
    Row(edit_information.save_page, ADMINS, lambda at: (InfoPage.DAY, "落ち着いて", "")),
    Row(retention.forecast, ADMINS),
    Row(retention.delete_page, ADMINS),
    # The menu in LINE.
    Row(line_menu.show_menus, ADMINS),
    Row(line_menu.keep_menus, ADMINS, lambda at: ((line_menu.InstalledMenu("ja", "richmenu-1", "mark"),),)),
    Row(line_menu.retire_menus, ADMINS),
    Row(line_menu.menus_are_gone, ADMINS),
    Row(line_menu.forget_whose, ADMINS),
)


def _notice(at: House, unit_id: int | None = None, site_id: int | None = None) -> bulletins.SaveBulletin:
    return bulletins.SaveBulletin(None, "停電", "復旧中", unit_id=unit_id, site_id=site_id)


def _number(site_id: int | None) -> edit_information.SaveEntry:
    return edit_information.SaveEntry(_numbers, None, "守衛室", "03-0000-0001", site_id=site_id)


def _way(site_id: int) -> edit_information.SaveRoute:
    park = edit_information.TypedPlace("公園", "35.5, 139.25")
    return edit_information.SaveRoute(None, "公園へ", park, site_id=site_id)


def _push(at: House) -> push_bulletin.PushBulletin:
    return push_bulletin.PushBulletin(at.bulletin, (), SENDING_CHANNELS)


_ANSWER = "an answer is never refused (invariant 2); whose it is the flow finds out, nobody chooses"
#: To nobody but their own people, of whom none may need help.
_OWN_ALONE = "a manager outside finds none of their people in need and is told so; tests/flows/test_write_to_person.py"
_COUNTS = "everybody sees counts (invariant 11)"
_LINK = "whoever holds a signed link, or has had its letter, is meant by it; the flow sees to its own link or code"
_ACCOUNT = "about the account that has written or pressed, and no other"
_SESSION = "about the person who signs in, and no other"
_PART = "a part of another flow, or of a channel's own work: it says or does nothing for anybody"

FREE: dict[Callable[..., Any], str] = {
    record_answer.record_answer: _ANSWER,
    add_details.add_details: _ANSWER,
    add_details.await_comment: _ANSWER,
    hear_text.hear_text: _ANSWER,
    hear_wordless.hear_wordless: _ANSWER,
    hear_reply.hear_reply: _ANSWER,
    hear_reply.asked_person: _PART,
    hear_bounce.hear_bounce: "a mail server's report; a token in its address says which letter it is about",
    my_answer.my_answer: _ACCOUNT,
    show_home.show_home: _ACCOUNT,
    write_to_person.write_to_those_in_need: _OWN_ALONE,
    my_answers.my_answers: _ACCOUNT,
    choose_language.choose_language: _ACCOUNT,
    open_question.open_question: _ACCOUNT,
    line_menu.menu_due: _PART,
    line_menu.menu_is_deleted: _PART,
    line_menu.menus_to_delete: _PART,
    line_menu.note_menus: _PART,
    stopped_contacts.own_stopped: _ACCOUNT,
    stopped_contacts.stopped_of: _ACCOUNT,
    answer_page.answer_page: _LINK,
    prove_contact.prove_contact: _LINK,
    unsubscribe.show_contact: _LINK,
    unsubscribe.unsubscribe: _LINK,
    unsubscribe.resume: _LINK,
    sign_in.link_holder: _LINK,
    sign_in.use_link: _LINK,
    prove_contact.prove_account: _ACCOUNT,
    line_account_link.ask_for_code: _ACCOUNT,
    line_account_link.issue_nonce: _ACCOUNT,
    line_account_link.end_account_link: _ACCOUNT,
    line_linking.friend_followed: _ACCOUNT,
    line_linking.friend_left: _ACCOUNT,
    session.open_session: _SESSION,
    session.session_holder: _SESSION,
    session.sign_out_everywhere: _SESSION,
    show_check.show_check: _COUNTS,
    show_check.list_checks: _COUNTS,
    alarms.count_alarms: "none for anybody but a safety admin",
    places.places_near: "official places are public",
    places.places_named: "official places are public",
    places.place_of: "official places are public",
    places.count_places: "official places are public",
    info_rights.all_sites: "the names of sites stand on the page for everybody",
    company_info.show_info: "the company's emergency numbers, links and routes are for everybody",
    who.who_is: _PART,
    api_tokens.token_holder: "whoever shows a token is meant by it",
    api_tokens.note_use: _PART,
    api_replies.reply_before: _PART,
    api_replies.keep_reply: _PART,
    set_mail_server.keep_refresh_token: "nobody asks for it: a provider gave a newer token while a letter was sent",
    find_person.find_person: _PART,
    once.is_repeat: _PART,
    message_texts.texts_in_force: _PART,
    leases.take_lease: _PART,
    leases.release_lease: _PART,
    rate_limits.adjust: _PART,
    rate_limits.block: _PART,
    rate_limits.overdraw: _PART,
    rate_limits.reserve: _PART,
    prompts_replaced.note_replaced: _PART,
}


def build(begin: Begin, company: Company, clock: MovableClock) -> House:
    """One of each that a row needs. An hour has passed since the campaign and the check began."""
    dev, empty_unit = company.unit("本社/開発部"), company.unit("空課")
    company.person("連絡先のない太郎", units=["本社/開発部"])
    outside = company.person(
        "大阪長", units=["大阪支社"], slack="U0OSAKA", role=Role.UNIT_MANAGER, manages=["大阪支社"]
    )
    left = company.person("元管理者", units=["本社/開発部"], role=Role.SAFETY_ADMIN, active=False)
    taro = company.ids["taro"]
    actors: tuple[Actor, ...] = (
        SignedIn(company.ids["hanako"]),
        SignedIn(company.ids["jiro"]),
        SignedIn(outside),
        SignedIn(taro),
        SignedIn(company.ids["emma"]),
        SignedIn(left),
        Sender(ChannelKind.SLACK, "U0STRANGER"),
    )
    with begin(System("test"), Lane.FANOUT) as work:
        campaign = start_campaign.start_campaign(work, start_campaign.StartCampaign()).campaign_id
        start_campaign.write_campaign(work, campaign)
        started = start_check.start_check(work, start_check.StartCheck(CheckKind.REAL, "地震", unit_ids=(dev,)))
        assert isinstance(started, start_check.CheckStarted)
        for_dev = plan_check.PlanCheck(replace(_drill, unit_ids=(dev,)), _LATER)
        planned, cancelled = (plan_check.plan_check(work, for_dev).check_id for _ in range(2))
        plan_check.cancel_planned(work, cancelled)
        token = api_tokens.make_token(work, api_tokens.NewToken("人事", list(Scope))).token_id
        webhook = webhooks.make_webhook(work, _IN_FORCE, "https://hooks.example/", [HookEvent.HELP]).webhook_id
        replies.keep_unclear(work.connection, started.check_id, taro, "あとで", work.now)
        alarms.raise_alarm(work, alarms.MAIL_POLICY)
        site = edit_sites.save_site(work, edit_sites.SaveSite(None, "本社ビル"))
        workplace = edit_sites.save_site(work, edit_sites.SaveSite(None, "工場"))
        work.connection.execute(update(people).where(people.c.id == taro).values(site_id=workplace))
        bulletin = bulletins.save_bulletin(work, bulletins.SaveBulletin(None, "停電", "復旧中", site_id=workplace))
        entry = edit_information.save_entry(work, _number(workplace))
        directory.keep_entries(work.connection, [Entry("U0NEW", "新人", "", EntryState.NEW, None)], work.now)
    with begin(SignedIn(taro)) as work:
        cry = record_answer.RecordAnswer(Status.HELP, START, Via.WEB, started.check_id)
        case = record_answer.record_answer(work, cry).help_case_id
    assert case is not None
    clock.forward(timedelta(days=2))
    with begin(System("test"), Lane.READ) as work:
        its = select(contacts.c.id).where(contacts.c.person_id == taro, contacts.c.channel == ChannelKind.MAIL)
        contact = work.connection.execute(its).scalar_one()
        [reply] = unclear_replies.list_unclear_replies(work)
        [alarm] = alarms.list_alarms(work)
    return House(
        dict(zip(ACTORS, actors, strict=True)),
        taro,
        started.check_id,
        case,
        contact,
        campaign,
        reply.reply_id,
        alarm.alarm_id,
        dev,
        empty_unit,
        site,
        workplace,
        bulletin,
        entry,
        planned,
        cancelled,
        token=token,
        webhook=webhook,
    )
