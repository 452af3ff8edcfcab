"""Zero of a plate that carries nothing: both when nobody is there, one while its foot is in the air."""

from __future__ import annotations

from dataclasses import dataclass

from station.stance.wander import Plate, Wander


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
        self._wander = Wander()
        self._empty: list[tuple[float, float]] = []
        self._lifted: Plate | None = None
        self._lifted_ticks = 0
        self._part: list[float] = []
        self._blocks: list[_Block] = []

    def restart(self) -> None:
        """Forget what was begun: somebody came, or data is missing."""
        self._empty.clear()
        self._leave()

    def empty(self, tick: int, left_n: float, right_n: float) -> ZeroSet | None:
        """Take one instant with nobody there."""
        self._empty.append((left_n, right_n))
        if len(self._empty) < LIMITS.empty_ticks:
            return None
        left = _mean_sd([left for left, _ in self._empty])
        right = _mean_sd([right for _, right in self._empty])
        self._empty.clear()
        far_n = max(abs(self.zero_n["left"] + left[0]), abs(self.zero_n["right"] + right[0]))
        if max(left[1], right[1]) > LIMITS.empty_sd_n or far_n > LIMITS.limit_n:
            return None
        self._noise_n = {"left": left[1], "right": right[1]}
        read_tick = tick - LIMITS.empty_ticks // 2
        readings = self._move("left", read_tick, left[0]), self._move("right", read_tick, right[0])
        return self._set(tick, *readings)

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
        return self._set(tick, self._move(plate, read_tick, moved_n, trust))

    def _set(self, tick: int, *readings: ZeroReading) -> ZeroSet:
        return ZeroSet(tick, self.zero_n["left"], self.zero_n["right"], readings, self._wander.drift_n)

    def _is_zero(
        self, plate: Plate, read_tick: int, moved_n: float, blocks: list[_Block], weight_n: float
    ) -> bool:
        since_tick = self._right_at[plate]
        still_n = max(LIMITS.lifted_sd_n, LIMITS.noise_factor * self._noise_n[plate])
        still = all(block.sd_n <= still_n for block in blocks)
        steady = max(abs(block.mean_n - moved_n) for block in blocks) <= still_n
        minutes = 0.0 if since_tick is None else (read_tick - since_tick) / _TICKS_A_MINUTE
        credible_n = min(
            LIMITS.slack_n + LIMITS.drift_n_per_min * minutes, LIMITS.toe_share * weight_n, LIMITS.limit_n
        )
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
_TICKS_A_MINUTE = 6000


def _mean_sd(values: list[float]) -> tuple[float, float]:
    mean = sum(values) / len(values)
    return mean, (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
