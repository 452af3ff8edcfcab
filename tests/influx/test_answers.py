"""What a server says, and what the station makes of it."""

from __future__ import annotations

import pytest

from station.sinks.influx.answers import LONGEST_WAIT_S, Answer, advice, plain, understand
from station.sinks.influx.forwarder import DENIED_WAIT_S, LONGEST_BACKOFF_S, Backoff

DATE = {"Date": "Sun, 06 Nov 1994 08:49:37 GMT"}


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (204, "stored"), (200, "unknown"), (301, "unknown"), (400, "refused"), (422, "refused"),
        (413, "too_large"), (401, "denied"), (403, "denied"), (404, "denied"), (429, "busy"), (500, "busy"),
        (503, "busy"), (418, "unknown"),
    ],
)  # fmt: skip
def test_only_204_means_stored(status: int, meaning: str) -> None:
    """A login page's 200 deletes nothing; lines, rights and load are told apart."""
    assert understand(status, "<html>Welcome</html>", "OK", {}).meaning == meaning


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"error":"partial write: dropped=1"}', "partial write: dropped=1"),
        ('{"code":"invalid","message":"no such field"}', "no such field"),
        ('{"error":"partial write","data":[{"line_number":2}]}', 'partial write: [{"line_number": 2}]'),
        ("<html>413</html>", "Payload Too Large"),
        ("", "Payload Too Large"),
        ("a\x1b[31mred\nline", "a [31mred line"),
        ("[1, 2]", "[1, 2]"),
    ],
)
def test_servers_words_are_found_and_harmless(body: str, words: str) -> None:
    """InfluxDB 1, 2 and 3, a proxy's page, and bytes meant for a terminal."""
    assert understand(413, body, "Payload Too Large", {}).words == words


def test_servers_words_are_short() -> None:
    """A hostile server cannot fill the screen or the disk."""
    assert len(plain("x" * 1_000_000)) < 1000


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "99999999"}, LONGEST_WAIT_S),
        (DATE | {"Retry-After": "Sun, 06 Nov 1994 08:49:57 GMT"}, 20.0),
        (DATE | {"Retry-After": "Sun, 06 Nov 1994 08:00:00 GMT"}, 0.0),
        (DATE | {"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({}, None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(headers: dict[str, str], wait_s: float | None) -> None:
    """Dates are read by the server's clock, because a station's own may be wrong."""
    assert understand(503, "", "", headers).retry_after_s == wait_s


def test_backoff_doubles_to_a_minute_and_begins_again() -> None:
    """Without jitter: 1, 2, 4 ... 60 s; after a success 1 s again."""
    backoff = Backoff(lambda: 0.0)
    busy = Answer("busy", status=503)
    assert [backoff.wait_s(busy) for _ in range(8)] == [
        1,
        2,
        4,
        8,
        16,
        32,
        LONGEST_BACKOFF_S,
        LONGEST_BACKOFF_S,
    ]
    backoff.success()
    assert backoff.wait_s(busy) == 1.0


def test_backoff_honours_the_server_and_spreads_stations() -> None:
    """Never earlier than asked; a refused token is tried once a minute; no two stations come back at once."""
    backoff = Backoff(lambda: 0.0)
    assert backoff.wait_s(Answer("busy", status=503, retry_after_s=30.0)) == 30.0
    assert backoff.wait_s(Answer("denied", status=401)) == DENIED_WAIT_S
    assert Backoff(lambda: 0.5).wait_s(Answer("busy", status=503, retry_after_s=30.0)) == 37.5


@pytest.mark.parametrize(
    ("answer", "problem", "remedy"),
    [
        (
            Answer("denied", "unauthorized", 401),
            "the token is not accepted (unauthorized)",
            "STATION_INFLUX_TOKEN",
        ),
        (Answer("denied", "", 403), "may not write to bucket 'steps'", "write permission"),
        (Answer("denied", "", 404), "no bucket 'steps' at http://here", "Create it"),
        (Answer("busy", "overloaded", 503), "busy (503) (overloaded)", ""),
        (Answer("unknown", "refused"), "no answer from http://here (refused)", "network"),
        (Answer("unknown", "", 200), "http://here answered 200", "url"),
    ],
)
def test_advice_names_the_trouble_and_the_remedy(answer: Answer, problem: str, remedy: str) -> None:
    """Each way to fail has its own words."""
    said, todo = advice(answer, "steps", "http://here")
    assert problem in said
    assert remedy in todo
