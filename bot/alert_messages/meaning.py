"""What a message says, worked out once and asked for by many rules."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property

from bot.alert_messages.data_files import Edition, Item, items
from bot.alert_messages.reading import Reading
from bot.alert_messages.vocabulary import Audience, Limits, Sender
from bot.alert_messages.words import case_words as case
from bot.alert_messages.words import field_words as fields
from bot.alert_messages.words import hazard_words as hazards
from bot.alert_messages.words.item_words import (
    COMPANY_NAMES,
    DANGER,
    DISASTER,
    EVACUATION_NAMES,
    GO_AWAY,
    MOVE,
    OTHER_NAMES,
    PLANNED,
    THINGS,
)

_SENTENCE = re.compile(r"(?:[^。!?.]|\.(?! ))+[。!?. ]*")
#: Of several items the one that moves people most names the message.
_FIRST = ("disaster", "order", "advisory", "elderly", "restricted", "major_tsunami", "tsunami_warning", "missile")


class Meaning:
    """One message in one edition for one audience. `at`: when it would be sent, in local time, where that is known."""

    def __init__(
        self, reading: Reading, audience: Audience, edition: Edition, limits: Limits, at: datetime | None = None
    ) -> None:
        self.reading = reading
        self.audience = audience
        self.edition = edition
        self.limits = limits
        self.at = at

    @property
    def in_company(self) -> bool:
        return self.audience is Audience.COMPANY

    @cached_property
    def title(self) -> str:
        """In plain spelling, without the mark of a drill."""
        return case.DRILL_MARK.cut_from(self.reading.title_flow).strip("。")

    @cached_property
    def body(self) -> str:
        return case.DRILL_MARK.cut_from(self.reading.body_flow)

    @cached_property
    def whole(self) -> str:
        return f"{self.title}。{self.body}"

    @cached_property
    def content(self) -> str:
        """The body; in a drill without what only talks of the drill, or of the real disaster some other day."""
        if not self.talks_of_a_drill:
            return self.body
        kept = (one[0] for one in _SENTENCE.finditer(self.body) if not case.ABOUT_A_DRILL.are_in(one[0]))
        return "".join(kept)

    # --- what it is about

    @cached_property
    def named(self) -> dict[str, str]:
        """Items said by name or by meaning in title or body, with the words that say so."""
        return items_in(self.whole, self.in_company)

    @cached_property
    def named_in_title(self) -> dict[str, str]:
        return items_in(self.title, self.in_company)

    @cached_property
    def named_in_content(self) -> dict[str, str]:
        return items_in(self.content, self.in_company)

    @cached_property
    def moves_people(self) -> bool:
        """Somebody is asked to leave, in the body and in earnest."""
        if GO_AWAY.are_in(self.content):
            return True
        match = MOVE.find(self.content) if self.is_dangerous else None
        return match is not None and not THINGS.are_in(match[0])

    @property
    def is_dangerous(self) -> bool:
        return any(words.are_in(self.whole) for words in (hazards.WITH_LEVELS, hazards.WITHOUT_LEVELS, DANGER))

    @cached_property
    def evacuates(self) -> bool:
        """There is an evacuation item, which other information may accompany."""
        return self.moves_people or any(key in EVACUATION_NAMES or key == "restricted" for key in self.named)

    @cached_property
    def item(self) -> Item | None:
        """What it is mainly about: what the title names, else the body, else what is asked."""
        known = items()
        for names in (self.named_in_title, self.named):
            if names:
                key = next((first for first in _FIRST if first in names), next(iter(names)))
                return known[key]
        if self.moves_people:
            return known[{3: "elderly", 5: "disaster"}.get(self.level or 0, "order")]
        return None

    # --- level

    @cached_property
    def level_match(self) -> re.Match[str] | None:
        """The municipality's own level; where several stand, as in `from 3 to 4`, the last one of the sentence."""
        if hazards.VOLCANO.are_in(self.whole):
            return None
        found = list(hazards.LEVEL.all_in(self.reading.flow.text))
        if not found:
            return None
        return max(found, key=_level) if hazards.RAISED.are_in(self.whole) else found[0]

    @property
    def level(self) -> int | None:
        return _level(self.level_match) if self.level_match else None

    @cached_property
    def needs_a_level(self) -> bool:
        """Flood, landslide, storm surge, inland flooding, and nothing else that moves people."""
        return hazards.SURELY_WITH_LEVELS.are_in(self.whole) and not hazards.WITHOUT_LEVELS.are_in(self.whole)

    # --- what kind of message

    @cached_property
    def drill_match(self) -> re.Match[str] | None:
        return case.DRILL.find(self.reading.flow.text)

    @property
    def is_drill(self) -> bool:
        return self.drill_match is not None

    @cached_property
    def talks_of_a_drill(self) -> bool:
        return self.is_drill or case.ABOUT_A_DRILL.are_in(self.title) or case.PRACTICE.are_in(self.whole)

    @cached_property
    def is_correction(self) -> bool:
        return case.CORRECTION.are_in(self.whole)

    @cached_property
    def cancelling_match(self) -> re.Match[str] | None:
        return case.CANCELLING.find(self.reading.flow.text)

    @cached_property
    def continues(self) -> bool:
        """The first of two."""
        return case.CONTINUES.are_in(self.whole)

    @cached_property
    def is_continued(self) -> bool:
        """The second of two."""
        return case.CONTINUED.are_in(self.whole)

    @cached_property
    def body_is_marked(self) -> bool:
        """As a drill. The state's own and a company's may do with the line that says so."""
        body = self.reading.body_flow
        if case.DRILL_MARK.are_in(body):
            return True
        return (self.in_company or self.is_the_states) and case.DRILL_CLOSING.are_in(body)

    @cached_property
    def is_the_states(self) -> bool:
        """National protection, in the name of those who may send it."""
        is_national = self.item is not None and self.item.is_national_protection
        return is_national and case.NATIONAL_HOST.are_in(self.whole)

    @cached_property
    def is_excerpt(self) -> bool:
        """An example with an ellipsis: what is left out cannot be missed."""
        return case.LEFT_OUT.are_in(self.reading.text) and case.PLACEHOLDERS.are_in(self.reading.flow.text)

    # --- its parts

    @cached_property
    def sender_spans(self) -> list[tuple[int, int]]:
        """In `whole`, without empty ones."""
        return [match.span() for match in fields.SENDERS.all_in(self.whole) if match.end() > match.start()]

    @cached_property
    def sender(self) -> Sender | None:
        """None: nobody is named."""
        names = [self.whole[start:end].strip("()【】。") for start, end in self.sender_spans]
        if not names:
            return None
        if self.item is not None and self.item.is_national_protection and any(map(fields.STATE.are_in, names)):
            return Sender.STATE
        named = [name for name in names if name.startswith("こちら")] or names
        kinds = [_kind(name) for name in named]
        public = (Sender.STATE, Sender.MUNICIPALITY, Sender.PREFECTURE)
        return next((kind for kind in kinds if kind in public), kinds[-1])

    @cached_property
    def whole_without_sender(self) -> str:
        pieces, done = [], 0
        for start, end in self.sender_spans:
            pieces.append(self.whole[done:start])
            done = end
        return "。".join((*pieces, self.whole[done:]))


_KINDS = (
    (Sender.STATE, fields.STATE),
    (Sender.MUNICIPALITY, fields.MUNICIPALITY),
    (Sender.PREFECTURE, fields.PREFECTURE),
    (Sender.COMPANY, fields.COMPANY),
)


def _kind(name: str) -> Sender:
    return next((kind for kind, words in _KINDS if words.are_in(name)), Sender.UNCLEAR)


def items_in(text: str, in_company: bool) -> dict[str, str]:
    """Keys of items in the order of the list, each with the words that say it."""
    tables = (COMPANY_NAMES, EVACUATION_NAMES, OTHER_NAMES) if in_company else (EVACUATION_NAMES, OTHER_NAMES)
    found = {key: match[0] for table in tables for key, words in table.items() if (match := words.find(text))}
    for key in ("power_cut", "restoration", "supplies"):
        if key in found and PLANNED.are_in(text):
            del found[key]
    for key in ("restoration", "supplies"):
        if key in found and not (DISASTER.are_in(text) or "power_cut" in found or "給水" in found[key]):
            del found[key]
    return found


def _level(match: re.Match[str]) -> int:
    return hazards.NUMBERS[match["ja"] or match["bare"] or match["en"]]
