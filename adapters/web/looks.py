"""Style sheets and scripts: fetched once by each browser, and once more when they have changed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, request
from werkzeug.wrappers import Response

#: Seconds; a year. An address with its mark never shows anything else.
_FOR_EVER = 365 * 24 * 3600


@cache
def _marks(folder: Path) -> dict[str, str]:
    """Of every file there is, by its name below the folder: no request makes us read any other."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:10] for file in files}


def name_looks(web: Flask) -> None:
    """Every address of a static file says what is in it, and with that a browser may keep it."""
    marks = _marks(Path(web.static_folder or ""))

    @web.url_defaults
    def say_what_is_in_it(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("v", marks.get(values["filename"], ""))

    @web.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            is_marked = request.args.get("v") == marks.get((request.view_args or {})["filename"])
            response.cache_control.no_cache = None if is_marked else True
            response.cache_control.max_age = _FOR_EVER if is_marked else None
            response.cache_control.immutable = is_marked
        return response
