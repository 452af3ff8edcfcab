"""``docs/performance.md``: each target beside what was measured, for a reader with two minutes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tools.bench.machine import BUSY_LOAD, BUSY_OTHERS
from tools.bench.parts import PARTS
from tools.bench.quoted import PAGES
from tools.bench.runs import value_of
from tools.bench.targets import OWN, PROMISED, TARGETS
from tools.provenance import ROOT
from tools.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.bench.runs import Run
    from tools.bench.targets import Target

PAGE: Final = ROOT / "docs" / "performance.md"
BUSY: Final = "busy"

_HEAD: Final = """\
# How fast the station is, and what it costs

Written by `make bench` into this page and into [performance.json](performance.json); do not edit. On a machine that does nothing else it takes about ten minutes. `make bench PARTS="kiosk latency"` measures some parts anew; the others keep their values, each with its own day and commit. What takes hours is measured by other commands and quoted from their pages.
"""  # noqa: E501  prose of a page
_PROMISED: Final = """\
*Measured* is **bold with ✗** where it falls short. *Part* names the run below: its day, commit, command and machine.
"""
_OWN: Final = """\
Nobody asked for these. They are kept so that a change that costs something is seen.
"""
_RUNS: Final = f"""\
A `+` after the commit: the folder held changes that were in no commit. *Load* is the average of a minute, before the whole bench began and when the part was done. *Others* are cores that programs outside the bench kept busy meanwhile. A part is {BUSY} when there was a load of more than {BUSY_LOAD:g} for each core beforehand, or when others took more than {BUSY_OTHERS:.0%} of all cores.
"""  # noqa: E501  prose of a page


def page(runs: Mapping[str, Run]) -> str:
    """Return the page about these runs."""
    parts = [
        _HEAD,
        _trust(runs),
        "## What was promised\n\n" + _PROMISED + "\n" + _targets(PROMISED, runs),
        "## What falls short, by how much and why\n\n" + _misses(runs),
        "## Limits of our own\n\n" + _OWN + "\n" + _targets(OWN, runs),
        "## Runs\n\n" + _RUNS + "\n" + _runs(runs) + "\n" + _machines(runs),
        "## Beside the values\n\n" + _notes(runs),
    ]
    return "\n".join(parts)


def busy_parts(runs: Mapping[str, Run]) -> list[str]:
    """Return the parts whose times cannot be trusted."""
    return [
        name for name, part in PARTS.items() if part.timed and name in runs and runs[name].on_busy_machine
    ]


def reason(target: Target, runs: Mapping[str, Run]) -> str:
    """Say why a target is missed, as far as it is known."""
    known = [target.why] if target.why else []
    if target.part in busy_parts(runs):
        known.append("the machine was busy with other things")
    return "; ".join(known)


def missed(runs: Mapping[str, Run]) -> list[tuple[Target, float]]:
    """Return the targets that are missed, each with its value."""
    valued = [(target, value_of(target, runs)) for target in TARGETS]
    return [(target, value) for target, value in valued if value is not None and not target.met_by(value)]


# --- parts --------------------------------------------------------------------------------------------


def _trust(runs: Mapping[str, Run]) -> str:
    short = len(missed(runs))
    measured = sum(value_of(target, runs) is not None for target in TARGETS)
    said = f"**{measured - short} of {measured} figures are within their limits, {short} fall short.**"
    if measured < len(TARGETS):
        said += f" {len(TARGETS) - measured} are not measured."
    if busy := busy_parts(runs):
        said += (
            f"\n\n> **Do not trust the times of: {', '.join(busy)}.** The machine was busy with other things "
            "while they were measured. Such times are upper limits."
        )
    return said + "\n"


def _targets(targets: Sequence[Target], runs: Mapping[str, Run]) -> str:
    return table(
        ("what", "asked", "measured", "how", "part"),
        [
            (target.what, target.asked, _measured(target, runs), target.how, _part(target, runs))
            for target in targets
        ],
    )


def _measured(target: Target, runs: Mapping[str, Run]) -> str:
    value = value_of(target, runs)
    if value is None:
        return "not measured"
    shown = target.shown(value)
    return f"{shown}, met" if target.met_by(value) else f"**{shown} ✗** missed by {target.missed_by(value)}"


def _part(target: Target, runs: Mapping[str, Run]) -> str:
    name = target.part
    linked = f"[{name}]({PAGES[name][0]})" if name in PAGES else name
    run = runs.get(name)
    return f"{linked}, {run.date}, {run.commit}" if run else linked


def _misses(runs: Mapping[str, Run]) -> str:
    short = missed(runs)
    if not short:
        return "Nothing.\n"
    return "".join(
        f"- **{target.what}**: {target.shown(value)}, asked {target.asked}; by {target.missed_by(value)}. "
        f"{_sentence(reason(target, runs))}\n"
        for target, value in short
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "." if words else "The reason is not known."


def _runs(runs: Mapping[str, Run]) -> str:
    return table(
        ("part", "command", "day", "commit", "took", "load", "others", "machine"),
        [
            (name, f"`{run.command}`", run.date, run.commit, *_meanwhile(name, run, runs))
            for name, run in runs.items()
        ],
    )


def _meanwhile(name: str, run: Run, runs: Mapping[str, Run]) -> tuple[str, str, str, str]:
    if run.took_s is None or run.load is None or run.others_cores is None or run.machine is None:
        return ("", "", "", f"see [{Path(PAGES[name][0]).name}]({PAGES[name][0]})")
    number = _distinct(runs).index(run.machine) + 1
    words = f"{number}, **{BUSY}**" if name in busy_parts(runs) else f"{number}"
    return (f"{run.took_s:.0f} s", f"{run.load[0]:.1f} → {run.load[1]:.1f}", f"{run.others_cores:.2f}", words)


def _distinct(runs: Mapping[str, Run]) -> list[str]:
    return list(dict.fromkeys(run.machine for run in runs.values() if run.machine))


def _machines(runs: Mapping[str, Run]) -> str:
    return "".join(f"- Machine {number}: {words}.\n" for number, words in enumerate(_distinct(runs), 1))


def _notes(runs: Mapping[str, Run]) -> str:
    told = [
        f"**{name}**\n\n```\n" + "\n".join(run.notes) + "\n```\n" for name, run in runs.items() if run.notes
    ]
    return "\n".join(told) or "Nothing.\n"
