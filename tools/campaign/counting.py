"""The independent count: what was told on a pipe, against rows read with plain SQL, against InfluxQL.

Nothing of ``station.store`` is used here, so that a mistake of its own cannot hide itself.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tools.influxd import InfluxServer

Key = tuple[str, int, int]
"""Session, set and index of a rep."""
SAME_REP_S = 0.5
"""Nobody ends a rep and begins another within this: two rows that close are one rep stored twice."""


@dataclass(slots=True)
class Told:
    """What stations said on their output that is saved, and what they took back."""

    reps: set[Key] = field(default_factory=set)
    finals: set[Key] = field(default_factory=set)
    sets: set[tuple[str, int]] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    withdrawn: set[Key] = field(default_factory=set)
    torn_lines: int = 0

    def take(self, lines: Iterable[bytes]) -> None:
        """Take the output of one station; a last line without its end was never said."""
        session = ""
        for line in lines:
            if not line.endswith(b"\n"):
                self.torn_lines += 1
                continue
            event = json.loads(line)
            kind = event["type"]
            if kind == "session" and event["state"] == "opened":
                session = event["session_id"]
            elif kind == "rep_withdrawn":
                self.withdrawn.add((session, event["set"], event["index"]))
            elif kind == "saved":
                self.receipt(event["what"], event["session_id"], event["set"], event["index"])

    def receipt(self, what: str, session: str, set_index: int | None, index: int | None) -> None:
        """Take one receipt."""
        if what == "session":
            self.sessions.add(session)
        elif what == "set":
            self.sets.add((session, set_index or 0))
        else:
            (self.reps if what == "rep" else self.finals).add((session, set_index or 0, index or 0))

    @property
    def promised(self) -> set[Key]:
        """Reps that have to be there: saved, and not taken back by the reading of the whole set."""
        return (self.reps | self.finals) - self.withdrawn


@dataclass(frozen=True, slots=True)
class Rows:
    """What the database holds."""

    reps: Counter[Key]
    twins: int
    """Reps that begin where another of the session begins."""
    sets: set[tuple[str, int]]
    sessions: set[str]
    queued: int
    """Reps ever queued for InfluxDB, by the account."""
    delivered: int
    waiting: int
    """Points of any kind that still wait."""
    parked: int
    damage: list[str]


def rows_of(database: Path) -> Rows:
    """Read a database with SQLite alone, without changing it."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        ask = connection.execute
        reps = ask("SELECT session_id, set_index, rep_index, start_s FROM reps ORDER BY 1, 4").fetchall()
        damage = [row[0] for row in ask("PRAGMA integrity_check")] + [
            f"foreign key: {row}" for row in ask("PRAGMA foreign_key_check")
        ]
        queued, delivered = ask(
            "SELECT coalesce(sum(queued), 0), coalesce(sum(delivered), 0) FROM point_accounts "
            "WHERE measurement = 'rep'"
        ).fetchone()
        waiting, parked = ask("SELECT count(*), coalesce(sum(refusal IS NOT NULL), 0) FROM outbox").fetchone()
        return Rows(
            Counter((row[0], row[1], row[2]) for row in reps),
            _twins([(row[0], row[3]) for row in reps]),
            {(row[0], row[1]) for row in ask("SELECT session_id, set_index FROM sets")},
            {row[0] for row in ask("SELECT id FROM sessions")},
            queued, delivered, waiting - parked, parked, [each for each in damage if each != "ok"],
        )  # fmt: skip


def _twins(starts: Sequence[tuple[str, float]]) -> int:
    pairs = itertools.pairwise(starts)
    return sum(one[0] == two[0] and two[1] - one[1] < SAME_REP_S for one, two in pairs)


def influx_reps(server: InfluxServer) -> Counter[Key]:
    """Ask InfluxDB by InfluxQL which reps it has."""
    rows = server.query('SELECT "session_id", "set_index", "rep_index" FROM "rep"')
    return Counter((str(row["session_id"]), int(row["set_index"]), int(row["rep_index"])) for row in rows)


def missing(promised: set[Key], there: Counter[Key]) -> int:
    """Return how many promised reps are not there."""
    return sum(key not in there for key in promised)


def doubled(there: Counter[Key]) -> int:
    """Return how many reps are there too often."""
    return sum(number - 1 for number in there.values())
