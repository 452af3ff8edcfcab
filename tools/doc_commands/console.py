"""What a ``console`` block says: commands, and what each of them prints."""

from __future__ import annotations

import doctest
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHECKER: Final = doctest.OutputChecker()
_CODE: Final = re.compile(r"\[(\d+)\]")
_VARYING: Final = (
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?",
    r"\d{8}T\d{6}Z(_[0-9a-f]{8})?",
    r"\d{4}-\d\d-\d\d",
    r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2}\b",
    r"\b(?=[0-9a-f]*\d)[0-9a-f]{16,64}\b",
    r"\b\d+\.[0-9a-f]{8}\b",
)
"""Times, days, random ids and cursors: what is another one at every run."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command, and what it prints."""

    typed: tuple[str, ...]
    """The lines as the page has them, ``$`` and ``>`` included."""
    prints: str
    """Lines without the newline of the last; ``...`` stands for anything."""
    code: int = 0

    @property
    def command(self) -> str:
        """What a shell is given."""
        return "\n".join(line[2:] for line in self.typed)

    def agrees(self, printed: str, code: int) -> bool:
        """Tell whether this is what the page says."""
        return code == self.code and _CHECKER.check_output(
            f"{self.prints}\n", f"{printed}\n", doctest.ELLIPSIS
        )

    def lines(self) -> list[str]:
        """Return the lines of the page."""
        return [*self.typed, *self.prints.splitlines(), *([f"[{self.code}]"] if self.code else [])]


def exchanges(text: str) -> Iterator[Exchange]:
    """Yield the commands of a block; ``ValueError`` when it begins with anything else."""
    lines = text.splitlines()
    if not lines or not lines[0].startswith("$ "):
        raise ValueError("a console block begins with a command, after '$ '")
    starts = [index for index, line in enumerate(lines) if line.startswith("$ ")]
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        end = start + 1
        while end < stop and (lines[end].startswith("> ") or lines[end] == ">"):
            end += 1
        printed, code = lines[end:stop], 0
        if printed and (stated := _CODE.fullmatch(printed[-1])):
            printed, code = printed[:-1], int(stated[1])
        yield Exchange(tuple(lines[start:end]), "\n".join(printed).rstrip(), code)


def anew(old: Exchange, printed: str, code: int) -> Exchange:
    """Return the exchange as it is now: the old one where it still agrees."""
    if old.agrees(printed, code):
        return old
    return Exchange(old.typed, re.sub("|".join(_VARYING), "...", printed), code)
