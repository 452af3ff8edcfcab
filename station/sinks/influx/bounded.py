"""Answers of bounded size and duration: a server that never stops talking costs neither memory nor the thread."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

LONGEST_ANSWER_BYTES: Final = 64 << 10
"""InfluxDB 3 lists up to a hundred refused lines; of all that a sentence is kept."""
_PIECE_BYTES: Final = 4096


def read(answer: BaseHTTPResponse, most_bytes: int, patience_s: float) -> bytes:
    """Return the beginning of an answer's body; a connection that says more, or is slower, is closed."""
    deadline_s = time.monotonic() + patience_s
    body = bytearray()
    for piece in answer.stream(_PIECE_BYTES):
        body += piece
        if len(body) > most_bytes or time.monotonic() > deadline_s:
            answer.close()
            break
    return bytes(body[:most_bytes])


class BoundedPool:
    """Stands in front of the client library's pool of connections, and reads answers with measure."""

    def __init__(self, pool: PoolManager, patience_s: float) -> None:
        self._pool, self._patience_s = pool, patience_s

    def request(self, method: str, url: str, **options: Any) -> BaseHTTPResponse:  # noqa: ANN401  whatever the library sets
        """Ask, and return an answer that is complete in memory."""
        from urllib3 import HTTPResponse  # noqa: PLC0415  the client library has loaded it

        options["preload_content"] = False
        answer = self._pool.request(method, url, **options)
        body = read(answer, LONGEST_ANSWER_BYTES, self._patience_s)
        return HTTPResponse(
            io.BytesIO(body), answer.headers, answer.status, reason=answer.reason, request_url=url,
            decode_content=False, enforce_content_length=False,
        )  # fmt: skip

    def clear(self) -> None:
        """Close the connections."""
        self._pool.clear()
