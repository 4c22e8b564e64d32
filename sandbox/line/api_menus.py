"""Rich menus: made, given a picture, set as everybody's default, linked to people, deleted.

https://developers.line.biz/en/reference/messaging-api/#rich-menu
"""

from __future__ import annotations

import secrets
from typing import Any

from sandbox.line.errors import LineError, wrong_body
from sandbox.line.menu_rules import check_menu, require_picture
from sandbox.line.menus import RichMenu
from sandbox.line.routes import Asked, LineAnswer, Route
from sandbox.line.world import USER_ID, Friend, LineWorld

#: LINE: menus of one channel, and people in one bulk call.
MENUS, PEOPLE = 1000, 500
#: LINE: an hour, for making and for deleting menus each.
CHANGES_AN_HOUR = 100
_NO_PICTURE = "must upload richmenu image before applying it to user"


def create(world: LineWorld, asked: Asked) -> LineAnswer:
    """Without a picture."""
    _require_sound(asked)
    if len(world.rich_menus.menus) >= MENUS:
        raise LineError(400, "The maximum number of rich menus has been reached")
    menu = RichMenu(f"richmenu-{secrets.token_hex(16)}", _facts(asked.body))
    world.rich_menus.menus[menu.id] = menu
    return LineAnswer({"richMenuId": menu.id})


def validate(world: LineWorld, asked: Asked) -> LineAnswer:
    """The same checks, nothing made."""
    _require_sound(asked)
    return LineAnswer({})


def list_menus(world: LineWorld, asked: Asked) -> LineAnswer:
    """Those made through the API."""
    return LineAnswer({"richmenus": [menu.as_json() for menu in world.rich_menus.menus.values()]})


def show(world: LineWorld, asked: Asked) -> LineAnswer:
    """One of them."""
    return LineAnswer(_require_menu(world, asked).as_json())


def delete(world: LineWorld, asked: Asked) -> LineAnswer:
    """Whoever had it sees the default menu again."""
    menu = _require_menu(world, asked)
    del world.rich_menus.menus[menu.id]
    world.book.change()
    return LineAnswer({})


def set_picture(world: LineWorld, asked: Asked) -> LineAnswer:
    """Once: another picture needs another menu."""
    menu = _require_menu(world, asked)
    content_type = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
    require_picture(asked.content, content_type, menu.facts)
    if menu.content:
        raise LineError(400, "An image has already been uploaded to the richmenu")
    menu.content, menu.content_type = asked.content, content_type
    return LineAnswer({})


def show_picture(world: LineWorld, asked: Asked) -> LineAnswer:
    """404 where there is none."""
    menu = _require_menu(world, asked)
    if not menu.content:
        raise LineError(404, "Not found")
    return LineAnswer({}, content=menu.content, content_type=menu.content_type)


def set_default(world: LineWorld, asked: Asked) -> LineAnswer:
    """For everybody who has no menu of their own."""
    world.rich_menus.default = _require_shown(world, asked.named["menu_id"]).id
    world.book.change()
    return LineAnswer({})


def show_default(world: LineWorld, asked: Asked) -> LineAnswer:
    """404 where none is set."""
    if world.rich_menus.default not in world.rich_menus.menus:
        raise LineError(404, "no default richmenu")
    return LineAnswer({"richMenuId": world.rich_menus.default})


def cancel_default(world: LineWorld, asked: Asked) -> LineAnswer:
    """Nobody's default any more."""
    world.rich_menus.default = ""
    world.book.change()
    return LineAnswer({})


def link(world: LineWorld, asked: Asked) -> LineAnswer:
    """One person's own menu."""
    user = _require_user(world, asked).id
    world.rich_menus.linked[user] = _require_shown(world, asked.named["menu_id"]).id
    world.book.change()
    return LineAnswer({})


def unlink(world: LineWorld, asked: Asked) -> LineAnswer:
    """The default menu again."""
    world.rich_menus.linked.pop(_require_user(world, asked).id, None)
    world.book.change()
    return LineAnswer({})


def show_linked(world: LineWorld, asked: Asked) -> LineAnswer:
    """404 where the person has none of their own."""
    menu_id = world.rich_menus.linked.get(_require_user(world, asked).id, "")
    if menu_id not in world.rich_menus.menus:
        raise LineError(404, "the user has no richmenu")
    return LineAnswer({"richMenuId": menu_id})


def bulk_link(world: LineWorld, asked: Asked) -> LineAnswer:
    """Accepted; who cannot be linked is left out without a word."""
    users = _require_users(asked)
    menu = _require_shown(world, str(asked.body.get("richMenuId", "")))
    world.rich_menus.linked |= {user: menu.id for user in users if _is_friend(world, user)}
    world.book.change()
    return LineAnswer({}, 202)


def bulk_unlink(world: LineWorld, asked: Asked) -> LineAnswer:
    """Accepted; who has none is left out without a word."""
    for user in _require_users(asked):
        world.rich_menus.linked.pop(user, None)
    world.book.change()
    return LineAnswer({}, 202)


def _facts(body: dict[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in ("size", "selected", "name", "chatBarText", "areas")}


def _require_sound(asked: Asked) -> None:
    if found := check_menu(asked.body).found:
        raise wrong_body(found)


def _require_menu(world: LineWorld, asked: Asked) -> RichMenu:
    menu = world.rich_menus.menus.get(asked.named["menu_id"])
    if menu is None:
        raise LineError(404, "Not found")
    return menu


def _require_shown(world: LineWorld, menu_id: str) -> RichMenu:
    menu = world.rich_menus.menus.get(menu_id)
    if menu is None:
        raise LineError(404, "Not found")
    if not menu.content:
        raise LineError(400, _NO_PICTURE)
    return menu


def _require_user(world: LineWorld, asked: Asked) -> Friend:
    user = asked.named["user_id"]
    if not USER_ID.fullmatch(user):
        raise LineError(400, "The value for the 'userId' parameter is invalid")
    friend = world.friends.get(user)
    if friend is None or not friend.is_friend:
        raise LineError(404, "Not found")
    return friend


def _require_users(asked: Asked) -> list[str]:
    users = asked.body.get("userIds")
    if not isinstance(users, list) or not 1 <= len(users) <= PEOPLE:
        raise wrong_body([(f"Size must be between 1 and {PEOPLE}", "userIds")])
    for number, user in enumerate(users):
        if not isinstance(user, str) or not USER_ID.fullmatch(user):
            raise wrong_body([("Must be a valid user ID", f"userIds[{number}]")])
    return users


def _is_friend(world: LineWorld, user: str) -> bool:
    friend = world.friends.get(user)
    return friend is not None and friend.is_friend


_ONE, _PICTURE = "/v2/bot/richmenu/{menu_id}", "/v2/bot/richmenu/{menu_id}/content"
_DEFAULT, _OF_USER = "/v2/bot/user/all/richmenu", "/v2/bot/user/{user_id}/richmenu"

#: Of two that fit the earlier one is taken: `all` before a user's id.
ROUTES = (
    Route("POST", "/v2/bot/richmenu", "menu_create", create),
    Route("POST", "/v2/bot/richmenu/validate", "menu_validate", validate),
    Route("GET", "/v2/bot/richmenu/list", "menu_list", list_menus),
    Route("POST", "/v2/bot/richmenu/bulk/link", "menu_bulk_link", bulk_link),
    Route("POST", "/v2/bot/richmenu/bulk/unlink", "menu_bulk_unlink", bulk_unlink),
    Route("POST", _PICTURE, "menu_picture", set_picture),
    Route("GET", _PICTURE, "menu_picture_shown", show_picture),
    Route("GET", _ONE, "menu_shown", show),
    Route("DELETE", _ONE, "menu_delete", delete),
    Route("POST", _DEFAULT + "/{menu_id}", "menu_default", set_default),
    Route("GET", _DEFAULT, "menu_default_shown", show_default),
    Route("DELETE", _DEFAULT, "menu_default_off", cancel_default),
    Route("GET", _OF_USER, "menu_of_user", show_linked),
    Route("DELETE", _OF_USER, "menu_unlink", unlink),
    Route("POST", _OF_USER + "/{menu_id}", "menu_link", link),
)
