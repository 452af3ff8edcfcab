"""The seconds on one leg filling towards the target."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.strip import Strip
from textual.widget import Widget

from station.kiosk.widgets.drawing import LEFT_EIGHTHS, runs, strip_of

if TYPE_CHECKING:
    from station.events import Prescription
    from station.kiosk.snapshot import Clock, Snapshot

BEYOND_BAND_S: Final = 1.0
"""The scale ends this long after the band, so that passing it can be seen."""
_EMPTY, _BAND, _FILL, _FILL_BAND, _EDGE, _EDGE_BAND = range(6)


class Pacer(Widget):
    """A bar that fills with the running clock through the prescribed band; a scale of seconds below it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pacer--left", "pacer--right", "pacer--go", "pacer--band", "pacer--empty", "pacer--scale",
        "pacer--left-band", "pacer--right-band", "pacer--go-band", "pacer--left-empty", "pacer--right-empty",
        "pacer--go-empty", "pacer--target",
    }  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.clock: Clock | None = None
        self.prescription: Prescription | None = None
        self._drawn: tuple[object, ...] = ()

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot: the running clock, or an empty bar between the reps."""
        clock = snapshot.clock
        self.clock = clock if clock is not None and clock.running and not snapshot.stale else None
        self.prescription = snapshot.prescription
        drawn = (self._eighths(), self.clock and self.clock.side, self.prescription, self.size)
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh()

    @property
    def reached(self) -> bool:
        """Whether the running clock has passed the target."""
        target_s = self.prescription.lowering_target_s if self.prescription else 0.0
        return self.clock is not None and self.clock.seconds >= target_s

    @property
    def _scale_s(self) -> float:
        if self.prescription is None:
            return 1.0
        return max(self.prescription.lowering_upper_s, self.prescription.lowering_target_s) + BEYOND_BAND_S

    def _cell(self, seconds: float) -> int:
        return round(seconds / self._scale_s * self.size.width)

    def _eighths(self) -> int:
        seconds = self.clock.seconds if self.clock else 0.0
        return min(self.size.width * 8, round(seconds / self._scale_s * self.size.width * 8))

    def render_line(self, y: int) -> Strip:
        """Return a row of the bar, or the scale in the last of two or more rows."""
        if self.prescription is None or self.size.width == 0:
            return Strip.blank(self.size.width, self.rich_style)
        return self._scale() if y and y == self.size.height - 1 else self._bar(self.prescription)

    def _bar(self, prescription: Prescription) -> Strip:
        width = self.size.width
        full, part = divmod(self._eighths(), 8)
        start, stop = self._cell(prescription.lowering_target_s), self._cell(prescription.lowering_upper_s)
        in_band = [start <= x < stop for x in range(width)]
        kinds = [(_FILL if x < full else _EDGE if x == full and part else _EMPTY) for x in range(width)]
        kinds = [k + 1 if band and k != _FILL else k for k, band in zip(kinds, in_band, strict=True)]
        text = "".join("█" if k == _FILL else LEFT_EIGHTHS[part] if k >= _EDGE else " " for k in kinds)
        hue = "go" if self.reached else (self.clock.side if self.clock else "left")
        names = ("empty", "band", hue, hue, f"{hue}-empty", f"{hue}-band")
        styles = [self.get_component_rich_style(f"pacer--{name}") for name in names]
        return strip_of(runs(text, kinds, styles), width, styles[_EMPTY])

    def _scale(self) -> Strip:
        width = self.size.width
        cells = [" "] * width
        for second in range(int(self._scale_s) + 1):
            at = min(width - 1, max(0, self._cell(second)))
            cells[at] = str(second)[-1]
        style = self.get_component_rich_style("pacer--scale")
        return strip_of([("".join(cells), style)], width, style)
