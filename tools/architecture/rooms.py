"""What rooms there are, what each says of itself, and which imports between them say something new."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import grimp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Edge = tuple[str, str]
ROOTS: Final = ("station", "simulators")
CORE_CONTRACT: Final = "The core knows no"


@dataclass(frozen=True)
class House:
    """Rooms with their sentence, the imports between them with their number, and which rooms are the core."""

    sentences: Mapping[str, str]
    imports: Mapping[Edge, int]
    core: frozenset[str]

    @cached_property
    def below(self) -> dict[str, frozenset[str]]:
        """All that a room rests on, directly or through others."""
        found: dict[str, frozenset[str]] = {}

        def rests_on(room: str) -> frozenset[str]:
            if room not in found:
                direct = {to for of, to in self.imports if of == room}
                found[room] = frozenset(direct).union(*(rests_on(each) for each in direct))
            return found[room]

        for room in self.sentences:
            rests_on(room)
        return found

    @cached_property
    def telling(self) -> dict[Edge, int]:
        """The imports that do not follow from others: the transitive reduction, a room a node."""
        direct = {room: {to for of, to in self.imports if of == room} for room in self.sentences}
        return {
            (of, to): count
            for (of, to), count in sorted(self.imports.items())
            if not any(to in self.below[other] for other in direct[of] - {to})
        }

    @cached_property
    def floors(self) -> dict[str, int]:
        """How high each room stands: one above the highest that it rests on, or just below the lowest that uses it."""
        found: dict[str, int] = {}
        for room in sorted(self.sentences, key=lambda each: (len(self.below[each]), each)):
            found[room] = 1 + max((found[each] for each in self.below[room]), default=-1)
        hung = {
            room: min((found[of] for of, to in self.imports if to == room), default=1) - 1
            for room in found
            if not self.below[room]
        }
        return found | hung


def house_of(root: Path) -> House:
    """Return the house whose sources lie in ``root``; an import in a circle is an error of the contracts, not ours."""
    graph = grimp.build_graph(*ROOTS, cache_dir=None)
    imports: Counter[Edge] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            edge = room_of(module), room_of(imported)
            if edge[0] != edge[1] and "station" not in edge:
                imports[edge] += 1
    rooms = {room_of(module) for module in graph.modules} - {"station"}
    return House({room: sentence_of(root, room) for room in sorted(rooms)}, imports, core_of(root))


def room_of(module: str) -> str:
    """Return the room of a module: a part of the station, or all the simulators."""
    parts = module.split(".")
    return parts[1] if parts[0] == "station" and len(parts) > 1 else parts[0]


def sentence_of(root: Path, room: str) -> str:
    """Return what a room says of itself first."""
    folder = root / room if room in ROOTS else root / "station" / room
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return said.partition("\n")[0]


def core_of(root: Path) -> frozenset[str]:
    """Return the rooms that the contracts keep pure."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (pure,) = [each for each in contracts if each["name"].startswith(CORE_CONTRACT)]
    return frozenset(room_of(module) for module in pure["source_modules"])
