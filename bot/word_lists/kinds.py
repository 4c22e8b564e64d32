"""What a phrase does to the meaning of an utterance."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto


class Kind(Enum):
    #: Says by itself: I am safe.
    SAFE = auto()
    #: Says by itself: I am outside the area.
    AWAY = auto()
    #: Not affected: `away`, unless the person says that they are safe as well.
    UNAFFECTED = auto()
    #: Changes nothing beside one of the above, and says nothing alone: greetings, thanks, where I am, no injuries.
    HARMLESS = auto()
    #: Harmless, but something must follow.
    CONNECTIVE = auto()
    #: Ends a clause.
    BREAK = auto()
    QUESTION = auto()
    #: Opens or closes somebody's words.
    QUOTE = auto()
    #: A cry for help, whatever else is said.
    CRY = auto()
    #: A cry for help where nothing else stands in its clause.
    LONE_CRY = auto()
    #: A state that needs help: trapped, cannot move.
    NEED = auto()
    INJURED = auto()
    #: Injured where nothing else stands in its clause.
    LONE_INJURED = auto()
    #: Contains a word of alarm and is none: `thank you for helping me`.
    FALSE_ALARM = auto()
    #: Takes the alarm out of what follows: not, nobody.
    NOT = auto()
    #: Somebody else is meant: their injuries are not this person's.
    SOMEBODY_ELSE = auto()
    #: If, they say, are you: no state of mine is told in this clause.
    NOT_TOLD = auto()
    #: Long ago: an injury of that time does not count.
    LONG_AGO = auto()
    #: Asks for contacts or routes.
    INFO = auto()
    #: Stands around a question for information and nowhere else.
    INFO_ASIDE = auto()
    UNKNOWN = auto()


def lines(text: str) -> tuple[str, ...]:
    """One phrase per line or between ` | `."""
    parts = text.replace("\n", "|").split("|")
    return tuple(part.strip() for part in parts if part.strip())


def joined(*parts: Iterable[str]) -> tuple[str, ...]:
    """Every combination: `joined(["a", "b"], ["", "c"])` is a, ac, b, bc."""
    made = [""]
    for part in parts:
        ends = list(part)
        made = [begin + end for begin in made for end in ends]
    return tuple(made)
