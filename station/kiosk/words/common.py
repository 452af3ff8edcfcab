"""What several screens say: units, legs, variants, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    "language": "English",
    "product": "Heel-drop step",
    "decimal": ".",
    "minus": "\N{MINUS SIGN}",
    "unit.s": "s",
    "unit.kg": "kg",
    "unit.lb": "lb",
    "unit.min": "min",
    "side.left": "left",
    "side.right": "right",
    "side.both": "both",
    "SIDE.left": "LEFT",
    "SIDE.right": "RIGHT",
    "SIDE.both": "BOTH",
    "letter.left": "L",
    "letter.right": "R",
    "letter.both": "B",
    # letters of what can be done
    "letter.start": "S",
    "letter.why": "Y",
    "letter.weeks": "W",
    "letter.change": "C",
    "letter.rest": "R",
    "letter.plan": "P",
    # variants
    "variant.straight_step": "Straight knee · step",
    "variant.bent_step": "Bent knee · step",
    "variant.straight_floor": "Straight knee · floor",
    "variant.bent_floor": "Bent knee · floor",
    # keys
    "key.choose": "Choose",
    "key.up": "Up",
    "key.down": "Down",
    "key.clear": "Clear",
    "key.quit": "Quit",
    "key.skip": "Start now",
    "key.back": "Back",
    "key.end": "End",
    "key.interval": "Exact",
    "key.next_set": "Next set",
    "key.finish": "Finish",
    "key.other_set": "Swap",
    "key.done": "Done",
    "key.seen": "Seen",
    "key.theme": "Light/dark",
}
