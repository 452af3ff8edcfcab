"""Answers of bounded size and duration: a server that never stops talking costs neither memory nor the thread."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.exceptions import TimeoutError as TooSlow

from station.sinks.influx.deadline import Deadline, bind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from urllib3 import BaseHTTPResponse, PoolManager

LONGEST_ANSWER_BYTES: Final = 64 << 10
"""InfluxDB 3 lists up to a hundred refused lines; of all that a sentence is kept."""
_PIECE_BYTES: Final = 4096


class BoundedPool:
    """Stands in front of a pool of connections, the client library's or one of ours, and asks with measure.

    A redirect is an answer like any other: the token goes to the address it was meant for.
    """

    def __init__(self, pool: PoolManager, patience_s: float) -> None:
        """``patience_s`` is for a whole request: connecting, sending, and the answer's last byte."""
        bind(pool)
        self._pool, self._patience_s = pool, patience_s

    def request(self, method: str, url: str, **options: Any) -> BaseHTTPResponse:  # noqa: ANN401  whatever the library sets
        """Ask, and return status and headers with as much of the words as came, in UTF-8.

        The words explain a status, they do not change it: it stands when they are cut off or in no known
        encoding.
        """
        with Deadline(self._patience_s) as deadline:
            answer = self._asked(method, url, options, deadline)
            body = bytearray()
            try:
                for piece in _pieces(answer, LONGEST_ANSWER_BYTES):
                    body += piece
            except HTTPError:
                answer.close()
        words = bytes(body).decode("utf-8", "replace").encode()
        return HTTPResponse(
            io.BytesIO(words), answer.headers, answer.status, reason=answer.reason, request_url=url,
            decode_content=False, enforce_content_length=False,
        )  # fmt: skip

    def whole(self, method: str, url: str, most_bytes: int, **options: Any) -> tuple[int, bytes]:  # noqa: ANN401  see there
        """Ask, and return status and body; ``HTTPError`` unless it came whole and in time, cut at ``most_bytes``."""
        with Deadline(self._patience_s) as deadline:
            answer = self._asked(method, url, options, deadline)
            try:
                body = b"".join(_pieces(answer, most_bytes))
            finally:
                self._refuse_late(deadline)
        return answer.status, body

    def _asked(self, method: str, url: str, options: dict[str, Any], deadline: Deadline) -> BaseHTTPResponse:
        """Return an answer's status and headers, and refuse those that the deadline may have cut short.

        A silent server meets the connection's own limit for reading at the same instant: whichever is first,
        the words are the same.
        """
        options |= {"preload_content": False, "redirect": False}
        try:
            answer = self._pool.request(method, url, **options)
        except ReadTimeoutError as silence:
            raise self._late() from silence
        finally:
            self._refuse_late(deadline)
        return answer

    def _refuse_late(self, deadline: Deadline) -> None:
        if deadline.passed:
            raise self._late()

    def _late(self) -> TooSlow:
        return TooSlow(f"no complete answer within {self._patience_s:g} s")

    def clear(self) -> None:
        """Close the connections."""
        self._pool.clear()


def _pieces(answer: BaseHTTPResponse, most_bytes: int) -> Iterator[bytes]:
    """Yield the beginning of an answer's body; a connection that says more is closed."""
    left = most_bytes
    for piece in answer.stream(_PIECE_BYTES):
        yield piece[:left]
        left -= len(piece)
        if left < 0:
            answer.close()
            return
