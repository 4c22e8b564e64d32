"""What a typed line says. Exact words of both languages; never a guess at `safe`.

The line is cut into known phrases, the longest first (`bot.word_lists`). It means `safe` or `away` only where such a
phrase is there and everything else is known to change nothing: one unknown word, one question mark, one quotation mark,
and we ask back. A call for help or an injury counts in whatever surroundings, unless the words themselves take it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.phrases import Phrase, cut_into_phrases
from bot.vocabulary import Status
from bot.word_lists.english_alarm import BETWEEN_NOT_AND_ALARM
from bot.word_lists.japanese_alarm import TAKEN_BACK
from bot.word_lists.kinds import Kind
from bot.word_lists.spelling import closed_up, plain_spelling

#: A longer line is read up to here, and then never as `safe`.
MAX_LENGTH = 2_000

_CALM = frozenset({Kind.SAFE, Kind.AWAY, Kind.UNAFFECTED, Kind.HARMLESS, Kind.CONNECTIVE, Kind.BREAK})
_ABOUT_INFO = frozenset({Kind.INFO, Kind.INFO_ASIDE, Kind.HARMLESS, Kind.CONNECTIVE, Kind.BREAK, Kind.QUESTION})
_BESIDE_A_LONE_WORD = frozenset(
    {Kind.LONE_CRY, Kind.LONE_INJURED, Kind.CRY, Kind.NEED, Kind.INJURED, Kind.HARMLESS, Kind.FALSE_ALARM}
)
_ALARMS = frozenset({Kind.CRY, Kind.LONE_CRY, Kind.NEED, Kind.INJURED, Kind.LONE_INJURED})
#: What takes a word of alarm off this person when it stands before it in the clause.
_HIDDEN_BY = {
    Kind.NEED: frozenset({Kind.NOT_TOLD}),
    Kind.INJURED: frozenset({Kind.NOT_TOLD, Kind.SOMEBODY_ELSE}),
    Kind.LONE_INJURED: frozenset({Kind.NOT_TOLD, Kind.SOMEBODY_ELSE}),
}
#: How many words may stand between `not` and what it takes back.
_NOT_REACHES = 6


@dataclass(frozen=True, slots=True)
class Understanding:
    """`status` None: not certain, ask back. `wants_info`: asks for contacts or routes.

    `names_alarm`: a word of alarm is there although it was not taken for one: asked, quoted, about somebody else.
    """

    status: Status | None
    wants_info: bool = False
    names_alarm: bool = False


def understand(text: str) -> Understanding:
    """`help` or `injured` as soon as certain words are there; `safe` or `away` only where nothing contradicts.

    A negation, a question, somebody else as subject, quotes, anything unknown of weight: ask back. Never raises.
    """
    spelled = plain_spelling(text[:MAX_LENGTH])
    is_whole = len(text) <= MAX_LENGTH and len(spelled) <= MAX_LENGTH
    spelled = spelled[:MAX_LENGTH]
    found = _understood(spelled, is_whole)
    # Easy Japanese sets spaces between words and readings behind them.
    closed = closed_up(spelled) if found.status is None else spelled
    return found if closed == spelled else _more_certain(found, _understood(closed, is_whole))


def _more_certain(found: Understanding, closed: Understanding) -> Understanding:
    return closed if closed.status is not None or (closed.wants_info and not found.names_alarm) else found


def _understood(spelled: str, is_whole: bool) -> Understanding:
    phrases = cut_into_phrases(spelled)
    alarm = _alarm(spelled, phrases)
    if alarm is not None:
        return Understanding(alarm)
    kinds = {phrase.kind for phrase in phrases}
    if Kind.INFO in kinds and kinds <= _ABOUT_INFO:
        return Understanding(None, wants_info=True)
    return Understanding(_calm(phrases, kinds) if is_whole else None, names_alarm=bool(kinds & _ALARMS))


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
    """Without somebody's words. A mark that is never closed quotes nothing."""
    marks = [at for at, phrase in enumerate(phrases) if phrase.kind is Kind.QUOTE]
    quoted: set[int] = set()
    for first, last in zip(marks[::2], marks[1::2], strict=False):
        quoted.update(range(first, last))
    return [phrase for at, phrase in enumerate(phrases) if at not in quoted and phrase.kind is not Kind.QUOTE]


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
    told: set[Kind] = set()
    before: set[Kind] = set()
    for at, phrase in enumerate(clause):
        if not before & _HIDDEN_BY.get(phrase.kind, frozenset()) and not _is_taken_back(text, clause, at):
            told.add(phrase.kind)
        before.add(phrase.kind)
    if Kind.NEED in told:
        return Status.HELP
    is_injured = Kind.INJURED in told or (Kind.LONE_INJURED in told and stands_alone)
    return Status.INJURED if is_injured and Kind.LONG_AGO not in kinds else None


def _is_taken_back(text: str, clause: Sequence[Phrase], at: int) -> bool:
    """Not trapped; 閉じ込められていません; injured?"""
    phrase = clause[at]
    if phrase.kind not in (Kind.NEED, Kind.INJURED, Kind.LONE_INJURED):
        return False
    if TAKEN_BACK.match(text, phrase.end):
        return True
    for before in reversed(clause[max(0, at - _NOT_REACHES) : at]):
        if before.kind is Kind.NOT:
            return True
        if before.kind not in (Kind.NEED, Kind.INJURED) and before.text not in BETWEEN_NOT_AND_ALARM:
            return False
    return False
