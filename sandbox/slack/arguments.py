"""A Web API call's arguments: form or JSON bodies, token in header or body (docs.slack.dev, "Using the Web API")."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from sandbox.slack.errors import ApiError
from sandbox.wire import Request

#: These carry JSON text when they come in a form.
_JSON_FIELDS = ("blocks", "attachments", "metadata")


def read_arguments(request: Request, takes_json: bool) -> dict[str, Any]:
    """Query and body together; a JSON body is ignored by methods that only read forms, as on the platform."""
    arguments: dict[str, Any] = dict(parse_qsl(request.query, keep_blank_values=True)) if request.query else {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        value = _parse_json(request.body)
        if takes_json:
            arguments.update(value)
    elif kind == "application/x-www-form-urlencoded" or not request.body:
        arguments.update(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    else:
        raise ApiError("invalid_post_type")
    return arguments


def token_of(request: Request, arguments: dict[str, Any]) -> str:
    """The bearer token, or the `token` argument; empty where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return str(arguments.get("token", ""))


def structure(arguments: dict[str, Any], name: str) -> Any:
    """An argument that is a structure: itself, or the JSON text of it; None where it is absent."""
    value = arguments.get(name)
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except ValueError as error:
        raise ApiError(f"invalid_{name}_format" if name in _JSON_FIELDS else "invalid_arguments") from error


def text(arguments: dict[str, Any], name: str) -> str:
    """A plain argument, empty where it is absent."""
    value = arguments.get(name)
    return "" if value is None else str(value)


def flag(arguments: dict[str, Any], name: str, default: bool = False) -> bool:
    """`true`, `1` and JSON's true."""
    value = arguments.get(name)
    if value is None:
        return default
    return value is True or str(value).lower() in ("true", "1")


def _parse_json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError as error:
        raise ApiError("invalid_json") from error
    if not isinstance(value, dict):
        raise ApiError("json_not_object")
    return value
