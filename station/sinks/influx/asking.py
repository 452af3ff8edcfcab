"""InfluxQL over ``/query``: what a server has, asked afterwards. InfluxDB 1, 2 and 3 all answer it."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from station.errors import InfluxError
from station.sinks.influx.answers import NoAnswerError, plain, server_words, unanswered
from station.sinks.influx.client import ca_file, say_it_ourselves

if TYPE_CHECKING:
    from types import TracebackType

    from station.config import InfluxSection

_CONNECT_TIMEOUT_S = 3.0
_OK = 200
_FIRST_OF_PROXIES = 502
"""From there on a proxy speaks, or a server that is stopping: what became of the question is not known."""
Rows = list[dict[str, Any]]


class QueryClient:
    """Asks one server about one bucket; the token is in no message and no ``repr``."""

    def __init__(self, config: InfluxSection, token: str | None) -> None:
        """Prepare a connection; nothing is sent yet."""
        from urllib3 import PoolManager, Timeout  # noqa: PLC0415  only where a server is asked

        from station.sinks.influx.bounded import BoundedPool  # noqa: PLC0415  as above

        say_it_ourselves(config)
        self._config = config
        self._headers = {"Content-Type": "application/x-www-form-urlencoded"} | _authorization(token)
        pool = PoolManager(
            cert_reqs="CERT_REQUIRED" if config.verify_tls else "CERT_NONE",
            ca_certs=ca_file(config),
            retries=False,
            timeout=Timeout(connect=min(_CONNECT_TIMEOUT_S, config.timeout_s), read=config.timeout_s),
        )
        self._pool = BoundedPool(pool, config.timeout_s)

    def ask(self, statements: list[str]) -> list[Rows]:
        """Return each statement's rows as ``{column: value}`` with tags merged in, times in microseconds.

        ``InfluxError`` carries the server's words when it refuses, is away, or says anything but JSON.
        """
        database, _, policy = self._config.bucket.partition("/")
        where = {"db": database, "epoch": "u"} | ({"rp": policy} if policy else {})
        status, body = self._post("/query?" + urlencode(where), urlencode({"q": ";".join(statements)}))
        document = _document(status, body)
        if document is None:
            raise self._trouble(status, server_words(body, None))
        return [_rows(outcome) for outcome in document["results"]]

    def _post(self, path: str, form: str) -> tuple[int, str]:
        from urllib3.exceptions import HTTPError  # noqa: PLC0415  loaded by the constructor

        url = self._config.url.rstrip("/") + path
        try:
            status, body = self._pool.whole("POST", url, _LONGEST_ANSWER, body=form, headers=self._headers)
        except HTTPError as error:
            words = plain(str(error).rpartition(": ")[2])
            raise unanswered(error)(
                f"no answer from {self._config.url} ({words})",
                "Check that InfluxDB runs and the network is up",
            ) from error
        return status, body.decode("utf-8", "replace")

    def _trouble(self, status: int, words: str) -> InfluxError:
        said = f" ({words})" if words else ""
        match status:
            case 401 if "Authorization" not in self._headers:
                problem, remedy = f"no token was shown{said}", "Name the file of one: --token-file FILE"
            case 401:
                problem, remedy = f"the token is not accepted{said}", "Use another one: --token-file FILE"
            case 403:
                problem, remedy = f"the token may not do that{said}", "Use one that may: --token-file FILE"
            case _:
                problem = f"{self._config.url} answered {status} to InfluxQL{said}"
                remedy = "Check that url leads to an InfluxDB and the bucket exists"
        kind = NoAnswerError if status >= _FIRST_OF_PROXIES else InfluxError
        return kind(problem, remedy)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_LONGEST_ANSWER = 16 << 20


def _authorization(token: str | None) -> dict[str, str]:
    """Return how a token is shown: InfluxDB 1 takes ``user:password`` as Basic, 2 and 3 take ``Token``."""
    if not token:
        return {}
    if ":" in token:
        return {"Authorization": "Basic " + b64encode(token.encode()).decode()}
    return {"Authorization": f"Token {token}"}


def _document(status: int, body: str) -> dict[str, Any] | None:
    """Return a server's answer to questions; ``None`` for anything else."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    good = status == _OK and isinstance(document, dict) and isinstance(document.get("results"), list)
    return document if good else None


def _rows(outcome: Any) -> Rows:  # noqa: ANN401  what a server says is any value
    if not isinstance(outcome, dict) or "error" in outcome:
        words = plain(str(outcome.get("error") if isinstance(outcome, dict) else outcome))
        rights = any(word in words for word in ("privilege", "authoriz"))
        remedy = (
            "Use a token that may: --token-file FILE" if rights else "See these words, and the server's log"
        )
        raise InfluxError(f"InfluxDB would not answer: {words}", remedy)
    try:
        return [
            dict(zip(series["columns"], row, strict=True)) | series.get("tags", {})
            for series in outcome.get("series", [])
            for row in series.get("values", [])
        ]
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise InfluxError(
            "InfluxDB's answer makes no sense", "Check that url leads to an InfluxDB"
        ) from error
