"""Version 8 of the database: calibrations with their pedigree.

The step itself is the authority: it keeps zero and scale, and an id in its note. What is stored here is how they
were found. ``document`` holds all of a record; the columns beside it are what is looked for. The table
``calibrations`` of version 1 stays: it holds what steps announced, with or without a pedigree.
"""

from __future__ import annotations

VERSION_8: tuple[str, ...] = (
    """CREATE TABLE calibration_records (
        id TEXT PRIMARY KEY, step_uid TEXT NOT NULL, taken_us INTEGER NOT NULL, operator TEXT NOT NULL,
        firmware TEXT NOT NULL, board TEXT NOT NULL, temperature_c REAL,
        accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)), stored_us INTEGER NOT NULL,
        document TEXT NOT NULL)""",
    "CREATE INDEX calibration_records_by_step ON calibration_records (step_uid, taken_us)",
    """CREATE TABLE calibration_plates (
        record_id TEXT NOT NULL REFERENCES calibration_records ON DELETE CASCADE, channel TEXT NOT NULL,
        zero REAL NOT NULL, scale_n_per_count REAL NOT NULL, scale_sd_rel REAL NOT NULL, zero_sd_n REAL NOT NULL,
        PRIMARY KEY (record_id, channel))""",
    """CREATE TABLE verifications (
        id TEXT PRIMARY KEY, step_uid TEXT NOT NULL, calibration_id TEXT, channel TEXT,
        taken_us INTEGER NOT NULL, athlete_id TEXT REFERENCES athletes ON DELETE CASCADE,
        known_kg REAL NOT NULL, read_kg REAL NOT NULL, error_rel REAL NOT NULL, sd_rel REAL NOT NULL,
        verdict TEXT NOT NULL, stored_us INTEGER NOT NULL, document TEXT NOT NULL)""",
    "CREATE INDEX verifications_by_step ON verifications (step_uid, taken_us)",
    "CREATE INDEX verifications_by_athlete ON verifications (athlete_id) WHERE athlete_id IS NOT NULL",
)
"""A verification by a person goes when that person does: it holds what they weigh."""
