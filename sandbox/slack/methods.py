"""One Web API method: what runs, what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.slack.world import World

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    """`scopes`: any one of them is enough. `takes_json` False: only forms and queries are read.

    `own_authorization`: neither the bot's nor the app's token; it finds the header among its arguments.
    """

    run: Callable[[World, dict[str, Any]], Answer]
    scopes: tuple[str, ...] = ()
    takes_json: bool = True
    app_token: bool = False
    own_authorization: bool = False
