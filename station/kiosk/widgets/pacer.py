"""What to follow on one leg: a way down at the prescribed pace, and the seconds on one leg filling it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from station.kiosk.widgets.drawing import LEFT_EIGHTHS, Drawn, Row, runs
from station.kiosk.widgets.way import PATH_ROWS, Way, way_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Prescription, Rep
    from station.kiosk.snapshot import Clock, Snapshot

BEYOND_BAND_S: Final = 1.0
"""The scale ends this long after the band, so that passing it can be seen."""


class Pacer(Drawn):
    """A way down to follow where there is room for one, else a bar; a scale of seconds below either.

    What fills is time on one leg, which is sharp. How far the heel is cannot be told from force while it sinks, so
    no height is drawn for it: after the rep, its measured lowering is laid over the way as if it had begun when the
    foot left, with the 90 % interval of its seconds.
    """

    PREFIX = "pacer"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pacer--empty", "pacer--band", "pacer--scale", "pacer--left", "pacer--right",
        "pacer--left-empty", "pacer--right-empty",
        "pacer--left-band", "pacer--right-band",
        "pacer--you-empty", "pacer--you-band", "pacer--you-left", "pacer--you-right",
        "pacer--word",
    }  # fmt: skip
    clock: Clock | None = None
    prescription: Prescription | None = None
    last: Rep | None = None
    steps = False
    """Reduced motion: what fills does so by whole seconds, and nothing moves along the way."""

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot: the running clock, or an empty way between the reps."""
        clock = snapshot.clock
        self.clock = clock if clock is not None and clock.running and not snapshot.blind else None
        self.prescription = snapshot.prescription
        self.last = snapshot.last.rep if snapshot.last is not None else None
        self.redraw()

    @property
    def seconds(self) -> float:
        """How far it is filled, s."""
        seconds = (self.clock.seconds or 0.0) if self.clock else 0.0
        return float(int(seconds)) if self.steps else seconds

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the way or the bar, and the scale in the last of two or more rows."""
        asked = self.prescription
        if asked is None:
            return []
        upper_s = max(asked.lowering_upper_s, asked.lowering_target_s)
        cells_per_s = width / (upper_s + BEYOND_BAND_S)
        if height > PATH_ROWS:
            way = Way(width, height - 1, asked.lowering_target_s, upper_s, cells_per_s)
            marked = self.clock is not None and not self.steps
            return [
                *way_rows(way, self.last, self._hue, self.seconds, marked=marked),
                _scale(width, cells_per_s),
            ]
        bar = self._bar(asked, width, cells_per_s)
        if height == 1:
            return [bar]
        return [bar] * (height - 1) + [_scale(width, cells_per_s)]

    @property
    def _hue(self) -> str:
        """The hue of the leg that works, to the end: long enough on one leg is not yet slowly enough down."""
        return self.clock.side if self.clock else ""

    def _bar(self, prescription: Prescription, width: int, cells_per_s: float) -> Row:
        full, part = divmod(min(8 * width, round(8 * self.seconds * cells_per_s)), 8)
        start = round(prescription.lowering_target_s * cells_per_s)
        stop = round(prescription.lowering_upper_s * cells_per_s)
        hue = self._hue
        ground = ["band" if start <= at < stop else "empty" for at in range(width)]
        names = [hue if at < full else ground[at] for at in range(width)]
        if part:
            names[full] = f"{hue}-{ground[full]}"
        text = "█" * full + (LEFT_EIGHTHS[part] if part else "")
        return runs(text.ljust(width), names)


def _scale(width: int, cells_per_s: float) -> Row:
    cells = [" "] * width
    for second in range(int(width / cells_per_s) + 1):
        cells[min(width - 1, round(second * cells_per_s))] = str(second)[-1]
    return (("".join(cells), "scale"),)
