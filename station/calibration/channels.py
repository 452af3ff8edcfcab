"""A step's channels as plates: one converter each, or two whose counts are made one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.cells import Mixer
from station.calibration.model import PLATES, CellPair, KnownScale, PlateSample

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from station.calibration.model import Plate


def cells_under(channels: Sequence[str]) -> dict[Plate, tuple[str, ...]]:
    """Return by plate its channel, or its front and its back one; a plate without either is not in it."""
    found: dict[Plate, tuple[str, ...]] = {}
    for plate in PLATES:
        if plate in channels:
            found[plate] = (plate,)
        elif f"{plate}F" in channels and f"{plate}B" in channels:
            found[plate] = (f"{plate}F", f"{plate}B")
    return found


def known_of(kept: Mapping[str, KnownScale]) -> dict[Plate, KnownScale]:
    """Return what is known of the plates from what a step keeps of its channels, by name.

    A plate of two cells is known when both of them are: zero and scale are those of its count.
    """
    known: dict[Plate, KnownScale] = {}
    for plate, names in cells_under(list(kept)).items():
        front, back = kept[names[0]], kept[names[-1]]
        if len(names) == 1:
            known[plate] = front
            continue
        ratio = back.scale_n_per_count / front.scale_n_per_count
        zero = front.zero_count + ratio * back.zero_count
        taken = min(front.taken_unix, back.taken_unix)
        known[plate] = KnownScale(zero, front.scale_n_per_count, taken, front.note, ratio)
    return known


def pairs_of(channels: Sequence[str], known: Mapping[Plate, KnownScale]) -> dict[Plate, CellPair]:
    """Return the plates with two cells, by the ratio that is known of them; else two cells are taken as alike."""
    pairs: dict[Plate, CellPair] = {}
    for plate, names in cells_under(channels).items():
        if len(names) == 2:  # noqa: PLR2004  front and back
            ratio = known[plate].ratio if plate in known else None
            pairs[plate] = CellPair((names[0], names[1]), 1.0 if ratio is None else ratio, ratio is not None)
    return pairs


class Channels:
    """Turns conversions of channels into samples of plates."""

    def __init__(self, channels: Sequence[str], pairs: Mapping[Plate, CellPair]) -> None:
        under = cells_under(channels)
        self._alone: dict[int, Plate] = {}
        self._front: dict[int, Mixer] = {}
        self._back: dict[int, Mixer] = {}
        for plate, names in under.items():
            if plate in pairs:
                mixer = Mixer(plate, pairs[plate])
                self._front[channels.index(names[0])] = mixer
                self._back[channels.index(names[1])] = mixer
            else:
                self._alone[channels.index(names[0])] = plate

    def sample(self, channel: int, t_s: float, raw_count: int, flags: int) -> PlateSample | None:
        """Return the sample that a conversion completes, if it does."""
        plate = self._alone.get(channel)
        if plate is not None:
            return PlateSample(plate, t_s, raw_count, flags)
        if (mixer := self._front.get(channel)) is not None:
            return mixer.front(t_s, raw_count, flags)
        if (mixer := self._back.get(channel)) is not None:
            mixer.back(t_s, raw_count, flags)
        return None
