"""What ``station doctor`` tells: one line for each thing looked at, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.cli.common import say
from station.health import BY_CODE, view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from station.events import HealthCheck, HealthState
    from station.store.audit import Finding

Group = Literal["this machine", "step", "plates", "data", "InfluxDB"]
GROUPS: Final[tuple[Group, ...]] = ("this machine", "step", "plates", "data", "InfluxDB")
MARKS: Final[dict[HealthState, str]] = {"PASS": "✓", "RETRY": "!", "SERVICE": "✕", "UNKNOWN": "·"}
_WIDTH: Final = 22
_WHY_UNSEEN: Final = "They take longer, show in use, or wait for what is told above"
_PRESS: Final = (
    ". On an empty step a cell that feels nothing looks like any other: press each plate, "
    "with 'station step monitor'"
)
_STATES: Final[dict[str, HealthState]] = {"ok": "PASS", "mind": "RETRY", "stop": "SERVICE"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at. ``code`` and what follows it: of a check in the table of health."""

    group: Group
    what: str
    state: HealthState
    words: str
    remedy: str = ""
    code: str | None = None
    channel: str | None = None
    measured: float | None = None
    unit: str = ""
    limit: str = ""


def from_finding(group: Group, finding: Finding, code: str | None = None) -> Line:
    """Return a finding of the store or the configuration as a line."""
    return Line(group, finding.what, _STATES[finding.state], finding.words, finding.remedy, code)


def from_check(check: HealthCheck) -> Line:
    """Return a check of health as a line."""
    group: Group = "step" if BY_CODE[check.code].group == "step" else "plates"
    shown = view(check)
    words = shown.sentence.removesuffix(check.remedy).rstrip(" .") if check.remedy else shown.sentence
    words = words or ("no" if check.remedy else "")  # what is wrong is all in the title
    return Line(
        group, shown.title, check.state, words, check.remedy, check.code, check.channel, check.measured,
        check.unit, check.limit,
    )  # fmt: skip


def worst_is_service(lines: Iterable[Line]) -> bool:
    """Tell whether something keeps the station from working."""
    return any(line.state == "SERVICE" for line in lines)


def print_page(lines: Sequence[Line]) -> None:
    """Print one readable page: what is well in a line for all channels, what is not in a line of its own."""
    for group in GROUPS:
        own = [line for line in lines if line.group == group]
        if own:
            say(group)
            for line in _gathered(own):
                _print_line(line)


def _print_line(line: Line) -> None:
    said = ". ".join(filter(None, (line.words, line.remedy)))
    say(f"{MARKS[line.state]} {line.what:<{_WIDTH}} {said}".rstrip())


def _gathered(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of a group, those of one code that pass as one, and all not looked at as one at the end."""
    passed: dict[str, list[Line]] = {}
    for line in lines:
        if _is_one_of_many(line):
            passed.setdefault(line.code or "", []).append(line)
    unseen = [line for line in lines if line.code is not None and line.state == "UNKNOWN"]
    for line in lines:
        alike = passed.get(line.code or "", []) if _is_one_of_many(line) else [line]
        if line in unseen or line is not alike[0]:
            continue
        yield line if len(alike) == 1 else _joined(alike)
    if unseen:
        names = dict.fromkeys(
            BY_CODE[line.code].title if line.code in BY_CODE else line.what for line in unseen
        )
        yield Line(
            unseen[0].group,
            "not looked at",
            "UNKNOWN",
            ", ".join(names),
            _WHY_UNSEEN + (_PRESS if any(line.code == "DEAD" for line in unseen) else ""),
        )


def _is_one_of_many(line: Line) -> bool:
    return line.code is not None and line.channel is not None and line.state == "PASS"


def _joined(lines: Sequence[Line]) -> Line:
    first = lines[0]
    title = BY_CODE[first.code].title if first.code in BY_CODE else first.what
    parts = [
        f"{line.channel} {line.measured:.3g}" for line in lines if line.measured is not None and line.unit
    ]
    words = (
        f"{', '.join(parts)} {first.unit}".strip()
        if parts
        else ", ".join(str(line.channel) for line in lines)
    )
    return Line(first.group, title, "PASS", words)
