"""Version 7 of the database: the programme.

``plans`` holds what was assigned to whom, each with the plan's document as it was that day; ``symptoms`` one row
per entry of a person, its values in ``symptom_values``. All of it goes with the athlete.
"""

from __future__ import annotations

from typing import Final

VERSION_7: Final[tuple[str, ...]] = (
    "ALTER TABLE plans ADD COLUMN plan_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plans ADD COLUMN start_day TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plans ADD COLUMN end_day TEXT",
    "ALTER TABLE plans ADD COLUMN start_load_kg REAL",
    "CREATE INDEX plans_by_athlete ON plans (athlete_id)",
    """CREATE TABLE profiles (
        athlete_id TEXT PRIMARY KEY REFERENCES athletes ON DELETE CASCADE, changed_us INTEGER NOT NULL,
        sore TEXT NOT NULL CHECK (sore IN ('none', 'left', 'right', 'both')),
        involved_leg TEXT CHECK (involved_leg IN ('left', 'right')),
        insertional INTEGER NOT NULL, smallest_step_kg REAL NOT NULL, acceptable_nrs REAL NOT NULL,
        pain_free_nrs REAL NOT NULL, rest_weekdays TEXT NOT NULL)""",
    """CREATE TABLE overrides (
        id INTEGER PRIMARY KEY AUTOINCREMENT, athlete_id TEXT NOT NULL REFERENCES athletes ON DELETE CASCADE,
        made_us INTEGER NOT NULL, made_by TEXT NOT NULL, reason TEXT NOT NULL,
        from_day TEXT NOT NULL, until_day TEXT,
        load_kg REAL, reps INTEGER, sets INTEGER, rest INTEGER, variant TEXT, plan_week INTEGER,
        cleared_us INTEGER, cleared_day TEXT, cleared_by TEXT, cleared_reason TEXT)""",
    "CREATE INDEX overrides_by_athlete ON overrides (athlete_id)",
    """CREATE TABLE session_plans (
        session_id TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE, document TEXT NOT NULL)""",
    "ALTER TABLE symptoms RENAME TO symptoms_before",
    """CREATE TABLE symptoms (
        id INTEGER PRIMARY KEY AUTOINCREMENT, athlete_id TEXT NOT NULL REFERENCES athletes ON DELETE CASCADE,
        session_id TEXT REFERENCES sessions ON DELETE CASCADE,
        site TEXT NOT NULL, station TEXT NOT NULL, leg TEXT CHECK (leg IN ('left', 'right', 'both')),
        time_us INTEGER NOT NULL, day TEXT, made_us INTEGER NOT NULL, run_surface TEXT,
        note TEXT NOT NULL DEFAULT '', withdrawn_us INTEGER, withdrawn_reason TEXT)""",
    "CREATE INDEX symptoms_by_athlete ON symptoms (athlete_id, time_us)",
    "CREATE INDEX symptoms_by_session ON symptoms (session_id)",
    """CREATE TABLE symptom_values (
        entry_id INTEGER NOT NULL REFERENCES symptoms ON DELETE CASCADE, kind TEXT NOT NULL,
        value REAL NOT NULL, PRIMARY KEY (entry_id, kind))""",
    """INSERT INTO symptoms (id, athlete_id, session_id, site, station, time_us, made_us, note)
       SELECT id, athlete_id, session_id,
           coalesce((SELECT site FROM sessions WHERE sessions.id = session_id), ''),
           coalesce((SELECT station FROM sessions WHERE sessions.id = session_id), ''),
           time_us, time_us, note FROM symptoms_before WHERE value IS NOT NULL""",
    """INSERT INTO symptom_values (entry_id, kind, value)
       SELECT id, kind, value FROM symptoms_before WHERE value IS NOT NULL""",
    "DROP TABLE symptoms_before",
    "ALTER TABLE outbox ADD COLUMN athlete_id TEXT REFERENCES athletes ON DELETE CASCADE",
    "CREATE INDEX outbox_by_athlete ON outbox (athlete_id) WHERE athlete_id IS NOT NULL",
    """CREATE TABLE entry_accounts (
        athlete_id TEXT NOT NULL REFERENCES athletes ON DELETE CASCADE, measurement TEXT NOT NULL,
        told INTEGER NOT NULL DEFAULT 0,
        queued INTEGER NOT NULL DEFAULT 0, resent INTEGER NOT NULL DEFAULT 0,
        delivered INTEGER NOT NULL DEFAULT 0, discarded INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (athlete_id, measurement))""",
    # Entries from before were never queued: until somebody resends them they count as given up.
    """INSERT INTO entry_accounts (athlete_id, measurement, told, queued, discarded)
       SELECT athlete_id, 'symptom', count(*), count(*), count(*) FROM symptoms GROUP BY athlete_id""",
    """INSERT INTO outbox_totals (measurement, queued, discarded)
       SELECT 'symptom', count(*), count(*) FROM symptoms HAVING count(*) > 0""",
)
"""Entries of a person have an account of their own (``entry_accounts``), because most belong to no session."""
