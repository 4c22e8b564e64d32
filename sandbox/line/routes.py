"""One route of the Messaging API: what runs for which method and path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.line.world import LineWorld


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: its JSON body or, of a picture, its bytes; lower-case headers, the named parts of its path."""

    body: dict[str, Any]
    headers: Mapping[str, str]
    request_id: str
    named: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """`content` is sent in place of the JSON where there is some."""

    body: dict[str, Any]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    content_type: str = ""


Run = Callable[[LineWorld, Asked], LineAnswer]


@dataclass(frozen=True, slots=True)
class Route:
    """`path` may hold `{names}`; `name` is what it is counted and failed under."""

    method: str
    path: str
    name: str
    run: Run


class Router:
    """Finds the route of a call: plain paths by a dictionary, the others by pattern."""

    def __init__(self, routes: tuple[Route, ...]) -> None:
        self._plain = {(one.method, one.path): one for one in routes if "{" not in one.path}
        self._patterns = [
            (re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", one.path)), one) for one in routes if "{" in one.path
        ]

    def find(self, method: str, path: str) -> tuple[Route, Mapping[str, str]] | None:
        """The route and the named parts of the path."""
        plain = self._plain.get((method, path))
        if plain is not None:
            return plain, {}
        for pattern, route in self._patterns:
            match = pattern.fullmatch(path)
            if match is not None and route.method == method:
                return route, match.groupdict()
        return None
