"""What somebody types while the station goes on measuring: words from the standard input, never waited for."""

from __future__ import annotations

import os
import threading
from queue import Empty, SimpleQueue
from typing import Final

from station.calibration.model import (
    Abort,
    Accept,
    CorrectMass,
    Insist,
    Said,
    SetOperator,
    SetTemperature,
    Skip,
)
from station.errors import UsageError

HELP: Final = (
    "skip, insist, correct 20 2.5 (typed 20, weighs 2.5), operator NAME, temperature C, accept, abort"
)
_PLAIN: Final[dict[str, Said]] = {
    "accept": Accept(), "yes": Accept(), "y": Accept(),
    "abort": Abort(), "no": Abort(), "n": Abort(), "quit": Abort(), "q": Abort(),
    "insist": Insist(), "skip": Skip(),
}  # fmt: skip
_LONGEST: Final = 4096


class Typed:
    """Lines of the standard input, read by a thread of its own that ends with the program."""

    def __init__(self) -> None:
        self._lines: SimpleQueue[str] = SimpleQueue()
        self.ended = False
        """Whether nobody can answer any more: there is no input, or it has ended."""
        threading.Thread(target=self._read, name="typed", daemon=True).start()

    def take(self) -> list[str]:
        """Return the lines that were typed since the last call, without blanks around them; empty ones left out."""
        lines = []
        while True:
            try:
                lines.append(self._lines.get_nowait().strip())
            except Empty:
                return [line for line in lines if line]

    def _read(self) -> None:
        """Read the descriptor itself: Python's own stream may not be held by a thread when the program ends."""
        rest = b""
        while raw := _read_some():
            *lines, rest = (rest + raw).split(b"\n")
            for line in lines:
                self._lines.put(line.decode("utf-8", "replace"))
            rest = rest[:_LONGEST]
        if rest:
            self._lines.put(rest.decode("utf-8", "replace"))
        self.ended = True


def _read_some() -> bytes:
    try:
        return os.read(0, _LONGEST)
    except OSError:  # closed, or a terminal that went away
        return b""


def meaning(line: str) -> Said:
    """Return what a typed line says; ``UsageError`` names what could have been said."""
    word, *rest = line.split()
    lower = word.casefold()
    if not rest and lower in _PLAIN:
        return _PLAIN[lower]
    try:
        if lower == "correct" and len(rest) in (2, 3):
            planned_kg, mass_kg, *tolerance_kg = (_number(text) for text in rest)
            return CorrectMass(planned_kg, mass_kg, *tolerance_kg)
        if lower == "temperature" and len(rest) == 1:
            return SetTemperature(_number(rest[0]))
    except ValueError as error:
        raise UsageError(f"'{line}' has no number where one belongs", f"Say one of: {HELP}") from error
    if lower == "operator" and rest:
        return SetOperator(" ".join(rest))
    raise UsageError(f"'{line}' is no answer", f"Say one of: {HELP}")


def _number(text: str) -> float:
    return float(text.replace(",", "."))
