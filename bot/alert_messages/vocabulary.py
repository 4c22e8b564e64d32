"""The words of checking a message: audiences, rules with their severity and section, findings, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.alert_messages.sentences import RULES, TIPS
from bot.vocabulary import Locale


class Audience(StrEnum):
    """`area-mail`: the guide to the letter. `company`: its structure and plain words for a company's own people."""

    AREA_MAIL = "area-mail"
    COMPANY = "company"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Sender(StrEnum):
    """Who speaks, as far as the text says."""

    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"
    STATE = "state"
    COMPANY = "company"
    UNCLEAR = "unclear"


class Rule(StrEnum):
    """What can be wrong. Words: `sentences.RULES`."""

    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    BODY_MISSING = "body_missing"
    BODY_TOO_LONG = "body_too_long"
    LINK = "link"
    PHONE = "phone"
    MAIL_ADDRESS = "mail_address"
    ITEM_UNKNOWN = "item_unknown"
    ITEM_NOT_LISTED = "item_not_listed"
    COMPANION_ALONE = "companion_alone"
    BELOW_THE_LIST = "below_the_list"
    EARTHQUAKE = "earthquake"
    LEVEL_MISSING = "level_missing"
    LEVEL_DISAGREES = "level_disagrees"
    LEVEL_ELSEWHERE = "level_elsewhere"
    OLD_WORDING = "old_wording"
    DRILL_TITLE = "drill_title"
    DRILL_BODY = "drill_body"
    DRILL_CLOSING = "drill_closing"
    DRILL_NOTICE = "drill_notice"
    NATIONAL_DRILL = "national_drill"
    TEST_SEND = "test_send"
    APOLOGY = "apology"
    SECOND_CORRECTION = "second_correction"
    CORRECTION_UNLISTED = "correction_unlisted"
    CORRECTION_UNCLEAR = "correction_unclear"
    CANCELLING = "cancelling"
    NIGHT_FORBIDDEN = "night_forbidden"
    STAY_HOME_ONLY_START = "stay_home_only_start"
    SENDER_NOT_ALLOWED = "sender_not_allowed"
    ON_BEHALF = "on_behalf"
    GOVERNOR = "governor"
    STATE_SENDS = "state_sends"
    RIVER_COMPANION = "river_companion"
    NATIONAL_RELAYED = "national_relayed"
    SENDER_MISSING = "sender_missing"
    TIME_MISSING = "time_missing"
    AREA_MISSING = "area_missing"
    ACTION_MISSING = "action_missing"
    CONTINUES_UNSAID = "continues_unsaid"


#: Where each rule stands in the guide. 54 is the page of NG example 5, 43 that of the one correction.
SECTIONS: dict[Rule, str] = {
    **dict.fromkeys((Rule.TITLE_MISSING, Rule.TITLE_TOO_LONG, Rule.BODY_MISSING, Rule.BODY_TOO_LONG), "8"),
    **dict.fromkeys((Rule.SENDER_MISSING, Rule.TIME_MISSING, Rule.AREA_MISSING, Rule.ACTION_MISSING), "8"),
    **dict.fromkeys((Rule.LINK, Rule.PHONE, Rule.MAIL_ADDRESS, Rule.CONTINUES_UNSAID), "9"),
    **dict.fromkeys((Rule.ITEM_UNKNOWN, Rule.ITEM_NOT_LISTED, Rule.BELOW_THE_LIST, Rule.SENDER_NOT_ALLOWED), "3"),
    **dict.fromkeys((Rule.STATE_SENDS, Rule.RIVER_COMPANION), "3"),
    **dict.fromkeys((Rule.LEVEL_MISSING, Rule.LEVEL_DISAGREES, Rule.LEVEL_ELSEWHERE, Rule.OLD_WORDING), "7"),
    **dict.fromkeys((Rule.DRILL_TITLE, Rule.DRILL_BODY, Rule.DRILL_CLOSING, Rule.DRILL_NOTICE), "16"),
    **dict.fromkeys((Rule.NIGHT_FORBIDDEN, Rule.STAY_HOME_ONLY_START, Rule.GOVERNOR, Rule.NATIONAL_RELAYED), "5"),
    **dict.fromkeys((Rule.APOLOGY, Rule.CORRECTION_UNLISTED), "p.54"),
    Rule.SECOND_CORRECTION: "p.43",
    Rule.CORRECTION_UNCLEAR: "8",
    Rule.COMPANION_ALONE: "6",
    Rule.EARTHQUAKE: "17",
    Rule.CANCELLING: "10",
    Rule.TEST_SEND: "13",
    Rule.ON_BEHALF: "p.13",
    Rule.NATIONAL_DRILL: "18",
}

#: A doubt only somebody who knows the case can settle, or a matter of style.
_WARNINGS = frozenset(
    {
        Rule.CANCELLING,
        Rule.ON_BEHALF,
        Rule.GOVERNOR,
        Rule.RIVER_COMPANION,
        Rule.CORRECTION_UNCLEAR,
        Rule.CONTINUES_UNSAID,
    }
)
#: Inside a company these help, and no carrier refuses them.
_WARNINGS_IN_A_COMPANY = _WARNINGS | {
    Rule.TITLE_TOO_LONG,
    Rule.BODY_TOO_LONG,
    Rule.SENDER_MISSING,
    Rule.TIME_MISSING,
    Rule.AREA_MISSING,
    Rule.ACTION_MISSING,
    Rule.LEVEL_MISSING,
    Rule.LEVEL_ELSEWHERE,
    Rule.OLD_WORDING,
}


def severity_of(rule: Rule, audience: Audience) -> Severity:
    warnings = _WARNINGS if audience is Audience.AREA_MAIL else _WARNINGS_IN_A_COMPANY
    return Severity.WARNING if rule in warnings else Severity.ERROR


class Tip(StrEnum):
    """What is worth knowing and nothing wrong with the text. Words: `sentences.TIPS`."""

    NOT_RECEIVED = "not_received"
    ANNOUNCE_DRILL = "announce_drill"
    NIGHT = "night"
    PLACEHOLDERS = "placeholders"
    RENAMED = "renamed"


TIP_SECTIONS: dict[Tip, str] = {
    Tip.NOT_RECEIVED: "12",
    Tip.ANNOUNCE_DRILL: "14",
    Tip.NIGHT: "11",
    Tip.PLACEHOLDERS: "8",
    Tip.RENAMED: "7",
}


class Span(NamedTuple):
    """A place in the whole text as given: title, line break, body. Empty where something is missing."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """`params` fill the rule's words; a value may be one text or (Japanese, English)."""

    rule: Rule
    severity: Severity
    span: Span
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def section(self) -> str:
        return SECTIONS[self.rule]

    def message(self, locale: Locale) -> str:
        return _say(RULES[self.rule], locale, self.params)


@dataclass(frozen=True, slots=True)
class Advice:
    tip: Tip
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def section(self) -> str:
        return TIP_SECTIONS[self.tip]

    def message(self, locale: Locale) -> str:
        return _say(TIPS[self.tip], locale, self.params)


def _say(words: tuple[str, str], locale: Locale, params: Mapping[str, object]) -> str:
    column = 1 if locale is Locale.EN else 0
    own = {name: value[column] if isinstance(value, tuple) else value for name, value in params.items()}
    return words[column].format(**own)


@dataclass(frozen=True, slots=True)
class Limits:
    """Sections 5 and 8: characters of title and body, what a line break counts, the hours that count as night."""

    title: int = 15
    body: int = 200
    line_break: int = 2
    night_from: int = 22
    night_until: int = 6


@dataclass(frozen=True, slots=True)
class Report:
    """What the check of one message found. `ok`: no error among the findings; it never forbids anything."""

    title_length: int
    body_length: int
    findings: tuple[Finding, ...]
    advice: tuple[Advice, ...]
    edition: str

    @property
    def ok(self) -> bool:
        return all(finding.severity is not Severity.ERROR for finding in self.findings)
