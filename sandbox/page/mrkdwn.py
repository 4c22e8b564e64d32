"""Slack's mrkdwn and plain text as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

#: Gives the name behind a user or channel id, or None.
Names = Callable[[str], str | None]

_TOKEN = re.compile(r"<([^<>\n]+)>")
_URL = re.compile(r"https?://[^\s<>\"'）」】、。]+")
_STYLES = (
    (re.compile(r"```(.+?)```", re.DOTALL), "pre"),
    (re.compile(r"`([^`\n]+)`"), "code"),
    (re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])"), "s"),
)
_EMOJI = {
    "white_check_mark": "✅",
    "warning": "⚠️",
    "sos": "🆘",
    "rotating_light": "🚨",
    "house": "🏠",
    "ambulance": "🚑",
    "bell": "🔔",
    "pencil": "✏️",
    "pencil2": "✏️",
    "round_pushpin": "📍",
    "telephone_receiver": "📞",
    "hourglass": "⌛",
}
_EMOJI_CODE = re.compile(r":([a-z0-9_+-]{2,40}):")
#: Stands for a link while the text around it is styled.
_MARK = "\ue000{}\ue001"
_MARKED = re.compile("\ue000(\\d+)\ue001")


def from_mrkdwn(text: str, names: Names) -> Markup:
    """Links, mentions, bold, italic, strike, code; everything else escaped."""
    kept: list[Markup] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(_token(_plain(match.group(1)), names))
        return _MARK.format(len(kept) - 1)

    text = text.replace("\ue000", "").replace("\ue001", "")
    styled = str(escape(_plain(_TOKEN.sub(keep, text))))
    for pattern, tag in _STYLES:
        styled = pattern.sub(rf"<{tag}>\1</{tag}>", styled)
    styled = _EMOJI_CODE.sub(_emoji, styled)
    return Markup(_MARKED.sub(lambda match: str(kept[int(match.group(1))]), styled))  # noqa: S704 - escaped above


def from_plain(text: str) -> Markup:
    """Plain text of Slack: only its emoji names mean something."""
    return Markup(_EMOJI_CODE.sub(_emoji, str(escape(text))))  # noqa: S704 - escaped


def with_links(text: str) -> Markup:
    """Plain text whose web addresses can be pressed."""
    parts: list[Markup] = []
    end = 0
    for match in _URL.finditer(text):
        parts += [escape(text[end : match.start()]), _link(match.group(), match.group())]
        end = match.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def is_web_address(url: object) -> bool:
    """Only these may stand in an href of ours."""
    return isinstance(url, str) and url.startswith(("http://", "https://", "tel:", "mailto:", "line://"))


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(token: str, names: Names) -> Markup:
    target, _, label = token.partition("|")
    if target[:1] in ("@", "#"):
        name = label or names(target[1:]) or target[1:]
        return Markup('<span class="mention">{}{}</span>').format(target[0], name)
    if target.startswith("!date^"):
        return escape(label)
    if target.startswith("!"):
        return Markup('<span class="mention">@{}</span>').format(label or target[1:])
    if is_web_address(target):
        return _link(target, label or target)
    return escape(f"<{token}>")


def _link(url: str, label: str) -> Markup:
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, label)


def _emoji(match: re.Match[str]) -> str:
    return _EMOJI.get(match.group(1), match.group(0))
