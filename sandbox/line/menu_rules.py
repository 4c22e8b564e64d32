"""The limits of rich menus and their pictures (developers.line.biz, Messaging API reference, "Rich menu")."""

from __future__ import annotations

import struct
from typing import Any

from sandbox.line.action_rules import check_action
from sandbox.line.errors import LineError
from sandbox.line.findings import Findings, check_object, check_text

#: Width and height of a menu and of its picture, in pixels.
WIDTHS = (800, 2500)
LEAST_HEIGHT = 250
LEAST_RATIO = 1.45
AREAS = 20
IMAGE_BYTES = 1_048_576
_NAME, _BAR, _LABEL = 300, 14, 20
_PNG = b"\x89PNG\r\n\x1a\n"
#: JPEG's frame headers hold the size; the other markers of this range hold tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def check_menu(menu: dict[str, Any]) -> Findings:
    """Everything that is wrong with a rich menu object."""
    findings = Findings()
    size = menu.get("size")
    width = height = 0
    if check_object(size, "size", findings):
        assert isinstance(size, dict)
        width, height = _number(size.get("width")), _number(size.get("height"))
        _check_size(width, height, "size", findings)
    if not isinstance(menu.get("selected"), bool):
        findings.add("May not be null", "selected")
    check_text(menu.get("name"), "name", findings, most=_NAME)
    check_text(menu.get("chatBarText"), "chatBarText", findings, most=_BAR)
    areas = menu.get("areas")
    if not isinstance(areas, list) or len(areas) > AREAS:
        findings.add(f"Size must be between 0 and {AREAS}", "areas")
        return findings
    for number, area in enumerate(areas):
        _check_area(area, f"areas[{number}]", width, height, findings)
    return findings


def require_picture(content: bytes, content_type: str, menu: dict[str, Any]) -> None:
    """LineError unless LINE would take these bytes as the picture of this menu."""
    if content_type not in ("image/png", "image/jpeg"):
        raise LineError(415, "Unsupported Media Type")
    if len(content) > IMAGE_BYTES:
        raise LineError(413, "Request Entity Too Large")
    size = picture_size(content)
    if size is None:
        raise LineError(400, "The image format is not supported")
    findings = Findings()
    _check_size(*size, "image", findings)
    if findings.found or size != (menu["size"]["width"], menu["size"]["height"]):
        raise LineError(400, "The image size is not valid")


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG, from its header."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return None


def _check_size(width: int, height: int, where: str, findings: Findings) -> None:
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        findings.add(f"Must be between {WIDTHS[0]} and {WIDTHS[1]}", f"{where}.width")
    if height < LEAST_HEIGHT:
        findings.add(f"Must be {LEAST_HEIGHT} or more", f"{where}.height")
    elif width < height * LEAST_RATIO:
        findings.add(f"The aspect ratio must be {LEAST_RATIO} or more", where)


def _check_area(area: object, where: str, width: int, height: int, findings: Findings) -> None:
    if not check_object(area, where, findings):
        return
    assert isinstance(area, dict)
    bounds = area.get("bounds")
    if check_object(bounds, f"{where}.bounds", findings):
        assert isinstance(bounds, dict)
        x, y, wide, high = (_number(bounds.get(name)) for name in ("x", "y", "width", "height"))
        if x < 0 or y < 0 or wide < 1 or high < 1 or x + wide > width or y + high > height:
            findings.add("The area must lie within the rich menu", f"{where}.bounds")
    action = area.get("action")
    check_action(action, f"{where}.action", findings, label_most=_LABEL, needs_label=False)


def _number(value: object) -> int:
    """-1 for what is no whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
