"""What was heard on a port before the step is known, and what it means when it is no step."""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING

from station.errors import PortError
from station.sources.ports import FIRST_BAUD
from station.wire import Ack, Decoder, HealthLine, IdentityLine, LineFault, Sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.sources.chunks import Chunk

PROTOCOL = 1
_PRINTABLE = frozenset(string.printable.encode())
_NOISE_SHARE = 0.15
"""More unprintable bytes than this is a wrong speed, not a text protocol; noise has 60 % of them."""
_ENOUGH_BYTES = 48
_KEPT_BYTES = 4096
_EXCERPT_CHARS = 48
_REPEATS = 3
"""The same start three times within one handshake is a boot loop."""


class Ear:
    """Listens at one speed: keeps chunks from the first good line on, and a start of everything else."""

    def __init__(self) -> None:
        self.identity: IdentityLine | None = None
        self.streams = False
        """Samples or health were heard, so the step is up and not only starting."""
        self.samples = False
        self.done: set[str] = set()
        """Commands that the step says it has done."""
        self.kept: list[Chunk] = []
        self._heard = b""
        self._rest = b""
        self._decoder = Decoder()
        self._starts: list[str] = []

    def feed(self, chunk: Chunk) -> None:
        """Take what arrived."""
        arrival_us, raw = chunk
        self._heard = (self._heard + raw)[:_KEPT_BYTES]
        if not self.kept:
            raw = self._from_first_good_line(raw)
        if not raw:
            return
        self.kept.append((arrival_us, raw))
        for message in self._decoder.feed(raw):
            if isinstance(message, IdentityLine):
                self.identity = message
                self._starts.append(message.reset_cause)
            elif isinstance(message, Ack):
                self.done.add(message.command)
            self.samples |= isinstance(message, Sample)
            self.streams |= isinstance(message, (Sample, HealthLine))

    def _from_first_good_line(self, raw: bytes) -> bytes:
        raw = self._rest + raw
        start = 0
        while (end := raw.find(b"\n", start)) >= 0:
            messages = Decoder().feed(raw[start : end + 1])
            if messages and not isinstance(messages[0], LineFault):
                return raw[start:]
            start = end + 1
        self._rest = raw[start:][-_KEPT_BYTES:]
        return b""

    @property
    def sounds_like_noise(self) -> bool:
        """True when enough was heard and it is neither our lines nor anybody's text."""
        if self.kept or len(self._heard) < _ENOUGH_BYTES:
            return False
        odd = sum(byte not in _PRINTABLE for byte in self._heard)
        return odd > _NOISE_SHARE * len(self._heard)

    def verdict(self, url: str, waited_s: float, speeds: Sequence[int]) -> PortError:
        """Say what was heard instead of a step."""
        if self._restarts() >= _REPEATS:
            cause = f" (reset={self._starts[-1]})" if self._starts else ""
            return PortError(
                f"the board on {url} restarts again and again{cause}",
                "Try another cable, USB port or power supply; then flash its firmware again",
            )
        if self.kept and speeds[-1] < FIRST_BAUD:
            return PortError(
                f"the device on {url} sends step lines at {speeds[-1]} baud, too slow for all of them",
                "Build its firmware for 115200 or 500000 baud",
            )
        if self.kept:
            return PortError(
                f"the device on {url} sends step lines but never says who it is", "Update its firmware"
            )
        if not self._heard and len(speeds) == 1:
            return PortError(
                f"nothing was heard from {url} in {waited_s:.0f} s",
                "Check the cable and that this is the step's port, then press the step's reset button",
            )
        if self.sounds_like_noise or not self._heard or len(speeds) > 1:
            tried = ", ".join(map(str, speeds))
            return PortError(
                f"the bytes from {url} make no sense at any speed tried ({tried} baud)",
                "Build the step's firmware for 115200 or 500000 baud, or check that this is the step's port",
            )
        return PortError(
            f"the device on {url} speaks another protocol: '{self._excerpt()}'",
            "Choose the step's port; 'station doctor' lists the ports",
        )

    def _restarts(self) -> int:
        """Count how often the same beginning was heard: identities, or the banner of a boot loader."""
        if self.identity is not None:
            return len(self._starts) if not self.streams else 0
        if self.sounds_like_noise:
            return 0
        lines = [line.strip() for line in self._heard.split(b"\n")]
        boots = Counter(line for line in lines if _looks_like_boot(line))
        return max(boots.values(), default=0)

    def _excerpt(self) -> str:
        text = repr(self._heard[: 4 * _EXCERPT_CHARS].strip())[2:-1]
        return text if len(text) <= _EXCERPT_CHARS else text[:_EXCERPT_CHARS] + "..."


def _looks_like_boot(line: bytes) -> bool:
    words = line.lower()
    return any(word in words for word in (b"rst:", b"reset", b"boot", b"brownout", b"watchdog"))
