"""Which zeros are told as events: every one, those of an empty step together as long as they change little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.events import PLATES, PlateZero, Zero
from station.force import GRID_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.events import Plate
    from station.stance import ZeroRefused, ZeroSet


@dataclass(frozen=True, slots=True)
class ToldLimits:
    """When a zero of the empty step is worth an event of its own."""

    moved_n: float = 0.5
    """Twice what noise and hum make of a reading."""
    every_ticks: int = 1000
    """At most one in ten seconds, after the first."""


LIMITS = ToldLimits()


class ZeroLog:
    """Keeps what was not told yet."""

    def __init__(self) -> None:
        self._at_n: dict[Plate, float] = {"left": 0.0, "right": 0.0}
        self._moved_n: dict[Plate, float] = {}
        self._since: dict[Plate, int | None] = {}
        self._read: dict[Plate, int] = {}
        self._newest: ZeroSet | None = None
        self._told_tick: int | None = None
        """When this emptiness was told of last; ``None``: not yet."""
        self._refusals: set[tuple[Plate, bool]] = set()

    def note(self, zero: ZeroSet) -> Iterator[Zero]:
        """Take a zero; yield what is worth telling now."""
        self._newest = zero
        self._at_n = {"left": zero.left_n, "right": zero.right_n}
        for reading in zero.readings:
            plate = reading.plate
            self._moved_n[plate] = self._moved_n.get(plate, 0.0) + reading.moved_n
            self._since.setdefault(plate, reading.since_tick)
            self._read[plate] = reading.read_tick
        large = max(map(abs, self._moved_n.values()), default=0.0) >= LIMITS.moved_n
        early = self._told_tick is not None and zero.known_tick - self._told_tick < LIMITS.every_ticks
        if zero.cause == "lifted" or self._told_tick is None or (large and not early):
            yield from self.flush()
        if zero.cause == "lifted":
            self._told_tick = None
        else:
            self._refusals.clear()

    def refused(self, zero: ZeroRefused) -> Iterator[Zero]:
        """Tell, once while it lasts, that what an empty plate shows is not taken for its zero."""
        if (zero.plate, zero.far) in self._refusals:
            return
        self._refusals.add((zero.plate, zero.far))
        why = "further from its calibration than plates drift" if zero.far else "faster than plates drift"
        detail = f"the empty {zero.plate} plate shows {zero.moved_n:+.1f} N, {why}: is something on it?"
        plate = PlateZero(zero.plate, zero.offset_n, zero.moved_n, None)
        yield Zero("empty", zero.known_tick * GRID_S, (plate,), taken=False, detail=detail)

    def stepped_on(self) -> Iterator[Zero]:
        """Tell what was kept back, because somebody steps on: this is the zero before what follows."""
        yield from self.flush()
        self._told_tick = None
        self._refusals.clear()

    def flush(self) -> Iterator[Zero]:
        """Tell what was kept back."""
        newest, self._newest = self._newest, None
        if newest is None:
            return
        self._told_tick = newest.known_tick
        plates = tuple(self._plate(plate) for plate in PLATES if plate in self._moved_n)
        self._moved_n, self._since = {}, {}
        yield Zero(newest.cause, newest.known_tick * GRID_S, plates)

    def _plate(self, plate: Plate) -> PlateZero:
        since = self._since[plate]
        age_s = None if since is None else (self._read[plate] - since) * GRID_S
        return PlateZero(plate, self._at_n[plate], self._moved_n[plate], age_s)

    def by_operator(self, plate: Plate, moved_n: float, tick: int) -> Zero:
        """Return the zero that came with the step's calibration, ``moved_n`` further up than the one before."""
        self._at_n[plate] -= moved_n
        read = self._read.get(plate)
        age_s = None if read is None else (tick - read) * GRID_S
        return Zero("operator", tick * GRID_S, (PlateZero(plate, self._at_n[plate], moved_n, age_s),))
