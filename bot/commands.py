"""`/safety …`: what a manager or employee typed, in English or Japanese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot.free_text import understand
from bot.plain import COMMENT_AT_MOST, TITLE_AT_MOST, clean, one_line
from bot.vocabulary import CheckKind, Status


@dataclass(frozen=True, slots=True)
class Start:
    """Without a title a form opens; `draft` is then what its title field holds already.

    A title that speaks of a drill although the command does not (`開始 避難訓練`, `start テスト`) could be meant either
    way, and a wrong guess frightens a whole company or lulls it: the form opens, as a drill, and asks.
    """

    is_drill: bool
    title: str
    draft: str = ""


@dataclass(frozen=True, slots=True)
class ShowStatus:
    check_id: int | None = None


@dataclass(frozen=True, slots=True)
class Remind:
    """As `Close`."""

    kind: CheckKind | None = None
    check_id: int | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """`kind`: only a check of this kind (`close drill`), so that a drill's end never ends a real check.

    `check_id`: the check of this number (`close 12`).
    """

    kind: CheckKind | None = None
    check_id: int | None = None


@dataclass(frozen=True, slots=True)
class Correct:
    """What a check says is to be put right, or the check to be called off."""

    check_id: int | None = None


@dataclass(frozen=True, slots=True)
class Me:
    pass


@dataclass(frozen=True, slots=True)
class Mark:
    """`slack_user` from `<@U123|name>`; empty where nobody was named."""

    slack_user: str


@dataclass(frozen=True, slots=True)
class Take:
    slack_user: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    slack_user: str
    word: str


@dataclass(frozen=True, slots=True)
class Info:
    pass


@dataclass(frozen=True, slots=True)
class LinkLine:
    pass


@dataclass(frozen=True, slots=True)
class Help:
    """Also for anything not understood: `unknown` is then the word."""

    unknown: str = ""


Command = Start | ShowStatus | Remind | Close | Correct | Me | Mark | Take | Done | Info | LinkLine | Help


_START = ("start", "begin", "開始", "安否確認", "スタート", "発動")
_DRILL = ("drill", "訓練", "くんれん")
_REAL = ("real", "本番")
#: Every other word that may stand first. Cries for help and words for an answer lead to the four buttons.
_VERBS: dict[str, tuple[str, ...]] = {
    "status": ("status", "board", "show", "状況", "集計", "結果", "一覧", "ステータス", "ボード"),
    "remind": ("remind", "resend", "reminder", "nudge", "再送", "再送信", "再通知", "催促", "督促", "リマインド"),
    "close": ("close", "end", "stop", "finish", "終了", "締切", "締め切り", "締切り", "〆切", "終わり", "停止"),
    "correct": ("correct", "correction", "fix", "cancel", "訂正", "修正", "取消", "取り消し", "取消し", "誤報"),
    "me": (
        *("me", "answer", "my", "自分", "じぶん", "回答", "私", "答える", "こたえる", "こたえ", "変更", "安否"),
        *("sos", "safe", "injured", "助けて", "助け", "たすけて", "救助", "けが", "怪我", "無事", "無事です"),
    ),
    "mark": ("mark", "proxy", "代理", "代理回答", "代行", "代わり"),
    "take": ("take", "claim", "担当", "対応", "引き受け", "引受"),
    "done": ("done", "complete", "resolved", "完了", "対応完了", "対応済み", "対応済", "解決"),
    "info": (
        *("info", "information", "contacts", "contact", "routes", "route", "evacuation"),
        *("連絡先", "れんらくさき", "緊急連絡先", "避難", "ひなん", "避難経路", "避難先", "経路", "情報", "電話"),
    ),
    "link": ("link", "line", "code", "連携", "リンク", "コード", "紐付け", "紐づけ"),
    "help": ("help", "usage", "?", "ヘルプ", "使い方", "へるぷ"),
}
_VERB_OF = {word: verb for verb, words in _VERBS.items() for word in words}

#: A mention as Slack writes it where "escape channels, users and links" is on (Slack: Enabling slash commands).
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
#: A trial at the beginning of a title; テストコース and "testing station" are places.
_TEST = re.compile(r"(?:テスト|てすと)(?![ァ-ヶー])|tests?(?![a-z])|testing$")
#: 【訓練】, [drill] and the like, written in front of a title.
_DRILL_MARK = re.compile(r"[【\[［(（]\s*(?:訓練|drill)\s*[】\]］)）]", re.IGNORECASE)
#: A check's number as the board shows it: `12`, `No. 12`, `番号 12`. More digits than that no number of ours has.
_NUMBER = re.compile(r"(?:no|番号|#)?[\s.:]*([0-9]{1,18})")
_JOINTS = " \u3000:：,、。!！"
_UNKNOWN_AT_MOST = 40


def parse(text: str) -> Command:
    """Never raises. 開始, 訓練, 状況, 再送, 終了, 自分, 代理, 担当, 完了, 連絡先, 連携, ヘルプ … work too."""
    line = one_line(text, COMMENT_AT_MOST)
    if not line:
        return Help()
    first, rest = _split(line)
    word = _folded(first)
    started = _started(word, rest, first)
    if started is not None:
        return started
    verb = _VERB_OF.get(word, "help")
    # A cry may begin with the word for the help text, or with any other: it leads to the four buttons.
    if verb == "help" and rest and understand(line).status in (Status.HELP, Status.INJURED):
        return Me()
    make = _MAKERS.get(verb)
    return make(rest) if make and word in _VERB_OF else Help(shown(first))


def shown(word: str) -> str:
    """An unknown word, short enough to be said back."""
    return one_line(word, _UNKNOWN_AT_MOST)


def _split(line: str) -> tuple[str, str]:
    """The first word and what follows; a colon or comma may stand between, and a mention may touch the word."""
    mark = _DRILL_MARK.match(line)
    if mark:
        return mark[0], line[mark.end() :].strip(_JOINTS)
    found = re.match(r"[^\s:：,、<]+", line)
    if found is None:
        return line, ""
    return found[0], line[found.end() :].strip(_JOINTS)


def _folded(word: str) -> str:
    """Full-width and upper-case letters count as plain ones."""
    return unicodedata.normalize("NFKC", word).casefold().strip(_JOINTS)


def _is_drill(word: str) -> bool:
    return word in _DRILL or bool(_DRILL_MARK.fullmatch(word))


def _started(word: str, rest: str, first: str) -> Start | None:
    """`start …`, `drill …`, `start drill …`, `訓練 開始 …`, `訓練開始 …`; None where it is no start at all."""
    if word in _START:
        return _titled(rest)
    if _is_drill(word) or _DRILL_MARK.fullmatch(first):
        following, title = _split(rest) if rest else ("", "")
        return _drill(title if _folded(following) in _START else rest)
    if word in {a + b for a in _START for b in _DRILL} | {b + a for a in _START for b in _DRILL}:
        return _drill(rest)
    return None


def _drill(title: str) -> Start:
    return Start(is_drill=True, title=one_line(title, TITLE_AT_MOST))


def _titled(rest: str) -> Start:
    if not rest:
        return Start(is_drill=False, title="")
    first, title = _split(rest)
    if _is_drill(_folded(first)) or _DRILL_MARK.fullmatch(first):
        return _drill(title)
    kept = one_line(rest, TITLE_AT_MOST)
    if speaks_of_a_drill(rest):
        return Start(is_drill=True, title="", draft=kept)
    return Start(is_drill=False, title=kept)


def speaks_of_a_drill(title: str) -> bool:
    """Whether a title without the word for the kind could be meant as one: `避難訓練`, `テスト`, `test only`."""
    folded = _folded(title)
    return "訓練" in folded or re.search(r"\bdrill\b", folded) is not None or _TEST.match(folded) is not None


def _mentioned(rest: str) -> tuple[str, str]:
    """The Slack user named first, or empty, and the other words."""
    found = _MENTION.search(rest)
    if found is None:
        return "", rest
    return found[1], (rest[: found.start()] + " " + rest[found.end() :]).strip()


def _kind_named(rest: str) -> CheckKind | None:
    word = _folded(rest)
    if _is_drill(word):
        return CheckKind.DRILL
    return CheckKind.REAL if word in _REAL else None


def _number_named(rest: str) -> int | None:
    found = _NUMBER.fullmatch(_folded(rest))
    return int(found[1]) if found else None


def _closed(rest: str) -> Close | Help:
    """Whatever else was named, we cannot tell which check is meant: better none than the wrong one."""
    meant = Close(_kind_named(rest), _number_named(rest))
    return Help(shown(rest)) if rest and meant == Close() else meant


def _done(rest: str) -> Done:
    slack_user, word = _mentioned(rest)
    return Done(slack_user, clean(word, COMMENT_AT_MOST))


_MAKERS: dict[str, Callable[[str], Command]] = {
    "status": lambda rest: ShowStatus(_number_named(rest)),
    "remind": lambda rest: Remind(_kind_named(rest), _number_named(rest)),
    "close": _closed,
    "correct": lambda rest: Correct(_number_named(rest)),
    "me": lambda rest: Me(),
    "mark": lambda rest: Mark(_mentioned(rest)[0]),
    "take": lambda rest: Take(_mentioned(rest)[0]),
    "done": _done,
    "info": lambda rest: Info(),
    "link": lambda rest: LinkLine(),
    "help": lambda rest: Help(),
}
