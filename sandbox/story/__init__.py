"""The story of `anpi demo`: one check from start to close, played on the stand-ins and proved by their records."""

from __future__ import annotations

from sandbox.story.narration import Narrator, StepFailedError
from sandbox.story.script import play

__all__ = ["Narrator", "StepFailedError", "play"]
