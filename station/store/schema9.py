"""Version 9 of the database: zeros taken by hand, and what was learned of plates over the weeks."""

from __future__ import annotations

VERSION_9: tuple[str, ...] = (
    """CREATE TABLE step_zeros (
        id INTEGER PRIMARY KEY, step_uid TEXT NOT NULL, channel TEXT NOT NULL, time_us INTEGER NOT NULL,
        before_count REAL NOT NULL, after_count REAL NOT NULL, moved_n REAL NOT NULL, sd_n REAL NOT NULL,
        age_s REAL, batch INTEGER NOT NULL, undone_us INTEGER)""",
    "CREATE INDEX step_zeros_of_step ON step_zeros (step_uid, batch)",
    """CREATE TABLE plate_gain_history (
        id INTEGER PRIMARY KEY, step_uid TEXT NOT NULL, calibration TEXT NOT NULL, time_us INTEGER NOT NULL,
        left_over_right REAL NOT NULL, sd REAL NOT NULL)""",
    "CREATE INDEX plate_gain_history_of_step ON plate_gain_history (step_uid, calibration, time_us)",
    """INSERT INTO plate_gain_history (step_uid, calibration, time_us, left_over_right, sd)
       SELECT step_uid, calibration, time_us, left_over_right, sd FROM plate_gains ORDER BY time_us""",
)
"""``step_zeros``: one row a channel; rows of one command share ``batch``. ``undone_us``: when it was put back."""
