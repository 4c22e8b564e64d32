"""The address of the company's mail server, as ANPI_SMTP_URL gives it."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flows.mail_server import LOOPBACK
from flows.mail_server import Relay as Relay
from flows.mail_server import Security as Security

#: Scheme → security and port (RFC 8314: 465 is TLS from the first byte, 587 STARTTLS).
_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}


class RelayUrlError(ValueError):
    """ANPI_SMTP_URL cannot be used; the text never shows it, because it may hold a password."""


def parse_relay(url: str) -> Relay:
    """`smtp://host`, `smtp+starttls://user:pass@host:587`, `smtps://…`; user and password percent-encoded.

    RelayUrlError says what to write instead.
    """
    scheme, _, rest = url.strip().partition("://")
    if scheme not in _SCHEMES or not rest:
        raise RelayUrlError("begin with smtp://, smtp+starttls:// or smtps://")
    security, default_port = _SCHEMES[scheme]
    try:
        parts = urlsplit("//" + rest)
        host, port = parts.hostname or "", parts.port or default_port
        user, password = (unquote(word or "", errors="strict") for word in (parts.username, parts.password))
    except ValueError as error:
        raise RelayUrlError("write host and port as in smtp+starttls://user:password@mail.example.jp:587") from error
    if not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise RelayUrlError("after the host comes only a port; in a password write / ? # @ as %2F %3F %23 %40")
    if bool(user) != bool(password):
        raise RelayUrlError("give both a user and a password, or neither")
    if user and security == "none" and host not in LOOPBACK:
        raise RelayUrlError("the password would cross the network in the clear: use smtp+starttls:// or smtps://")
    return Relay(host, port, security, user, password)
