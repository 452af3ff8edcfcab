"""The official client in its synchronous mode: one request, one answer, nothing in memory.

Its batching mode is never used: it holds points in memory and drops them when the process ends.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from station.errors import UsageError
from station.sinks.influx.answers import Answer, plain, understand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from station.config import InfluxSection

_CONNECT_TIMEOUT_S = 3.0
_BEGINNING, _END = "1970-01-01T00:00:00Z", "2262-01-01T00:00:00Z"
"""All times that a server can hold."""
_MALFORMED = b"station_check"
"""A line without fields: a server that may be written to answers 400 and stores nothing."""


def ca_file(config: InfluxSection) -> str | None:
    """Return the file of certificates to trust instead of the usual ones. ``UsageError`` when it is not there."""
    if config.ca_file is None:
        return None
    path = config.ca_file.expanduser()
    if not path.is_file():
        raise UsageError(f"there is no influx.ca_file {path}", "Put the certificates there, in PEM")
    return str(path)


def say_it_ourselves(config: InfluxSection) -> None:
    """Silence the library's warning about an unchecked certificate, one for each request, over a full screen.

    ``station doctor`` and ``station influx check`` tell it.
    """
    if not config.verify_tls:
        from urllib3 import disable_warnings  # noqa: PLC0415  only where a server is asked
        from urllib3.exceptions import InsecureRequestWarning  # noqa: PLC0415  as above

        disable_warnings(InsecureRequestWarning)


def keep_libraries_quiet() -> None:
    """Keep log lines of the libraries, with a server's own words in them, off a full screen.

    The client library writes one to the root logger about every answer that is not JSON, a proxy's page for
    one, and Python then sends all warnings of all libraries to the terminal from there on.
    """
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


class WriteClient:
    """A connection to one bucket; the token is in no message and no ``repr``."""

    def __init__(self, config: InfluxSection, token: str | None) -> None:
        """Import the client library (150 ms) and prepare a connection; nothing is sent yet."""
        if not config.url.startswith(("http://", "https://")):
            raise UsageError(f"InfluxDB url {config.url!r}", "Begin it with http:// or https://")
        if token and not (token.isascii() and token.isprintable()):
            raise UsageError("the InfluxDB token has unprintable characters", "Check the token file")
        from influxdb_client import InfluxDBClient  # noqa: PLC0415  150 ms, only where points are sent
        from influxdb_client.service.write_service import WriteService  # noqa: PLC0415  as above

        from station.sinks.influx.bounded import BoundedPool  # noqa: PLC0415  as above

        say_it_ourselves(config)
        keep_libraries_quiet()
        connect_s = min(_CONNECT_TIMEOUT_S, config.timeout_s)
        self._config = config
        self._has_token = bool(token)
        self._client = InfluxDBClient(
            config.url,
            token or "",
            org=config.org,
            timeout=(connect_s * 1000, config.timeout_s * 1000),
            verify_ssl=config.verify_tls,
            ssl_ca_cert=ca_file(config),
        )
        library = self._client.api_client
        pool = BoundedPool(library.rest_client.pool_manager, config.timeout_s)
        library.rest_client.pool_manager = pool  # type: ignore[assignment]  # it asks for no more than ``request``
        self._service = WriteService(library)

    def send(self, body: bytes) -> Answer:
        """Write lines with times in microseconds and return what the server made of them."""
        return self._answer(
            lambda: self._service.post_write_with_http_info(
                self._config.org, self._config.bucket, body, precision="us",
                content_type="text/plain; charset=utf-8",
            )
        )  # fmt: skip

    def delete(self, predicate: str) -> Answer:
        """Delete the points of all times whose tags fulfil a predicate, as InfluxDB 2 can."""
        from influxdb_client import DeletePredicateRequest  # noqa: PLC0415  already loaded by the constructor
        from influxdb_client.service.delete_service import DeleteService  # noqa: PLC0415  as above

        request = DeletePredicateRequest(_BEGINNING, _END, predicate)
        service = DeleteService(self._client.api_client)
        return self._answer(
            lambda: service.post_delete_with_http_info(
                request, org=self._config.org, bucket=self._config.bucket
            )
        )

    def _answer(self, ask: Callable[[], tuple[object, int, Mapping[str, str]]]) -> Answer:
        from influxdb_client.rest import ApiException  # noqa: PLC0415  already loaded by the constructor
        from urllib3.exceptions import HTTPError  # noqa: PLC0415  as above

        try:
            _, status, headers = ask()
        except ApiException as error:
            if not error.status:  # the TLS handshake failed
                return Answer("unknown", plain(str(error.reason)))
            if error.status == HTTPStatus.UNAUTHORIZED and not self._has_token:
                return Answer("denied", "no token is set", error.status)
            return understand(error.status, error.body, error.reason, error.headers or {})
        except HTTPError as error:
            return Answer("unknown", plain(str(error).rpartition(": ")[2]))
        return understand(status, None, None, headers)

    def probe(self) -> Answer:
        """Ask for permission to write without writing: the server refuses the line, not the token."""
        return self.send(_MALFORMED)

    def version(self) -> str:
        """Return the server's version as it announces it, or nothing."""
        from influxdb_client.rest import ApiException  # noqa: PLC0415  already loaded by the constructor
        from influxdb_client.service.ping_service import PingService  # noqa: PLC0415  as above
        from urllib3.exceptions import HTTPError  # noqa: PLC0415  as above

        try:
            _, _, headers = PingService(self._client.api_client).get_ping_with_http_info()
        except (ApiException, HTTPError):
            return ""
        return plain(headers.get("X-Influxdb-Version", ""))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
