"""``docs/accuracy.md``: what was measured, beside what was asked, for a reader with five minutes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulators.scenarios import SCENARIOS
from tools.accuracy.judging import COLUMNS, judge
from tools.accuracy.plain import with_plain_words
from tools.accuracy.reasons import refusals_of
from tools.accuracy.running import with_pooled
from tools.accuracy.shortfalls import shortfalls
from tools.accuracy.statistics import f1
from tools.accuracy.targets import INVENTED_MAX, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tools.accuracy.faults import FaultCounts
    from tools.accuracy.judging import Cell
    from tools.accuracy.running import Scores

PICTURES = "images/accuracy"
"""Folder of the pictures, seen from the page."""

_HEAD = """\
# How accurate the station is

Written by `make bench-accuracy`; do not edit. {provenance}

Simulated athletes train on simulated plates, the bytes of the step go through the same pipeline that runs live, and what it tells is compared with what the athlete did. The simulator (`simulators/`) is our own. It shares no code with the station: its movement shapes are none that the estimator knows, and its plates have the errors of real ones (gain, zero, drift, creep, two converter clocks, late and lost conversions). *Even* athletes move smoothly; *human* ones unevenly, with hesitations, dips, overshoot and a foot that pushes off as it leaves. No number here was measured on people.

How to read the tables: an error is *mean absolute / 95th percentile*, over the reps whose value was told. What was asked stands in parentheses; **bold with ✗** falls short of it. *Coverage* says how often the 90 % interval of the lowering time holds the true one, with the 95 % confidence range of that share (Wilson); only a range wholly outside 85-95 % counts as a miss. A *refused* value is null and has a reason. *First value* is the lowering time told 0.25 s after the foot's return, before the set is over, on a step that has seen no set yet and on one that has; its limit is a multiple of the final value's. The last two rows, *all*, pool the scenarios. The *verdict*'s delay is device time, from the true return of the foot (its load beyond 5 points).
"""  # noqa: E501  prose lines of a page


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the bench."""

    first_seed: int
    seeds: int
    scores: Scores

    @property
    def words(self) -> str:
        """Say which recordings these are."""
        return f"seeds {self.first_seed} to {self.first_seed + self.seeds - 1}"


def page(runs: Sequence[Run], provenance: str, pictures: Iterable[str]) -> str:
    """Return the page about these runs; ``pictures`` are scenarios that have one."""
    first = runs[0]
    parts = [
        _HEAD.format(provenance=provenance),
        "## What falls short, and why\n\n" + shortfalls([run.scores for run in runs]),
        f"## Scenario by scenario, {first.words}\n\n" + _table(first),
        "## Where there is nothing to count\n\n" + _nothing(runs),
        "## Faults\n\n" + _faults(first),
        "## Why lowering times were refused\n\n" + _reasons(first),
        "## Where the targets come from\n\n" + _sources(),
        *(f"## A second run, {run.words}\n\n" + _table(run) for run in runs[1:]),
        "## One rep of each scenario\n\n" + _gallery(pictures),
    ]
    return with_plain_words("\n".join(parts))


# --- parts --------------------------------------------------------------------------------------------


def _table(run: Run) -> str:
    rows = [
        (f"{scenario}, {shapes}", *(_printed(judge((scenario, shapes), score)[title]) for title in COLUMNS))
        for (scenario, shapes), score in with_pooled(run.scores).items()
    ]
    return _markdown(("scenario", *COLUMNS), rows)


def _printed(cell: Cell) -> str:
    asked = f" ({cell.asked})" if cell.asked else ""
    return f"**{cell.measured} ✗**{asked}" if cell.short else cell.measured + asked


def _nothing(runs: Sequence[Run]) -> str:
    rows = []
    for name, scenario in SCENARIOS.items():
        if scenario.trains:
            continue
        scores = [score for run in runs for row, score in run.scores.items() if row[0] == name]
        recordings, invented = (sum(getattr(s, of) for s in scores) for of in ("recordings", "invented"))
        most = INVENTED_MAX.get(name, 0.0)
        told = f"**{invented} ✗**" if invented > most * recordings else f"{invented}"
        asked = f"at most 1 in {1 / most:.0f} recordings" if most else "0"
        rows.append((name, scenario.about.removeprefix("nothing: "), str(recordings), told, asked))
    return _markdown(("scenario", "what is done", "recordings", "reps told", "asked"), rows)


def _faults(run: Run) -> str:
    counts: FaultCounts = Counter()
    for score in run.scores.values():
        counts += score.faults
    made = sorted({kind for kind, outcome in counts if outcome != "false"})
    rows = []
    for kind in made:
        hit, missed, false = counts[kind, "hit"], counts[kind, "missed"], counts[kind, "false"]
        precision = f"{hit / (hit + false):.3f}" if hit + false else ""
        recall = f"{hit / (hit + missed):.3f}"
        told, harmonic = str(hit + false), f"{f1(hit, missed, false):.3f}"
        rows.append((kind, str(hit + missed), told, precision, recall, harmonic))
    others = {kind: n for (kind, outcome), n in counts.items() if outcome == "false" and kind not in made}
    note = ", ".join(f"{kind} {n} times" for kind, n in sorted(others.items()))
    table = _markdown(("fault", "reps with it", "told", "precision", "recall", "F1"), rows)
    fast = (
        "\n`fast` is told only when it is certain (the whole interval is below the limit, or the time on one "
        "leg is), so its recall is low by intention; its precision must not be.\n"
    )
    return table + fast + (f"\nTold of reps without a truth to compare with: {note}.\n" if note else "")


def _reasons(run: Run) -> str:
    rows = [
        (f"{scenario}, {shapes}", f"{score.refused:.0%}", refusals_of(score))
        for (scenario, shapes), score in run.scores.items()
        if score.refusals
    ]
    return _markdown(("scenario", "refused", "reasons (reps)"), rows)


def _sources() -> str:
    return _markdown(("what", "on what its target rests"), list(SOURCES.items()))


def _gallery(pictures: Iterable[str]) -> str:
    known = set(pictures)
    shown = [name for name in SCENARIOS if name in known]
    if not shown:
        return "`make accuracy-plots` draws them.\n"
    head = (
        "`make accuracy-plots` draws them: forces of both plates, the true height of the centre of mass, true "
        "times beside told ones, and the lowering time's 90 % interval.\n\n"
    )
    return head + "\n".join(
        f"### {name}\n\n{SCENARIOS[name].about}\n\n![{name}]({PICTURES}/{name}.png)\n" for name in shown
    )


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
