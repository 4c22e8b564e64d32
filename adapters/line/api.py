"""The wire to LINE: ready bytes through the SDK's own client (its host, token, TLS and connection pool).

The SDK's typed calls validate and rebuild every message; with bodies that are rendered once and kept, sending them as
they are is 1.6 times as fast and cannot raise after LINE has accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from linebot.v3.messaging import ApiClient, Configuration
from urllib3.util import Timeout

#: Seconds. LINE answers in well under a second; beyond this the outcome is unknown.
CONNECT_TIMEOUT = 3.0
READ_TIMEOUT = 10.0
_API_HOST, _DATA_URL = "api.line.me", "https://api-data.line.me"


@dataclass(frozen=True, slots=True)
class Reply:
    """What LINE's server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class LineApi:
    """Thread-safe. `pool_size`: connections kept, at least as many as threads that call."""

    def __init__(self, base_url: str, access_token: str, pool_size: int, read_timeout: float = READ_TIMEOUT) -> None:
        self.client = client_for(base_url, access_token, pool_size)
        self._connections = self.client.rest_client.pool_manager.connection_from_url(base_url)
        self._path = urlsplit(base_url).path.rstrip("/")
        self._headers = {**self.client.default_headers, "Content-Type": "application/json"}
        self._timeout = Timeout(connect=CONNECT_TIMEOUT, read=read_timeout)

    def post(self, path: str, body: bytes, retry_key: str = "") -> Reply:
        """One try. Raises urllib3.exceptions.HTTPError where no answer came."""
        headers = {**self._headers, "X-Line-Retry-Key": retry_key} if retry_key else self._headers
        return self._call("POST", path, body, headers)

    def call(self, method: str, path: str, body: bytes = b"", content_type: str = "application/json") -> Reply:
        """As `post`, of any method and content."""
        return self._call(method, path, body, {**self._headers, "Content-Type": content_type})

    def _call(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        answer = self._connections.urlopen(
            method, self._path + path, body, headers, retries=False, redirect=False, timeout=self._timeout
        )
        return Reply(answer.status, answer.headers, answer.data)

    def close(self) -> None:
        self._connections.close()
        self.client.rest_client.pool_manager.clear()


def data_url(api_url: str) -> str:
    """Where pictures go; a stand-in has them at the address of its API.

    https://developers.line.biz/en/reference/messaging-api/#domain-name
    """
    return _DATA_URL if urlsplit(api_url).hostname == _API_HOST else api_url


def client_for(base_url: str, access_token: str, pool_size: int = 1) -> ApiClient:
    """The SDK's client, pointed at `base_url`; it tries nothing again by itself."""
    configuration = Configuration(host=base_url.rstrip("/"), access_token=access_token)
    configuration.connection_pool_maxsize = pool_size
    configuration.retries = False
    return ApiClient(configuration)
