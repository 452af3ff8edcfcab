"""The sets of today at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from station.kiosk.planned import SetGroup, grouped
from station.kiosk.widgets.drawing import Drawn, Row
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.programme.model import PlannedSet

SMALLEST_LOAD_KG: Final = 0.05
_NAME_CELLS: Final = 10


class SetList(Drawn):
    """A line a set, its leg in its hue; sets alike share one where there is little room."""

    PREFIX = "sets"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sets--left", "sets--right", "sets--both", "sets--done", "sets--quiet",
    }  # fmt: skip
    sets: tuple[PlannedSet, ...] = ()

    def show(self, sets: tuple[PlannedSet, ...]) -> None:
        """Show these sets."""
        self.sets = sets
        self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return as many lines as there is room for; what has none is counted."""
        single = [SetGroup(one, 1, int(one.done)) for one in self.sets]
        groups = single if len(single) <= height else list(grouped(self.sets))
        shown = groups if len(groups) <= height else groups[: max(0, height - 1)]
        rows = _lines(shown, width, numbered=groups is single)
        if len(groups) > len(shown):
            left = sum(group.count for group in groups[len(shown) :])
            rows.append(((f"  {say('today.more_sets', count=left)}", "quiet"),))
        longest = max((sum(len(text) for text, _ in row) for row in rows), default=0)
        room = max(0, width - longest) // 2
        return [((" " * room, ""), *row) for row in rows]


def _lines(groups: Sequence[SetGroup], width: int, *, numbered: bool) -> list[Row]:
    """Return a line a group in columns; where they are too wide, "no load" is said in fewer words, none is cut."""
    full = [_line(group, numbered=numbered, columns=_columns(groups)) for group in groups]
    if max((sum(len(text) for text, _ in row) for row in full), default=0) <= width:
        return full
    return [_line(group, numbered=numbered, columns=_columns(groups), short=True) for group in groups]


def _columns(groups: Sequence[SetGroup]) -> tuple[int, int]:
    """Return how many cells the repetitions and the exercise take, each with a gap after it."""
    reps = max((len(_reps(each.first)) for each in groups), default=0) + 2
    return max(_NAME_CELLS, reps), max((len(exercise(each.first)) for each in groups), default=0) + 2


def _line(group: SetGroup, *, numbered: bool, columns: tuple[int, int], short: bool = False) -> Row:
    one = group.first
    all_done = group.done == group.count
    count = (
        str(one.index)
        if numbered
        else say("today.sets" if group.count > 1 else "today.set", count=group.count)
    )
    some = (
        f"  {say('today.done_sets', done=group.done, count=group.count)}"
        if 0 < group.done < group.count
        else ""
    )
    plain = "done" if all_done else ""
    return (
        ("✓ " if all_done else "○ ", "done" if all_done else "quiet"),
        (f"{count} ".ljust(3 if numbered else 7), plain),
        (say(f"SIDE.{one.leg}").ljust(_side_cells()), plain or one.leg),
        (_reps(one).ljust(columns[0]), plain),
        (exercise(one).ljust(columns[1]), plain),
        (_load_or_short(one, short=short) + some, plain or "quiet"),
    )


def _load_or_short(one: PlannedSet, *, short: bool = False) -> str:
    """Return the added load, or why the set is still open; both where there is a load."""
    if one.short is None:
        return load_words(one.added_load_kg, short=short)
    begun = say("today.short", reps=one.short.reps, asked=one.short.asked)
    return (
        begun
        if one.added_load_kg < SMALLEST_LOAD_KG
        else f"{load_words(one.added_load_kg)} \N{MIDDLE DOT} {begun}"
    )


def _side_cells() -> int:
    return 1 + max(len(say(f"SIDE.{leg}")) for leg in ("left", "right", "both"))


def _reps(one: PlannedSet) -> str:
    return say("today.reps_up_to" if one.up_to else "today.reps", count=one.reps)


def exercise(one: PlannedSet) -> str:
    """Return knee and surface of a set in few words; what is no lowering is named as what it is, with its knee.

    The leg stands beside it, so raises are raises of that leg, or of both.
    """
    if one.kind == "lowering":
        return say.get(f"knee.{one.variant}", one.variant)
    return say("exercise.raises", knee=say(f"knees.{one.variant.partition('_')[0]}"))


def load_words(load_kg: float, *, short: bool = False) -> str:
    """Return an added load in words."""
    if load_kg < SMALLEST_LOAD_KG:
        return say("today.no_load_short" if short else "today.no_load")
    return say("today.load", load=say.mass(load_kg))


def set_words(one: PlannedSet) -> str:
    """Return a set in one line."""
    return " · ".join((say(f"SIDE.{one.leg}"), _reps(one), exercise(one), load_words(one.added_load_kg)))


def set_wordings(one: PlannedSet) -> tuple[str, ...]:
    """Return a set in one line, the fullest wording first: the load is whole in each."""
    begin, short = (say(f"SIDE.{one.leg}"), _reps(one)), load_words(one.added_load_kg, short=True)
    return (
        set_words(one),
        " · ".join((*begin, exercise(one), short)),
        " · ".join((*begin, short)),
        f"{_reps(one)} · {short}",
    )
