"""What the LINE room needs of the settings. Apart from it: LINE's SDK is slow to import, and not everybody uses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LineSetup:
    """`webhook_url`: where LINE should send what people do, as the doctor asks it. `installs_menu`: at each start."""

    api_url: str
    access_token: str
    channel_secret: str
    webhook_url: Callable[[], str]
    installs_menu: bool = False
