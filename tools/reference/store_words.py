"""What the database's tables and columns mean, as far as neither the registry nor the exports say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station.store.tables import TableName

GROUPS: Final[dict[str, dict[str, str]]] = {
    "Visits, sets and reps": {
        "sessions": "Every visit.",
        "sets": "Every closed set.",
        "reps": "Every rep as it is known now: final when its set has ended, else as told live.",
        "provisional_reps": "Every rep as it was told live, 0.25 s after the foot's return. What a set's end taught "
        "does not change it.",
        "session_summaries": "A visit summed up, once it has ended.",
        "session_plans": "What the plan asked of a visit when it began.",
        "events": "What else happened in a visit and is worth keeping: faults, checks, alarms, corrections.",
    },
    "People": {
        "athletes": "People. Only the id, random and meaning nothing, ever leaves this machine.",
        "pins": "PINs that people put before their name, hashed with a salt.",
        "profiles": "What the programme knows of a person.",
        "plans": "What was assigned to whom, with the plan's document as it was that day.",
        "overrides": "What was decided instead of the plan; kept for ever, ended by clearing.",
        "symptoms": "One row for each entry of a person.",
        "symptom_values": "The values of an entry.",
    },
    "Steps and their plates": {
        "calibrations": "What steps announced, with or without a pedigree.",
        "calibration_records": "Calibrations made here or taken in, with everything that led to them.",
        "calibration_plates": "What a calibration found, channel by channel.",
        "verifications": "Comparisons with a known mass or person.",
        "step_zeros": "Zeros taken by hand: a row for each channel.",
        "plate_gains": "How differently the plates of a step read one weight, as learned so far.",
        "plate_gain_history": "The same, as it was learned over the weeks.",
    },
    "On the way to InfluxDB": {
        "outbox": "Points that a server has not acknowledged.",
        "outbox_totals": "What became of all points since the database was made.",
        "erasures": "People who were erased, and whose points in InfluxDB still have to go.",
    },
    "Accounts": {
        "session_accounts": "What became of everything that a visit's step sent.",
        "wire_accounts": "The same for each channel: `announced = used + flagged + lost`.",
        "point_accounts": "What became of a visit's points: `queued + resent = delivered + discarded + parked + "
        "waiting`.",
        "entry_accounts": "The same for what a person enters, most of which belongs to no visit.",
        "past_accounts": "The same for what was erased since, so that all of these together are `outbox_totals`.",
    },
    "Exports": {
        "changes": "What changed, in the order it was committed, so that an export can go on. Triggers write it.",
        "change_epochs": "Histories that a place in the log is good for: a writer begins one, an erasure ends all.",
    },
}
"""Every table under its heading, and what it holds."""

COLUMNS: Final[dict[str, str]] = {
    "athlete_id": "the person; null: a guest, or nobody",
    "body_mass_kg": "body mass, measured or stated",
    "channel": "name of the channel, as the step announces it",
    "delivered": "points that a server acknowledged",
    "discarded": "points that somebody gave up",
    "document": "all of it, JSON",
    "erased": "points that went with the person they were about",
    "fault_counts": "faults seen, with the number of reps, JSON",
    "faults": "faults seen, JSON",
    "kind": "what it is",
    "left_over_right": "what the left plate reads for a weight, over what the right plate reads for the same",
    "made_us": "when it was entered",
    "measurement": "of which measurement",
    "note": "what was noted, in a person's own words",
    "queued": "points made",
    "refused": "columns without a value, each with the reason, JSON",
    "resent": "points made once more",
    "scale_n_per_count": "newtons a count",
    "sd": "its standard deviation",
    "session_id": "the visit",
    "start_time_us": "wall time of `start_s`; null: the source had none",
    "step_uid": "id of the step",
    "taken_us": "when it was made",
    "time_us": "when",
    "told": "events told",
    "zero": "counts of the empty plate",
}
"""Columns that mean the same wherever they stand."""

OF_TABLE: Final[dict[str, dict[str, str]]] = {
    "athletes": {
        "id": "random id",
        "name": "as screens show it",
        "created_us": "when the person was added",
        "after_ordinal": "the newest visit when the person was added: keeps people in the order they came",
    },
    "calibration_plates": {
        "record_id": "the calibration",
        "scale_sd_rel": "standard deviation of the scale, over the scale",
        "zero_sd_n": "standard deviation of the zero",
    },
    "calibration_records": {
        "id": "as the step's note and the certificate have it",
        "operator": "who made it",
        "firmware": "of the step",
        "board": "of the step",
        "temperature_c": "of the plates, as stated",
        "accepted": "1: it was written into the step",
        "stored_us": "when it came into this database",
    },
    "calibrations": {
        "id": "number",
        "taken_unix": "when it was made, in seconds, as the step says",
        "note": "as the step says",
    },
    "change_epochs": {
        "ordinal": "number",
        "token": "random name of the history",
        "from_seq": "where in `changes` it begins",
        "cause": "`opened` by a writer, or `erased`: a person went",
    },
    "changes": {
        "seq": "place in the log",
        "kind": "`session` or `symptom`",
        "id": "of the visit or the entry",
    },
    "erasures": {
        "athlete_id": "the id that the points have",
        "asked_us": "when it was asked for",
        "words": "what the server said to the last attempt",
    },
    "events": {
        "id": "number",
        "type": "see [events](events.md)",
        "body": "all of it, JSON",
    },
    "outbox": {
        "id": "number, in the order of sending",
        "tags": "JSON",
        "fields": "JSON",
        "time_us": "the point's own time",
        "refusal": "the server's words; null: it waits",
        "athlete_id": "of an entry that belongs to no visit",
    },
    "overrides": {
        "id": "number",
        "made_us": "when it was decided",
        "made_by": "who decided",
        "reason": "why",
        "from_day": "first day",
        "until_day": "last day; null: until it is cleared",
        "load_kg": "added load instead of the plan's; null here and below: as the plan says",
        "reps": "repetitions a set",
        "sets": "sets a leg and visit",
        "rest": "1: rest, 0: train",
        "variant": "knee and surface",
        "plan_week": "the plan's week on the first day",
        "cleared_us": "when it was ended",
        "cleared_day": "from which day on",
        "cleared_by": "who ended it",
        "cleared_reason": "why",
    },
    "pins": {"salt": "random", "hash": "scrypt of salt and PIN"},
    "plans": {
        "id": "random id",
        "assigned_us": "when it was assigned",
        "ended_us": "when it was ended or replaced",
        "document": "the plan as it was that day, JSON",
        "plan_id": "as `station plan list` shows it",
        "start_day": "first day",
        "end_day": "last day",
        "start_load_kg": "added load the person trained with already",
    },
    "plate_gains": {
        "calibration": "the scales it was learned with; another calibration makes it void",
        "t_s": "on the step's own clock",
    },
    "plate_gain_history": {"id": "number", "calibration": "the scales it was learned with"},
    "profiles": {
        "changed_us": "when it was told last",
        "sore": "the sore legs: `none`, `left`, `right`, `both`",
        "involved_leg": "the leg that a symmetry is told about",
        "insertional": "1: pain at the heel bone, floor level only",
        "smallest_step_kg": "smallest step of added load the person owns",
        "acceptable_nrs": "pain up to here is accepted",
        "pain_free_nrs": "pain up to here counts as none",
        "rest_weekdays": "days of rest every week, separated by commas, Monday is 0",
    },
    "reps": {
        "set_index": "number of the set in its visit",
        "final": "1: measured with all that the set taught; 0: as told live",
        "rep_index": "number of the rep in its set",
        "recovered": "1: live values, kept because the set was cut off by a power failure",
        "single_leg_start_s": "first instant on one leg",
        "single_leg_end_s": "last instant on one leg",
        "lowering_start_s": "begin of the lowering",
        "lowering_end_s": "end of the lowering",
    },
    "session_accounts": {
        "state": "`running`, `closed`, or `recovered`: nobody closed it",
        "as_of_us": "how it stood at this time",
        "t_s": "... on the step's own clock",
        "line_faults": "lines that could not be used, by code, JSON",
        "boots": "how often the step's clock began anew",
        "unidentified": "conversions given up because the step did not say who it is",
    },
    "sessions": {
        "id": "random id",
        "opened_us": "when the visit began",
        "closed_us": "when it ended; null: it is under way",
        "ordinal": "order in which visits began, whatever the clock said",
        "clock_reason": "what proves that the clock was wrong",
        "boot_id": "the start of the machine within which `clock_offset_us` means something",
        "clock_offset_us": "wall time of this visit less the time since that start",
        "held": "1: its points wait for the clock",
    },
    "sets": {"set_index": "number of the set in its visit"},
    "step_zeros": {
        "id": "number",
        "before_count": "the zero that was replaced",
        "after_count": "the zero taken",
        "moved_n": "the difference as a force",
        "sd_n": "standard deviation of the reading",
        "age_s": "age of the zero that was replaced",
        "batch": "the same for all channels of one command",
        "undone_us": "when it was put back",
    },
    "symptom_values": {
        "entry_id": "the entry",
        "kind": "see the field names of [`symptom`](influxdb.md#symptom)",
        "value": "pain NRS 0 to 10, minutes, 1 for yes and 0 for no",
    },
    "symptoms": {
        "id": "number, as `station symptom list` shows it",
        "day": "local date it tells of, when that was stated",
        "withdrawn_us": "when it was taken back",
        "withdrawn_reason": "why it was taken back",
    },
    "verifications": {
        "id": "random id",
        "calibration_id": "the calibration that was held against it",
        "channel": "null: both plates",
        "athlete_id": "the person who stood on it; null: a mass",
        "known_kg": "what it is known to weigh",
        "read_kg": "what the plates read",
        "error_rel": "difference, over what is known",
        "sd_rel": "its standard deviation",
        "verdict": "what to do",
        "stored_us": "when it came into this database",
    },
    "point_accounts": {
        "late": "told only when the set closed",
        "withdrawn": "told live, and none after all",
    },
    "wire_accounts": {
        "announced": "conversions made, as far as sequence numbers tell",
        "used": "conversions that measure",
        "flagged": "arrived, told as a fault and put aside",
        "lost": "told as gaps",
        "duplicates": "came twice, used once",
        "stated": "made by the step's own count between its first and last report",
        "numbered": "announced by sequence numbers between the same two reports",
    },
}
"""Columns that mean something of their own in a table."""

LIKE: Final = {"provisional_reps": "reps"}
"""Tables whose columns mean what another's do."""
EXPORTED: Final[dict[str, TableName]] = {
    "sessions": "sessions",
    "sets": "sets",
    "reps": "reps",
    "symptoms": "symptoms",
}
"""Tables whose columns an export tells too, in words that are taken from there."""
