"""One person, two people: English counts."""

from __future__ import annotations

import re

from bot.counted import fill
from bot.vocabulary import Locale
from bot.wording import WORDS, say

#: A number and its noun that can be one only where it is a limit: at least two.
_LIMITS = re.compile(r"\{(limit|most|at_least|roll|everybody|of)\}")


def test_one_is_said_otherwise_than_many_and_braces_in_values_do_no_harm() -> None:
    assert say("preflight.people", Locale.EN, people="1") == "1 person is asked"
    assert say("preflight.people", Locale.EN, people="1,000") == "1,000 people are asked"
    assert say("preflight.people", Locale.JA, people="1") == "1人にたずねます"
    assert fill("{count:# unit|# units} below {name}", {"count": 0, "name": "{evil|x} #"}) == "0 units below {evil|x} #"


def test_no_number_stands_before_people_that_may_be_one() -> None:
    wrong = {
        key: english
        for key, (_, english) in WORDS.items()
        if re.search(r"(?<!first )\{\w+\} (people|messages|units|letters|replies|days)\b", _LIMITS.sub("", english))
    }
    assert wrong == {}
