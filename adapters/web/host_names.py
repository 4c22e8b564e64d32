"""The host that a request says it is for. What can be no name of one would fail before any page of ours is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[..., Iterable[bytes]]

_LABEL = r"[A-Za-z0-9_-]{1,63}"
#: RFC 1123, or an IPv6 address; with a port. Browsers write other letters in these.
_NAME = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{{1,5}})?")
#: RFC 2606: nobody's.
_NOBODYS = "invalid"


def with_host_names(answer: Wsgi) -> Wsgi:
    """The same application, to which every request names a host or `invalid`."""

    def answer_known(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _is_name(environ.get("HTTP_HOST", _NOBODYS)):
            environ["HTTP_HOST"] = _NOBODYS
        return answer(environ, start_response)

    return answer_known


def _is_name(host: str) -> bool:
    if not _NAME.fullmatch(host):
        return False
    try:
        return "xn--" not in host.lower() or bool(host.partition(":")[0].encode().decode("idna"))
    except UnicodeError:
        return False
