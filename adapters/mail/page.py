"""The HTML part of a letter: one h1, 16 px text, links as buttons at least 44 px high, no images, dark mode welcome.

Styles stand at the elements, because many mail programs drop style sheets; the sheet only adds dark mode. Contrast of
every pair of colours is at least 4.5:1 (WCAG 2.1, 1.4.3).
"""

from __future__ import annotations

from html import escape

from bot.speech import Link, Speech

INK, PAPER = "#1a1a1a", "#ffffff"
QUIET_INK = "#55595e"
ALARM = "#b3261e"
PRESS_INK, PRESS_PAPER = "#ffffff", "#1d4e89"
PLAIN_INK, PLAIN_PAPER = "#1a1a1a", "#e4e7ea"
DARK_INK, DARK_PAPER, DARK_QUIET_INK, DARK_ALARM = "#f1f3f4", "#1a1a1a", "#c3c7cb", "#ffb4ab"
_LINK_SCHEMES = ("https://", "http://", "tel:")

_FONT = "font-family:system-ui,-apple-system,'Hiragino Sans','Noto Sans JP',Meiryo,sans-serif"
_SHEET = (
    f"@media (prefers-color-scheme:dark){{body,.p{{background:{DARK_PAPER}!important;color:{DARK_INK}!important}}"
    f".i{{color:{DARK_INK}!important}}.q{{color:{DARK_QUIET_INK}!important}}.a{{color:{DARK_ALARM}!important}}}}"
)
_HEAD = (
    '<!DOCTYPE html>\r\n<html lang="{lang}">\r\n<head>\r\n<meta charset="utf-8">\r\n'
    '<meta name="viewport" content="width=device-width,initial-scale=1">\r\n'
    '<meta name="color-scheme" content="light dark">\r\n<title>{title}</title>\r\n<style>' + _SHEET + "</style>\r\n"
    f'</head>\r\n<body style="margin:0;background:{PAPER};color:{INK}">\r\n'
    f'<div class="p" style="max-width:600px;margin:0 auto;padding:20px;font-size:16px;line-height:1.6;'
    f'color:{INK};background:{PAPER};{_FONT}">\r\n'
)
_TAIL = "</div>\r\n</body>\r\n</html>\r\n"


def page_of(speech: Speech) -> str:
    """Every word is escaped; line ends inside a paragraph are kept."""
    colour, mark = (ALARM, "a") if speech.urgent else (INK, "i")
    parts = [
        _HEAD.replace("{lang}", speech.locale.language).replace("{title}", escape(speech.subject)),
        f'<h1 class="{mark}" style="font-size:22px;line-height:1.4;margin:0 0 16px;color:{colour}">'
        f"{escape(speech.heading)}</h1>",
        *(f'<p style="margin:0 0 16px">{_lines(paragraph)}</p>' for paragraph in speech.paragraphs),
        _table(speech.fields),
        *(_button(link, is_first=not number) for number, link in enumerate(speech.links)),
        *(_small(line) for line in speech.small_print),
    ]
    return "\r\n".join(part for part in parts if part) + _TAIL


def _lines(text: str) -> str:
    return "<br>".join(escape(text).splitlines())


def _small(line: str) -> str:
    return f'<p class="q" style="margin:16px 0 0;font-size:14px;color:{QUIET_INK}">{_lines(line)}</p>'


def _table(fields: tuple[tuple[str, str], ...]) -> str:
    if not fields:
        return ""
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left;vertical-align:top;padding:4px 16px 4px 0">{escape(label)}</th>'
        f'<td style="padding:4px 0">{_lines(value)}</td></tr>'
        for label, value in fields
    )
    return f'<table style="border-collapse:collapse;margin:0 0 16px;font-size:16px">{rows}</table>'


def _button(link: Link, is_first: bool) -> str:
    """44 px and more to press: 12 + 24 + 12. The first is the one that matters."""
    if not link.url.startswith(_LINK_SCHEMES):
        return ""
    ink, paper = (PRESS_INK, PRESS_PAPER) if is_first else (PLAIN_INK, PLAIN_PAPER)
    return (
        f'<p style="margin:0 0 12px"><a href="{escape(link.url)}" style="display:block;box-sizing:border-box;'
        f"min-height:48px;padding:12px 20px;border-radius:8px;background:{paper};color:{ink};font-size:18px;"
        f'line-height:24px;font-weight:bold;text-align:center;text-decoration:none">{escape(link.label)}</a></p>'
    )
