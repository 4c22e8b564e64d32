"""What a typed line says. Exact words of both languages; never a guess at `safe`.

The line is cut into known phrases, the longest first (`bot.word_lists`). It means `safe` or `away` only where such a phrase
is there and everything else is known to change nothing: one unknown word, one question mark, one quotation mark, and we
ask back. A call for help or an injury counts in whatever surroundings, unless the words themselves take it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.phrases import Phrase, cut_into_phrases
from bot.vocabulary import Status
from bot.word_lists.english_alarm import BETWEEN_NOT_AND_ALARM
from bot.word_lists.japanese_alarm import TAKEN_BACK
from bot.word_lists.kinds import Kind
from bot.word_lists.spelling import plain_spelling

#: A longer line is read up to here, and then never as `safe`.
MAX_LENGTH = 2_000

_CALM = frozenset({Kind.SAFE, Kind.AWAY, Kind.UNAFFECTED, Kind.HARMLESS, Kind.CONNECTIVE, Kind.BREAK})
_ABOUT_INFO = frozenset(
    {Kind.INFO, Kind.INFO_ASIDE, Kind.HARMLESS, Kind.CONNECTIVE, Kind.BREAK, Kind.QUESTION}
)
_BESIDE_A_LONE_WORD = frozenset(
    {Kind.LONE_CRY, Kind.LONE_INJURED, Kind.CRY, Kind.NEED, Kind.INJURED, Kind.HARMLESS, Kind.FALSE_ALARM}
)
_NEVER_FAR = 6


@dataclass(frozen=True, slots=True)
class Understanding:
    """`status` None: not certain, ask back. `wants_info`: asks for contacts or routes."""

    status: Status | None
    wants_info: bool = False


def understand(text: str) -> Understanding:
    """`help` or `injured` as soon as certain words are there; `safe` or `away` only where nothing contradicts.

    A negation, a question, somebody else as subject, quotes, anything unknown of weight: ask back. Never raises.
    """
    spelled = plain_spelling(text[:MAX_LENGTH])[:MAX_LENGTH]
    phrases = cut_into_phrases(spelled)
    alarm = _alarm(spelled, phrases)
    if alarm is not None:
        return Understanding(alarm)
    kinds = {phrase.kind for phrase in phrases}
    if Kind.INFO in kinds and kinds <= _ABOUT_INFO:
        return Understanding(None, wants_info=True)
    is_whole = len(text) <= MAX_LENGTH and len(plain_spelling(text)) <= MAX_LENGTH
    return Understanding(_calm(phrases, kinds) if is_whole else None)


def _calm(phrases: Sequence[Phrase], kinds: set[Kind]) -> Status | None:
    """Every single word is accounted for, or there is no answer."""
    if not kinds <= _CALM:
        return None
    words = [phrase.kind for phrase in phrases if phrase.kind is not Kind.BREAK]
    if not words or words[-1] is Kind.CONNECTIVE:
        return None
    if Kind.AWAY in kinds:
        return Status.AWAY
    if Kind.SAFE in kinds:
        return Status.SAFE
    return Status.AWAY if Kind.UNAFFECTED in kinds else None


def _alarm(text: str, phrases: Sequence[Phrase]) -> Status | None:
    found = {_alarm_of_clause(text, clause) for clause in _clauses(_outside_quotes(phrases))}
    for status in (Status.HELP, Status.INJURED):
        if status in found:
            return status
    return None


def _outside_quotes(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Without somebody's words; a mark that is never closed quotes everything after it."""
    outside: list[Phrase] = []
    is_quoted = False
    for phrase in phrases:
        if phrase.kind is Kind.QUOTE:
            is_quoted = not is_quoted
        elif not is_quoted:
            outside.append(phrase)
    return outside


def _clauses(phrases: Sequence[Phrase]) -> list[list[Phrase]]:
    clauses: list[list[Phrase]] = [[]]
    for phrase in phrases:
        if phrase.kind is Kind.BREAK:
            clauses.append([])
        else:
            clauses[-1].append(phrase)
            if phrase.kind is Kind.QUESTION:
                clauses.append([])
    return clauses


def _alarm_of_clause(text: str, clause: Sequence[Phrase]) -> Status | None:
    kinds = {phrase.kind for phrase in clause}
    stands_alone = kinds <= _BESIDE_A_LONE_WORD
    if Kind.CRY in kinds or (Kind.LONE_CRY in kinds and stands_alone):
        return Status.HELP
    if Kind.NOT_TOLD in kinds:
        return None
    told = {phrase.kind for at, phrase in enumerate(clause) if not _is_taken_back(text, clause, at)}
    if Kind.NEED in told:
        return Status.HELP
    is_mine_and_new = not kinds & {Kind.SOMEBODY_ELSE, Kind.LONG_AGO}
    if is_mine_and_new and (Kind.INJURED in told or (Kind.LONE_INJURED in told and stands_alone)):
        return Status.INJURED
    return None


def _is_taken_back(text: str, clause: Sequence[Phrase], at: int) -> bool:
    """Not trapped; 閉じ込められていません; injured?"""
    phrase = clause[at]
    if phrase.kind not in (Kind.NEED, Kind.INJURED, Kind.LONE_INJURED):
        return False
    if TAKEN_BACK.match(text, phrase.end):
        return True
    for before in reversed(clause[max(0, at - _NEVER_FAR) : at]):
        if before.kind is Kind.NOT:
            return True
        if before.kind not in (Kind.NEED, Kind.INJURED) and before.text not in BETWEEN_NOT_AND_ALARM:
            return False
    return False
