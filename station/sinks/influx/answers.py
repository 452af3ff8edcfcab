"""What a server's answer to a write means for the points, and how to tell people about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Literal

from station.errors import InfluxError

if TYPE_CHECKING:
    from collections.abc import Mapping

Meaning = Literal["stored", "refused", "too_large", "denied", "busy", "unknown"]
"""``refused``: a line is wrong. ``denied``: token, permission or bucket. ``busy``: the server says later.
``unknown``: nobody can tell whether the points were stored, so the same bytes are sent again."""

LONGEST_WORDS = 300
LONGEST_WAIT_S = 3600.0

_OK = 204
_MEANINGS: dict[int, Meaning] = {
    _OK: "stored",
    400: "refused",
    422: "refused",
    413: "too_large",
    401: "denied",
    403: "denied",
    404: "denied",
}
_FIRST_BUSY = 429


class NoAnswerError(InfluxError):
    """A request was sent and no answer of the server's came: nobody can tell whether it was done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, understood; ``words`` are the server's own, made safe to print."""

    meaning: Meaning
    words: str = ""
    status: int | None = None
    retry_after_s: float | None = None


def plain(text: str) -> str:
    """Return text of unknown origin as one short printable line."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return words[:LONGEST_WORDS]


def server_words(body: str | None, reason: str | None) -> str:
    """Return the message in an InfluxDB 1, 2 or 3 answer; the reason phrase when a proxy answered in HTML."""
    text = (body or "").strip()
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return plain(reason or "" if text.startswith("<") else text or reason or "")
    if isinstance(document, dict):
        message = document.get("message") or document.get("error") or text
        details = document.get("data")
        return plain(str(message) + (f": {json.dumps(details)}" if details else ""))
    return plain(text)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the wait a server asks for, at most an hour; its dates are read by the server's own clock."""
    value = headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return min(float(value), LONGEST_WAIT_S)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait.total_seconds(), 0.0), LONGEST_WAIT_S)


def understand(status: int, body: str | None, reason: str | None, headers: Mapping[str, str]) -> Answer:
    """Return what an HTTP answer to a write means.

    Only 204 says that everything is stored: a 200 is a login page or a proxy.
    """
    meaning = _MEANINGS.get(status, "busy" if status >= _FIRST_BUSY else "unknown")
    words = "" if meaning == "stored" else server_words(body, reason)
    return Answer(meaning, words, status, retry_after_s(headers))


def advice(answer: Answer, bucket: str, url: str) -> tuple[str, str]:
    """Return what is wrong, with the server's words, and what an operator can do about it."""
    match answer.status:
        case 401:
            problem, remedy = "the token is not accepted", "Check STATION_INFLUX_TOKEN or token_file"
        case 403:
            problem = f"the token may not write to bucket {bucket!r}"
            remedy = "Give it write permission, or use another token"
        case 404:
            problem = f"no bucket {bucket!r} at {url}"
            remedy = "Create it, or correct bucket, org or url in section [influx]"
        case None:
            problem, remedy = f"no answer from {url}", "Check that InfluxDB runs and the network is up"
        case _ if answer.meaning == "busy":
            problem, remedy = f"InfluxDB is busy ({answer.status})", "Nothing to do unless it stays so"
        case _:
            problem = f"{url} answered {answer.status} to a write"
            remedy = "Check that url leads to an InfluxDB 1.8, 2 or 3"
    return (f"{problem} ({answer.words})" if answer.words else problem), remedy


def unanswered(error: Exception) -> type[InfluxError]:
    """Return which error a failed exchange is: of what was never sent it is known that it was not done."""
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError  # noqa: PLC0415  only where one failed

    return InfluxError if isinstance(error, (ConnectTimeoutError, NewConnectionError)) else NoAnswerError
