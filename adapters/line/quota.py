"""How many messages LINE still takes this month: https://developers.line.biz/en/docs/messaging-api/pricing/

A multicast larger than that is refused as a whole, so what is left is only of use to smaller ones.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from linebot.v3.messaging import ApiException, MessagingApi
from pydantic import ValidationError
from urllib3.exceptions import HTTPError

from adapters.line.api import CONNECT_TIMEOUT, READ_TIMEOUT

log = logging.getLogger(__name__)

#: Seconds for which an answer of LINE is not asked for again.
_GOOD_FOR = 10.0
_TIMEOUT = (CONNECT_TIMEOUT, READ_TIMEOUT)


def limit_and_used(line: MessagingApi) -> tuple[int | None, int]:
    """Of this month; no limit is None. Raises what the SDK raises."""
    quota = line.get_message_quota(_request_timeout=_TIMEOUT)
    return quota.value, line.get_message_quota_consumption(_request_timeout=_TIMEOUT).total_usage


class Month:
    """Thread-safe: whoever comes while LINE is being asked waits for its answer."""

    def __init__(self, line: MessagingApi, clock: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._clock = clock
        self._mutex = threading.Lock()
        self._left = 0
        self._good_until = float("-inf")

    def left(self) -> int:
        """To be asked after a refusal. 0 also where LINE does not say: the next contact is safer."""
        with self._mutex:
            if self._clock() >= self._good_until:
                self._left = self.spare() or 0
                self._good_until = self._clock() + _GOOD_FOR
            return self._left

    def used(self, messages: int) -> None:
        """Accepted meanwhile."""
        with self._mutex:
            self._left = max(self._left - messages, 0)

    def spare(self) -> int | None:
        """As LINE says now; None: there is no limit. 0 also where LINE does not say."""
        try:
            limit, used = limit_and_used(self._line)
        except (ApiException, ValidationError, ValueError, HTTPError) as error:
            log.warning("LINE did not say what is left of the month: %s", type(error).__name__)
            return 0
        return None if limit is None else max(limit - used, 0)
