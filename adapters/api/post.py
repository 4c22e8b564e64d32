"""Posts events to other systems: one body, one try, within seconds, and to no address it must not reach."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from flows.webhooks.deliver import Posted

#: Seconds for each step, and for all of them together, however slowly the other side drips.
TIMEOUT = 10.0
ALTOGETHER = 15.0
_RETRY_AT_MOST_SECONDS = 86_400
_PORTS = {"https": 443, "http": 80}

_Address = IPv4Address | IPv6Address

#: Where clouds keep keys of their machines beside 169.254.…: AWS, Alibaba, Oracle, Azure.
_METADATA = frozenset(map(ip_address, ("fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16")))
#: Networks whose last four bytes are an IPv4 address: translated (RFC 6052, 2765), and the old compatible form.
_TRANSLATED = tuple(map(IPv6Network, ("64:ff9b::/96", "::ffff:0:0:0/96", "::/96")))


class HttpPost:
    """flows.webhooks.deliver.WebhookPost. No redirect is followed, and of the reply only its status is read."""

    def __init__(
        self, timeout: float = TIMEOUT, altogether: float = ALTOGETHER, trust: ssl.SSLContext | None = None
    ) -> None:
        """`trust`: whose certificates are believed; the system's own where there is none."""
        self._timeout = timeout
        self._altogether = altogether
        self._trust = trust or ssl.create_default_context()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return Posted(0, "unresolved")
        # The address that was looked at is the one that is used: a name may stand for another one a moment later.
        address = str(found[0][4][0])
        if reason := _forbidden(address, parts.scheme):
            return Posted(0, reason)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return self._sent(self._connection(parts.scheme, host, port, address), path, body, headers)

    def _connection(self, scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
        """The certificate is that of `host`, wherever it is."""
        if scheme == "https":
            secure = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=self._trust)
            return _led_to(secure, address)
        return _led_to(http.client.HTTPConnection(host, port, timeout=self._timeout), address)

    def _sent(
        self, connection: http.client.HTTPConnection, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Posted:
        is_over = threading.Event()
        watch = threading.Timer(self._altogether, _cut, [connection, is_over])
        watch.daemon = True
        watch.start()
        try:
            connection.request("POST", path, body, dict(headers))
            response = connection.getresponse()
            posted = _posted(response.status, response.headers.get("Retry-After", ""))
            # What was cut short looks like headers that have ended.
            return Posted(0, "timeout") if is_over.is_set() else posted
        except TimeoutError:
            return Posted(0, "timeout")
        except ssl.SSLError:
            return Posted(0, "tls")
        except (OSError, http.client.HTTPException, ValueError):
            return Posted(0, "timeout" if is_over.is_set() else "unreachable")
        finally:
            watch.cancel()
            connection.close()


def _led_to(connection: http.client.HTTPConnection, address: str) -> http.client.HTTPConnection:
    def connect(to: tuple[str, int], timeout: float, source: None = None) -> socket.socket:
        return socket.create_connection((address, to[1]), timeout, source)

    connection._create_connection = connect  # type: ignore[attr-defined]
    return connection


def _cut(connection: http.client.HTTPConnection, is_over: threading.Event) -> None:
    is_over.set()
    with contextlib.suppress(OSError):
        if (line := connection.sock) is not None:
            line.shutdown(socket.SHUT_RDWR)


def _posted(status: int, retry_after: str) -> Posted:
    wish = None
    if retry_after.isascii() and retry_after.isdecimal():
        wish = timedelta(seconds=min(int(retry_after[:9]), _RETRY_AT_MOST_SECONDS))
    return Posted(status, "redirect" if 300 <= status < 400 else "", wish)


def _forbidden(told: str, scheme: str) -> str:
    """Why nothing is sent there, or nothing. Neighbours on the wire (169.254.…) hold keys of cloud machines."""
    address = _unwrapped(ip_address(told.partition("%")[0]))
    if address.is_multicast or address.is_unspecified or address.is_link_local or address in _METADATA:
        return "forbidden_address"
    return "public_http" if scheme == "http" and address.is_global else ""


def _unwrapped(address: _Address) -> _Address:
    """The IPv4 address that some IPv6 addresses stand for."""
    if isinstance(address, IPv4Address) or int(address) < 2:
        return address
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address
