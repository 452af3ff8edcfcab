"""What else may answer on a port: nothing, another instrument, a board that never finishes booting."""

from __future__ import annotations

from simulators.lines import line

PERIOD_S = {"nothing": float("inf"), "other": 0.1, "bootloop": 0.7}
BYTE_S = 10.0 / 115200.0
IDENTITY = "I 1 fw=1.0.0 board=simulated uid=5EB007 ch=L,R gain=128 baud=115200 reset=brownout"


class Impostor:
    """Talks, but not as a step that can be used."""

    def __init__(self, kind: str, duration_s: float) -> None:
        """``kind`` is ``nothing``, ``other`` (a kitchen scale's lines) or ``bootloop``."""
        self.now_s = 0.0
        self.duration_s = duration_s
        self._kind = kind
        self._said = 0

    def advance(self, until_s: float) -> list[tuple[float, bytes]]:
        """Go on to a second; return what was sent."""
        sent = []
        until_s = min(until_s, self.duration_s)
        while self._due_s() <= until_s:
            raw = self._line()
            sent.append((self._due_s() + len(raw) * BYTE_S, raw))
            self._said += 1
        self.now_s = max(self.now_s, until_s)
        return sent

    def receive(self, raw: bytes) -> None:
        """Ignore whatever the host says."""

    def next_s(self) -> float:
        """Return when something is said next."""
        return min(self._due_s(), self.duration_s)

    def _due_s(self) -> float:
        return PERIOD_S[self._kind] * (self._said + 1)

    def _line(self) -> bytes:
        if self._kind == "bootloop":
            return line(IDENTITY)
        return b"ST,GS,+%06.2f kg\r\n" % (self._said % 40 * 0.05)
