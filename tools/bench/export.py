"""How fast everything stored leaves the database: ``python -m tools.bench.export [REPS]``."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from station.events import Rep, Session
from station.export.tables_out import Exporter, Format
from station.store import Store, StoreWriter
from station.store.tables import Pick
from tools.bench.drain import REPS, visit

FORMATS: Final[tuple[Format, ...]] = ("csv", "parquet")


@dataclass(frozen=True, slots=True)
class Speed:
    """Rows a second of processor, everything included: a process that has the database open writes one file."""

    reps: int
    csv_per_s: float
    parquet_per_s: float


def _measured(rep: Rep, luck: random.Random) -> Rep:
    """Return the rep with every value measured, each with as many digits as a measurement has."""
    numbers: dict[str, Any] = {
        field.name: luck.uniform(0.01, 400.0)
        for field in fields(rep)
        if field.type == "float | None" and field.name not in ("single_leg_start_s", "single_leg_end_s")
    }
    return replace(rep, **numbers)


def fill(path: Path, reps: int) -> int:
    """Make a database of visits with every value measured; return how many reps."""
    luck = random.Random(1)  # noqa: S311  reproducible, not secret
    visits = -(-reps // REPS)
    with Store.open(path) as store:
        athletes = [store.add_athlete(f"Athlete {number}").id for number in range(30)]
        writer = StoreWriter(store, "clinic", "step1")
        for number in range(visits):
            events = [
                _measured(event, luck)
                if isinstance(event, Rep)
                else replace(event, athlete_id=athletes[number % 30])
                if isinstance(event, Session)
                else event
                for event in visit(number)
            ]
            writer.handle(events)
    return visits * REPS


def measure(reps: int = 30_000) -> Speed:
    """Export as many reps as CSV and as Parquet; the faster of two goes each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        stored = fill(path, reps)
        with Store.open(path, read_only=True) as store:
            exporter = Exporter(store, Pick())
            took_s = dict.fromkeys(FORMATS, float("inf"))
            for go in range(2):
                for form in FORMATS:
                    begun_s = time.process_time()
                    written = exporter.to_file("reps", Path(folder) / f"reps{go}.{form}", form)
                    took_s[form] = min(took_s[form], time.process_time() - begun_s)
                    if written.rows != {"reps": stored}:
                        raise RuntimeError(f"{written.rows} were written, {stored} are stored")
    return Speed(stored, stored / took_s["csv"], stored / took_s["parquet"])


def main() -> None:
    """Print rows a second."""
    speed = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    print(
        f"{speed.reps:,} reps: CSV {speed.csv_per_s:,.0f} rows/s, Parquet {speed.parquet_per_s:,.0f} rows/s"
    )


if __name__ == "__main__":
    main()
