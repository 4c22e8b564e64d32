"""The company's mail server: how letters are handed over to it, and what an administrator types to say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from email.utils import getaddresses
from enum import StrEnum
from typing import Literal, get_args
from urllib.parse import urlsplit

from bot.people_columns import is_mail_address
from bot.plain import hidden_in
from flows.errors import InvalidError

Security = Literal["none", "starttls", "tls"]
SECURITIES: tuple[Security, ...] = get_args(Security)

#: A password may cross these in the clear: they are this machine.
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
#: A name, as the resolver takes it, or an address of IPv6.
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_HOST_AT_MOST = 253
_PORT_AT_MOST = 65_535
#: Refresh tokens of Microsoft have about 1,500 characters.
_TYPED_AT_MOST = 4_000


class Login(StrEnum):
    """How the relay is told who we are. `pop`: a mailbox is opened first, and the relay lets its address send."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105 - a word, not one
    XOAUTH2 = "xoauth2"
    POP = "pop"


@dataclass(frozen=True, slots=True)
class OAuth:
    """Where a token is got that stands for the password, and with what (RFC 6749, section 6)."""

    token_url: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PopBefore:
    """The mailbox that is opened before sending, on servers from before SMTP AUTH."""

    host: str
    port: int
    security: Literal["none", "tls"] = "tls"
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Relay:
    """`is_locked`: a password is kept, but this SECRET_KEY does not open it."""

    host: str
    port: int
    security: Security = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    oauth: OAuth | None = None
    pop: PopBefore | None = None
    is_locked: bool = False

    @property
    def login(self) -> Login:
        if self.pop is not None:
            return Login.POP
        if self.oauth is not None:
            return Login.XOAUTH2
        return Login.PASSWORD if self.user else Login.NONE


@dataclass(frozen=True, slots=True)
class MailServer:
    """`mail_from`: `安否確認 <anpi@example.jp>` or a bare address."""

    relay: Relay
    mail_from: str


@dataclass(frozen=True, slots=True)
class MailForm:
    """What is typed, word by word. An empty secret means: as it is."""

    host: str = ""
    port: str = "587"
    security: str = "starttls"
    login: str = Login.NONE
    user: str = ""
    password: str = field(default="", repr=False)
    token_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    pop_host: str = ""
    pop_port: str = "995"
    pop_security: str = "tls"
    pop_user: str = ""
    pop_password: str = field(default="", repr=False)
    mail_from: str = ""

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> MailForm:
        """Space around a word means nothing, and in a secret it may."""
        known = {name: typed[name] for name in FIELDS if name in typed}
        return cls(**{name: value if name in SECRETS else value.strip() for name, value in known.items()})

    def values(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


FIELDS = tuple(one.name for one in fields(MailForm))
#: Each secret with what it is shown to: kept only as long as it goes to the same place.
SECRETS: Mapping[str, tuple[str, ...]] = {
    "password": ("host",),
    "client_secret": ("token_url", "client_id"),
    "refresh_token": ("token_url", "client_id"),
    "pop_password": ("pop_host",),
}


def form_of(server: MailServer) -> MailForm:
    """As an administrator would have typed it."""
    relay = server.relay
    form = MailForm(
        host=relay.host,
        port=str(relay.port),
        security=relay.security,
        login=relay.login,
        user=relay.user,
        password=relay.password,
        mail_from=server.mail_from,
    )
    if oauth := relay.oauth:
        form = replace(form, **asdict(oauth))
    if pop := relay.pop:
        form = replace(form, **{f"pop_{name}": str(value) for name, value in asdict(pop).items()})
    return form


def server_of(form: MailForm) -> MailServer:
    """What was checked before. ValueError where a port is none."""
    login = Login(form.login)
    has_user = login in (Login.PASSWORD, Login.XOAUTH2)
    relay = Relay(
        host=form.host,
        port=int(form.port),
        security=_security(form.security),
        user=form.user if has_user else "",
        password=form.password if login is Login.PASSWORD else "",
        oauth=OAuth(form.token_url, form.client_id, form.client_secret, form.refresh_token)
        if login is Login.XOAUTH2
        else None,
        pop=PopBefore(
            form.pop_host,
            int(form.pop_port),
            "none" if form.pop_security == "none" else "tls",
            form.pop_user,
            form.pop_password,
        )
        if login is Login.POP
        else None,
    )
    return MailServer(relay, form.mail_from)


def checked(form: MailForm) -> MailServer:
    """InvalidError names what is wrong; nothing of what was typed goes anywhere before."""
    for value in form.values().values():
        # A line end would begin another command of SMTP or POP, or another header.
        if len(value) > _TYPED_AT_MOST or hidden_in(value):
            raise InvalidError("mail_odd_letters")
    _check_place(form.host, form.port)
    if form.security not in SECURITIES or form.login not in list(Login):
        raise InvalidError("mail_choice")
    if not is_sender(form.mail_from):
        raise InvalidError("bad_mail_from")
    match Login(form.login):
        case Login.PASSWORD:
            _require("mail_login_incomplete", form.user, form.password)
            _check_is_encrypted(form)
        case Login.XOAUTH2:
            _require("mail_oauth_incomplete", form.user, form.token_url, form.client_id, form.refresh_token)
            _check_token_url(form.token_url)
            _check_is_encrypted(form)
        case Login.POP:
            _require("mail_pop_incomplete", form.pop_user, form.pop_password)
            _check_place(form.pop_host, form.pop_port)
    return server_of(form)


def is_sender(mail_from: str) -> bool:
    """Whether letters can come from it: one address, alone or behind a name."""
    addresses = [address for _, address in getaddresses([mail_from])]
    return not hidden_in(mail_from) and len(addresses) == 1 and is_mail_address(addresses[0])


def _security(word: str) -> Security:
    return next((one for one in SECURITIES if one == word), "starttls")


def _require(code: str, *words: str) -> None:
    if not all(words):
        raise InvalidError(code)


def _check_place(host: str, port: str) -> None:
    if len(host) > _HOST_AT_MOST or not _HOST.fullmatch(host):
        raise InvalidError("bad_mail_host")
    if not (port.isascii() and port.isdecimal() and len(port) <= 5 and 0 < int(port) <= _PORT_AT_MOST):
        raise InvalidError("bad_port")


def _check_is_encrypted(form: MailForm) -> None:
    if form.security == "none" and form.host not in LOOPBACK:
        raise InvalidError("mail_in_the_clear")


def _check_token_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, is_encrypted = parts.hostname or "", parts.scheme == "https"
        good = host and not parts.username and (is_encrypted or (parts.scheme == "http" and host in LOOPBACK))
        _ = parts.port
    except ValueError:
        good = False
    if not good or " " in url:
        raise InvalidError("bad_token_url")
