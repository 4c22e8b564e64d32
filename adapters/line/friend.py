"""The address under which people add the bot as a friend, as LINE tells it."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from urllib.parse import quote

from linebot.v3.messaging import ApiException, MessagingApi
from pydantic import ValidationError
from urllib3.exceptions import HTTPError

from adapters.line.api import CONNECT_TIMEOUT, READ_TIMEOUT, LineApi
from flows.ports import Clock

log = logging.getLogger(__name__)

#: Opens the account in LINE (https://developers.line.biz/en/docs/messaging-api/sharing-bot/); the id begins with @.
_ADD_FRIEND = "https://line.me/R/ti/p/"
#: A LINE that does not answer is asked again after this time: the page is open to everybody.
_ASKED_EVERY = timedelta(minutes=1)


class FriendAddress:
    """Asks LINE for the account's basic id when it is wanted first, and keeps it. Thread-safe."""

    def __init__(self, api: LineApi, clock: Clock) -> None:
        self._line, self._clock = MessagingApi(api.client), clock
        self._asking = threading.Lock()
        self._asked_at: datetime | None = None
        self._url = ""

    def __call__(self) -> str:
        """Empty where LINE cannot be asked just now."""
        if self._url or not self._asking.acquire(blocking=False):
            return self._url
        try:
            now = self._clock.now()
            if self._asked_at is None or now >= self._asked_at + _ASKED_EVERY:
                self._asked_at = now
                self._url = self._ask()
            return self._url
        finally:
            self._asking.release()

    def _ask(self) -> str:
        try:
            info = self._line.get_bot_info(_request_timeout=(CONNECT_TIMEOUT, READ_TIMEOUT))
        except (ApiException, ValidationError, ValueError, HTTPError) as error:
            log.warning("LINE did not tell the account's id: %s", type(error).__name__)
            return ""
        return _ADD_FRIEND + quote(info.basic_id, safe="") if info.basic_id else ""
