"""The console's frame: who has signed in, what every page of theirs looks like, forms nobody else can send.

A page of the console, in a blueprint made with the one `Console` that `create_web` hands over:

    def create_people_pages(begin: Begin, console: Console) -> Blueprint:
        pages = Blueprint("people", __name__)

        @pages.route("/console/people", methods=["GET", "POST"])
        @console.page
        def people(reader: Reader) -> Response:
            with begin(reader.actor, Lane.READ) as work:
                facts = list_people(work)
            return console.render(reader, "console/people.html", nav="people", facts=facts)

`console.page` sends whoever has not signed in to the sign-in page and back here afterwards, refuses a POST without the
form's token (400), and shows a FlowError in words. The flow alone decides who may see or do it (`flows.who`).

The template extends `console/base.html` and fills `title` and `main`; `keep` holds what the language switch must keep
(`&page=2`). It has `reader`, `reader.who`, `manages` (has a role), `nav` (checks, people, contacts, info, settings, me)
beside what every page has (`w`, `say`, `icons`, `locale`), and `local(moment)`. Every form:
`<form method="post">{{ csrf_field }}…`, and `{{ press_field }}` where pressing twice would write twice (`event_key`). A
redirect after a POST is `redirect(…, 303)`.
Tests sign in with `tests.adapters.web.console.signed_in(browser, tokens, person_id)`.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from adapters.web.page import browser_locale, flow_error_page, local, render, token_error_page
from adapters.web.reader import LINK, holder
from adapters.web.reader import Reader as Reader
from adapters.web.tokens import LIFETIMES, BadTokenError, Purpose, Tokens
from adapters.web.typed_before import typed_before
from bot.refusals import refusal
from bot.vocabulary import Locale, locale_or_default
from flows.carry_out import carry_out
from flows.errors import FlowError, InvalidError, NotFoundError
from flows.ports import Addresses
from flows.session import open_session, session_holder
from flows.work import Begin, Lane, Policy, SignedIn

SESSION_COOKIE = "anpi_session"
#: Of a browser that has not signed in: its forms are bound to it.
VISIT_COOKIE = "anpi_visit"
#: Where the person wanted to go before they were asked to sign in.
NEXT_COOKIE = "anpi_next"
LANGUAGE_COOKIE = "anpi_lang"
FORM_FIELD = "csrf"
#: Drawn when a page is opened: what is sent off from it twice is one press.
_PRESS_FIELD = "press"

_PATH = "/console"
_PORT = re.compile(r":\d+$")
_NEXT_AT_MOST = 500
_NEXT_SECONDS = 3600
_LANGUAGE_SECONDS = 365 * 24 * 3600
_RANDOM_BITS = 62
_PRESS = re.compile(r"[0-9a-f]{16}")


class SignInNeededError(Exception):
    """Nobody has signed in, or their session has ended."""


class FormExpiredError(Exception):
    """A form came without its token: it was open for too long, or another site sent it."""


def safe_next(wished: str) -> str:
    """A page of our own console, or the first one: never another site, however the address is spelt."""
    first = "/console/"
    # Printable ASCII only, no backslash: browsers drop or turn the others, and `//host` is another site.
    is_plain = all("!" <= letter <= "~" and letter != "\\" for letter in wished)
    is_ours = wished.startswith(first) and not wished.startswith("/console//") and len(wished) <= _NEXT_AT_MOST
    return wished if is_plain and is_ours else first


def _leads_to(address: str, host: str) -> bool:
    """Whether this is the host a browser names for that address; proxies leave the port out."""
    named = urlsplit(address).netloc.lower()
    return bool(named) and host.lower() in (named, _PORT.sub("", named))


class Console:
    """Sessions, forms and the look of the console's pages."""

    def __init__(self, begin: Begin, tokens: Tokens, policy: Policy, at: Addresses) -> None:
        """`at`: where people reach us; with https cookies are sent over TLS only."""
        self._begin = begin
        self._tokens = tokens
        self._policy = policy
        self._at = at

    def page(self, show: Callable[..., Response]) -> Callable[..., Response]:
        """Makes a view of `show(reader, **of_the_path)`: see the module's words."""

        @functools.wraps(show)
        def view(**of_the_path: Any) -> Response:
            reader = self.signed_in()
            if request.method not in ("GET", "HEAD"):
                self.require_form(reader.number)
            try:
                return show(reader, **of_the_path)
            except FlowError as error:
                return self.refused(reader, error)

        return view

    def page_of_check(self, show: Callable[..., Response]) -> Callable[..., Response]:
        """As `page`, of a page of one check that is looked at: a link to the check's board (`?t=`) opens it, too."""
        behind_session = self.page(show)

        @functools.wraps(show)
        def view(check_id: int, **of_the_path: Any) -> Response:
            if LINK not in request.args:
                return behind_session(check_id=check_id, **of_the_path)
            try:
                return show(holder(self._begin, self._tokens, check_id), check_id=check_id, **of_the_path)
            except BadTokenError as error:
                return token_error_page(error, self.visitor_locale())
            except FlowError as error:
                return flow_error_page(error, self.visitor_locale())

        return view

    def signed_in(self) -> Reader:
        """Whoever has signed in with this browser; SignInNeededError, which leads to the sign-in page."""
        try:
            cookie = request.cookies.get(SESSION_COOKIE, "")
            person_id, epoch, number = self._tokens.read(Purpose.SESSION, cookie, 3)
        except BadTokenError as error:
            raise SignInNeededError from error
        actor = SignedIn(person_id)
        with self._begin(actor, Lane.READ) as work:
            who = session_holder(work, epoch)
        if who is None:
            raise SignInNeededError
        return Reader(actor, who, number)

    def render(self, reader: Reader, template: str, nav: str = "", status: int = 200, **facts: Any) -> Response:
        """A page of the console in the reader's language."""
        locale = self.locale(reader.who.locale)
        response = render(
            template,
            locale,
            status,
            reader=reader,
            manages=reader.manages,
            nav=nav,
            link=f"&{LINK}={reader.link}" if reader.link else "",
            csrf_field=self.form_field(reader.number),
            press_field=self._press_field(),
            **{"local": lambda moment: local(moment, self._policy.zone, locale), **facts},
        )
        return self.remember_language(response)

    def refused(self, reader: Reader, error: FlowError) -> Response:
        """What is wrong and what to do, in the frame."""
        status = 404 if isinstance(error, NotFoundError) else 400 if isinstance(error, InvalidError) else 403
        return self.render(reader, "console/refused.html", status=status, sentence=self.words_of(reader, error))

    def words_of(self, reader: Reader, error: FlowError) -> str:
        return refusal(error.code, self.locale(reader.who.locale), error.params)

    def locale(self, fallback: Locale) -> Locale:
        """`?lang=` first, then what was chosen with it before, then what is known of the person."""
        chosen = locale_or_default(request.cookies.get(LANGUAGE_COOKIE), fallback)
        return locale_or_default(request.args.get("lang"), chosen)

    def visitor_locale(self) -> Locale:
        """The language of somebody who has not signed in."""
        return self.locale(browser_locale(self._policy.locale))

    def remember_language(self, response: Response) -> Response:
        if (lang := request.args.get("lang")) in Locale.__members__.values():
            self._set(response, LANGUAGE_COOKIE, str(lang), _LANGUAGE_SECONDS)
        return response

    def form_field(self, number: int) -> Markup:
        """What a form carries to prove that it is ours: `number` is that of the reader or of the visit."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, self._form_token(number))

    def event_key(self, reader: Reader) -> str | None:
        """The same for a form with `press_field` however often it is sent off as it is: `flows.once.is_repeat`."""
        press = request.form.get(_PRESS_FIELD, "")
        if not _PRESS.fullmatch(press):
            return None
        typed = sorted((name, value) for name, value in request.form.items(multi=True) if name != FORM_FIELD)
        said = hashlib.blake2b(repr((request.path, typed)).encode("utf-8", "surrogatepass"), digest_size=12)
        return f"web:press:{reader.person_id}:{said.hexdigest()}"

    def require_form(self, number: int) -> None:
        """FormExpiredError unless the form in hand carries the token made of that number."""
        given = request.form.get(FORM_FIELD, "")
        if not hmac.compare_digest(given.encode(), self._form_token(number).encode()):
            raise FormExpiredError

    def visit(self) -> int:
        """The number of this browser's visit; FormExpiredError where it has none."""
        try:
            [number] = self._tokens.read(Purpose.VISIT, request.cookies.get(VISIT_COOKIE, ""), 1)
        except BadTokenError as error:
            raise FormExpiredError from error
        return number

    def render_visit(self, template: str, status: int = 200, known: Locale | None = None, **facts: Any) -> Response:
        """A page for whoever has not signed in, whose forms carry `csrf_field`; the browser gets a visit if needed.

        `known`: the language of the person it is for.
        """
        try:
            number = self.visit()
        except FormExpiredError:
            number = secrets.randbits(_RANDOM_BITS)
        locale = self.visitor_locale() if known is None else self.locale(known)
        response = render(template, locale, status, csrf_field=self.form_field(number), **facts)
        self._set_token(response, VISIT_COOKIE, Purpose.VISIT, number)
        return self.remember_language(response)

    def enter(self, person_id: int, by: str) -> Response:
        """Signs this browser in and leads to where the person wanted to go. RefusedError(unknown_person)."""
        epoch = carry_out(self._begin, SignedIn(person_id), lambda work: open_session(work, by))
        response = redirect(safe_next(request.cookies.get(NEXT_COOKIE, "")), 303)
        number = secrets.randbits(_RANDOM_BITS)
        self._set_token(response, SESSION_COOKIE, Purpose.SESSION, person_id, epoch, number)
        return self._forget(response, VISIT_COOKIE, NEXT_COOKIE)

    def leave(self) -> Response:
        """Signs this browser out."""
        return self._forget(redirect(url_for("sign_in.ask", out=1), 303), SESSION_COOKIE, VISIT_COOKIE)

    def to_sign_in(self, _: SignInNeededError) -> Response:
        """To the sign-in page; afterwards back to the page that was asked for. What was typed is shown before."""
        words = typed_before(self._tokens, FORM_FIELD)
        response = (
            self._too_late("console.session_over", 401, words) if words else redirect(url_for("sign_in.ask"), 303)
        )
        if request.method == "GET" or (words and current_app.url_map.bind("").test(request.path, "GET")):
            wished = request.full_path if request.query_string else request.path
            self._set(response, NEXT_COOKIE, safe_next(wished), _NEXT_SECONDS)
        response.headers["Cache-Control"] = "no-store"
        return self.remember_language(response)

    def form_expired(self, _: FormExpiredError) -> Response:
        """Nothing was done; the page can be opened again."""
        return self._too_late("console.form_expired", 400, typed_before(self._tokens, FORM_FIELD))

    def _too_late(self, key: str, status: int, words: list[str]) -> Response:
        return render("console/form_expired.html", self.visitor_locale(), status, key=key, words=words)

    @staticmethod
    def _press_field() -> Markup:
        return Markup('<input type="hidden" name="{}" value="{}">').format(_PRESS_FIELD, secrets.token_hex(8))

    @property
    def _secure(self) -> bool:
        """By the address that this browser has opened: inside there may be no TLS where outside there is."""
        inside, outside = self._at.inside, self._at.outside
        is_inside = _leads_to(inside, request.host) and not _leads_to(outside, request.host)
        return (inside if is_inside else outside).startswith("https://")

    def _form_token(self, number: int) -> str:
        return self._tokens.make(Purpose.FORM, number)

    def _set_token(self, response: Response, cookie: str, purpose: Purpose, *numbers: int) -> None:
        lifetime = int(LIFETIMES[purpose].total_seconds())
        self._set(response, cookie, self._tokens.make(purpose, *numbers), lifetime)

    def _set(self, response: Response, cookie: str, value: str, seconds: int) -> None:
        response.set_cookie(
            cookie, value, max_age=seconds, path=_PATH, secure=self._secure, httponly=True, samesite="Lax"
        )

    def _forget(self, response: Response, *cookies: str) -> Response:
        for cookie in cookies:
            response.delete_cookie(cookie, path=_PATH, secure=self._secure, httponly=True, samesite="Lax")
        return response
