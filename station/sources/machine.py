"""What the operating system says of its own clock, and which start of the machine this is."""

from __future__ import annotations

import ctypes
import sys
import uuid
from pathlib import Path
from typing import Final, Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TIMEX_BYTES: Final = 512
"""More than ``struct timex`` has on any machine; all zero asks and sets nothing."""
_TIME_ERROR: Final = 5
"""What ``adjtimex(2)`` returns for a clock that nothing synchronises."""


class Machine(Protocol):
    """The machine, as far as its clock is concerned."""

    @property
    def boot_id(self) -> str:
        """A name of this start of the machine: within it, clocks can be compared."""

    def synchronized(self) -> bool | None:
        """Tell whether something keeps the clock right; ``None`` where the system does not say."""


class ThisMachine:
    """The real one; it is only ever asked, never set."""

    def __init__(self) -> None:
        try:
            self.boot_id = _BOOT_ID.read_text().strip()
        except OSError:
            self.boot_id = f"process {uuid.uuid4().hex}"  # elsewhere only this process can compare clocks
        self._adjtimex = getattr(ctypes.CDLL(None), "adjtimex", None) if sys.platform == "linux" else None

    def synchronized(self) -> bool | None:
        """Ask the kernel; time daemons tell it whether they keep the clock."""
        if self._adjtimex is None:
            return None
        state = self._adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
        return None if state < 0 else state != _TIME_ERROR
