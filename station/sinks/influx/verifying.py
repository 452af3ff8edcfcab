"""What a server's word was worth: whether it has every point it acknowledged, session by session."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.errors import InfluxError, UsageError
from station.sinks.influx.asking import QueryClient
from station.store import outbox, resending

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from station.config import InfluxSection
    from station.store import Store
    from station.store.rows import Point

SESSIONS_AT_ONCE: Final = 20
_COUNTED: Final = {"rep": "final", "set": "mode", "session": "state"}
"""A field that every point of the measurement has: counting it counts the points."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One session: points InfluxDB acknowledged, and points it has, by measurement."""

    session_id: str
    acknowledged: dict[str, int]
    found: dict[str, int]

    @property
    def missing(self) -> int:
        """How many acknowledged points are not there."""
        return sum(max(number - self.found.get(name, 0), 0) for name, number in self.acknowledged.items())


def verify(
    store: Store, config: InfluxSection, token: str | None, session_ids: Sequence[str]
) -> Iterator[Checked]:
    """Yield what the server has of each session; the step's health is not counted, nor what still waits.

    ``InfluxError`` when the server cannot be asked; then nothing is known of its word.
    """
    if not config.url:
        raise UsageError("no InfluxDB is configured", "Set url in section [influx]")
    with QueryClient(config, token) as client:
        for start in range(0, len(session_ids), SESSIONS_AT_ONCE):
            part = [
                (each, _acknowledged(store, each)) for each in session_ids[start : start + SESSIONS_AT_ONCE]
            ]
            yield from _ask(client, part)


def _acknowledged(store: Store, session_id: str) -> list[Point]:
    """Return the points the server has acknowledged: what was stored, less what waits or is parked."""
    with store.reading() as connection:
        there = {resending.key(row.point) for row in outbox.of_session(connection, session_id)}
        points = list(resending.rebuilt(connection, session_id))
    return list(
        {resending.key(point): point for point in points if resending.key(point) not in there}.values()
    )


def _ask(client: QueryClient, part: Sequence[tuple[str, list[Point]]]) -> Iterator[Checked]:
    questions = [
        (session_id, measurement, _question(session_id, measurement, points))
        for session_id, all_points in part
        for measurement in _COUNTED
        if (points := [point for point in all_points if point.measurement == measurement])
    ]
    answers = client.ask([question for _, _, question in questions]) if questions else []
    if len(answers) != len(questions):
        raise InfluxError(
            f"InfluxDB answered {len(answers)} of {len(questions)} questions",
            "Check that url leads to an InfluxDB",
        )
    found: dict[str, dict[str, int]] = {}
    for (session_id, measurement, _), rows in zip(questions, answers, strict=True):
        found.setdefault(session_id, {})[measurement] = sum(_counts(row.get("points") for row in rows))
    for session_id, points in part:
        acknowledged = Counter(point.measurement for point in points)
        yield Checked(session_id, dict(acknowledged), found.get(session_id, {}))


def _counts(values: Iterable[object]) -> Iterator[int]:
    return (value for value in values if isinstance(value, int))


def _question(session_id: str, measurement: str, points: Sequence[Point]) -> str:
    """Return InfluxQL that counts a session's points; bounded in time, so that it reads one shard or two."""
    times_us = [point.time_us for point in points]
    quoted = session_id.replace("\\", "\\\\").replace("'", "\\'")
    return (
        f'SELECT count("{_COUNTED[measurement]}") AS "points" FROM "{measurement}" '  # noqa: S608  InfluxQL, quoted
        f"WHERE \"session_id\" = '{quoted}' AND time >= {min(times_us)}u AND time <= {max(times_us)}u"
    )
