"""`/safety …`: what a manager or employee typed, in English or Japanese."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Start:
    """Without a title a form opens."""

    is_drill: bool
    title: str


@dataclass(frozen=True, slots=True)
class ShowStatus:
    pass


@dataclass(frozen=True, slots=True)
class Remind:
    pass


@dataclass(frozen=True, slots=True)
class Close:
    pass


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


Command = Start | ShowStatus | Remind | Close | Me | Mark | Take | Done | Info | LinkLine | Help


def parse(text: str) -> Command:
    """Never raises. 開始, 訓練, 状況, 再送, 終了, 自分, 代理, 担当, 完了, 連絡先, 連携, ヘルプ … work too."""
    raise NotImplementedError
