"""What a run in emulation shows: every conversion of the chips against every sample line of the firmware."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from station.wire import Decoder, LineFault, Sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.wire import Message

Said = TypeVar("Said")
CLOCK_HZ = 16_000_000
CYCLES_PER_US = 16
BITS_OF_A_BYTE = 10
SEQ_END = 1 << 16
NEWLINE = 0x0A


def byte_cycles(baud: int) -> int:
    """Return how long a byte is on the wire at the rate that a 16 MHz AVR really makes of ``baud``."""
    return BITS_OF_A_BYTE * 8 * round(CLOCK_HZ / 8 / baud)


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What the firmware said: samples as rows of (channel, seq, t_us, count, flags), and the other lines."""

    samples: NDArray[np.int64]
    sent: NDArray[np.int64]
    """Cycle at which the last stop bit of each sample's line had left, shape ``(n,)``."""
    ahead: NDArray[np.int64]
    """The same of the line before it, shape ``(n,)``."""
    sizes: NDArray[np.int64]
    """Bytes of each sample's line, its newline included, shape ``(n,)``."""
    others: list[tuple[int, Message]] = field(repr=False)
    """Every other message with that cycle."""

    def of(self, channel: int) -> NDArray[np.int64]:
        """Return the samples of a channel, shape ``(n, 5)``."""
        mine: NDArray[np.int64] = self.samples[self.samples[:, 0] == channel]
        return mine

    def line_faults(self) -> list[LineFault]:
        """Return what could not be read."""
        return [message for _, message in self.others if isinstance(message, LineFault)]

    def said(self, kind: type[Said]) -> list[Said]:
        """Return the other messages of a kind."""
        return [message for _, message in self.others if isinstance(message, kind)]


def heard(raw: bytes, left: NDArray[np.int64]) -> Heard:
    """Read what was sent, of which the stop bit of byte ``i`` had left at cycle ``left[i]``."""
    decoder = Decoder()
    samples: list[Sample] = []
    lines: list[tuple[int, int, int]] = []
    others: list[tuple[int, Message]] = []
    begin = before = 0
    for end in [place + 1 for place, byte in enumerate(raw) if byte == NEWLINE]:
        for message in decoder.feed(raw[begin:end]):
            if isinstance(message, Sample):
                samples.append(message)
                lines.append((int(left[end - 1]), before, end - begin))
            else:
                others.append((int(left[end - 1]), message))
        begin, before = end, int(left[end - 1])
    sent, ahead, sizes = np.asarray(lines, dtype=np.int64).reshape(-1, 3).T
    return Heard(np.asarray(samples, dtype=np.int64).reshape(-1, 5), sent, ahead, sizes, others)


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """The conversions of one chip that DOUT offered, in order."""

    ready: NDArray[np.int64]
    """Cycle at which DOUT fell, shape ``(n,)``."""
    count: NDArray[np.int64]
    """What the chip shifted out, 24 bits with their sign, shape ``(n,)``."""


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """The samples of one channel beside the conversions of its chip, within one run without a reset."""

    samples: int
    lost: NDArray[np.int64]
    """Ready cycles of conversions that had time enough to arrive and did not."""
    invented: int
    """Samples that belong to no conversion, or to one that was told before."""
    changed: int
    """Samples whose count is not the chip's."""
    wrong_seq: int
    """Samples whose sequence number does not count the conversions."""
    time_error_us: NDArray[np.float64]
    """Time stamp less the instant DOUT fell, less the same for the earliest stamp of the run."""
    latency_us: NDArray[np.float64]
    """From DOUT falling to the last stop bit of the line."""
    own_us: NDArray[np.float64]
    """What of it neither this line nor the one before took on the wire: the firmware's own share."""

    @property
    def whole(self) -> bool:
        """Whether nothing was lost, invented, changed or counted wrongly."""
        return not (self.lost.size or self.invented or self.changed or self.wrong_seq)


def signed(raw: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 24-bit words as the numbers they mean."""
    return (raw & 0xFFFFFF ^ 0x800000) - 0x800000


def account(
    heard: Heard, channel: int, chip: Offered, end: int, *, start: int | None = None, byte: int = 0
) -> Account:
    """Compare a channel's samples with its chip's conversions up to cycle ``end``.

    ``start`` is the cycle of device time 0; without it, it is what fits the channel's counts best. ``byte`` is
    how many cycles a byte is on the wire, for the firmware's own share of the latency.
    """
    mine = heard.samples[:, 0] == channel
    samples, sent = heard.samples[mine], heard.sent[mine]
    stamped = samples[:, 2] * CYCLES_PER_US
    at = device_start(samples, chip) if start is None else start
    nearest = _nearest(chip.ready, stamped + at)
    fresh = np.diff(nearest, prepend=-1) > 0
    close = np.abs(stamped + at - chip.ready[nearest]) < CLOCK_HZ // 1000
    told = fresh & close
    expected = samples[0, 1] + nearest - nearest[0] if len(samples) else nearest
    owed = np.ones(chip.ready.size, dtype=bool)
    owed[nearest[told]] = False
    owed[: nearest[0] if len(samples) else 0] = False
    ready = chip.ready[nearest]
    wire = np.maximum(heard.ahead[mine] - ready, 0) + heard.sizes[mine] * byte
    error = (stamped + at - chip.ready[nearest])[told] / CYCLES_PER_US
    return Account(
        samples=len(samples),
        lost=chip.ready[owed & (chip.ready < end)],
        invented=int((~told).sum()),
        changed=int((told & (samples[:, 3] != chip.count[nearest])).sum()),
        wrong_seq=int((told & (samples[:, 1] != expected % SEQ_END)).sum()),
        time_error_us=error - (error.min() if error.size else 0.0),
        latency_us=(sent - ready)[told] / CYCLES_PER_US,
        own_us=(sent - ready - wire)[told] / CYCLES_PER_US,
    )


def device_start(samples: NDArray[np.int64], chip: Offered, looked_at: int = 200) -> int:
    """Return the cycle of device time 0: the one at which most of the first samples have their chip's counts."""
    first = samples[:looked_at]
    if not len(first) or not chip.ready.size:
        return 0
    stamped = first[:, 2] * CYCLES_PER_US
    candidates = [int(ready - stamped[0]) for ready in chip.ready[:looked_at]]
    agreeing = [
        int((chip.count[_nearest(chip.ready, stamped + start)] == first[:, 3]).sum()) for start in candidates
    ]
    return candidates[int(np.argmax(agreeing))]


def _nearest(instants: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    after = np.clip(np.searchsorted(instants, wanted), 1, max(instants.size - 1, 1))
    closer_before = wanted - instants[after - 1] < instants[np.minimum(after, instants.size - 1)] - wanted
    return after - closer_before
