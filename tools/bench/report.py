"""How long a person's report takes in the database of a busy clinic: ``python -m tools.bench.report [PEOPLE]``."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulators.career.cases import CASES
from simulators.career.driver.career import Career
from simulators.career.driver.filling import fill
from tools.processes import children_s

if TYPE_CHECKING:
    from collections.abc import Iterable

WEEKS: Final = 52
LIVES: Final = ("over-eager", "steady", "sporadic")
"""Each is lived by a third of the clinic; the first trains most, and the report is about one of them."""
_OF_A_PERSON: Final = ("profiles", "plans", "overrides", "sessions", "symptoms", "entry_accounts")
_OF_A_VISIT: Final = (
    "sets", "reps", "provisional_reps", "session_summaries", "session_plans", "events", "point_accounts",
)  # fmt: skip
_GOES: Final = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What a report of the busiest person costs: a new process from its start to the written page."""

    people: int
    reps: int
    """Of everybody."""
    theirs: int
    """Of the person reported."""
    cpu_s: float
    page_kb: float


def clinic(folder: Path, people: int, weeks: int = WEEKS) -> str:
    """Fill a data folder with weeks of a clinic that end today; return the id of its busiest person."""
    begin = datetime.now(tz=UTC).date() - timedelta(weeks=weeks)
    for case in LIVES:
        career = Career(CASES[case], 1, begin, "seed-default")
        fill(career, list(career.days(weeks)), str(folder), case)
    with closing(sqlite3.connect(folder / "station.db")) as connection, connection:
        lived = [row[0] for row in connection.execute("SELECT id FROM athletes ORDER BY rowid")]
        for number in range(len(lived), people):
            _live_again(connection, lived[number % len(lived)], number)
        connection.execute("ANALYZE")
        return str(lived[0])


def _live_again(connection: sqlite3.Connection, athlete: str, number: int) -> None:
    """Copy everything of a person to another one."""
    _copy(
        connection,
        "athletes",
        "id = ?",
        athlete,
        {"id": f"id || '-{number}'", "name": f"name || ' {number}'"},
    )
    highest = connection.execute("SELECT max(ordinal) FROM sessions").fetchone()[0]
    renamed = {"id": f"id || '-{number}'", "session_id": f"session_id || '-{number}'"}
    for table in _OF_A_PERSON:
        changed = {"athlete_id": f"athlete_id || '-{number}'", "ordinal": f"ordinal + {highest}"} | renamed
        if table in ("overrides", "symptoms"):
            changed["id"] = "NULL"
        _copy(connection, table, "athlete_id = ?", athlete, changed)
    for table in _OF_A_VISIT:
        where = "session_id IN (SELECT id FROM sessions WHERE athlete_id = ?)"
        _copy(connection, table, where, athlete, renamed | ({"id": "NULL"} if table == "events" else {}))
    connection.execute(
        f"""INSERT INTO symptom_values SELECT other.id, kind, value FROM symptom_values
            JOIN symptoms AS mine ON mine.id = entry_id
            JOIN symptoms AS other ON other.athlete_id = mine.athlete_id || '-{number}'
                AND other.time_us = mine.time_us AND other.leg IS mine.leg
            WHERE mine.athlete_id = ?""",  # noqa: S608  our own words
        (athlete,),
    )


def _copy(
    connection: sqlite3.Connection, table: str, where: str, athlete: str, changed: dict[str, str]
) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    connection.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {where}", (athlete,))  # noqa: S608  our own words


def measure(people: int = 30, weeks: int = WEEKS) -> Cost:
    """Report on the busiest person of a clinic; the fastest of three goes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        athlete = clinic(folder, people, weeks)
        page = folder / "report.html"
        took_s = [_report(folder, athlete, page) for _ in range(_GOES)]
        with closing(sqlite3.connect(folder / "station.db")) as connection:
            reps, theirs = (_count(connection, who) for who in ((), (athlete,)))
        return Cost(people, reps, theirs, min(took_s), page.stat().st_size / 1024)


def _report(folder: Path, athlete: str, page: Path) -> float:
    page.unlink(missing_ok=True)
    before_s = children_s()
    command = [str(Path(sys.executable).with_name("station")), "report", athlete, "--out", str(page)]
    environment = os.environ | {"STATION_STATION_DATA_DIR": str(folder)}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603  our own program
    return children_s() - before_s


def _count(connection: sqlite3.Connection, who: Iterable[str]) -> int:
    of = "WHERE athlete_id = ?" if who else ""
    statement = f"SELECT count(*) FROM reps JOIN sessions ON sessions.id = session_id {of}"  # noqa: S608  our own words
    return int(connection.execute(statement, tuple(who)).fetchone()[0])


def main() -> None:
    """Print seconds of processor."""
    cost = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
    print(
        f"{cost.people} people, {cost.reps:,} reps, {cost.theirs:,} of the person reported: {cost.cpu_s:.2f} s, "
        f"{cost.page_kb:.0f} KB"
    )


if __name__ == "__main__":
    main()
