"""InfluxDB 2's management calls: JSON there and back, refusals as one line with a remedy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from station.errors import InfluxError, UsageError
from station.sinks.influx.answers import NoAnswerError, plain, server_words, unanswered
from station.sinks.influx.client import ca_file, say_it_ourselves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.config import InfluxSection

_CONNECT_TIMEOUT_S: Final = 3.0
_LONGEST_ANSWER: Final = 16 << 20
_OK: Final = (200, 201, 204)
_NOT_FOUND: Final = 404
_FIRST_OF_PROXIES: Final = 502


class Api2:
    """Asks one InfluxDB 2 as administrator; the token is in no message and no ``repr``."""

    def __init__(self, influx: InfluxSection, token: str | None) -> None:
        """Prepare a connection; nothing is sent yet."""
        if not influx.url.startswith(("http://", "https://")):
            raise UsageError(f"InfluxDB url {influx.url!r}", "Begin it with http:// or https://")
        from urllib3 import PoolManager, Timeout  # noqa: PLC0415  only where a server is asked

        from station.sinks.influx.bounded import BoundedPool  # noqa: PLC0415  as above

        say_it_ourselves(influx)
        self._url = influx.url.rstrip("/")
        self._headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Token {token}"} if token else {}
        )
        pool = PoolManager(
            cert_reqs="CERT_REQUIRED" if influx.verify_tls else "CERT_NONE",
            ca_certs=ca_file(influx),
            retries=False,
            timeout=Timeout(connect=min(_CONNECT_TIMEOUT_S, influx.timeout_s), read=influx.timeout_s),
        )
        self._pool = BoundedPool(pool, influx.timeout_s)

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """Return what is there. ``InfluxError`` when it is not, or may not be seen."""
        return self._done("GET", path, query)

    def find(self, path: str, key: str, **query: str) -> list[dict[str, Any]]:
        """Return the list under ``key``; empty when the server says 404, as some do of a name nobody has."""
        status, document, words = self._asked("GET", path, query, None)
        if status == _NOT_FOUND:
            return []
        found = self._good("GET", path, status, document, words).get(key)
        return found if isinstance(found, list) else []

    def post(self, path: str, body: Mapping[str, object], **query: str) -> dict[str, Any]:
        """Make something and return it. ``InfluxError`` with the server's words when it refuses."""
        return self._done("POST", path, query, body)

    def patch(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        """Change something and return it."""
        return self._done("PATCH", path, {}, body)

    def delete(self, path: str, **query: str) -> None:
        """Delete something; what is not there any more is deleted."""
        status, document, words = self._asked("DELETE", path, query, None)
        if status != _NOT_FOUND:
            self._good("DELETE", path, status, document, words)

    def _done(
        self, method: str, path: str, query: Mapping[str, str], body: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        return self._good(method, path, *self._asked(method, path, query, body))

    def _asked(
        self, method: str, path: str, query: Mapping[str, str], body: Mapping[str, object] | None
    ) -> tuple[int, dict[str, Any], str]:
        from urllib3.exceptions import HTTPError  # noqa: PLC0415  loaded by the constructor

        url = f"{self._url}/api/v2/{path}" + (f"?{urlencode(query)}" if query else "")
        sent = {} if body is None else {"body": json.dumps(body).encode()}
        try:
            status, raw = self._pool.whole(method, url, _LONGEST_ANSWER, headers=self._headers, **sent)
        except HTTPError as error:
            raise unanswered(error)(
                f"no answer from {self._url} ({plain(str(error).rpartition(': ')[2])})",
                "Check that InfluxDB runs and the network is up",
            ) from error
        text = raw.decode("utf-8", "replace")
        try:
            document = json.loads(text or "{}")
        except (ValueError, RecursionError):
            document = None
        good = document if isinstance(document, dict) else {}
        # a proxy's page of HTML is no answer of InfluxDB's, whatever status it came with
        if document is None and status in _OK:
            raise NoAnswerError(f"{self._url} answers {path} with no JSON", _NO_INFLUX)
        return status, good, server_words(text, None)

    def _good(
        self, method: str, path: str, status: int, document: dict[str, Any], words: str
    ) -> dict[str, Any]:
        if status in _OK:
            return document
        said = f" ({words})" if words else ""
        match status:
            case 401 if "Authorization" not in self._headers:
                problem = f"no token was shown to {self._url}{said}"
                remedy = "Name the file of an all-access token of the organisation: --token-file FILE"
            case 401 | 403:
                problem = f"the token may not {_VERBS[method]} {_thing(path)} at {self._url}{said}"
                remedy = "Use an all-access token of the organisation: --token-file FILE"
            case 404 if method == "GET":
                problem, remedy = f"{self._url} has no {_thing(path)}{said}", _NO_INFLUX
            case _:
                problem = f"{self._url} answered {status} to {method} {_thing(path)}{said}"
                remedy = "See the server's log"
        raise (NoAnswerError if status >= _FIRST_OF_PROXIES else InfluxError)(problem, remedy)


_NO_INFLUX: Final = "Check that url leads to an InfluxDB 2; InfluxDB 1 takes --v1 URL"
_VERBS: Final = {"GET": "see", "POST": "make", "PATCH": "change", "DELETE": "delete"}


def _thing(path: str) -> str:
    """Return the first word of a path: what it is about."""
    return path.partition("/")[0]
