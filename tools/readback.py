"""What the store holds beside what InfluxDB answers: the same rows, or the difference in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from station.sinks.influx.lines import field_text, tag_text
from station.store.points import rep_point, session_point, set_point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.store import Point, Store, Visit
    from tools.influxd import InfluxServer

Row = dict[str, object]
MEASUREMENTS = ("rep", "set", "session")


def _kept_live_values(store: Store, visit: Visit) -> set[tuple[int, int]]:
    """Return set and index of the reps whose final values were lost with the station's power."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT set_index, rep_index FROM reps WHERE session_id = ? AND recovered", (visit.id,)
        )
        return {(row[0], row[1]) for row in rows}


def stored_points(store: Store) -> Iterator[Point]:
    """Yield a point for everything in the store that InfluxDB should have once the queue is empty."""
    for visit in store.sessions(limit=-1):
        live = _kept_live_values(store, visit)
        for rep in store.reps(visit.id):
            if rep.final:
                yield rep_point(visit, rep, final=(rep.set, rep.index) not in live)
        for summary in store.sets(visit.id):
            yield set_point(visit, summary)
        if visit.state != "open":
            yield session_point(visit, store.session_summary(visit.id))


def _row(point: Point) -> Row:
    row: Row = {"time": point.time_us}
    row |= {name: tag_text(value) for name, value in point.tags.items()}
    return row | {
        name: field_text(value) if isinstance(value, str) else value for name, value in point.fields.items()
    }


def expected_rows(store: Store, measurement: str) -> list[Row]:
    """Return the rows InfluxDB should answer with, oldest first."""
    rows = [_row(point) for point in stored_points(store) if point.measurement == measurement]
    return sorted(rows, key=_order)


def influx_rows(server: InfluxServer, measurement: str) -> list[Row]:
    """Return what InfluxDB has, oldest first; absent fields are left out."""
    rows = server.query(f'SELECT * FROM "{measurement}"')  # noqa: S608  one of our own names
    present = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return sorted(present, key=_order)


def _order(row: Row) -> tuple[object, ...]:
    return (row["time"], str(row["session_id"]), row.get("set_index", 0), row.get("rep_index", 0))


def differences(store: Store, server: InfluxServer) -> list[str]:
    """Return one line for every row that is missing, surplus or different; nothing when all is well."""
    found = []
    for measurement in MEASUREMENTS:
        expected = Counter(map(_fixed, expected_rows(store, measurement)))
        present = Counter(map(_fixed, influx_rows(server, measurement)))
        found += [f"{measurement}: not in InfluxDB: {dict(row)}" for row in expected - present]
        found += [f"{measurement}: not in the store: {dict(row)}" for row in present - expected]
    return found


def _fixed(row: Row) -> tuple[tuple[str, object], ...]:
    """Return a row as something that can be counted; InfluxQL's 3 equals our 3.0."""
    return tuple(sorted(row.items()))
