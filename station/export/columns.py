"""Every table that is exported, column by column: kind, unit, meaning. What is measured is the registry's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from station.metrics import registry
from station.store.tables import TableName

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["text", "float", "int", "bool", "time", "date", "list", "pairs"]
"""``time``: microseconds since the epoch, UTC; ``list`` and ``pairs``: words, and words with a value each."""
TABLE_NAMES: Final[tuple[TableName, ...]] = get_args(TableName)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an exported table."""

    name: str
    kind: Kind
    unit: str
    meaning: str
    formula: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One exported table; together its ``key`` columns are different in every row."""

    name: TableName
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The header."""
        return [column.name for column in self.columns]


_SESSION: Final = Column("session_id", "text", "", "id of the visit")
_ATHLETE: Final = Column("athlete_id", "text", "", "random id of the person; empty: a guest")
_NAME: Final = Column("athlete_name", "text", "", "the person's name, only when asked for")
_PLACE: Final = (
    Column("site", "text", "", "where the station stands, as configured"),
    Column("station", "text", "", "name of the station, as configured"),
)
_VISIT: Final = (_SESSION, _ATHLETE, *_PLACE)
_WHAT: Final = (
    Column("mode", "text", "", "lowering | bilateral | single_leg_raise"),
    Column("side", "text", "", "leg in work: left | right | both"),
    Column("variant", "text", "", "kind of exercise, such as straight_step or bent_floor"),
)
_REFUSED: Final = Column("refused", "pairs", "", "columns without a value, each with the reason")
_START: Final = (
    Column("start_time", "time", "UTC", "wall time of start_s; empty: the source had none"),
    Column("start_s", "float", "s", "start, on the step's own clock"),
)
_REP: Final = (
    Column("set", "int", "", "number of the set in its visit"),
    Column("index", "int", "", "number of the rep in its set"),
    *_WHAT,
    *_START,
)
_SET: Final = (
    Column("index", "int", "", "number of the set in its visit"),
    *_WHAT,
    *_START,
    Column("end_s", "float", "s", "end, on the step's own clock"),
    Column("closed_by", "text", "", "what ended it: rest | step_off | end | prescription"),
)
_COUNTED: Final = (
    Column("opened", "time", "UTC", "when the visit began"),
    Column("closed", "time", "UTC", "when it ended; empty: it is under way"),
    Column("state", "text", "", "open | closed | interrupted (the station died in the middle of it)"),
    Column("port", "text", "", "port of the step"),
    Column("step_uid", "text", "", "id of the step"),
    Column("body_mass_kg", "float", "kg", "body mass, measured or stated"),
    Column("sets_done", "int", "", "sets stored"),
    Column("reps_done", "int", "", "reps stored"),
    Column(
        "clock", "text", "", "worth of the clock that timed it: ok | unsure | wrong | corrected | set | kept"
    ),
)
_PLANNED: Final = (
    Column("plan_id", "text", "", "plan in force when the visit began"),
    Column("plan_week", "int", "", "week of the plan, from 1"),
    Column("plan_phase", "text", "", "phase of the plan"),
    Column("plan_mode", "text", "", "rehab | strength | maintenance | performance"),
    Column("plan_action", "text", "", "what the plan suggested: train | rest | done_today | stop_and_ask"),
)
_ENTRY: Final = (
    Column("leg", "text", "", "leg it is about: left | right | both; empty: not said"),
    Column("time", "time", "UTC", "when it was said; with a stated day: noon of it"),
    Column("day", "date", "", "local date it tells of"),
    Column("during_nrs", "float", "NRS 0-10", "pain while training"),
    Column("after_nrs", "float", "NRS 0-10", "pain right after"),
    Column("next_morning_nrs", "float", "NRS 0-10", "pain on that day's morning"),
    Column("daily_life_nrs", "float", "NRS 0-10", "pain in daily life"),
    Column("stiffness_min", "float", "min", "minutes of stiffness on that day's morning"),
    Column("sharp", "float", "0 or 1", "sharp or stabbing pain: 1 is yes"),
    Column("heel_bone", "float", "0 or 1", "the pain sits on the heel bone: 1 is yes"),
    Column("visa_a", "float", "0-100", "VISA-A total; higher is better", "", "Robinson 2001, VISA-A"),
    Column("feels_balanced", "float", "0 or 1", "both legs feel alike: 1 is yes"),
    Column("run_level", "float", "", "level of the plan's walk-run ladder, from 1"),
    Column("run_min", "float", "min", "minutes of the run"),
    Column("run_during_nrs", "float", "NRS 0-10", "pain on the run"),
    Column("run_surface", "text", "", "flat | hills | speed; empty: not about a run"),
    Column("withdrawn", "bool", "", "taken back: it counts no more"),
)
_WORDS: Final = (
    Column("note", "text", "", "what was noted, in a person's own words"),
    Column("withdrawn_reason", "text", "", "why it was taken back, in a person's own words"),
)


def _measured(level: registry.Level, but: tuple[Column, ...] = ()) -> Iterator[Column]:
    """Yield a level's metrics, less those that a column of one's own says."""
    taken = {column.name for column in but}
    for each in registry.metrics(level):
        if each.name not in taken:
            yield Column(each.name, each.kind, each.unit, each.label, each.formula, each.source)


_FINAL: Final = Column(
    "final",
    "bool",
    "",
    "measured with all that the set taught; false: as told live (set not ended, or recovered)",
)
_REPS: Final = (
    *_VISIT,
    *_REP,
    *_measured("rep"),
    Column("faults", "list", "", "faults seen"),
    _REFUSED,
    _FINAL,
)
_SYMPTOMS: Final = (
    Column("entry_id", "int", "", "number of the entry"),
    _ATHLETE, Column("session_id", "text", "", "visit it was said in; empty: in none"), *_PLACE, *_ENTRY,
)  # fmt: skip
TABLES: Final[dict[TableName, Table]] = {
    table.name: table
    for table in (
        Table("reps", "every rep as it is known now", ("session_id", "set", "index"), _REPS),
        Table("provisional", "every rep as it was told live", ("session_id", "set", "index"), _REPS),
        Table("sets", "every set", ("session_id", "index"),
              (*_VISIT, *_SET, *_measured("set"),
               Column("fault_counts", "pairs", "", "faults seen, with the number of reps"), _REFUSED)),
        Table("sessions", "every visit", ("session_id",),
              (*_VISIT, *_COUNTED, *_measured("session", _COUNTED), _REFUSED, *_PLANNED)),
        Table("symptoms", "what people said about pain, stiffness and runs", ("entry_id",), _SYMPTOMS),
    )
}  # fmt: skip


def table(name: TableName, *, with_names: bool = False) -> Table:
    """Return a table; ``with_names`` it also tells people's names, and what they wrote in words of their own."""
    plain = TABLES[name]
    if not with_names:
        return plain
    at = plain.names.index("athlete_id") + 1
    more = _WORDS if name == "symptoms" else ()
    return Table(name, plain.about, plain.key, (*plain.columns[:at], _NAME, *plain.columns[at:], *more))
