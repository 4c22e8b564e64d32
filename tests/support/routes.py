"""One store of compiled routes for all web applications of a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


def share_routes() -> None:
    """From now on what werkzeug has compiled to build the addresses of one rule serves the same rule next time.

    Each test makes a web application of its own, and each of them would compile every route anew: a sixth of what a
    story cost.
    """
    compile_builder = Rule._compile_builder
    shared: dict[Any, Builder] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Builder:
        key = (rule.rule, append_unknown, tuple(rule._trace), tuple(sorted((rule.defaults or {}).items())))
        if key not in shared:
            shared[key] = compile_builder(rule, append_unknown)
        return shared[key]

    Rule._compile_builder = once  # type: ignore[assignment,method-assign]
