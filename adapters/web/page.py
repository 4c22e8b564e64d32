"""What all our pages share: language, rendering, local times, one kind error page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from adapters.web.tokens import BadTokenError, ExpiredTokenError
from bot.ages import ago
from bot.labels import ICONS, day_and_time
from bot.page_words import LANGUAGES, page_words
from bot.reasons import in_words, reason
from bot.vocabulary import Locale, locale_or_default
from bot.wording import say
from flows.errors import FlowError, NotFoundError


class UnpressedError(Exception):
    """A form was submitted and no button of it was pressed: nothing is done."""


def asked_locale(fallback: Locale) -> Locale:
    """`?lang=` (or the form's field) first, then what the caller knows of the person."""
    return locale_or_default(request.values.get("lang"), fallback)


def browser_locale(fallback: Locale) -> Locale:
    """For pages whose reader is unknown: `?lang=`, then Accept-Language. Never reads the body: it may be too large."""
    best = request.accept_languages.best_match([locale.value for locale in Locale])
    return locale_or_default(request.args.get("lang"), locale_or_default(best, fallback))


def asked(name: str) -> str:
    """What stands in the address under this name, or nothing; without NUL, which PostgreSQL keeps in no text."""
    return request.args.get(name, "").replace("\0", "")


def render(template: str, locale: Locale, status: int = 200, **facts: Any) -> Response:
    """A page in one language; never cached unless the caller says so."""
    return uncached(html_of(template, locale, **facts), status)


def html_of(template: str, locale: Locale, **facts: Any) -> str:
    words = {"w": page_words(locale), "say": lambda key, **params: say(key, locale, **params), "icons": ICONS}
    reasons = {"why": lambda code: in_words(code, locale), "to_do": lambda code: reason(code, locale).to_do}
    return render_template(template, locale=locale, languages=LANGUAGES, **words, **reasons, **facts)


def uncached(html: str, status: int = 200) -> Response:
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def local(moment: datetime | None, zone: tzinfo, locale: Locale) -> str:
    """`11/20 14:03` on the company's clock, or nothing."""
    return day_and_time(moment, zone, locale) if moment else ""


def aged(now: datetime, locale: Locale) -> Callable[[datetime | None], str]:
    """For templates: how long before `now` a moment was, in words, or nothing."""
    return lambda moment: ago(now - moment, locale) if moment else ""


def error_page(locale: Locale, word: str, status: int) -> Response:
    return render("error.html", locale, status, sentence=page_words(locale)[word])


def token_error_page(error: BadTokenError, locale: Locale) -> Response:
    if isinstance(error, ExpiredTokenError):
        return error_page(locale, "error_expired", 410)
    return error_page(locale, "error_link", 404)


def behind_link(fallback: Locale, show: Callable[[], Response]) -> Response:
    """What `show` gives, or a kind page where the link, the press or the data is not what it should be."""
    try:
        return show()
    except UnpressedError:
        return error_page(asked_locale(fallback), "error_choice", 400)
    except BadTokenError as error:
        return token_error_page(error, asked_locale(fallback))
    except FlowError as error:
        return flow_error_page(error, asked_locale(fallback))


def flow_error_page(error: FlowError, locale: Locale) -> Response:
    """Data that has been deleted says so kindly (invariant 2); everything else is a refusal."""
    if isinstance(error, NotFoundError):
        return error_page(locale, "error_gone", 410)
    return error_page(locale, "error_refused", 403)
