"""Questions a person answers with digits, arrows and Enter. Pure: what is asked, and the answer as it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["scale", "yes_no", "number", "choice"]

SCALE: Final = tuple(range(11))
YES_NO: Final = (0, 1)
MINUTES: Final = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240)
"""Where the arrows halt; digits give any number between."""
PERCENT: Final = tuple(range(0, 101, 5))


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and what may be answered."""

    key: str
    """What the answer is called when it is kept."""
    text: str
    kind: Kind
    stops: tuple[int, ...]
    """Values that the arrows go through, from the smallest to the largest allowed."""
    hint: str = ""
    unit: str = ""
    options: tuple[str, ...] = ()
    """Words of a choice's values 1, 2, 3 ..."""


@dataclass(slots=True)
class Answering:
    """The answer to one question while it is given; ``value`` is ``None`` until something was said."""

    question: Question
    value: int | None = None
    _typed: str = ""

    def step(self, by: int) -> None:
        """Go to the next halt above or below; the first step of all goes to the smallest."""
        self._typed = ""
        stops, value = self.question.stops, self.value
        if value is None:
            self.value = stops[0]
        elif by > 0:
            self.value = next((stop for stop in stops if stop > value), stops[-1])
        else:
            self.value = next((stop for stop in reversed(stops) if stop < value), stops[0])

    def digit(self, digit: int) -> None:
        """Take a typed digit: it goes on with the number in work as long as that stays allowed."""
        for typed in (f"{self._typed}{digit}", str(digit)):
            if self._allows(int(typed)):
                self._typed, self.value = typed, int(typed)
                return

    def clear(self) -> None:
        """Take the answer back."""
        self._typed, self.value = "", None

    def _allows(self, value: int) -> bool:
        stops = self.question.stops
        if self.question.kind in ("yes_no", "choice"):
            return value in stops
        return stops[0] <= value <= stops[-1]
