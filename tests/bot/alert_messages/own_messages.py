"""Messages in other words than the guide's, written before any rule was, as officers and managers might write them."""

from __future__ import annotations

from pathlib import Path

from bot.alert_messages.check import check
from bot.alert_messages.data_files import editions
from bot.alert_messages.vocabulary import Audience, Report

_FOLDER = Path(__file__).parent / "own_words"


def messages(name: str) -> list[str]:
    """Separated by ===; the first line of each is its title."""
    return (_FOLDER / f"{name}.txt").read_text("utf-8").strip().split("\n===\n")


def lines(name: str) -> list[str]:
    return (_FOLDER / f"{name}.txt").read_text("utf-8").strip().split("\n")


def checked(message: str, edition: str = "2026", audience: Audience = Audience.AREA_MAIL) -> Report:
    return check(message, editions()[edition], audience)


def rules(report: Report) -> set[str]:
    return {finding.rule.value for finding in report.findings}
