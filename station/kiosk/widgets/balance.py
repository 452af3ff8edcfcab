"""How the load is shared between the feet, as one bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from station.kiosk.widgets.drawing import LEFT_EIGHTHS, Drawn, Row, runs
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.kiosk.snapshot import Snapshot

ALL: Final = 0.95
"""Beyond this share "all on the left" is said: the rest is the balance of a resting toe."""
EVEN: Final = 0.03
WORDS_CELLS: Final = 22
_WORDS_FROM_CELLS: Final = 56


class BalanceBar(Drawn):
    """Left share from the left in the left foot's hue, the right's from the right; a mark in the middle."""

    PREFIX = "balance"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "balance--left", "balance--right", "balance--cut", "balance--quiet", "balance--middle",
    }  # fmt: skip
    left_share: float | None = None
    words = ""

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot; of old data nothing is claimed."""
        self.left_share = snapshot.feet.left_share if snapshot.feet and not snapshot.blind else None
        unknown = snapshot.blind or snapshot.feet is None
        self.words = say("feet.unknown") if unknown else _words(self.left_share)
        self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the bar between its letters, words behind it where there is room."""
        with_words = width >= _WORDS_FROM_CELLS
        cells = max(0, width - (WORDS_CELLS if with_words else 0) - 4)
        eighths = None if self.left_share is None else round(self.left_share * cells * 8)
        bar = runs(*_bar(eighths, cells))
        words = f"  {self.words}" if with_words else ""
        ends = ((f"{say('letter.left')} ", "left"), (f" {say('letter.right')}", "right"))
        return [(ends[0], *bar, ends[1], (words, ""))] + [(("  ", ""), *bar)] * (height - 1)


def _bar(eighths: int | None, cells: int) -> tuple[str, list[str]]:
    """Return the characters of the bar and what each of them is, with a mark in the middle."""
    if eighths is None:
        characters, names = ["╌"] * cells, ["quiet"] * cells
    else:
        full, part = divmod(eighths, 8)
        characters = [LEFT_EIGHTHS[part] if at == full and part else "█" for at in range(cells)]
        names = ["left" if at < full else "cut" if at == full and part else "right" for at in range(cells)]
    if cells:
        characters[cells // 2], names[cells // 2] = "│", "middle"
    return "".join(characters), names


def _words(left_share: float | None) -> str:
    if left_share is None:
        return say("feet.nobody")
    if left_share >= ALL:
        return say("feet.left")
    if left_share <= 1 - ALL:
        return say("feet.right")
    if abs(left_share - 0.5) <= EVEN:
        return say("feet.even")
    left = round(100 * left_share)
    return say("feet.share", left=left, right=100 - left)
