"""The one way in, for HTTP and Socket Mode alike: a parsed payload, looked at before Bolt sees it."""

from __future__ import annotations

import json
from binascii import a2b_qp
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

from slack_bolt import App, BoltRequest, BoltResponse

from adapters.slack.payloads import OddPayloadError, Payload

_FIELDS_PER_FORM = 50
_PAYLOAD = b"payload="
#: How the action_id of an answer button begins (adapters.slack.blocks).
_ANSWER = "ans:"
#: Where Bolt looks for ids: a mapping, a plain id, or nothing.
_ID_PLACES = ("team", "user", "channel", "enterprise", "bot_profile")
_FACT_PLACES = ("view", "container", "message", "event")
_TEXT_PLACES = ("type", "command", "team_id", "user_id", "channel_id", "enterprise_id", "response_url", "event_id")


def parsed(body: bytes, content_type: str) -> Any:
    """What stands in a request of Slack: JSON (events), a form (commands) or JSON in a form (buttons, views)."""
    try:
        if content_type.partition(";")[0].strip().lower() == "application/json":
            return json.loads(body.decode())
        if body.startswith(_PAYLOAD) and b"&" not in body:
            return json.loads(_unquoted(body[len(_PAYLOAD) :]).decode())
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS_PER_FORM))
        return json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError) as error:
        raise OddPayloadError("unreadable") from error


def _unquoted(quoted: bytes) -> bytes:
    """As urllib would, in a tenth of the time, which on the way of an answer is more than its SQL takes.

    Quoted-printable (RFC 2045) writes the same escapes with `=` for `%`, and the standard library reads that in C. What
    the two understand differently (a bare `=`, a line end, `%` without two digits) is left to urllib.
    """
    text = quoted.replace(b"+", b" ")
    if any(odd in text for odd in (b"=", b"\r", b"\n")):
        return unquote_to_bytes(text)
    read = a2b_qp(text.replace(b"%", b"="))
    # Each escape that was read has made one byte of three.
    return read if len(read) == len(text) - 2 * text.count(b"%") else unquote_to_bytes(text)


class Doorway:
    """`answer` hears presses of the answer buttons without Bolt, everything else is Bolt's.

    Everybody presses one of four buttons at the same time, and Bolt's way to a listener takes as long as writing the
    answer down (docs/adr/0007). `failed` makes the response of what goes wrong in either.
    """

    def __init__(
        self, bolt: App, answer: Callable[[Payload], None], failed: Callable[[Exception], BoltResponse]
    ) -> None:
        self._bolt = bolt
        self._answer = answer
        self._failed = failed

    def hear(self, payload: Any) -> BoltResponse:
        """Commits have happened when this returns. OddPayloadError for a shape Bolt would fall over."""
        checked = _checked(payload)
        if _is_answer(checked):
            return self._answered(checked)
        try:
            # For Bolt, `socket_mode` only means: parsed already, and the signature is not its business.
            request = BoltRequest(body=checked, mode="socket_mode")
        except (TypeError, AttributeError, KeyError, IndexError) as error:
            raise OddPayloadError("context") from error
        response = self._bolt.dispatch(request)
        if response.status == HTTPStatus.NOT_FOUND:
            raise OddPayloadError("nobody listens for it")
        return response

    def _answered(self, payload: Payload) -> BoltResponse:
        try:
            self._answer(payload)
        except Exception as error:  # noqa: BLE001 - the rim of a request, as Bolt's own
            return self._failed(error)
        return BoltResponse(status=HTTPStatus.OK)


def _checked(payload: Any) -> Payload:
    """The fields Bolt reads have the types it expects."""
    if not isinstance(payload, dict):
        raise OddPayloadError("payload")
    if not all(isinstance(payload.get(place), (dict, str, type(None))) for place in _ID_PLACES):
        raise OddPayloadError("an id's place")
    if not all(isinstance(payload.get(place), (dict, type(None))) for place in _FACT_PLACES):
        raise OddPayloadError("a part's place")
    if not all(isinstance(payload.get(place), (str, type(None))) for place in _TEXT_PLACES):
        raise OddPayloadError("a text's place")
    # A slash command is the one payload without a type.
    kind = payload.get("type") or ("command" if payload.get("command") else "")
    is_shaped = _SHAPES.get(kind)
    if is_shaped is None or not is_shaped(payload):
        raise OddPayloadError(f"kind {kind[:40]!r}")
    return payload


def _is_action(payload: Payload) -> bool:
    actions = payload.get("actions")
    return (
        isinstance(actions, list)
        and bool(actions)
        and all(isinstance(action, dict) and _has_texts(action, "action_id", "block_id") for action in actions)
    )


def _is_answer(payload: Payload) -> bool:
    return payload.get("type") == "block_actions" and payload["actions"][0]["action_id"].startswith(_ANSWER)


def _is_view(payload: Payload) -> bool:
    return _has_texts(payload.get("view"), "callback_id", "type")


def _is_event(payload: Payload) -> bool:
    return _has_texts(payload.get("event"), "type") and isinstance(payload.get("event_id"), str)


def _has_texts(part: Any, *fields: str) -> bool:
    return isinstance(part, Mapping) and all(isinstance(part.get(field), str) for field in fields)


def _is_search(payload: Payload) -> bool:
    return _has_texts(payload, "action_id", "block_id")


def _is_anything(payload: Payload) -> bool:
    return True


#: Every kind of payload we are sent, by its `type`. Whatever else Slack may think of does not reach Bolt.
_SHAPES: dict[str, Callable[[Payload], bool]] = {
    "command": _is_anything,
    "url_verification": _is_anything,
    "block_actions": _is_action,
    "block_suggestion": _is_search,
    "view_submission": _is_view,
    "event_callback": _is_event,
}
