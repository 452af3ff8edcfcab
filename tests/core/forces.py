"""Forces of a body that does what a test says, on the common time base, without any simulator."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from station.force import GridBlock

FloatArray = NDArray[np.float64]
WEIGHT_N = 700.0


@dataclass
class Scene:
    """Left and right force, N, at 100 Hz; each method adds a stretch of seconds."""

    weight_n: float = WEIGHT_N
    noise_n: float = 0.6
    seed: int = 1
    left_n: list[FloatArray] = field(default_factory=list)
    right_n: list[FloatArray] = field(default_factory=list)

    def add(self, left_n: FloatArray, right_n: FloatArray) -> Scene:
        """Add forces as they are, with the noise of the plates."""
        rng = np.random.default_rng([self.seed, len(self.left_n)])
        self.left_n.append(left_n + rng.normal(0.0, self.noise_n, len(left_n)))
        self.right_n.append(right_n + rng.normal(0.0, self.noise_n, len(right_n)))
        return self

    def empty(self, seconds: float, zero_n: tuple[float, float] = (0.0, 0.0)) -> Scene:
        """Nobody is there; the plates read their offsets."""
        n = round(100 * seconds)
        return self.add(np.full(n, zero_n[0]), np.full(n, zero_n[1]))

    def stand(self, seconds: float, share: float = 0.5, wobble: float = 0.0) -> Scene:
        """Stand with this left share; ``wobble`` is the rms of a smooth 2-5 Hz ripple, as a share of weight."""
        n = round(100 * seconds)
        t_s = np.arange(n) / 100.0
        ripple = np.sin(2 * np.pi * 2.3 * t_s) + np.sin(2 * np.pi * 3.7 * t_s) + np.sin(2 * np.pi * 5.1 * t_s)
        total_n = self.weight_n * (1.0 + wobble * np.sqrt(2 / 3) * ripple)
        return self.add(share * total_n, (1.0 - share) * total_n)

    def move(self, seconds: float, share: float, new_share: float) -> Scene:
        """Move the load from one left share to another, smoothly."""
        ramp = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, round(100 * seconds)))
        shares = share + (new_share - share) * ramp
        return self.add(self.weight_n * shares, self.weight_n * (1.0 - shares))

    def spoil(
        self, at_s: float, seconds: float, *, left: float | None = None, right: float | None = None
    ) -> None:
        """Overwrite a stretch of one or both plates with a constant, as a dropout does."""
        self.left_n, self.right_n = [np.concatenate(self.left_n)], [np.concatenate(self.right_n)]
        part = slice(round(100 * at_s), round(100 * (at_s + seconds)))
        for forces_n, value in ((self.left_n[0], left), (self.right_n[0], right)):
            if value is not None:
                forces_n[part] = value

    def block(self) -> GridBlock:
        """Return all of it."""
        left_n, right_n = np.concatenate(self.left_n), np.concatenate(self.right_n)
        ticks = np.arange(len(left_n), dtype=np.int64)
        return GridBlock(ticks, left_n, right_n, np.ones(len(ticks), dtype=np.bool_))


def part(block: GridBlock, start: int, end: int) -> GridBlock:
    """Return instants ``start`` to ``end`` of a block, by position."""
    cut = slice(start, end)
    return GridBlock(block.tick[cut], block.left_n[cut], block.right_n[cut], block.valid[cut])


def pieces(block: GridBlock, lengths: list[int]) -> list[GridBlock]:
    """Return a block cut into pieces of these lengths, again and again until it ends."""
    cut, start, n = [], 0, 0
    while start < len(block):
        cut.append(part(block, start, start + lengths[n % len(lengths)]))
        start, n = start + lengths[n % len(lengths)], n + 1
    return cut
