"""The description of the API (OpenAPI 3.1), made from the endpoints themselves and from what they take and give."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from adapters.api import events
from adapters.api.endpoint import ETAGS, ID_AT_MOST, PREFIX, Endpoint
from adapters.api.endpoints import ENDPOINTS
from adapters.api.problems import MEDIA_TYPE, Problem
from bot.api_words import HookEvent

#: What an event's `data` is.
EVENT_DATA: dict[HookEvent, type[BaseModel]] = {
    HookEvent.STARTED: events.StartedData,
    HookEvent.ANSWER: events.AnswerData,
    HookEvent.HELP: events.HelpData,
    HookEvent.CLOSED: events.ClosedData,
    HookEvent.TEST: events.TestData,
}

_REF = "#/components/schemas/{model}"
_PARAMETERS = {
    "check_id": {"type": "integer", "minimum": 1, "maximum": ID_AT_MOST},
    "employee_no": {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
}
_PROBLEMS = {
    "400": "The body or a header cannot be read",
    "401": "No token, or one that lets nobody in",
    "403": "The token lacks the scope",
    "404": "There is no such check or person",
    "406": "The reply would be JSON, which Accept leaves out",
    "409": "Right in itself, and not possible as things stand",
    "412": "It has changed since it was read, or is there already",
    "413": "The body is too large",
    "415": "The body is not application/json",
    "422": "Something in it is wrong: see `errors`",
    "429": "Too many requests: see Retry-After",
}
_IDEMPOTENCY = (
    "Printable ASCII, of your own making, another one for each request. Sent again within two days with the same key, "
    "the request is answered as it was the first time and nothing is done twice."
)
_EXPECTATIONS = {
    "If-Match": "The ETag it was read with, or `*`: only if it is there and has not changed (412 otherwise).",
    "If-None-Match": "`*`: only if it is not there yet (412 otherwise).",
}
_KNOWN = "An ETag: 304 where it is still the same."
_ABOUT = (
    "Safety checks, boards, people, answers and deliveries, for the company's other systems. Moments are UTC. "
    "Lists come in pages: give `next` as `cursor`. Errors are problem details (RFC 9457)."
)


@cache
def describe() -> dict[str, Any]:
    """The whole document. Whoever gets it changes nothing in it."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Anpi", "version": "1", "description": _ABOUT},
        "servers": [{"url": PREFIX}],
        "security": [{"bearer": []}],
        "paths": paths,
        "webhooks": {event.value: {"post": _event(event)} for event in HookEvent},
        "components": {
            "schemas": _schemas(),
            "responses": {f"Problem{status}": _problem(status, words) for status, words in _PROBLEMS.items()},
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made and revoked at /console/settings/api, or with `anpi api token`.",
                }
            },
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.operation,
        "summary": endpoint.summary,
        "description": f"Scope: `{endpoint.scope.value}`.",
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint), *_header_parameters(endpoint)],
        "responses": {
            **{str(status): _success(endpoint) for status in (endpoint.status, *endpoint.others)},
            **({"304": {"description": "It has not changed"}} if _can_be_known(endpoint) else {}),
            **{status: {"$ref": f"#/components/responses/Problem{status}"} for status in _statuses(endpoint)},
        },
    }
    if endpoint.has_body and endpoint.asked is not None:
        operation["requestBody"] = {"required": True, "content": _content(endpoint.asked)}
    return operation


def _success(endpoint: Endpoint) -> dict[str, Any]:
    told: dict[str, Any] = {"description": endpoint.summary, "content": _content(endpoint.reply)}
    headers = ["ETag"] if endpoint.has_versions and endpoint.method != "DELETE" else []
    headers += ["Location"] if endpoint.location else []
    if headers:
        told["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
    return told


def _can_be_known(endpoint: Endpoint) -> bool:
    return endpoint.has_versions and endpoint.method == "GET"


def _statuses(endpoint: Endpoint) -> list[str]:
    always = {"401", "403", "406", "422", "429"}
    changing = {"409"} if endpoint.method != "GET" else set()
    changing |= {"413", "415"} if endpoint.has_body else set()
    changing |= {"400"} if endpoint.has_body or endpoint.has_versions else set()
    changing |= {"412"} if endpoint.has_versions and endpoint.method != "GET" else set()
    return sorted(always | changing | ({"404"} if "{" in endpoint.path or endpoint.method == "POST" else set()))


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in _PARAMETERS.items()
        if f"{{{name}}}" in endpoint.path
    ]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.has_body or endpoint.asked is None:
        return []
    schema = endpoint.asked.model_json_schema(ref_template=_REF)
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": _without_null(of)}
        for name, of in schema["properties"].items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or is not there: an address has no null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "title", "default")}
    return {**rest, **kinds[0]} if kinds else rest


def _header_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.method == "POST":
        return [_header("Idempotency-Key", _IDEMPOTENCY, "^[!-~]{1,200}$", endpoint.key_needed)]
    if _can_be_known(endpoint):
        return [_header("If-None-Match", _KNOWN)]
    return [_header(name, words) for name, words in _EXPECTATIONS.items()] if endpoint.has_versions else []


def _header(name: str, words: str, pattern: str = ETAGS, required: bool = False) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "header", "description": words, "schema": schema, "required": required}


def _event(event: HookEvent) -> dict[str, Any]:
    signature = (
        "`t=<seconds>,v1=<HMAC-SHA256 of t, a full stop and the body, with the secret, in hexadecimal>`; "
        "for a day after the secret was renewed a second `v1`, with the one before."
    )
    body = {
        "type": "object",
        "required": ["id", "type", "created_at", "data"],
        "properties": {
            "id": {"type": "string", "description": "The same for every try: what came twice is told apart by it."},
            "type": {"const": event.value},
            "created_at": {"type": "string", "format": "date-time"},
            "data": {"$ref": _REF.format(model=EVENT_DATA[event].__name__)},
        },
    }
    header = {"name": "Anpi-Signature", "in": "header", "required": True, "schema": {"type": "string"}}
    return {
        "operationId": f"told.{event.value}",
        "security": [],
        "parameters": [{**header, "description": signature}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"2XX": {"description": "Taken; anything else is tried again."}},
    }


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}


def _problem(status: str, words: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": words,
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model=Problem.__name__)}}},
    }
    header = {"401": "WWW-Authenticate", "403": "WWW-Authenticate", "429": "Retry-After"}.get(status)
    if header:
        described["headers"] = {header: {"schema": {"type": "string"}}}
    return described


def _schemas() -> dict[str, Any]:
    given = (*(endpoint.reply for endpoint in ENDPOINTS), *EVENT_DATA.values(), Problem)
    taken = (one.asked for one in ENDPOINTS if one.asked is not None and one.has_body)
    wanted = [(model, "serialization") for model in given] + [(model, "validation") for model in taken]
    _, described = models_json_schema(wanted, ref_template=_REF)  # type: ignore[arg-type]
    schemas: dict[str, Any] = described["$defs"]
    return schemas
