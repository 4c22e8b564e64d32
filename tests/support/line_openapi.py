"""LINE's own OpenAPI document as JSON Schema, with its discriminators resolved.

The plain document does not look inside messages and actions: a schema with a discriminator says only that there is a `type`.
Here each of its mapped schemas is required where `type` names it, and properties that the document does not know are refused.
"""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

Json = dict[str, Any]

DOCUMENT = Path(__file__).parents[3] / "shared/data/line-openapi/messaging-api.yml"
_PREFIX = "#/components/schemas/"
_BASE = "__base"


def check(schema: str, value: Any) -> None:
    """Asserts that the value is what the document calls `schema`; skips the test where the document is absent."""
    if not DOCUMENT.exists():
        pytest.skip("LINE's OpenAPI document is not beside the checkout (../shared/data/line-openapi)")
    faults = [
        f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:200]}"
        for fault in _validator(schema).iter_errors(value)
    ]
    assert faults == []


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": _PREFIX + schema, "components": {"schemas": _resolved()}})


@cache
def _resolved() -> Json:
    schemas: Json = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["components"]["schemas"]
    bases = {name: schema for name, schema in schemas.items() if "discriminator" in schema}
    resolved: Json = {}
    for name, schema in schemas.items():
        if name in bases:
            resolved[name] = _switch(name, schema)
        else:
            resolved[name] = _closed(_on_bases(schema, bases))
    for name, schema in bases.items():
        resolved[name + _BASE] = {key: part for key, part in schema.items() if key != "discriminator"}
    return resolved


def _switch(name: str, schema: Json) -> Json:
    told_by = schema["discriminator"]["propertyName"]
    mapping: dict[str, str] = schema["discriminator"]["mapping"]
    return {
        "type": "object",
        "required": [told_by],
        "properties": {told_by: {"enum": sorted(mapping)}},
        "allOf": [
            {"if": {"properties": {told_by: {"const": value}}, "required": [told_by]}, "then": {"$ref": target}}
            for value, target in mapping.items()
        ],
    }


def _on_bases(schema: Json, bases: Json) -> Json:
    """Children extend the bare base, or they would ask for themselves again."""
    changed = copy.deepcopy(schema)
    for part in changed.get("allOf", []):
        name = part.get("$ref", "").removeprefix(_PREFIX)
        if name in bases:
            part["$ref"] = _PREFIX + name + _BASE
    return changed


def _closed(schema: Json) -> Json:
    """A property that the document does not name is a slip of the pen."""
    is_object = "properties" in schema or "allOf" in schema
    return {**schema, "unevaluatedProperties": False} if is_object else schema
