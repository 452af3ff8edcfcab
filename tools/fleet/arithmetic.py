"""How many series and bytes a fleet makes in a year: sums of what is assumed and what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FLEETS: Final = (10, 200, 5000)
ATHLETES: Final = 30
"""People who train at a station within a year; their ids are the station's own, so nobody is counted at two."""
SIDES: Final = 2
VARIANTS: Final = 2
"""Of three; few train all."""
SERIES_A_PERSON: Final = 2 * SIDES * VARIANTS + 1
"""``rep`` and ``set`` each by side and variant, ``session`` once."""
SESSIONS_A_PERSON: Final = 120
SETS_A_SESSION: Final = 4
REPS_A_SET: Final = 15
OPEN_HOURS_S: Final = 250 * 8 * 3600
"""A year of working days."""
PEAK: Final = 5
"""Times the mean in the busiest hour."""


def reps(stations: int) -> int:
    """Return reps a year."""
    return stations * ATHLETES * SESSIONS_A_PERSON * SETS_A_SESSION * REPS_A_SET


def series(stations: int) -> int:
    """Return series as InfluxDB 1 counts them: measurement and tags; ``step_health`` is one a station."""
    return stations * (ATHLETES * SERIES_A_PERSON + 1)


def series_with_session_tag(stations: int) -> int:
    """Return series after one year if the session were a tag: each has its own rows of its one side and variant."""
    return stations * ATHLETES * SESSIONS_A_PERSON * (2 * SIDES + 1)


def table(storage: Mapping[str, Any]) -> str:
    """Return the sums for fleets of three sizes."""
    wire, disk = storage["wire_bytes_a_rep"], storage["disk_bytes_a_rep"]
    memory, fields = storage["memory_bytes_a_series"], storage["fields_a_rep"]
    rows: tuple[tuple[str, Callable[[int], str]], ...] = (
        (f"athletes: stations x {ATHLETES}", lambda n: f"{n * ATHLETES:,}"),
        (
            f"series: stations x ({ATHLETES} x {SERIES_A_PERSON} + 1)",
            lambda n: f"{series(n):,}",
        ),
        (f"memory of the index: series x {memory:,.0f} bytes", lambda n: _size(series(n) * memory)),
        (
            f"series if the session were a tag: athletes x {SESSIONS_A_PERSON} x {2 * SIDES + 1}, again each year",
            lambda n: f"{series_with_session_tag(n):,}",
        ),
        (
            f"reps a year: athletes x {SESSIONS_A_PERSON} sessions x {SETS_A_SESSION} sets x {REPS_A_SET}",
            lambda n: f"{reps(n):,}",
        ),
        (f"disk a year: reps x {disk:.0f} bytes", lambda n: _size(reps(n) * disk)),
        (f"uncompressed line protocol a year: reps x {wire:.0f} bytes", lambda n: _size(reps(n) * wire)),
        (
            f"reps a second in the busiest hour: a year's / {OPEN_HOURS_S:,} s x {PEAK}",
            lambda n: f"{reps(n) / OPEN_HOURS_S * PEAK:,.1f}",
        ),
        (
            f"values a second then: x {fields:.0f} fields",
            lambda n: f"{reps(n) / OPEN_HOURS_S * PEAK * fields:,.0f}",
        ),
    )
    head = (
        "| | "
        + " | ".join(f"{n:,} stations" for n in FLEETS)
        + " |\n| --- |"
        + " ---: |" * len(FLEETS)
        + "\n"
    )
    return head + "".join(
        f"| {name} | " + " | ".join(cell(n) for n in FLEETS) + " |\n" for name, cell in rows
    )


def _size(number: float) -> str:
    """Return bytes as people read them."""
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000:  # noqa: PLR2004  of the next unit
            return f"{number:.3g} {unit}"
        number /= 1000
    return f"{number:.3g} TB"
