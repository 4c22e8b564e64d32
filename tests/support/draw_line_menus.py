"""Draws the pictures of the menu in LINE: `make menus`, after a change of its words or of this file.

Needs Chromium and the fonts named in FONTS; the pictures are kept in the repository, so that neither is needed where
Anpi runs. The colours are those of `adapters/web/static/anpi.css`, the icons are our own. A reading in brackets behind
kanji becomes one above them.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import struct
import subprocess
import zlib
from html import escape
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bot.line_menu import HEIGHT, NAMES, WIDTH, Menu, Tile, menu_of
from bot.menu_buttons import MenuTile

PICTURES = Path(__file__).parents[2] / "bot/menu_pictures"
#: Google's Noto CJK fonts (SIL Open Font License 1.1); Debian and Ubuntu: fonts-noto-cjk.
FONTS = "Noto Sans CJK JP"
#: The picture's own note of what it was drawn from (PNG, tEXt).
KEYWORD = b"Anpi-drawn-from"

_READING = re.compile(r"([一-龠々]+)（([ぁ-ん ]+)）")
#: On a canvas of 24 by 24: lines 2 wide.
_ICONS = {
    MenuTile.ANSWER: '<path d="M3 4h18v13h-9l-5 4v-4H3z"/><path d="m7.5 10.5 3 3 6-6"/>',
    MenuTile.CONTACTS: (
        '<path d="M5 3h4l2 5-2.5 1.8a12 12 0 0 0 5.7 5.7L16 13l5 2v4a2 2 0 0 1-2.2 2'
        'A17 17 0 0 1 3 5.2 2 2 0 0 1 5 3z"/>'
    ),
    MenuTile.ROUTES: (
        '<circle cx="13" cy="3.6" r="1.9" fill="currentColor" stroke="none"/>'
        '<path d="m5 10 3.6-3.2 4.4 1 2.4 3.4H19"/><path d="m12.4 8.2-2 5.6 4 2.6-.8 5.6"/>'
        '<path d="m10.2 14.6-1.6 3.6H4"/>'
    ),
    MenuTile.NEWS: (
        '<path d="M4 9v6h3l10 5V4L7 9z"/><path d="M8 15.6V21h3.4v-3.6"/><path d="M20.4 9.2a4 4 0 0 1 0 5.6"/>'
    ),
    MenuTile.LANGUAGE: (
        '<circle cx="12" cy="12" r="9"/><path d="M3 12h18"/>'
        '<path d="M12 3c5.4 5.4 5.4 12.6 0 18-5.4-5.4-5.4-12.6 0-18z"/>'
    ),
    MenuTile.LINK: (
        '<path d="M10 14a4.2 4.2 0 0 0 6 0l3.4-3.4a4.2 4.2 0 0 0-6-6L12 6"/>'
        '<path d="M14 10a4.2 4.2 0 0 0-6 0l-3.4 3.4a4.2 4.2 0 0 0 6 6L12 18"/>'
    ),
}
_STYLE = f"""
* {{ box-sizing: border-box; margin: 0; }}
body {{ position: relative; width: {WIDTH}px; height: {HEIGHT}px; overflow: hidden; background: #d9d9d9; color: #1a1a1a;
  font-family: "{FONTS}"; font-weight: 700; }}
.tile {{ position: absolute; padding: 7px; }}
.face {{ width: 100%; height: 100%; display: flex; flex-direction: column; align-items: center; justify-content: center;
  gap: 18px; border-radius: 22px; background: #fff; text-align: center; line-height: 1.2; overflow: hidden;
  word-break: keep-all; }}
.words {{ width: 100%; padding: 0 8px; }}
b {{ display: block; font-size: 64px; }}
small {{ display: block; font-size: 36px; margin-top: 10px; }}
rt {{ font-size: 32px; line-height: 1.1; }}
small rt {{ font-size: 26px; }}
svg {{ width: 156px; height: 156px; flex: none; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; }}
.answer .face {{ flex-direction: row; gap: 44px; background: #0017c1; color: #fff; }}
.answer .words {{ width: auto; text-align: left; padding: 0; }}
.answer b {{ font-size: 104px; }}
.answer small {{ font-size: 50px; margin-top: 18px; }}
.answer svg {{ width: 190px; height: 190px; }}
.routes svg {{ color: #115a36; }}
.contacts svg {{ color: #0017c1; }}
.news svg {{ color: #8b3200; }}
.link .face {{ background: #115a36; color: #fff; }}
:lang(en) b {{ font-size: 50px; letter-spacing: -1px; }}
:lang(en) .answer b {{ font-size: 88px; }}
:lang(en) .answer small {{ font-size: 44px; }}
.ja-easy b {{ font-size: 54px; }}
.ja-easy .answer b {{ font-size: 110px; }}
"""
#: Tiles whose words reach over their edge.
_TOO_LONG = """() => [...document.querySelectorAll(".face")].filter(face => {
  const words = face.querySelector(".words").getBoundingClientRect(), whole = face.getBoundingClientRect();
  const isWide = [...face.querySelectorAll(".words, b, small")].some(one => one.scrollWidth > one.clientWidth + 1);
  return isWide || words.bottom > whole.bottom - 8 || words.right > whole.right || words.left < whole.left;
}).map(face => face.textContent)"""


def page_of(menu: Menu) -> str:
    """What the picture is a picture of."""
    tiles = "\n".join(_tile(tile) for tile in menu.tiles)
    return (
        f'<!doctype html><html lang="{menu.language}"><meta charset="utf-8"><style>{_STYLE}</style>'
        f'<body class="{menu.name}">\n{tiles}\n</body></html>'
    )


def mark_of(menu: Menu) -> bytes:
    return hashlib.sha256(page_of(menu).encode()).hexdigest().encode()


def drawn_from(picture: bytes) -> bytes:
    """The mark in a picture; empty where there is none."""
    at = picture.find(b"tEXt" + KEYWORD + b"\0")
    return picture[at + 5 + len(KEYWORD) :][:64] if at >= 0 else b""


def _tile(tile: Tile) -> str:
    place = f"left:{tile.x}px;top:{tile.y}px;width:{tile.width}px;height:{tile.height}px"
    small = f"<small>{_ruby(tile.small)}</small>" if tile.small else ""
    return (
        f'<div class="tile {tile.what}" style="{place}"><div class="face">'
        f'<svg viewBox="0 0 24 24">{_ICONS[tile.what]}</svg>'
        f'<div class="words"><b>{_ruby(tile.title)}</b>{small}</div></div></div>'
    )


def _ruby(words: str) -> str:
    return _READING.sub(r"<ruby>\1<rt>\2</rt></ruby>", escape(words))


def _marked(picture: bytes, mark: bytes) -> bytes:
    """With the mark before the picture's own data."""
    chunk = b"tEXt" + KEYWORD + b"\0" + mark
    at = picture.index(b"IDAT") - 4
    return (
        picture[:at] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + picture[at:]
    )


def _draw(page: Page, menu: Menu) -> bytes:
    page.set_content(page_of(menu))
    too_long = page.evaluate(_TOO_LONG)
    if too_long:
        raise SystemExit(f"{menu.name}: does not fit: {too_long}")
    return _marked(page.screenshot(type="png"), mark_of(menu))


def draw_all() -> None:
    path = shutil.which("chromium")
    known = subprocess.run(["fc-list", FONTS], capture_output=True, text=True, check=True).stdout
    if path is None or not known:
        raise SystemExit(f"Chromium and the fonts {FONTS} are needed (apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name in NAMES:
            picture = _draw(page, menu_of(name))
            (PICTURES / f"{name}.png").write_bytes(picture)
            print(f"{name}.png {len(picture):,} bytes")  # noqa: T201
        browser.close()


if __name__ == "__main__":
    draw_all()
