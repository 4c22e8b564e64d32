"""`/a/<token>`: a person's answer page. GET shows, only a POST that names the choice records (invariant 4)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import lru_cache

from flask import Blueprint, redirect, request, url_for
from markupsafe import escape
from werkzeug.wrappers import Response

from adapters.web.page import asked_locale, behind_link, error_page, html_of, local, uncached
from adapters.web.tokens import Purpose, Tokens
from bot.closing import ClosingFacts, closing_words
from bot.message_texts import ORIGINALS, MessageTexts, TextKind
from bot.thanks import CALM, own_thanks
from bot.vocabulary import CanWork, CheckState, Locale, Status, Via
from flows.add_details import AddDetails, add_details
from flows.answer_page import AnswerPage, Opened, answer_page
from flows.carry_out import carry_out
from flows.choose_language import choose_language
from flows.company_info import CompanyInfo, show_info
from flows.message_texts import texts_in_force
from flows.opened_together import OpenedTogether
from flows.ports import Clock
from flows.record_answer import RecordAnswer, record_answer
from flows.telling import company_numbers
from flows.work import Begin, Lane, Policy, TokenHolder

#: Best news first: most people press the first one; help stands apart, last and loudest.
CHOICES = (Status.SAFE, Status.AWAY, Status.INJURED, Status.HELP)
#: Stand for the reader's token and name in a page that is the same for everybody; nobody can have written them.
_TOKEN, _NAME = secrets.token_hex(16), secrets.token_hex(16)
#: Pages kept: of active checks in each language.
_KEPT = 64
_THANKED = ("thanks", "late")
_DONE = (*_THANKED, "noted", "language")


def create_answer_pages(begin: Begin, tokens: Tokens, clock: Clock, policy: Policy) -> Blueprint:
    """The pages behind every answer link; the token in the path is the whole authority."""
    pages = Blueprint("answer", __name__)
    marks = OpenedTogether(begin)

    def guarded(token: str, show: Callable[[int, int, int], Response]) -> Response:
        return behind_link(policy.locale, lambda: show(*tokens.read(Purpose.ANSWER, token, 3)))

    def shown(token: str, check_id: int, person_id: int, round_: int) -> Response:
        with begin(TokenHolder(person_id), Lane.GLANCE) as work:
            facts = answer_page(work, check_id, person_id)
            urgent = facts.standing == "help" or facts.said == "injured"
            info = show_info(work) if urgent else CompanyInfo()
            is_over = facts.state is CheckState.CLOSED or request.args.get("done") in _THANKED
            texts = texts_in_force(work) if is_over else ORIGINALS
        return _answer_html(token, facts, info, policy, texts)

    @pages.get("/a/<token>")
    def show(token: str) -> Response:
        return guarded(token, lambda check_id, person_id, round_: shown(token, check_id, person_id, round_))

    @pages.post("/a/<token>")
    def press(token: str) -> Response:
        def record(check_id: int, person_id: int, round_: int) -> Response:
            said = request.form.get("status", "")
            if said not in Status.__members__.values():
                return error_page(asked_locale(policy.locale), "error_choice", 400)
            answer = RecordAnswer(Status(said), clock.now(), Via.WEB, check_id=check_id, round=round_)
            done = carry_out(begin, TokenHolder(person_id), lambda work: record_answer(work, answer))
            return _see(token, "late" if done.late else "thanks")

        return guarded(token, record)

    @pages.post("/a/<token>/details")
    def details(token: str) -> Response:
        def add(check_id: int, person_id: int, round_: int) -> Response:
            can_work = request.form.get("can_work", "")
            told = AddDetails(
                check_id,
                clock.now(),
                Via.WEB,
                comment=request.form.get("comment", "").strip() or None,
                can_work=CanWork(can_work) if can_work in CanWork.__members__.values() else None,
                place=request.form.get("place", "").strip() or None,
            )
            carry_out(begin, TokenHolder(person_id), lambda work: add_details(work, told))
            return _see(token, "noted")

        return guarded(token, add)

    @pages.post("/a/<token>/language")
    def language(token: str) -> Response:
        def choose(check_id: int, person_id: int, round_: int) -> Response:
            chosen = asked_locale(policy.locale)
            carry_out(begin, TokenHolder(person_id), lambda work: choose_language(work, chosen))
            return _see(token, "language")

        return guarded(token, choose)

    @pages.post("/a/<token>/opened")
    def opened(token: str) -> Response:
        def note(check_id: int, person_id: int, round_: int) -> Response:
            marks.note(Opened(check_id, person_id, clock.now()))
            return Response(status=204)

        return guarded(token, note)

    return pages


def _see(token: str, done: str) -> Response:
    lang = request.values.get("lang")
    return redirect(url_for("answer.show", token=token, done=done, lang=lang), 303)


def _answer_html(token: str, facts: AnswerPage, info: CompanyInfo, policy: Policy, texts: MessageTexts) -> Response:
    locale = asked_locale(facts.locale)
    done = request.args.get("done", "")
    shown = _Shown(
        facts=replace(facts, person_name=_NAME),
        numbers=company_numbers(info, locale),
        done=done if done in _DONE and facts.said else "",
        thanks=_own_thanks(facts, locale, texts) if done in _THANKED else "",
        closing=_own_closing(facts, locale, texts, policy),
        asks=request.args.get("change") is not None or not facts.said,
        zone=policy.zone,
    )
    html = _html(shown, locale) if facts.said else _kept_html(shown, locale)
    return uncached(html.replace(_TOKEN, str(escape(token))).replace(_NAME, str(escape(facts.person_name))))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands on the page, but for the name and the token: of all who have not answered it is the same."""

    facts: AnswerPage
    numbers: tuple[tuple[str, str], ...]
    done: str
    thanks: str
    closing: str
    asks: bool
    zone: tzinfo


def _html(shown: _Shown, locale: Locale) -> str:
    """With `_TOKEN` and `_NAME` in the places of the reader's."""
    return html_of(
        "answer.html",
        locale,
        token=_TOKEN,
        facts=shown.facts,
        choices=CHOICES,
        can_work=tuple(CanWork),
        numbers=shown.numbers,
        done=shown.done,
        thanks=shown.thanks,
        closing=shown.closing,
        asks=shown.asks,
        started=local(shown.facts.started_at, shown.zone, locale),
        said_at=local(shown.facts.said_at, shown.zone, locale),
    )


_kept_html = lru_cache(_KEPT)(_html)


def _own_thanks(facts: AnswerPage, locale: Locale, texts: MessageTexts) -> str:
    """The company's own thank-you, for those who are well."""
    text = texts.own.get((TextKind.THANKS, locale))
    return own_thanks(text, Status(facts.said), facts.title, locale)[1] if text and facts.said in CALM else ""


def _own_closing(facts: AnswerPage, locale: Locale, texts: MessageTexts, policy: Policy) -> str:
    if facts.state is not CheckState.CLOSED or (TextKind.CLOSED, locale) not in texts.own:
        return ""
    started_at = facts.started_at.astimezone(policy.zone) if facts.started_at else None
    closed = ClosingFacts(facts.kind, facts.title, locale, facts.company, "", texts=texts, started_at=started_at)
    return closing_words(closed)[1]
