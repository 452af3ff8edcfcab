"""The seconds on one leg filling towards the target."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from station.kiosk.widgets.drawing import LEFT_EIGHTHS, Drawn, Row, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Prescription
    from station.kiosk.snapshot import Clock, Snapshot

BEYOND_BAND_S: Final = 1.0
"""The scale ends this long after the band, so that passing it can be seen."""


class Pacer(Drawn):
    """A bar that fills with the running clock through the prescribed band; a scale of seconds below it."""

    PREFIX = "pacer"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pacer--empty", "pacer--band", "pacer--scale", "pacer--left", "pacer--right", "pacer--go",
        "pacer--left-empty", "pacer--right-empty", "pacer--go-empty",
        "pacer--left-band", "pacer--right-band", "pacer--go-band",
    }  # fmt: skip
    clock: Clock | None = None
    prescription: Prescription | None = None

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot: the running clock, or an empty bar between the reps."""
        clock = snapshot.clock
        self.clock = clock if clock is not None and clock.running and not snapshot.blind else None
        self.prescription = snapshot.prescription
        self.redraw()

    @property
    def reached(self) -> bool:
        """Whether the running clock has passed the target."""
        target_s = self.prescription.lowering_target_s if self.prescription else 0.0
        return self.clock is not None and (self.clock.seconds or 0.0) >= target_s

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the bar, and the scale in the last of two or more rows."""
        if self.prescription is None:
            return []
        upper_s = max(self.prescription.lowering_upper_s, self.prescription.lowering_target_s)
        cells_per_s = width / (upper_s + BEYOND_BAND_S)
        bar = self._bar(self.prescription, width, cells_per_s)
        if height == 1:
            return [bar]
        return [bar] * (height - 1) + [_scale(width, cells_per_s)]

    def _bar(self, prescription: Prescription, width: int, cells_per_s: float) -> Row:
        seconds = (self.clock.seconds or 0.0) if self.clock else 0.0
        full, part = divmod(min(8 * width, round(8 * seconds * cells_per_s)), 8)
        start = round(prescription.lowering_target_s * cells_per_s)
        stop = round(prescription.lowering_upper_s * cells_per_s)
        hue = "go" if self.reached else self.clock.side if self.clock else ""
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
