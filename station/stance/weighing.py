"""Weight of a quiet stance on two feet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WeighingLimits:
    """What counts as quiet."""

    block_ticks: int = 50
    """Half a second: two or more cycles of the 2-8 Hz that a quiet stance contains."""
    blocks_needed: int = 6
    """Three seconds bring the noise floor to 11 g; biomechanics practice is 3-5 s."""
    block_sd_share: float = 0.02
    """Standing on foam has 0.6-1.3 % of weight rms, firm ground 0.1-0.2 %; movement has more."""
    block_range_share: float = 0.012
    """Half-second means of a quiet stance stay within this; a rise or squat does not."""
    blocks_kept: int = 60
    """Half a minute of stillness is averaged at most, so that a load put on shows soon."""


LIMITS = WeighingLimits()


@dataclass(frozen=True, slots=True)
class QuietStance:
    """Mean total force of a quiet two-feet stance, on ``[start_tick, end_tick)``."""

    start_tick: int
    end_tick: int
    weight_n: float
    weight_sd_n: float
    left_share: float


class Weighing:
    """Collects half-second blocks while both feet carry load."""

    def __init__(self) -> None:
        self._start_tick = 0
        self._count = 0
        self._sum_n = self._sum_square = self._sum_left_n = 0.0
        self._blocks: list[tuple[int, float, float]] = []
        self.reported = False

    @property
    def fraction(self) -> float:
        """How much of the needed stillness there is, 0 to 1."""
        return min(1.0, (len(self._blocks) + self._count / LIMITS.block_ticks) / LIMITS.blocks_needed)

    @property
    def still(self) -> bool:
        """Whether the last finished half-second was quiet."""
        return bool(self._blocks)

    def restart(self) -> None:
        """Begin anew: a foot left, or the load moved."""
        self._count = 0
        self._sum_n = self._sum_square = self._sum_left_n = 0.0
        self._blocks.clear()
        self.reported = False

    def add(self, tick: int, left_n: float, right_n: float) -> QuietStance | None:
        """Take one instant on two feet; return the stance whenever a block completes a quiet one."""
        if self._count == 0:
            self._start_tick = tick
        total_n = left_n + right_n
        self._count += 1
        self._sum_n += total_n
        self._sum_square += total_n * total_n
        self._sum_left_n += left_n
        return self._finish_block(tick) if self._count == LIMITS.block_ticks else None

    def _finish_block(self, tick: int) -> QuietStance | None:
        mean_n = self._sum_n / self._count
        variance = max(self._sum_square / self._count - mean_n * mean_n, 0.0)
        block = (self._start_tick, mean_n, self._sum_left_n / self._sum_n)
        self._count = 0
        self._sum_n = self._sum_square = self._sum_left_n = 0.0
        if variance > (LIMITS.block_sd_share * mean_n) ** 2:
            self.restart()
            return None
        self._blocks.append(block)
        del self._blocks[: -LIMITS.blocks_kept]
        recent = [mean for _, mean, _ in self._blocks[-LIMITS.blocks_needed :]]
        if max(recent) - min(recent) > LIMITS.block_range_share * mean_n:
            self._blocks[:] = [block]
            self.reported = False
        return self._stance(tick) if len(self._blocks) >= LIMITS.blocks_needed else None

    def _stance(self, tick: int) -> QuietStance:
        means = [mean for _, mean, _ in self._blocks]
        count = len(means)
        weight_n = sum(means) / count
        scatter = sum((mean - weight_n) ** 2 for mean in means) / (count - 1)
        share = sum(left for _, _, left in self._blocks) / count
        return QuietStance(self._blocks[0][0], tick + 1, weight_n, (scatter / count) ** 0.5, share)
