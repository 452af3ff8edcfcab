"""What several screens say, in German: units, legs, variants, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    "language": "Deutsch",
    "product": "Fersensenk-Stufe",
    "decimal": ",",
    "minus": "\N{MINUS SIGN}",
    "unit.s": "s",
    "unit.kg": "kg",
    "unit.lb": "lb",
    "unit.min": "min",
    "side.left": "links",
    "side.right": "rechts",
    "side.both": "beide",
    "SIDE.left": "LINKS",
    "SIDE.right": "RECHTS",
    "SIDE.both": "BEIDE",
    "letter.left": "L",
    "letter.right": "R",
    "letter.both": "B",
    # letters of what can be done
    "letter.start": "S",
    "letter.why": "G",
    "letter.weeks": "W",
    "letter.change": "A",
    "letter.rest": "R",
    "letter.plan": "P",
    # variants
    "variant.straight_step": "Knie gestreckt · Stufe",
    "variant.bent_step": "Knie gebeugt · Stufe",
    "variant.straight_floor": "Knie gestreckt · Boden",
    "variant.bent_floor": "Knie gebeugt · Boden",
    # keys
    "key.choose": "Wählen",
    "key.up": "Hoch",
    "key.down": "Runter",
    "key.clear": "Löschen",
    "key.quit": "Beenden",
    "key.skip": "Jetzt beginnen",
    "key.back": "Zurück",
    "key.end": "Ende",
    "key.interval": "Genau",
    "key.next_set": "Nächster Satz",
    "key.finish": "Fertig",
    "key.other_set": "Tauschen",
    "key.done": "Fertig",
    "key.seen": "Gelesen",
    "key.theme": "Hell/dunkel",
}
