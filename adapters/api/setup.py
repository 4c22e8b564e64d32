"""What the composition root takes from this room: the door, and what goes out."""

from __future__ import annotations

from adapters.api.door import create_api
from adapters.api.post import HttpPost

__all__ = ["HttpPost", "create_api"]
