"""The Flask application: our pages, the platforms' doors that `app.py` hands in, security headers, kind errors."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence

from flask import Blueprint, Flask, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response

from adapters.web.answer_page import create_answer_pages
from adapters.web.board_page import create_board_pages
from adapters.web.console_addresses import create_console_addresses
from adapters.web.console_admins import create_console_admins
from adapters.web.console_alarms import create_console_alarms
from adapters.web.console_api import create_console_api
from adapters.web.console_audit import create_console_audit
from adapters.web.console_board import create_console_board
from adapters.web.console_bulletins import create_console_bulletins
from adapters.web.console_campaigns import create_console_campaigns
from adapters.web.console_checks import create_console_checks
from adapters.web.console_company import create_console_company
from adapters.web.console_compose import create_console_compose
from adapters.web.console_contact_import import create_console_contact_import
from adapters.web.console_contacts import create_console_contacts
from adapters.web.console_correct import create_console_correct
from adapters.web.console_deliveries import create_console_deliveries
from adapters.web.console_directory import create_console_directory
from adapters.web.console_frame import Console, FormExpiredError, SignInNeededError
from adapters.web.console_home import create_console_home
from adapters.web.console_in_check import create_console_in_check
from adapters.web.console_information import create_console_information
from adapters.web.console_mail import Setting, create_console_mail
from adapters.web.console_pack import create_console_pack
from adapters.web.console_people import create_console_people
from adapters.web.console_replies import create_console_replies
from adapters.web.console_settings import create_console_settings
from adapters.web.console_sites import create_console_sites
from adapters.web.console_start import create_console_start
from adapters.web.console_status import create_console_status
from adapters.web.console_texts import create_console_texts
from adapters.web.console_units import create_console_units
from adapters.web.console_urging import create_console_urging
from adapters.web.console_way_home import create_console_way_home
from adapters.web.console_webhooks import create_console_webhooks
from adapters.web.contact_page import create_contact_pages
from adapters.web.help_page import create_help_pages
from adapters.web.host_names import with_host_names
from adapters.web.info_page import create_info_pages
from adapters.web.links import Fixed
from adapters.web.looks import name_looks
from adapters.web.my_answers_page import create_my_answers
from adapters.web.page import browser_locale, error_page
from adapters.web.sign_in_page import create_sign_in_pages
from adapters.web.slack_sign_in import create_slack_sign_in
from adapters.web.tokens import Tokens
from adapters.web.unsubscribe_page import create_unsubscribe_pages
from bot.phones import tel_url
from flows.paces import Paces
from flows.ports import Addresses, Channel, Clock, SlackIdentity
from flows.work import Begin, Policy

log = logging.getLogger(__name__)

#: Slack's largest payload (a view of 250 kB, form-encoded) fits; nothing we accept is larger.
BODY_MAX_BYTES = 1_000_000

#: No script but our own file, no frame around our buttons, no token in a Referer.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}

#: Blueprints that only a platform's servers post to.
_PLATFORM_DOORS = ("slack", "line")


def create_web(
    begin: Begin,
    tokens: Tokens,
    clock: Clock,
    policy: Policy,
    doors: Iterable[Blueprint] = (),
    at: Addresses | None = None,
    slack: SlackIdentity | None = None,
    channels: Sequence[Channel] = (),
    setting: Setting | None = None,
) -> Flask:
    """`doors` are the blueprints of the other rooms (Slack, LINE, health, sandbox).

    `at`: where people reach us; with https the console's cookies are sent over TLS only.
    `slack`: Sign in with Slack, where it is set up. `channels`: those whose messages the console previews.
    `setting`: what the pages of the mail server and of the addresses change; without it they are not there.
    """
    web = Flask(__name__)
    web.config.update(MAX_CONTENT_LENGTH=BODY_MAX_BYTES, MAX_FORM_PARTS=100)
    name_looks(web)
    web.url_map.converters["int"] = _Id
    web.jinja_env.filters["telephone"] = tel_url
    at = at or Fixed("")
    console = Console(begin, tokens, policy, at)
    for pages in (
        create_answer_pages(begin, tokens, clock, policy),
        create_unsubscribe_pages(begin, tokens, policy),
        create_contact_pages(begin, tokens, policy),
        *_info_pages(begin, clock, console, policy, channels, at),
        create_board_pages(begin, console),
        create_console_home(begin, console, tokens),
        create_console_people(begin, console, policy),
        create_my_answers(begin, console, tokens),
        *_contact_pages(begin, console, policy),
        *_check_pages(begin, console, policy, channels, setting),
        *_settings_pages(begin, console, policy, channels, setting),
        create_sign_in_pages(begin, console, policy, by_slack=slack is not None),
        *((create_slack_sign_in(begin, tokens, console, slack, at),) if slack else ()),
        create_help_pages(begin, tokens, policy),
        *doors,
    ):
        web.register_blueprint(pages)
    web.register_error_handler(SignInNeededError, console.to_sign_in)
    web.register_error_handler(FormExpiredError, console.form_expired)
    _handle_errors(web, policy)

    @web.after_request
    def secure(response: Response) -> Response:
        # What Slack and LINE read no browser shows, and on the way of an answer every header counts.
        if request.blueprint in _PLATFORM_DOORS:
            return response
        has = response.headers
        # Flask knows the slash that is missing, not the scheme that a proxy has taken off.
        here = f"{request.scheme}://{request.host}/"
        if response.location and response.location.startswith(here):
            response.location = "/" + response.location.removeprefix(here).lstrip("/")
        has.extend([(name, value) for name, value in SECURITY_HEADERS.items() if name not in has])
        return response

    web.wsgi_app = with_host_names(web.wsgi_app)  # type: ignore[method-assign]
    return web


def _contact_pages(begin: Begin, console: Console, policy: Policy) -> Iterator[Blueprint]:
    """How people are reached, and who is not."""
    yield create_console_contacts(begin, console, policy)
    yield create_console_directory(begin, console)
    yield create_console_campaigns(begin, console, policy)
    yield create_console_urging(begin, console)
    yield create_console_contact_import(begin, console)


def _check_pages(
    begin: Begin, console: Console, policy: Policy, channels: Sequence[Channel], setting: Setting | None
) -> Iterator[Blueprint]:
    """Checks that are started or over, and what is behind a check's board."""
    yield create_console_start(begin, console, policy, Paces(channels), setting)
    yield create_console_checks(begin, console)
    yield create_console_compose(begin, console)
    yield create_console_status(begin, console, policy)
    yield create_console_board(begin, console, policy)
    yield create_console_correct(begin, console)
    yield create_console_in_check(begin, console)
    yield create_console_deliveries(begin, console, policy)
    yield create_console_replies(begin, console)


def _info_pages(
    begin: Begin, clock: Clock, console: Console, policy: Policy, channels: Sequence[Channel], at: Addresses
) -> Iterator[Blueprint]:
    """What people need on the day itself, and where managers write it."""
    yield create_info_pages(begin, clock, policy)
    yield create_console_bulletins(begin, console, policy, channels)
    yield create_console_information(begin, console)
    yield create_console_pack(begin, console, policy, at)
    yield create_console_way_home(begin, console)


def _settings_pages(
    begin: Begin, console: Console, policy: Policy, channels: Sequence[Channel], setting: Setting | None
) -> Iterator[Blueprint]:
    """`/console/settings` and what is found there."""
    yield create_console_settings(begin, console, setting)
    yield create_console_alarms(begin, console)
    yield create_console_audit(begin, console, policy)
    yield create_console_texts(begin, console, policy, channels)
    yield create_console_units(begin, console)
    yield create_console_sites(begin, console)
    yield create_console_admins(begin, console)
    yield create_console_api(begin, console)
    if setting:
        yield create_console_company(begin, console, setting)
        yield create_console_mail(begin, console, setting)
        yield create_console_addresses(begin, console, setting)
        yield create_console_webhooks(begin, console, setting.in_force)


class _Id(IntegerConverter):
    """`<int:…>`: a number that no database keeps is the id of nothing."""

    def __init__(self, of: Map) -> None:
        super().__init__(of, max=2**63 - 1)


def _handle_errors(web: Flask, policy: Policy) -> None:
    @web.errorhandler(HTTPException)
    def known(error: HTTPException) -> Response:
        word = {413: "error_large", 404: "error_not_found"}.get(error.code or 500, "error_link")
        return error_page(browser_locale(policy.locale), word, error.code or 500)

    @web.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        # The path may hold a token: only its rule goes into the log.
        log.error("a request failed in %s", _rule(), exc_info=error)
        return error_page(browser_locale(policy.locale), "error_server", 500)


def _rule() -> str:
    return request.url_rule.rule if request.url_rule else "an unknown path"
