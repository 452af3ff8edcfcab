"""Between two sets: how long the rest lasts, and the set in a few facts."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, Final

from station.kiosk.summing import SMALLEST_LOAD_KG, tally
from station.kiosk.verdict import leading_fault
from station.kiosk.widgets.boxes import Columns, Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.paragraphs import FitsRows
from station.kiosk.widgets.set_list import set_words
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult

    from station.events import SetSummary
    from station.kiosk.planned import SetQueue
    from station.kiosk.snapshot import RepLine, Snapshot

CHANGED_NAMED: Final = 2
"""So many reps are named whose verdict changed; more of them are counted."""


class RestPanel(Rows):
    """The rest's clock beside the facts of the set that just closed; with a plan it counts down to the next set."""

    def compose(self) -> ComposeResult:
        """Lay out the clock on the left, the facts on the right."""
        with Columns():
            with Rows(id="rest-clock-box"):
                yield Say(say("rest.rest"), id="rest-name")
                yield Figure(id="rest-clock")
            with Rows(id="rest-facts"):
                yield Say("", id="rest-title")
                yield FitsRows("", id="rest-lines")
                yield Say(say("rest.next"), id="rest-next")
                yield Say("", id="rest-target")

    def show(self, snapshot: Snapshot, queue: SetQueue) -> None:
        """Show the last closed set, the time since or until the next, and that one's target."""
        summary = snapshot.visit.sets[-1]
        rested_s = snapshot.rest_s or 0.0
        left_s = queue.rest_s - rested_s if queue.rest_s and queue.current is not None else None
        minutes, seconds = divmod(int(rested_s) if left_s is None else max(0, ceil(left_s)), 60)
        clock = self.query_one(Figure)
        clock.show(f"{minutes}:{seconds:02d}")
        over = left_s is not None and left_s <= 0
        clock.set_class(over, "-go")
        name = "rest.rest" if left_s is None else "rest.over" if over else "rest.left"
        self.query_one("#rest-name", Say).show(say(name), "go" if over else None)
        self._show_next(queue)
        title = say("rest.title_planned") if queue.sets else say("rest.title", index=summary.index)
        short = queue.short
        if short is not None:
            title = say("rest.stays_open", reps=short.reps, asked=short.asked)
        self.query_one("#rest-title", Say).show(title, None if short is None else "mind")
        lines = snapshot.visit.reps_of(summary.index)
        self.query_one("#rest-lines", FitsRows).offer(*shortened(set_facts(summary, lines)))

    def _show_next(self, queue: SetQueue) -> None:
        title, target = self.query_one("#rest-next", Say), self.query_one("#rest-target", Say)
        planned = queue.current
        target.set_classes([f"-{planned.leg}"] if planned is not None else [])
        if planned is not None:
            title.show(say("rest.next_of", index=queue.number, count=len(queue.sets)))
            target.show(set_words(planned))
        else:
            title.show(say("rest.all_done" if queue.sets else "rest.next"), "go" if queue.sets else None)
            target.show("")


def set_facts(summary: SetSummary, lines: Sequence[RepLine]) -> list[str]:
    """Return a set in at most six short facts."""
    one_leg = summary.reps_left + summary.reps_right
    facts = [say("rest.reps", left=summary.reps_left, right=summary.reps_right)] if one_leg else []
    if summary.reps_done > one_leg:
        facts.append(say("rest.reps_both", count=summary.reps_done - one_leg))
    facts.append(tally(lines, "rest.good"))
    facts += changed_words(lines)
    facts += tension(summary.tut_good_s, summary.tut_total_s, "rest")
    if summary.eccentric_tut_mean_s is not None:
        facts.append(say("rest.tempo", seconds=say.number(summary.eccentric_tut_mean_s)))
    if summary.added_load_kg is not None and summary.added_load_kg >= SMALLEST_LOAD_KG:
        facts.append(say("rest.load", load=say.mass(summary.added_load_kg)))
    advice = say("fault.fading") if "fading" in summary.fault_counts else most_common_fault(lines)
    if advice == say("fault.wrong_leg"):  # the next set's leg is said beside this, and may be the same
        return [*facts, say("rest.wrong_leg")]
    return [*facts, say("rest.faults", sentence=advice)] if advice else facts


def changed_words(lines: Sequence[RepLine]) -> list[str]:
    """Return which verdicts are other than they were told in the set, if any are: its end knows more."""
    changed = [line for line in lines if line.changed]
    several = len({line.rep.set for line in lines}) > 1
    named = [_changed_rep(line, several=several) for line in changed[:CHANGED_NAMED]]
    if len(changed) > CHANGED_NAMED:
        named.append(say("rest.changed_more", count=len(changed) - CHANGED_NAMED))
    return [say("rest.changed", reps=", ".join(named))] if named else []


def _changed_rep(line: RepLine, *, several: bool) -> str:
    """Return a rep by its number, and by its set's where there are several, with its verdict now."""
    key = "rest.changed_in_set" if several else "rest.changed_rep"
    told = f"{line.verdict.symbol} {line.verdict.word}".rstrip()
    return say(key, set=line.rep.set, index=line.rep.index, told=told)


def shortened(lines: Sequence[str]) -> list[str]:
    """Return lines as one text, then with fewer of them: the first, and the last, which is the advice, stay."""
    return [
        "\n".join(lines),
        *("\n".join([*lines[:kept], lines[-1]]) for kept in range(len(lines) - 2, 0, -1)),
    ]


def tension(good_s: float | None, total_s: float | None, where: str) -> list[str]:
    """Return time under tension in words; nothing when it is not known."""
    if total_s is None:
        return []
    total = say.number(total_s, 0)
    if good_s is None:
        return [say(f"{where}.tut_total", total=total)]
    return [say(f"{where}.tut", good=say.number(good_s, 0), total=total)]


def most_common_fault(lines: Iterable[RepLine]) -> str | None:
    """Return the sentence of the fault met most often in these reps; missing data is nobody's fault."""
    told = (leading_fault(line.rep.faults) for line in lines)
    counts = Counter(fault for fault in told if fault not in (None, "interrupted"))
    if not counts:
        return None
    fault = counts.most_common(1)[0][0]
    return say.get(f"fault.{fault}", fault)
