"""Finding the refused lines, against InfluxDB 1's and 2's ways of refusing a batch."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from station.sinks.influx.answers import Answer
from station.sinks.influx.exchange import deliver
from station.store import OutboxRow, Point

STORED, REFUSED = Answer("stored", status=204), Answer("refused", "no", 400)
ROWS = st.integers(0, 60)


def rows(number: int) -> list[OutboxRow]:
    """Return rows that differ in their time."""
    return [OutboxRow(each, Point("rep", {"site": "home"}, {"x": 1.0}, each)) for each in range(number)]


class Model:
    """A server that refuses some lines; version 1 keeps the good ones of a refused batch, 2 keeps none."""

    def __init__(self, bad: set[int], *, keeps_good_lines: bool, requests: int = 10_000) -> None:
        self.bad = bad
        self.keeps = keeps_good_lines
        self.requests = requests
        self.stored: set[int] = set()

    def __call__(self, body: bytes) -> Answer:
        """Answer one write; after so many the server is gone."""
        if not self.requests:
            return Answer("unknown", "gone")
        self.requests -= 1
        times = {int(line.rsplit(b" ", 1)[1]) for line in body.splitlines()}
        if not times & self.bad:
            self.stored |= times
            return STORED
        self.stored |= times - self.bad if self.keeps else set()
        return REFUSED


@given(ROWS, st.sets(st.integers(0, 59)), st.booleans())
def test_exactly_the_bad_lines_are_refused(number: int, bad: set[int], keeps: bool) -> None:  # noqa: FBT001  a value
    """Whatever the mixture, good lines are delivered and stored, bad ones refused with the server's words."""
    server = Model(bad, keeps_good_lines=keeps)
    exchange = deliver(rows(number), server)
    good = set(range(number)) - bad
    assert set(exchange.delivered) == good == server.stored
    assert len(exchange.delivered) == len(good)
    assert exchange.refusals == [(each, "400 no") for each in sorted(bad & set(range(number)))]
    assert exchange.stop is None


@given(ROWS, st.sets(st.integers(0, 59)), st.booleans(), st.integers(0, 20))
def test_what_nobody_answered_for_stays_queued(
    number: int,
    bad: set[int],
    keeps: bool,  # noqa: FBT001  a value
    requests: int,
) -> None:
    """A server that goes away in the middle: only what it acknowledged is called delivered."""
    server = Model(bad, keeps_good_lines=keeps, requests=requests)
    exchange = deliver(rows(number), server)
    assert set(exchange.delivered) <= server.stored
    assert {each for each, _ in exchange.refusals} <= bad
    everything = set(exchange.delivered) | {each for each, _ in exchange.refusals}
    assert (exchange.stop is None) == (everything == set(range(number)))


def test_one_bad_line_costs_few_requests() -> None:
    """Bisection, not one request a line: 500 points with one bad one take at most 2 log2(500) + 1."""
    server = Model({321}, keeps_good_lines=False, requests=19)
    assert deliver(rows(500), server).stop is None


def test_line_too_large_for_the_server_is_parked() -> None:
    """A batch that is too large is halved; a single line that is too large is not tried for ever."""

    def answers(body: bytes) -> Answer:
        return STORED if len(body) < 60 else Answer("too_large", "", 413)

    assert len(deliver(rows(8), answers).delivered) == 8
    assert deliver(rows(1), lambda _: Answer("too_large", "big", 413)).refusals == [(0, "413 big")]
