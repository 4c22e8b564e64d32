"""LINE as a stand-in: Messaging API, webhook, and friends who press."""

from sandbox.line.stand_in import LineStandIn
from sandbox.line.world import ChatMessage, Friend

__all__ = ["ChatMessage", "Friend", "LineStandIn"]
