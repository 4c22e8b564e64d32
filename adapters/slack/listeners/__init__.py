"""What comes in from Slack: each listener translates, calls one flow in one unit of work, and answers."""

from __future__ import annotations

from adapters.slack.listeners import (
    answers,
    commands,
    compose,
    deeds,
    details,
    ending,
    help_cases,
    home,
    info,
    information,
    mark,
    messages,
    names,
    people,
    proofs,
    start,
)

#: Bolt asks them in this order. The answer buttons go past it (adapters.slack.doorway).
LISTENERS = (
    answers.register,
    details.register,
    ending.register,
    messages.register,
    commands.register,
    start.register,
    compose.register,
    mark.register,
    help_cases.register,
    names.register,
    people.register,
    deeds.register,
    information.register,
    home.register,
    info.register,
    proofs.register,
)
