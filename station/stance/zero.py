"""Zero of a plate that carries nothing: both when nobody is there, one while its foot is in the air."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from station.events import PLATES
from station.stance.wander import Wander

if TYPE_CHECKING:
    from station.events import Plate


@dataclass(frozen=True, slots=True)
class ZeroLimits:
    """When what a plate reads is its zero. Ticks are 10 ms."""

    empty_ticks: int = 100
    """One second of empty and still plates sets their zero."""
    empty_sd_n: float = 2.5
    """Still: noise is ten times less, a step on the floor beside the plates shakes them by more."""
    limit_n: float = 30.0
    """Zero follows at most this far from the calibration's; real plates move 3-9 N in a session."""
    lifted_ticks: int = 50
    """A foot in the air for half a second has left its plate, and the plate has settled."""
    block_ticks: int = 25
    """Of a lifted foot's plate, judged together: two and a half periods of tremor, twelve of hum."""
    lifted_sd_n: float = 0.4
    """Empty plates have 0.1-0.25 N of noise and 0.05-0.3 N of hum; a resting toe trembles more."""
    noise_factor: float = 2.0
    """... or this many times the noise it had when it was empty."""
    toe_share: float = 0.01
    """From this share of weight on, it may be a toe (1-6 %)."""
    drift_n_per_min: float = 20.0
    """Zeros of plates that warm up move by 3-10 N in a minute, at first faster; what moves more is a toe,"""
    slack_n: float = 0.5
    """... beyond what hum and noise make of a quarter of a second."""
    every_ticks: int = 500
    """A foot that stays in the air tells the zero of its plate this often."""
    unread_sd_n: float = 3.0
    """Standard deviation of a zero that nobody has read yet: they move by 3-9 N in a session, and between two."""
    stayed_readings: int = 5
    """An empty plate that shows more than it can have drifted is believed after so many seconds ..."""
    stayed_n: float = 0.5
    """... that agree within this: a mat stays, a hand and a resting toe do not."""

    loaded_n: float = 9.0
    """A plate that carried somebody meanwhile may have moved this far, however soon: it settles, and creeps back."""

    def credible_n(self, ticks: int, *, loaded: bool = False) -> float:
        """Return how far one plate's zero can have moved in so many ticks, N."""
        drifted_n = self.slack_n + self.drift_n_per_min * ticks / _TICKS_A_MINUTE
        return min(max(drifted_n, self.loaded_n if loaded else 0.0), self.limit_n)


_TICKS_A_MINUTE = 6000
LIMITS = ZeroLimits()


@dataclass(frozen=True, slots=True)
class ZeroReading:
    """A plate's zero was off by ``moved_n`` at ``read_tick``, after it was right at ``since_tick`` (if ever)."""

    plate: Plate
    since_tick: int | None
    read_tick: int
    moved_n: float


@dataclass(frozen=True, slots=True)
class ZeroSet:
    """Zeros were taken; ``left_n`` and ``right_n`` are offsets from the calibration's from the next instant on."""

    known_tick: int
    left_n: float
    right_n: float
    readings: tuple[ZeroReading, ...] = ()
    drift_n: float = 0.0
    """Wander of both zeros together in a minute."""
    cause: Literal["empty", "lifted"] = "empty"


@dataclass(frozen=True, slots=True)
class ZeroRefused:
    """An empty, still plate shows ``offset_n`` from its calibration's zero, which is not believed to be its zero."""

    known_tick: int
    plate: Plate
    offset_n: float
    moved_n: float
    """Beyond the zero in force."""
    far: bool
    """Further from the calibration's zero than plates drift; else only faster than they do."""


@dataclass(slots=True)
class _Block:
    """Mean and spread of what a lifted foot's plate reads."""

    end_tick: int
    mean_n: float
    sd_n: float


class ZeroTracker:
    """Feeds on forces less the present zeros."""

    def __init__(self) -> None:
        self.zero_n: dict[Plate, float] = {"left": 0.0, "right": 0.0}
        self._right_at: dict[Plate, int | None] = {"left": None, "right": None}
        self._noise_n: dict[Plate, float] = {"left": 0.0, "right": 0.0}
        self._jumped_n: dict[Plate, list[float]] = {"left": [], "right": []}
        self._fresh: set[Plate] = {"left", "right"}
        """Plates of which nothing is known yet: whatever they show when empty is their zero."""
        self._loaded = False
        """Whether somebody was there, or nothing was heard, since the last reading of both."""
        self._wander = Wander()
        self._empty: list[tuple[float, float]] = []
        self._lifted: Plate | None = None
        self._lifted_ticks = 0
        self._part: list[float] = []
        self._blocks: list[_Block] = []

    def restart(self) -> None:
        """Forget what was begun: somebody came, or data is missing."""
        self._empty.clear()
        self._forget_jumps()
        self._loaded = True
        self._leave()

    def calibrated(self, plate: Plate, moved_n: float | None) -> None:
        """Note that the plate's counts are read with another zero, which is further up by ``moved_n``.

        ``None``: with another scale, so that nothing that was known of its zero holds.
        """
        if moved_n is None:
            self.zero_n[plate] = 0.0
            self._fresh.add(plate)
        else:
            self.zero_n[plate] -= moved_n

    def empty(self, tick: int, left_n: float, right_n: float) -> ZeroSet | ZeroRefused | None:
        """Take one instant with nobody there."""
        self._empty.append((left_n, right_n))
        if len(self._empty) < LIMITS.empty_ticks:
            return None
        left = _mean_sd([left for left, _ in self._empty])
        right = _mean_sd([right for _, right in self._empty])
        self._empty.clear()
        if max(left[1], right[1]) > LIMITS.empty_sd_n:
            self._forget_jumps()
            return None
        read_tick = tick - LIMITS.empty_ticks // 2
        shown_n: dict[Plate, float] = {"left": left[0], "right": right[0]}
        for plate in PLATES:
            refused = self._refusal(plate, tick, read_tick, shown_n[plate])
            if refused is not None:
                return refused
        self._forget_jumps()
        self._fresh.clear()
        self._loaded = False
        self._noise_n = {"left": left[1], "right": right[1]}
        return self._set(tick, *(self._move(plate, read_tick, shown_n[plate]) for plate in PLATES))

    def _refusal(self, plate: Plate, tick: int, read_tick: int, shown_n: float) -> ZeroRefused | None:
        """Return why what an empty plate shows is not its zero, if it is not."""
        offset_n, right_at = self.zero_n[plate] + shown_n, self._right_at[plate]
        if abs(offset_n) > LIMITS.limit_n:
            return ZeroRefused(tick, plate, offset_n, shown_n, far=True)
        if plate in self._fresh or right_at is None:
            return None
        if abs(shown_n) <= LIMITS.credible_n(read_tick - right_at, loaded=self._loaded):
            self._jumped_n[plate].clear()
            return None
        jumped_n = self._jumped_n[plate]
        if jumped_n and abs(shown_n - jumped_n[0]) > LIMITS.stayed_n:
            jumped_n.clear()
        jumped_n.append(shown_n)
        if len(jumped_n) >= LIMITS.stayed_readings:
            return None
        return ZeroRefused(tick, plate, offset_n, shown_n, far=False)

    def _forget_jumps(self) -> None:
        for each in self._jumped_n.values():
            each.clear()

    def lifted(self, tick: int, plate: Plate, force_n: float, weight_n: float) -> ZeroSet | None:
        """Take one instant of a plate whose foot is in the air while the other leg carries ``weight_n``."""
        if plate != self._lifted:
            self._leave()
            self._lifted = plate
        self._lifted_ticks += 1
        if self._lifted_ticks <= LIMITS.lifted_ticks:
            return None
        self._part.append(force_n)
        if len(self._part) == LIMITS.block_ticks:
            self._blocks.append(_Block(tick, *_mean_sd(self._part)))
            self._part.clear()
        if len(self._blocks) * LIMITS.block_ticks < LIMITS.every_ticks:
            return None
        return self._read(tick, weight_n)

    def landed(self, tick: int, weight_n: float) -> ZeroSet | None:
        """Note that the foot is back on its plate; it approached during the last block."""
        if self._lifted is None:
            return None
        del self._blocks[-1:]
        told = self._read(tick, weight_n)
        self._leave()
        return told

    def _leave(self) -> None:
        self._lifted, self._lifted_ticks = None, 0
        self._part.clear()
        self._blocks.clear()

    def _read(self, tick: int, weight_n: float) -> ZeroSet | None:
        """Take the zero from the blocks of a lifted foot, if nothing touched the plate."""
        plate, blocks = self._lifted, self._blocks[:]
        self._blocks.clear()
        if plate is None or len(blocks) < _FEWEST_BLOCKS:
            return None
        means_n = sorted(block.mean_n for block in blocks)
        moved_n = means_n[len(means_n) // 2]
        read_tick = (blocks[0].end_tick + blocks[-1].end_tick - LIMITS.block_ticks) // 2
        if not self._is_zero(plate, read_tick, moved_n, blocks, weight_n):
            return None
        since_tick = self._right_at[plate]
        trust = self._wander.trust(LIMITS.every_ticks if since_tick is None else read_tick - since_tick)
        return self._set(tick, self._move(plate, read_tick, moved_n, trust), cause="lifted")

    def _set(self, tick: int, *readings: ZeroReading, cause: Literal["empty", "lifted"] = "empty") -> ZeroSet:
        zeros_n = self.zero_n["left"], self.zero_n["right"]
        return ZeroSet(tick, *zeros_n, readings, self._wander.drift_n, cause)

    def _is_zero(
        self, plate: Plate, read_tick: int, moved_n: float, blocks: list[_Block], weight_n: float
    ) -> bool:
        since_tick = self._right_at[plate]
        still_n = max(LIMITS.lifted_sd_n, LIMITS.noise_factor * self._noise_n[plate])
        still = all(block.sd_n <= still_n for block in blocks)
        steady = max(abs(block.mean_n - moved_n) for block in blocks) <= still_n
        ticks = 0 if since_tick is None else read_tick - since_tick
        credible_n = min(LIMITS.credible_n(ticks), LIMITS.toe_share * weight_n)
        near = abs(self.zero_n[plate] + moved_n) <= LIMITS.limit_n
        return still and steady and abs(moved_n) <= credible_n and near

    def _move(self, plate: Plate, read_tick: int, shown_n: float, trust: float = 1.0) -> ZeroReading:
        """Move a zero by as much of what the plate shows as is not the noise of reading it."""
        self._wander.note(plate, read_tick, self.zero_n[plate] + shown_n)
        moved_n = trust * shown_n
        reading = ZeroReading(plate, self._right_at[plate], read_tick, moved_n)
        self.zero_n[plate] += moved_n
        self._right_at[plate] = read_tick
        return reading


_FEWEST_BLOCKS = 2


def _mean_sd(values: list[float]) -> tuple[float, float]:
    mean = sum(values) / len(values)
    return mean, (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
