"""Today: what to do in one sentence, why in one, the sets at a glance, and what may be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from station.kiosk.screens.menu import MenuScreen
from station.kiosk.telling import Line, plan_words, spoken
from station.kiosk.widgets.boxes import Columns, Rows
from station.kiosk.widgets.drawing import Say, set_tone
from station.kiosk.widgets.fact import Fact
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.fits import Fits
from station.kiosk.widgets.menu import Item, Menu
from station.kiosk.widgets.paragraphs import Paragraphs
from station.kiosk.widgets.set_list import SMALLEST_LOAD_KG, SetList
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from station.kiosk.course import Course
    from station.kiosk.snapshot import Snapshot
    from station.programme.model import Action, Advice, PlannedSet

MENUS: Final[dict[Action, tuple[str, ...]]] = {
    "train": ("start", "why", "weeks", "change", "rest"),
    "rest": ("home", "why", "weeks", "change", "anyway"),
    "done_today": ("home", "why", "weeks", "change", "again"),
    "stop_and_ask": ("home", "why", "weeks", "change"),
    "no_plan": ("start", "plan"),
}
MARKS: Final[dict[Action, str]] = {
    "train": "", "rest": "○  ", "done_today": "✓  ", "stop_and_ask": "✕  ", "no_plan": "",
}  # fmt: skip
_ALSO_LINES: Final = 3


class TodayScreen(MenuScreen):
    """The first screen of somebody who has a plan."""

    CSS_PATH = "today.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "home", "key.back", key_display="Esc"),
    ]

    def __init__(self, course: Course, name: str, *, failed: bool = False) -> None:
        super().__init__()
        self.course, self.person_name, self._failed = course, name, failed
        self._empty_seen = False

    def body(self) -> ComposeResult:
        """Lay out what, why, the large facts, the sets, the rest of it, the things to do."""
        with Columns(id="heading"):
            yield Say(self.person_name, id="person")
            yield Fits(id="plan")
        yield Say(say("today.reading"), id="what")
        yield Say("", id="why")
        with Columns(id="facts"):
            yield Fact(id="fact-left", classes="-left")
            yield Fact(id="fact-load")
            yield Fact(id="fact-right", classes="-right")
        yield SetList(id="sets")
        with Rows(id="rest-of-it"):
            yield Figure(id="big")
            yield Paragraphs(id="also")
        yield Menu(id="menu")

    def on_mount(self) -> None:
        """Show what is known; the plan may still be read."""
        self.show_advice(self.course.advice, failed=self._failed)

    def _more(self) -> tuple[str, ...]:
        """Return what belongs to every day: the last choice can be taken back."""
        return ("undo",) if self.kiosk.turns.front.undo is not None else ()

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing moves; stepping on begins, where beginning is what is marked."""
        if snapshot.blind or snapshot.stance is None:
            return
        if not snapshot.standing:
            self._empty_seen = True
        elif self._empty_seen and snapshot.stance == "both" and self._begins:
            self._empty_seen = False
            self.do("start")

    @property
    def _begins(self) -> bool:
        return bool(self.items) and self.items[self.chosen].action == "start"

    def show_advice(self, advice: Advice | None, *, failed: bool = False) -> None:
        """Show what the plan suggests; ``None`` while it is read, or when it could not be."""
        self.set_class(advice is None or advice.action not in ("train", "done_today"), "-no-sets")
        self.set_class(advice is not None and advice.action == "done_today", "-done")
        if advice is None:
            self.query_one("#what", Say).show(say("today.unread" if failed else "today.reading"))
            self.offer(_items(("start",)) if failed else ())
            return
        what = self.query_one("#what", Say)
        text = say("today.no_plan") if advice.action == "no_plan" else spoken(advice.headline)
        what.show(MARKS[advice.action] + text)
        set_tone(
            what,
            "stop" if advice.action == "stop_and_ask" else "go" if advice.action == "done_today" else None,
        )
        why = "" if advice.action == "no_plan" else say("today.rule", sentence=spoken(advice.why))
        self.query_one("#why", Say).show(why)
        self.query_one(Fits).offer(*plan_words(advice))
        self._show_facts(advice.sets, left_only=advice.action == "train")
        self.query_one(SetList).show(advice.sets)
        big = self.query_one("#big", Figure)
        big.display = advice.action in ("rest", "stop_and_ask")
        big.show(say(f"big.{advice.action}") if big.display else "")
        self.query_one("#also", Paragraphs).offer(*also(advice))
        self.offer(_items((*MENUS[advice.action], *self._more())))

    def _show_facts(self, sets: tuple[PlannedSet, ...], *, left_only: bool) -> None:
        """Show what each leg has to do; of a day that is begun, what is left."""
        both = [one for one in sets if one.leg == "both"]
        only_both = len(both) == len(sets)
        for leg in ("left", "right"):
            fact = self.query_one(f"#fact-{leg}", Fact)
            fact.display = not only_both
            of_leg = [one for one in sets if one.leg == leg]
            mine = [one for one in of_leg if not (left_only and one.done)]
            none = say("today.leg_done" if of_leg else "today.none_for_leg")
            fact.show(say(f"SIDE.{leg}"), times(mine), knees(mine) if mine else none)
        loads_kg = [one.added_load_kg for one in sets]
        name, figure, unit = say("today.load_name"), "", ""
        if max(loads_kg, default=0.0) >= SMALLEST_LOAD_KG:
            figure, unit = f"+{say.mass(max(loads_kg))}", say.mass_unit
        elif only_both:
            name, figure = say("today.both_name"), times(both)
        else:
            name, figure, unit = say("today.down_name"), seconds(sets), say("unit.s") if sets else ""
        word = say("today.no_load") if unit == say("unit.s") else band(sets)
        self.query_one("#fact-load", Fact).show(name, figure, word, unit)

    def do(self, action: str) -> None:
        """Do what was chosen."""
        self.course.today_asked(action)

    def action_home(self) -> None:
        """Somebody else after all."""
        self.kiosk.go_home()


def _items(actions: Sequence[str]) -> tuple[Item, ...]:
    return tuple(Item(action, say(f"menu.{action}"), say.get(f"letter.{action}", "")) for action in actions)


def times(sets: Sequence[PlannedSet]) -> str:
    """Return sets times reps in figures; only the sets where their reps differ, a dash for none."""
    if not sets:
        return say("table.unknown")
    reps = {one.reps for one in sets}
    return say("today.times", sets=len(sets), reps=reps.pop()) if len(reps) == 1 else str(len(sets))


def knees(sets: Sequence[PlannedSet]) -> str:
    """Return which knee the sets are for."""
    kinds = {one.variant.partition("_")[0] for one in sets}
    return say("knees.both") if len(kinds) > 1 else say.get(f"knees.{next(iter(kinds), '')}", "")


def seconds(sets: Sequence[PlannedSet]) -> str:
    """Return the seconds of a lowering in figures."""
    if not sets:
        return say("table.unknown")
    lower_s, upper_s = min(one.lower_s for one in sets), max(one.upper_s for one in sets)
    return f"{say.number(lower_s, 0)}\N{EN DASH}{say.number(upper_s, 0)}"


def band(sets: Sequence[PlannedSet]) -> str:
    """Return the seconds of a lowering."""
    if not sets:
        return ""
    lower_s, upper_s = min(one.lower_s for one in sets), max(one.upper_s for one in sets)
    return say("today.band", lower=say.number(lower_s, 0), upper=say.number(upper_s, 0))


def also(advice: Advice) -> list[list[Line]]:
    """Return what else belongs to today, the weightiest first, in ever fewer lines; what is left out is counted."""
    said = [Line(f"!  {spoken(one.sentence)}", "small", "mind") for one in advice.alerts]
    if advice.action == "train":
        first = [one for one in (advice.mobility, advice.warm_up) if one is not None]
        said += [Line(spoken(one), "small") for one in first]
    elif advice.plan_id is not None:
        said.append(Line(spoken(advice.next)))
    shorter = [
        [
            *said[:count],
            Line(say("today.more_why", count=len(said) - count, letter=say("letter.why")), "small"),
        ]
        for count in range(min(_ALSO_LINES, len(said) - 1), -1, -1)
    ]
    return [said, *shorter] if len(said) <= _ALSO_LINES else shorter
