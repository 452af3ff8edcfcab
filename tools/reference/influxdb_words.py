"""What points say beside the metrics, as far as the exports do not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station.store.tables import TableName

TAGS: Final = {
    "site": "where the station stands, as configured",
    "station": "name of the station, as configured",
    "athlete": "random id of the person, never a name",
    "side": "leg in work, or that an entry is about: `left`, `right`, `both`",
    "variant": "kind of exercise, such as `straight_step`",
}
MEASUREMENTS: Final = {
    "rep": "Every rep, sent when its set has ended and the values are final; timed by its start.",
    "set": "Every set, sent when it has ended; timed by its start.",
    "session": "Every visit, sent when it has ended; timed by its beginning.",
    "symptom": "What a person said, sent at once; timed by when it was said, or by noon of the day that was stated. "
    "`side` is the leg it is about.",
    "step_health": "The step's own account and its [checks](health.md), once a minute while a visit is open. It says "
    "nothing about a person: `athlete` is `none`. Fields that end in a channel's name are there for each channel.",
    "force": "A set's forces, a mean for every stretch of time, sent when the set has ended and only if `force_hz` in "
    "section `[influx]` of the [configuration](configuration.md) is set.",
}
FIELDS: Final[dict[str, tuple[str, str]]] = {
    "session_id": ("", "the visit; `none`: said outside every visit"),
    "set_index": ("", "number of the set in its visit"),
    "rep_index": ("", "number of the rep in its set"),
    "final": ("", "false only for reps whose set was cut off by a power failure"),
    "faults": (
        "",
        "names of [faults](faults.md), separated by commas; of a set with their number, as in `fast:2`",
    ),
    "fault_count": ("", "how many"),
    "refused": ("", "what was withheld and why: `metric: reason; ...`"),
    "duration_s": ("s", "from begin to end"),
    "plan_override": ("", "what was decided instead of the plan, as in `load 7.5, reps 8`"),
    "plan_alerts": ("", "names of alerts that stood, separated by commas"),
    "plan_phase_began": ("", "the phase, on its first visit: for a mark on a board"),
    "plan_override_began": ("", "the decision, on its first visit"),
    "plan_alerts_began": ("", "those alerts that did not stand before"),
    "uptime_s": ("s", "since the step started"),
    "tx_dropped": ("", "lines that the step could not send"),
    "rx_errors": ("", "lines that the step could not read"),
    "outbox_waiting": ("", "points that wait for this server"),
    "outbox_refused": ("", "points that this server refused"),
    "conversions_": ("", "made since the step started"),
    "overruns_": ("", "lost within the step"),
    "faults_": ("", "that the step complained about"),
    "rate_hz_": ("Hz", "conversions a second"),
    "check_state": ("", "the worst of all checks: 0 well, 1 retry, 2 service"),
    "checks_retry": ("", "how many checks say `RETRY`"),
    "checks_service": ("", "how many say `SERVICE`"),
    "checks_unknown": ("", "how many could not be looked at"),
    "checks_bad": ("", "their codes, as in `NOISE:L`, separated by commas"),
    "t_s": ("s", "since the set's start"),
    "left_n": ("N", "force on the left plate"),
    "right_n": ("N", "force on the right plate"),
}
"""Unit and meaning by field; a channel's name is left off."""
EXPORTED_AS: Final[dict[str, TableName]] = {
    "rep": "reps", "set": "sets", "session": "sessions", "symptom": "symptoms"
}  # fmt: skip
"""The exported table that tells the same in columns."""
