"""Twelve weeks in one picture: visits as dots, load as a line, pain as a band, how closely the plan was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from station.kiosk.screens.questions import pain_meaning
from station.kiosk.summing import SMALLEST_LOAD_KG
from station.kiosk.widgets.drawing import LOWER_EIGHTHS, Drawn, Row
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.programme.model import WeekDone

COLUMNS: Final = 12
LABEL_CELLS: Final = 9
_WIDEST: Final = 9
_MARKS: Final = (
    ("sharp", "✕", "stop"), ("load_back", "▼", "mind"), ("eased", "▽", "mind"), ("floor", "_", "mind"),
    ("load_up", "▲", "go"), ("break", "\N{EN DASH}", "quiet"), ("rest", "○", "quiet"),
)  # fmt: skip
"""The weightiest first: one sign a week."""
_PAIN_TOP: Final = 10.0
SMALLEST_SCALE_KG: Final = 5.0
"""The load's line fills its rows from this load on."""
_NAMES: Final = (
    "plain", "quiet", "load", "plan", "now",
    "go", "go-band", "go-over", "mind", "mind-band", "mind-over", "stop", "stop-band", "stop-over",
)  # fmt: skip
_PARTS: Final = ("now", "week", "sessions", "load", "pain", "reps", "tempo", "signs")
Cells = list[tuple[str, str]]
"""One row of one week: texts with the names of their styles."""


class WeeksChart(Drawn):
    """A column a week; the one under the cursor is lit."""

    PREFIX = "weeks"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"weeks--{name}{lit}" for name in _NAMES for lit in ("", "-lit")}
    weeks: tuple[WeekDone, ...] = ()
    cursor = 0
    acceptable_nrs = 5.0
    only: tuple[str, ...] = ()
    """Parts to draw, where others draw the rest; empty: all."""

    def show(self, weeks: tuple[WeekDone, ...], cursor: int, acceptable_nrs: float = 5.0) -> None:
        """Show these weeks with the cursor on one."""
        self.weeks, self.cursor, self.acceptable_nrs = weeks, cursor, acceptable_nrs
        self.redraw()

    @property
    def first(self) -> int:
        """Index of the leftmost week on show."""
        return max(0, min(self.cursor - COLUMNS // 2, len(self.weeks) - COLUMNS))

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the picture: what must be seen first keeps its rows longest."""
        shown = self.weeks[self.first : self.first + COLUMNS]
        if not shown or height < 1:
            return []
        left, pitch = columns(width, len(shown))
        heights = share_rows(height, shown, pitch) if not self.only else _part_rows(self.only, shown, pitch)
        parts: list[tuple[str, list[list[Cells]]]] = [
            ("", _now(shown, pitch) if heights["now"] else []),
            (say("weeks.label_week"), _numbers(shown, pitch) if heights["week"] else []),
            (say("weeks.label_sessions"), _sessions(shown, pitch, heights["sessions"])),
            (say("weeks.label_load"), _load(shown, pitch, heights["load"])),
            (say("weeks.label_pain"), _pain(shown, pitch, heights["pain"], self.acceptable_nrs)),
            (say("weeks.label_reps"), _percent(shown, pitch, "reps_adherence") if heights["reps"] else []),
            (say("weeks.label_tempo"), _percent(shown, pitch, "tempo_adherence") if heights["tempo"] else []),
            ("", _signs(shown, pitch) if heights["signs"] else []),
        ]
        lit = self.cursor - self.first
        return [row for label, cells in parts for row in _rows(label, cells, left, lit)]


def columns(width: int, count: int) -> tuple[int, int]:
    """Return how many cells stay free on the left, before the labels, and how many a week takes."""
    pitch = max(2, min(_WIDEST, (width - LABEL_CELLS) // max(COLUMNS, count)))
    return max(0, (width - LABEL_CELLS - pitch * count) // 2), pitch


def _part_rows(only: Sequence[str], shown: Sequence[WeekDone], pitch: int) -> dict[str, int]:
    """Return the rows of some parts of the picture, as many as each needs."""
    return {name: (_dot_rows(shown, pitch) if name == "sessions" else 1) * (name in only) for name in _PARTS}


def _dot_rows(shown: Sequence[WeekDone], pitch: int) -> int:
    return min(3, -(-max((week.sessions_planned for week in shown), default=1) // max(1, pitch - 1)))


def share_rows(height: int, shown: Sequence[WeekDone], pitch: int) -> dict[str, int]:
    """Return how many rows each part of the picture gets."""
    heights = dict.fromkeys(_PARTS, 0) | {"week": 1}
    left = height - 1  # the numbers of the weeks
    dots = _dot_rows(shown, pitch)
    for name, rows in (("sessions", 1), ("pain", 2), ("load", 2), ("now", 1), ("signs", 1), ("reps", 1),
                       ("sessions", max(0, dots - 1)), ("pain", 1), ("load", 1), ("tempo", 1), ("load", 3),
                       ("pain", 3), ("load", 2), ("pain", 2)):  # fmt: skip
        given = min(rows, left) if name in ("load", "pain", "sessions") else rows if left >= rows else 0
        heights[name] += given
        left -= given
    return heights


def _rows(label: str, cells: list[list[Cells]], left: int, lit: int) -> list[Row]:
    """Return rows with their label before the middle one, and the lit week's ground."""
    rows: list[Row] = []
    for y, row in enumerate(cells):
        words = label if y == (len(cells) - 1) // 2 else ""
        parts: list[tuple[str, str]] = [(" " * left + words.rjust(LABEL_CELLS - 1) + " ", "quiet")]
        for at, week in enumerate(row):
            parts += [(text, f"{name}-lit" if at == lit else name) for text, name in week]
        rows.append(tuple(parts))
    return rows


def _centred(text: str, pitch: int, name: str) -> Cells:
    return [(text[: pitch - 1].center(pitch - 1) + " ", name)]


def _now(shown: Sequence[WeekDone], pitch: int) -> list[list[Cells]]:
    words = say("weeks.now")
    marks = [f"▼{words}" if pitch > len(words) + 1 else "▼" if week.state == "now" else "" for week in shown]
    return [
        [
            _centred(mark if week.state == "now" else "", pitch, "now")
            for mark, week in zip(marks, shown, strict=True)
        ]
    ]


def _numbers(shown: Sequence[WeekDone], pitch: int) -> list[list[Cells]]:
    return [
        [
            _centred(
                say("table.unknown") if week.plan_week is None else str(week.plan_week),
                pitch,
                "now" if week.state == "now" else "quiet" if week.state == "ahead" else "plain",
            )
            for week in shown
        ]
    ]


def _sessions(shown: Sequence[WeekDone], pitch: int, height: int) -> list[list[Cells]]:
    """Return a dot a visit, filled when done; figures where the dots have no room."""
    most = max(max(week.sessions_planned, week.sessions_done) for week in shown)
    per_row = min(pitch - 1, -(-most // max(1, height)))
    if most > (pitch - 1) * height:
        figures = [[f"{week.sessions_done}", f"/{week.sessions_planned}"] for week in shown]
        lines = [
            [("/".join((f[0], f[1][1:])) if height == 1 else f[y]) for f in figures]
            for y in range(min(2, height))
        ]
        return [
            [_centred(text, pitch, _done_tone(week)) for text, week in zip(line, shown, strict=True)]
            for line in lines
        ]
    rows: list[list[Cells]] = []
    for y in range(height):
        row: list[Cells] = []
        for week in shown:
            dots = "●" * week.sessions_done + "○" * max(0, week.sessions_planned - week.sessions_done)
            piece = dots[y * per_row : (y + 1) * per_row]
            row.append([(piece.ljust(per_row).center(pitch - 1) + " ", _done_tone(week))])
        rows.append(row)
    return rows


def _done_tone(week: WeekDone) -> str:
    return "quiet" if week.state == "ahead" else "plain"


def _load(shown: Sequence[WeekDone], pitch: int, height: int) -> list[list[Cells]]:
    """Return the load measured as a line of steps, the planned one dotted where it differs, the kilos below."""
    if height < 1:
        return []
    plot = max(1, height - 1)
    loads_kg = [kg for week in shown for kg in (_load_kg(week), week.planned_load_kg) if kg is not None]
    top_kg = max(SMALLEST_SCALE_KG, *loads_kg) if loads_kg else SMALLEST_SCALE_KG
    levels = [
        (_level(_load_kg(week), top_kg, plot), _level(other_plan_kg(week), top_kg, plot)) for week in shown
    ]
    rows = [[_line_cell(level, row, pitch) for level in levels] for row in reversed(range(plot))]
    if height > 1:
        rows.append([_centred(kilos(_load_kg(week)), pitch, "load") for week in shown])
    return rows


def other_plan_kg(week: WeekDone) -> float | None:
    """Return the planned load where another one was carried, or none yet."""
    done_kg, planned_kg = _load_kg(week), week.planned_load_kg
    alike = done_kg is not None and planned_kg is not None and abs(done_kg - planned_kg) <= SMALLEST_LOAD_KG
    return None if alike else planned_kg


def _level(load_kg: float | None, top_kg: float, plot: int) -> int | None:
    """Return how high a load stands, in half rows from the bottom."""
    return None if load_kg is None else round((2 * plot - 1) * max(0.0, load_kg) / top_kg)


def _line_cell(level: tuple[int | None, int | None], row: int, pitch: int) -> Cells:
    done, planned = level
    if done is not None and done // 2 == row:
        return [(("▀" if done % 2 else "▄") * pitch, "load")]
    if planned is not None and planned // 2 == row:
        return [("┄" * pitch, "plan")]
    return [(" " * pitch, "plain")]


def _load_kg(week: WeekDone) -> float | None:
    return week.added_load_max_kg


def kilos(load_kg: float | None) -> str:
    """Return a load in figures, in the unit in use; nothing for none that is known."""
    if load_kg is None:
        return ""
    if load_kg < SMALLEST_LOAD_KG:
        return "0"
    mass = say.in_unit(load_kg)
    return say.number(mass, 0 if abs(mass - round(mass)) < 0.05 else 1)  # noqa: PLR2004  less than is shown


def _pain(shown: Sequence[WeekDone], pitch: int, height: int, acceptable_nrs: float) -> list[list[Cells]]:
    """Return pain as a band from the mean up to the worst, full below the mean; the worst in figures at its foot."""
    if height < 1:
        return []
    plot = height - 1
    rows = [
        [_pain_cell(week, row, plot, pitch, acceptable_nrs) for week in shown]
        for row in reversed(range(plot))
    ]
    foot: list[Cells] = []
    for week in shown:
        worst = worst_pain(week)
        if worst is None:
            foot.append(_centred("", pitch, "quiet"))
        else:
            tone = pain_meaning(worst, acceptable_nrs)[0]
            mark = {"go": "", "mind": "", "stop": "✕"}.get(tone, "")
            foot.append(_centred(f"{say.number(worst, 0)}{mark}", pitch, tone))
    return [*rows, foot]


def _pain_cell(week: WeekDone, row: int, plot: int, pitch: int, acceptable_nrs: float) -> Cells:
    """Return one row of one week: full up to the mean, the band from there to the worst, the limit dotted."""
    worst = worst_pain(week)
    if worst is None:
        return [(" " * pitch, "plain")]
    mean = min(worst, week.pain_mean_nrs if week.pain_mean_nrs is not None else worst)
    tone = pain_meaning(worst, acceptable_nrs)[0]
    full, band = (min(8, round(8 * plot * nrs / _PAIN_TOP) - 8 * row) for nrs in (mean, worst))
    if full > 0:
        covered = "-over" if band == 8 and full < band else ""  # noqa: PLR2004  eighths of a cell
        return [(LOWER_EIGHTHS[full] * (pitch - 1), f"{tone}{covered}"), (" ", "plain")]
    if band > 0 or row == 0:
        return [(LOWER_EIGHTHS[max(1, band)] * (pitch - 1), f"{tone}-band"), (" ", "plain")]
    limit_here = int(plot * acceptable_nrs / _PAIN_TOP) == row
    return [("┄" * pitch if limit_here else " " * pitch, "plan")]


def worst_pain(week: WeekDone) -> float | None:
    """Return the worst figure of a week, while training, after it or the next morning."""
    said = [nrs for nrs in (week.pain_max_nrs, week.next_morning_max_nrs) if nrs is not None]
    return max(said, default=None)


def _percent(shown: Sequence[WeekDone], pitch: int, name: str) -> list[list[Cells]]:
    row: list[Cells] = []
    for week in shown:
        share = getattr(week, name)
        row.append(_centred("" if share is None else f"{100 * share:.0f}", pitch, "plain"))
    return [row]


def _signs(shown: Sequence[WeekDone], pitch: int) -> list[list[Cells]]:
    row: list[Cells] = []
    for week in shown:
        sign, name = next(((sign, name) for mark, sign, name in _MARKS if mark in week.marks), ("", "plain"))
        changed = "✎" if week.overrides else ""
        row.append(_centred(sign + changed, pitch, name if sign else "mind"))
    return [row]
