"""What a person did, set by set, as the programme counts it: a few statements for any number of visits."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class SetRow:
    """A closed set with what its reps add to it."""

    index: int
    mode: str
    side: str
    variant: str
    reps_done: int
    reps_clean: int
    reps_left: int
    reps_right: int
    reps_tempo_ok: int
    """Not too fast."""
    reps_tempo_judged: int
    tut_total_s: float | None
    tut_good_s: float | None
    eccentric_tut_mean_s: float | None
    single_leg_time_mean_s: float | None
    single_leg_time_left_mean_s: float | None
    single_leg_time_right_mean_s: float | None
    added_load_kg: float | None
    added_load_sd_kg: float | None
    system_mass_kg: float | None
    hand_share: float | None
    volume_load_kg_s: float | None
    fault_counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit with its closed sets."""

    id: str
    opened_us: int
    clock: str | None
    held: bool
    weighed_kg: float | None
    """The first stance without added load."""
    raises_before: int | None
    """Two-leg repetitions before the first on one leg; ``None`` while there was none on one leg."""
    sets: tuple[SetRow, ...]


_COLUMNS = tuple(each.name for each in fields(SetRow) if each.name != "fault_counts")
"""In the order of ``_SETS``, which begins with the session and ends with the faults."""

_SETS = """SELECT sets.session_id, sets.set_index, sets.mode, sets.side, sets.variant, reps_done, reps_clean,
    reps_left, reps_right, coalesce(tempo_ok, 0), coalesce(tempo_judged, 0), tut_total_s, tut_good_s,
    eccentric_tut_mean_s, single_leg_time_mean_s, left_s, right_s, added_load_kg, added_load_sd_kg, system_mass_kg,
    hand_share, volume_load_kg_s, fault_counts
    FROM sets JOIN sessions ON sessions.id = sets.session_id
    LEFT JOIN (SELECT session_id, set_index, sum(tempo != 'fast') AS tempo_ok, count(tempo) AS tempo_judged,
        avg(CASE side WHEN 'left' THEN single_leg_time_s END) AS left_s,
        avg(CASE side WHEN 'right' THEN single_leg_time_s END) AS right_s
        FROM reps WHERE session_id IN (SELECT id FROM sessions WHERE athlete_id = :athlete)
        GROUP BY session_id, set_index) AS told
        ON told.session_id = sets.session_id AND told.set_index = sets.set_index
    WHERE athlete_id = :athlete ORDER BY sets.session_id, sets.set_index"""

_RAISES = """SELECT session_id, count(*) FROM reps AS lifted
    WHERE mode = 'bilateral' AND session_id IN (SELECT id FROM sessions WHERE athlete_id = :athlete)
    AND (set_index, rep_index) < (SELECT set_index, rep_index FROM reps AS first
        WHERE first.session_id = lifted.session_id AND mode != 'bilateral'
        ORDER BY set_index, rep_index LIMIT 1)
    GROUP BY session_id"""

_ON_ONE_LEG = """SELECT DISTINCT session_id FROM reps WHERE mode != 'bilateral'
    AND session_id IN (SELECT id FROM sessions WHERE athlete_id = :athlete)"""

_WEIGHED = """SELECT session_id, json_extract(body, '$.system_mass_kg') FROM events
    WHERE type = 'weigh' AND json_extract(body, '$.added_load_kg') IS NULL
    AND session_id IN (SELECT id FROM sessions WHERE athlete_id = :athlete) ORDER BY id DESC"""


def visits(connection: sqlite3.Connection, athlete_id: str) -> list[VisitRow]:
    """Return a person's visits, the open one included, in the order they began whatever the clock said."""
    who = {"athlete": athlete_id}
    sets: dict[str, list[SetRow]] = {}
    for row in connection.execute(_SETS, who):
        columns = dict(zip(_COLUMNS, tuple(row)[1:-1], strict=True))
        sets.setdefault(row[0], []).append(SetRow(**columns, fault_counts=json.loads(row[-1])))
    raises = {row[0]: int(row[1]) for row in connection.execute(_RAISES, who)}
    on_one_leg = {row[0] for row in connection.execute(_ON_ONE_LEG, who)}
    weighed = {row[0]: float(row[1]) for row in connection.execute(_WEIGHED, who)}
    rows = connection.execute(
        "SELECT id, opened_us, clock, held FROM sessions WHERE athlete_id = :athlete ORDER BY ordinal", who
    )
    return [
        VisitRow(
            row["id"],
            row["opened_us"],
            row["clock"],
            bool(row["held"]),
            weighed.get(row["id"]),
            raises.get(row["id"], 0) if row["id"] in on_one_leg else None,
            tuple(sets.get(row["id"], ())),
        )
        for row in rows
    ]
