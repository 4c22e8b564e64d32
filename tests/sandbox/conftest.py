"""The stand-ins as fixtures."""

from __future__ import annotations

from tests.sandbox.line_account import client as line_client
from tests.sandbox.line_account import line
from tests.sandbox.listening_app import listening_app
from tests.sandbox.slack_workspace import client, slack

__all__ = ["client", "line", "line_client", "listening_app", "slack"]
