"""LINE's own OpenAPI document as JSON Schema, with its discriminators resolved.

The plain document does not look inside messages and actions: a schema with a discriminator says only that there is a
`type`. Here the schema mapped to that `type` is required, and properties that the document does not name are refused.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

Json = dict[str, Any]

DOCUMENT = Path(__file__).parents[3] / "shared/data/line-openapi/messaging-api.yml"
_PREFIX = "#/components/schemas/"


def check(schema: str, value: Any) -> None:
    """Asserts that the value is what the document calls `schema`; skips the test where the document is absent."""
    if not DOCUMENT.exists():
        pytest.skip("LINE's OpenAPI document is not beside the checkout (../shared/data/line-openapi)")
    faults = list(_validator(schema).iter_errors(value))
    if faults:
        told = (f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:200]}" for fault in faults)
        raise AssertionError("; ".join(told))


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": _PREFIX + schema, "components": {"schemas": _resolved()}})


@cache
def _resolved() -> Json:
    schemas: Json = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["components"]["schemas"]
    return {
        name: _switch(schema) if "discriminator" in schema else _closed(schema, schemas)
        for name, schema in schemas.items()
    }


def _switch(schema: Json) -> Json:
    told_by = schema["discriminator"]["propertyName"]
    mapping: dict[str, str] = schema["discriminator"]["mapping"]
    return {
        "type": "object",
        "required": [told_by],
        "properties": {told_by: {"enum": sorted(mapping)}},
        "allOf": [
            {"if": {"properties": {told_by: {"const": value}}}, "then": {"$ref": target}}
            for value, target in mapping.items()
        ],
    }


def _closed(schema: Json, schemas: Json) -> Json:
    """With what it inherits, and nothing else: a property that the document does not name is a slip of the pen."""
    properties, required = _gathered(schema, schemas)
    if not properties:
        return schema
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _gathered(schema: Json, schemas: Json) -> tuple[Json, list[str]]:
    properties: Json = dict(schema.get("properties", {}))
    required: list[str] = list(schema.get("required", []))
    for part in schema.get("allOf", []):
        whole = schemas[part["$ref"].removeprefix(_PREFIX)] if "$ref" in part else part
        inherited, needed = _gathered(whole, schemas)
        properties |= inherited
        required += needed
    return properties, required
