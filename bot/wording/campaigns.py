"""Asking for proof: campaigns for chosen units, the standing check, and what was not asked by them."""

from __future__ import annotations

WORDS = {
    "reach.unanswered": ("確認をたずねたが、まだ押されていない", "Asked, no press yet"),
    "reason.asked_lately": ("別の確認で、すでにたずねています", "Another question has just gone there"),
    "reason.saved_for_checks": (
        "LINEの残り通数を安否確認のために取っておくため",
        "What LINE still takes this month is saved for a check",
    ),
}
