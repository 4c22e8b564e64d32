"""Rich menus at LINE: https://developers.line.biz/en/reference/messaging-api/#rich-menu

What may be done twice without harm is tried again where LINE was busy or gave no answer; making a menu is not, because
nobody would know the first one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from urllib3.exceptions import HTTPError

from adapters.line.api import LineApi, Reply
from adapters.line.outcomes import judge, judge_error
from bot.line_menu import Menu
from flows.ports import OutcomeUnknown, PermanentFailure, SendingError, TemporaryFailure

#: Seconds before each further try.
_PAUSES = (1.0, 4.0)
#: No use in trying again at once.
_STANDS = frozenset({"line_token", "line_address", "line_certificate"})
_WELL = (200, 202)
#: Why something fails that names a menu or an account LINE does not have.
GONE = "line_menu_gone"
REFUSED = "line_menu_rejected"
_MENU, _DEFAULT = "/v2/bot/richmenu", "/v2/bot/user/all/richmenu"


@dataclass(frozen=True, slots=True)
class MenuThere:
    """A menu of this account, made by us or by somebody else through the API."""

    id: str
    name: str


class MenuApi:
    """Every call raises a SendingError. `data`: the host of pictures.

    `wait`: takes seconds, and ends the trying where it gives true, because all is being stopped.
    """

    def __init__(self, api: LineApi, data: LineApi, wait: Callable[[float], object] = time.sleep) -> None:
        self._api, self._data, self.wait = api, data, wait

    def menus(self) -> list[MenuThere]:
        listed = _json(self._call(self._api, "GET", f"{_MENU}/list")).get("richmenus")
        if not isinstance(listed, list):
            raise OutcomeUnknown("line_strange_answer")
        return [
            MenuThere(str(one.get("richMenuId", "")), str(one.get("name", "")))
            for one in listed
            if isinstance(one, dict)
        ]

    def make(self, menu: Menu) -> str:
        """Without its picture; its id."""
        body = json.dumps(menu.as_json(menu.name_in_line), ensure_ascii=False).encode()
        made = _json(self._call(self._api, "POST", _MENU, body, is_harmless=False)).get("richMenuId")
        if not isinstance(made, str) or not made:
            raise OutcomeUnknown("line_strange_answer")
        return made

    def give_picture(self, menu_id: str, picture: bytes) -> None:
        """Once for each menu."""
        self._call(self._data, "POST", _content_of(menu_id), picture, content_type="image/png")

    def has_picture(self, menu_id: str) -> bool:
        return self._is_there(self._data, _content_of(menu_id))

    def default(self) -> str:
        """The id of everybody's menu; empty where none is set through the API."""
        try:
            return str(_json(self._call(self._api, "GET", _DEFAULT)).get("richMenuId", ""))
        except PermanentFailure as failure:
            if failure.reason == GONE:
                return ""
            raise

    def set_default(self, menu_id: str) -> None:
        self._call(self._api, "POST", f"{_DEFAULT}/{quote(menu_id, safe='')}")

    def cancel_default(self) -> None:
        self._call(self._api, "DELETE", _DEFAULT)

    def delete(self, menu_id: str) -> None:
        """Whoever had it sees the default menu. One that is not there is deleted already."""
        try:
            self._call(self._api, "DELETE", _path_of(menu_id))
        except PermanentFailure as failure:
            if failure.reason != GONE:
                raise

    def link(self, menu_id: str, user_ids: Sequence[str]) -> None:
        """At most 500; PermanentFailure(GONE) where LINE has no such menu. Accounts it does not know are left out."""
        if len(user_ids) > 1:
            self._call(self._api, "POST", f"{_MENU}/bulk/link", _body(richMenuId=menu_id, userIds=list(user_ids)))
            return
        try:
            self._call(self._api, "POST", f"/v2/bot/user/{user_ids[0]}/richmenu/{quote(menu_id, safe='')}")
        except PermanentFailure as failure:
            # LINE says the same of an account and of a menu that is not there.
            if failure.reason == GONE and not self._is_there(self._api, _path_of(menu_id)):
                raise

    def unlink(self, user_ids: Sequence[str]) -> None:
        """At most 500: they see the default menu again."""
        self._call(self._api, "POST", f"{_MENU}/bulk/unlink", _body(userIds=list(user_ids)))

    def _is_there(self, api: LineApi, path: str) -> bool:
        try:
            self._call(api, "GET", path)
        except PermanentFailure as failure:
            if failure.reason == GONE:
                return False
            raise
        return True

    def _call(
        self,
        api: LineApi,
        method: str,
        path: str,
        body: bytes = b"",
        content_type: str = "application/json",
        is_harmless: bool = True,
    ) -> Reply:
        """`is_harmless`: done twice, it is as if it were done once."""
        for pause in (*_PAUSES, None):
            try:
                return _judged(api.call(method, path, body, content_type))
            except HTTPError as error:
                failure = judge_error(error)
            except SendingError as refused:
                failure = refused
            if pause is None or not _is_worth_another_try(failure, is_harmless):
                break
            if self.wait(pause):
                break
        raise failure


def _judged(reply: Reply) -> Reply:
    """The channel's own table, but for what it takes for a fault of a message or of the address."""
    if reply.status in _WELL:
        return reply
    if reply.status == 404:
        raise PermanentFailure(GONE)
    if reply.status == 400 or reply.status in (413, 415):
        raise PermanentFailure(REFUSED)
    judge(reply, members=1)
    raise OutcomeUnknown("line_strange_answer")


def _is_worth_another_try(failure: SendingError, is_harmless: bool) -> bool:
    match failure:
        case TemporaryFailure(reason=reason):
            return reason not in _STANDS
        case OutcomeUnknown():
            return is_harmless
        case _:
            return False


def _path_of(menu_id: str) -> str:
    return f"{_MENU}/{quote(menu_id, safe='')}"


def _content_of(menu_id: str) -> str:
    return f"{_path_of(menu_id)}/content"


def _body(**facts: Any) -> bytes:
    return json.dumps(facts).encode()


def _json(reply: Reply) -> dict[str, Any]:
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise OutcomeUnknown("line_strange_answer") from error
    return answer if isinstance(answer, dict) else {}
