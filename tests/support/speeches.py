"""Everything the bot can say, composed from one set of facts: for tests that hold for every text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from bot import (
    boards,
    confirmations,
    corrections,
    help_text,
    information,
    menu_replies,
    prompts,
    rescue,
    stopped,
    thanks,
    welcome,
)
from bot.bulletin import BulletinFacts, bulletin
from bot.buttons import StartAnywayPress
from bot.menu_buttons import MenuTile
from bot.short_form import ShortForm
from bot.sign_in import sign_in_letter
from bot.speech import Speech
from bot.vocabulary import ChannelKind, CheckKind, CheckState, Locale, Standing, Status

INFO_URL = "https://anpi.example.jp/info"
PAGE_URL = "https://anpi.example.jp/a/token"


@dataclass(frozen=True)
class Words:
    """What users supplied."""

    title: str = "東京で地震"
    message: str = "エレベーターは使わないでください。"
    name: str = "花子"
    comment: str = "停電しています"
    unit: str = "本社/開発部"


#: Longer than anything is shown, with what must not get through: controls, direction marks, broken emoji, line breaks.
HOSTILE = Words(*(f"\u202e{'長い' * 900}\u0000\n{'👨‍👩‍👧' * 50}\r\u2066<@U1>{{x}}&\ud800" for _ in range(5)))


def prompt_facts(kind: CheckKind, locale: Locale, words: Words = Words()) -> prompts.PromptFacts:
    return prompts.PromptFacts(7, kind, words.title, words.message, 2, locale, words.name, INFO_URL)


def thanks_facts(kind: CheckKind, locale: Locale, status: Status, title: str = "東京で地震") -> thanks.ThanksFacts:
    return thanks.ThanksFacts(
        7,
        kind,
        title,
        2,
        locale,
        status,
        Standing(status),
        info_url=INFO_URL,
        company_numbers=(("災害対策本部", "03-0000-0001"), ("総務部", "03-0000-0002 内線 5")),
    )


def rescue_facts(kind: CheckKind, locale: Locale, words: Words = Words()) -> rescue.RescueFacts:
    return rescue.RescueFacts(
        help_case_id=5,
        kind=kind,
        title=words.title,
        locale=locale,
        person_name=words.name,
        units=(words.unit,) * 3,
        comment=words.comment,
        place=words.comment,
        phones=("090-0000-0001", words.comment),
        opened_at="14:03",
        taken_by=words.name,
        taken_at="14:05",
        closed_by=words.name,
        closing_word=words.comment,
        board_url=PAGE_URL,
        check_id=7,
        round=2,
    )


def board_facts(
    kind: CheckKind,
    locale: Locale,
    words: Words = Words(),
    units: int = 3,
    people: int = 3,
) -> boards.BoardFacts:
    counts = {
        Standing.HELP: 2,
        Standing.INJURED: 1,
        Standing.SILENT: 12,
        Standing.AWAY: 3,
        Standing.SAFE: 22,
    }
    return boards.BoardFacts(
        check_id=7,
        kind=kind,
        title=words.title,
        state=CheckState.ACTIVE,
        locale=locale,
        started_at="11/20 14:03",
        as_of="11/20 14:20:05",
        roll=40,
        counts=counts,
        guests=2,
        unclaimed_help=1,
        reminders_sent=1,
        unreachable=3,
        failed=1,
        queued=12,
        next_reminder_at="14:30",
        units=tuple(boards.BoardUnit(f"{number}{words.unit}", counts) for number in range(units)),
        people=tuple(board_person(words, number) for number in range(people)),
        info_url=INFO_URL,
    )


def board_person(words: Words, number: int = 0) -> boards.BoardPerson:
    return boards.BoardPerson(
        f"{words.name}{number}", (words.unit,) * 2, Standing.HELP, words.comment, "14:03", taken_by=words.name
    )


def about_checks(kind: CheckKind, locale: Locale, words: Words = Words()) -> Iterator[Speech]:
    """Every text that belongs to one check."""
    return iter(_composed(_about_checks, kind, locale, words))


def about_no_check(locale: Locale, words: Words = Words()) -> Iterator[Speech]:
    """Every text that belongs to no check."""
    return iter(_composed(_about_no_check, locale, words))


@cache
def _composed(compose: Callable[..., Iterator[Speech]], *facts: object) -> tuple[Speech, ...]:
    """Composed once: several rooms look at the same texts."""
    return tuple(compose(*facts))


def _about_checks(kind: CheckKind, locale: Locale, words: Words) -> Iterator[Speech]:
    asked = prompt_facts(kind, locale, words)
    for facts in (asked, replace(asked, reminder_no=2), replace(asked, reminder_no=3, is_last=True)):
        yield prompts.prompt(facts)
        yield prompts.prompt(replace(facts, answer_url=PAGE_URL))
        yield prompts.channel_prompt(facts)
    for status in Status:
        thanked = thanks_facts(kind, locale, status, words.title)
        yield thanks.thank_you(thanked)
        yield stopped.with_stopped(thanks.thank_you(thanked), [words.name] * 8)
        yield thanks.thank_you(replace(thanked, standing=Standing.HELP, late=True, is_guest=True, is_known=False))
        yield thanks.thank_you(replace(thanked, is_guest=True, is_known=False, via_line=True))
    yield thanks.details_noted(thanks.DetailsFacts(7, kind, 2, locale, words.comment, "partly", words.comment))
    choice = thanks.ChoiceFacts(7, kind, words.title, 2, locale)
    yield thanks.ask_back(choice)
    yield thanks.choose_again(choice)
    yield stopped.with_stopped(thanks.choose_again(choice), [words.name])
    yield thanks.choose_again(choice, "away", datetime.fromisoformat("2026-11-20T14:03:00+09:00"))
    yield from _corrections(kind, locale, words)
    yield from _rescue(kind, locale, words)
    yield from _boards(kind, locale, words)
    yield from _confirmations(kind, locale, words)


def _corrections(kind: CheckKind, locale: Locale, words: Words) -> Iterator[Speech]:
    asked = prompt_facts(kind, locale, words)
    for wrong in (corrections.CheckWords(words.comment, words.comment, 5, words.name), corrections.CheckWords("")):
        yield corrections.correction(asked, wrong)
        yield corrections.correction(replace(asked, answer_url=PAGE_URL), wrong)
        yield corrections.channel_correction(asked, wrong)
    for reason in ("", words.comment):
        called_off = corrections.CancellationFacts(kind, words.title, reason, locale, INFO_URL)
        yield corrections.cancellation(replace(called_off, answer_url=PAGE_URL))
        yield corrections.channel_cancellation(called_off)


def _rescue(kind: CheckKind, locale: Locale, words: Words) -> Iterator[Speech]:
    case = rescue_facts(kind, locale, words)
    yield rescue.help_alert(case)
    yield rescue.help_alert(replace(case, take_url=PAGE_URL))
    yield rescue.help_news(case)
    yield rescue.help_news(replace(case, taken_at="", take_url=PAGE_URL))
    yield rescue.help_taken_for_managers(case)
    yield rescue.help_taken_for_managers(replace(case, take_url=PAGE_URL))
    yield rescue.help_taken_for_person(case)
    yield rescue.help_closed_for_managers(case)
    yield rescue.help_closed_for_person(case)


def _boards(kind: CheckKind, locale: Locale, words: Words) -> Iterator[Speech]:
    facts = board_facts(kind, locale, words, units=100, people=60)
    for state in CheckState:
        yield boards.board(replace(facts, state=state, closed_at="11/20 18:00"), for_managers=False)
        yield boards.board(replace(facts, state=state, closed_at="11/20 18:00"), for_managers=True)
    for standing in (None, *Standing):
        yield boards.names(boards.NamesFacts(7, kind, words.title, locale, standing, facts.people, 5000))
        yield boards.names(boards.NamesFacts(7, kind, words.title, locale, standing, (), 0))


def _confirmations(kind: CheckKind, locale: Locale, words: Words) -> Iterator[Speech]:
    messages = {ChannelKind.SLACK: 20, ChannelKind.LINE: 10, ChannelKind.MAIL: 0}
    yield confirmations.check_started(
        confirmations.StartedFacts(kind, words.title, locale, 40, 3, messages, PAGE_URL, 2)
    )
    press = StartAnywayPress("draft-1", kind, "東京で地震")
    yield confirmations.similar_active(words.title, "14:03", 12, press, locale)
    for flag in (False, True):
        yield confirmations.check_closed(kind, words.title, 3, flag, locale)
        yield confirmations.reminded(kind, words.title, 12, flag, locale)
        yield confirmations.marked(kind, words.name, Status.SAFE, Standing.HELP, flag, locale)
    yield confirmations.taken_before(kind, words.name, locale)
    yield confirmations.closed_before(kind, locale)
    yield confirmations.correct_link(kind, words.title, PAGE_URL, locale)
    yield thanks.ask_for_comment(locale, kind)
    yield thanks.ask_for_place(locale, kind)
    yield confirmations.board_link(kind, words.title, CheckState.ACTIVE, PAGE_URL, locale)


def _about_no_check(locale: Locale, words: Words) -> Iterator[Speech]:
    for flag in (False, True):
        yield thanks.nothing_to_answer(locale, flag, False, True)
        yield thanks.nothing_to_answer(locale, flag, True, False)
        yield welcome.line_greeting(locale, flag)
        yield welcome.wrong_code(locale, flag)
    yield welcome.line_greeting(locale, False, PAGE_URL)
    yield welcome.link_failed(locale)
    yield welcome.linked(locale, words.name)
    yield sign_in_letter(locale, PAGE_URL, timedelta(minutes=15))
    yield welcome.link_code(locale, "ABCD2345", timedelta(minutes=30), words.name)
    line = information.InfoLine(words.name, "03-0000-0001", words.comment)
    page = information.InfoLine(words.name, PAGE_URL, words.comment)
    yield information.information(
        information.InfoFacts(locale, words.name, (line,) * 50, (page,) * 50, (page,) * 50, PAGE_URL)
    )
    yield information.information(information.InfoFacts(locale, "", (), (), (), "", bulletins=(line,) * 50))
    yield information.information(information.InfoFacts(locale, "", (), (), (), ""))
    facts_of_all = information.InfoFacts(locale, words.name, (line,) * 50, (page,) * 50, (page,) * 50, PAGE_URL)
    for tile in (MenuTile.CONTACTS, MenuTile.ROUTES, MenuTile.NEWS):
        yield information.about(replace(facts_of_all, bulletins=(line,) * 50), tile)
        yield information.about(information.InfoFacts(locale, "", (), (), (), ""), tile)
    yield menu_replies.which_language(locale)
    yield menu_replies.language_chosen(locale)
    yield menu_replies.nothing_is_asked(locale, True, INFO_URL)
    for kind in CheckKind:
        short = ShortForm(words.title, 4, words.comment)
        facts = BulletinFacts(kind, short, words.comment, "11/20 14:03", locale, words.name, PAGE_URL)
        yield bulletin(facts)
    yield stopped.resumed(locale, [words.name] * 8)
    yield stopped.resumed(locale, ())
    yield help_text.help_text(locale)
    yield help_text.help_text(locale, words.comment, for_managers=True)
