"""Pages that are the same for everybody: rendered once for thousands of readers, told apart by ETag."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta

from flask import request
from werkzeug.wrappers import Response

from flows.ports import Clock

#: How long a page is given out before it is made anew: a bulletin is on the page that soon.
GOOD_FOR = timedelta(seconds=2)
#: A browser asks again after that; an unchanged page costs it a few hundred bytes then.
_BROWSER_SECONDS = 20
#: Pages kept: of sites, hazards and languages that are looked at just now.
_AT_MOST = 256


class KeptPages:
    """Thread-safe. Of several who come for a page that is due, each may make it: nobody waits for another."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mutex = threading.Lock()
        self._pages: dict[Hashable, tuple[datetime, bytes, str]] = {}

    def page(self, key: Hashable, make: Callable[[], Response]) -> Response:
        """The page under this key, 304 for whoever has it. `make` must give the same to everybody."""
        now = self._clock.now()
        kept = self._pages.get(key)
        if kept is None or not kept[0] <= now < kept[0] + GOOD_FOR:
            body = make().get_data()
            kept = (now, body, hashlib.sha256(body).hexdigest()[:20])
            self._keep(key, kept)
        _, body, tag = kept
        is_known = tag in request.if_none_match
        response = Response(status=304) if is_known else Response(body, mimetype="text/html")
        response.set_etag(tag)
        response.headers["Cache-Control"] = f"public, max-age={_BROWSER_SECONDS}"
        response.headers["Vary"] = "Accept-Language"
        return response

    def _keep(self, key: Hashable, page: tuple[datetime, bytes, str]) -> None:
        with self._mutex:
            self._pages.pop(key, None)
            while len(self._pages) >= _AT_MOST:
                del self._pages[next(iter(self._pages))]
            self._pages[key] = page
