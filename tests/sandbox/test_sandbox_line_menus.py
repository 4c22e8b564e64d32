"""Rich menus in the LINE stand-in: the official SDK makes, shows and links them; what LINE refuses is refused."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    RichMenuBulkLinkRequest,
    RichMenuBulkUnlinkRequest,
    RichMenuRequest,
)

from sandbox.line import LineStandIn
from sandbox.line.menu_rules import check_menu, picture_size
from tests.sandbox.line_account import HANAKO, STRANGER, TARO
from tests.sandbox.listening_app import ListeningApp
from tests.support.clock import MovableClock
from tests.support.line_openapi import check

Json = dict[str, Any]


def tile(label: str = "押す", x: int = 0, y: int = 0, width: int = 1200, height: int = 810, **action: Any) -> Json:
    bounds = {"x": x, "y": y, "width": width, "height": height}
    return {"bounds": bounds, "action": {"type": "postback", "label": label, "data": f"data:{label}", **action}}


def menu(*areas: Json, **changed: Any) -> Json:
    size = {"width": 1200, "height": 810}
    usual = {"size": size, "selected": True, "name": "n", "chatBarText": "メニュー", "areas": list(areas or [tile()])}
    return usual | changed


def png(width: int = 1200, height: int = 810) -> bytes:
    """As much of a picture as its size is read from."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


@pytest.fixture
def sdk(line: LineStandIn) -> Iterator[tuple[MessagingApi, MessagingApiBlob]]:
    with ApiClient(Configuration(host=line.api_url, access_token=line.access_token)) as client:
        yield MessagingApi(client), MessagingApiBlob(client)


def made(sdk: tuple[MessagingApi, MessagingApiBlob], *areas: Json, picture: bytes = png()) -> str:
    api, blob = sdk
    menu_id: str = api.create_rich_menu(RichMenuRequest.from_dict(menu(*areas))).rich_menu_id
    if picture:
        blob.set_rich_menu_image(menu_id, picture, _headers={"Content-Type": "image/png"})
    return menu_id


def test_a_default_menu_and_ones_own(
    line: LineStandIn, sdk: tuple[MessagingApi, MessagingApiBlob], listening_app: ListeningApp
) -> None:
    api, blob = sdk
    everybodys, own = made(sdk), made(sdk, tile("左", width=600), tile("右", x=600, width=600, displayText="右です"))
    assert line.menu(TARO) is None
    api.set_default_rich_menu(everybodys)
    api.link_rich_menu_id_to_user(TARO, own)
    assert (api.get_default_rich_menu_id().rich_menu_id, api.get_rich_menu_id_of_user(TARO).rich_menu_id) == (
        everybodys,
        own,
    )
    assert [line.menu(one).id for one in (TARO, HANAKO) if line.menu(one)] == [own, everybodys]  # type: ignore[union-attr]
    assert [one.rich_menu_id for one in api.get_rich_menu_list().richmenus] == [everybodys, own]
    assert api.get_rich_menu(own).size.width == 1200
    assert bytes(blob.get_rich_menu_image(own)) == png()
    assert line.tap(TARO, "右").ok
    assert listening_app.json()["events"][0]["postback"] == {"data": "data:右"}
    assert line.chat(TARO)[-1].content["text"] == "右です"
    with pytest.raises(LookupError):
        line.tap(HANAKO, "右")
    api.delete_rich_menu(own)
    assert line.menu(TARO).id == everybodys  # type: ignore[union-attr]
    api.cancel_default_rich_menu()
    assert line.menu(TARO) is None


def test_many_are_linked_at_once_and_strangers_left_out(
    line: LineStandIn, sdk: tuple[MessagingApi, MessagingApiBlob]
) -> None:
    api, _ = sdk
    own = made(sdk)
    request = RichMenuBulkLinkRequest(rich_menu_id=own, user_ids=[TARO, STRANGER])
    assert api.link_rich_menu_id_to_users_with_http_info(request).status_code == 202
    assert line.world.rich_menus.linked == {TARO: own}
    api.unlink_rich_menu_id_from_users(RichMenuBulkUnlinkRequest(user_ids=[TARO, HANAKO]))
    api.unlink_rich_menu_id_from_user(HANAKO)
    assert line.world.rich_menus.linked == {}


def refused(call: Any, *args: Any, **more: Any) -> tuple[int, str]:
    with pytest.raises(ApiException) as caught:
        call(*args, **more)
    return int(caught.value.status or 0), str(caught.value.body)


def test_what_line_refuses_of_menus(line: LineStandIn, sdk: tuple[MessagingApi, MessagingApiBlob]) -> None:
    api, blob = sdk
    bare, whole = made(sdk, picture=b""), made(sdk)
    for call, args in ((api.set_default_rich_menu, (bare,)), (api.link_rich_menu_id_to_user, (TARO, bare))):
        status, words = refused(call, *args)
        assert (status, "must upload richmenu image" in words) == (400, True)
    assert refused(api.link_rich_menu_id_to_user, STRANGER, whole)[0] == 404
    for call in (api.get_rich_menu, api.delete_rich_menu, api.set_default_rich_menu):
        assert refused(call, "richmenu-0")[0] == 404
    assert refused(api.get_default_rich_menu_id)[0] == 404
    assert refused(api.get_rich_menu_id_of_user, TARO)[0] == 404
    assert refused(blob.get_rich_menu_image, bare)[0] == 404
    for content, kind, status in (
        (png(1200, 800), "image/png", 400),
        (b"GIF89a", "image/png", 400),
        (png(), "image/gif", 415),
        (png() + bytes(1_048_576), "image/png", 413),
    ):
        assert refused(blob.set_rich_menu_image, bare, content, _headers={"Content-Type": kind})[0] == status
    assert refused(blob.set_rich_menu_image, whole, png(), _headers={"Content-Type": "image/png"})[0] == 400


def test_menus_are_made_a_hundred_times_an_hour(
    line: LineStandIn, sdk: tuple[MessagingApi, MessagingApiBlob], clock: MovableClock
) -> None:
    for _ in range(100):
        made(sdk, picture=b"")
    assert refused(made, sdk, picture=b"")[0] == 429
    clock.forward(timedelta(hours=1))
    made(sdk, picture=b"")


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (menu(size={"width": 799, "height": 540}), "size.width"),
        (menu(size={"width": 1200, "height": 249}, areas=[]), "size.height"),
        (menu(size={"width": 1200, "height": 829}), "size"),
        (menu(name=""), "name"),
        (menu(chatBarText="x" * 15), "chatBarText"),
        (menu(selected=None), "selected"),
        (menu(*[tile()] * 21), "areas"),
        (menu(tile(x=1)), "areas[0].bounds"),
        (menu(tile(height=811)), "areas[0].bounds"),
        (menu(tile(data="x" * 301)), "areas[0].action.data"),
        (menu(tile("x" * 21)), "areas[0].action.label"),
    ],
)
def test_a_menu_outside_lines_limits_is_refused_by_name(wrong: Json, where: str) -> None:
    assert where in [named for _, named in check_menu(wrong).found]


def test_what_the_stand_in_takes_for_a_menu_agrees_with_lines_document() -> None:
    assert check_menu(menu()).found == []
    check("RichMenuRequest", menu())


def test_the_size_of_a_jpeg_is_read_from_its_frame() -> None:
    frame = b"\xff\xc0" + struct.pack(">HBHH", 17, 8, 810, 1200)
    assert picture_size(b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"xx" + frame) == (1200, 810)
