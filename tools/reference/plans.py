"""The page of plans: what each of the shipped files says, with its sources, and every key of a plan's file."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Final, get_args

import msgspec

from station.programme import plan as types
from station.programme.plans import shipped
from tools.tables import table
from tools.thresholds import explanations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.plan import Citation, Exercise, Phase, Plan

_HEAD = """\
# Plans

Generated from the plan files in `station/programme/plans/` by `python -m tools.reference`.

A plan is a file. It says which exercises there are in which week, how slowly, when load comes on, which pain is accepted, and what follows. What the station makes of it day by day is on [the programme's page](../explanation/programme.md). Every number names where it comes from:

- **seen**: the source was read. **secondary**: read about, not read.
- **UNVERIFIED (recalled)**: remembered from the literature and not checked against it. Check it before you rely on it.
- **decided here**: the station's own decision, because the source says nothing or contradicts itself.

None of these plans is a treatment; a plan only says what is asked for and measured. Somebody with pain has it looked at.
"""  # noqa: E501  prose lines of a page

_OWN = """\
## Your own plan

1. `station plan show seed-default --toml > mine.toml` prints a shipped file to start from; change `id` and `title`.
2. `station plan validate mine.toml` names file, line and key of whatever is wrong, and what would do.
3. Put it into the folder `plans/` beside the configuration file (`station config path`). `station plan list` then has it.
4. `station plan assign ATHLETE mine`. The athlete gets a copy: changing the file later changes nothing for those who train by it, until it is assigned anew.

A file contains the keys below; those that are left out have the value shown. Unknown keys are refused. Numbers of the checklist stand in [brackets]; [the checklist](checklist.md) lists them.
"""  # noqa: E501  prose lines of a page

_EVIDENCE: Final = {
    "seen": "seen",
    "secondary": "secondary",
    "recalled": "**UNVERIFIED (recalled)**",
    "chosen": "decided here",
}
_PLAIN_KEYS: Final = {
    "schema": "The form of this file.",
    "id": "What commands call it: small letters, digits and hyphens.",
    "title": "Its name on the screen.",
    "summary": "One sentence.",
    "mode": "`rehab`, `strength`, `maintenance` or `performance`.",
    "days_per_week": "Days of training; the others are rest and are never held against anybody.",
    "sessions_per_day": "Visits on such a day.",
    "max_reps_per_leg_day": "Repetitions a leg and day, at most, whatever the phase says.",
    "rest_s": "Seconds of rest between sets.",
    "phases": "One after the other, without holes, from week 1 on.",
    "citations": "At least one: where the numbers come from.",
    "notes": "Information for the athlete, shown as it is.",
    "during_max_nrs": "Pain accepted while training.",
    "after_max_nrs": "Pain accepted right after.",
    "next_morning_max_nrs": "Pain accepted the next morning.",
    "stiffness_max_min": "Minutes of morning stiffness accepted.",
    "allowed": "Whether there is added load at all.",
    "start_kg": "Added load of the first visit.",
    "first_after_days": "Days without pain before the first added load.",
    "pain_free_nrs": "Pain up to here counts as none.",
    "reps_by_load": "Fewer repetitions as load grows.",
    "ease_back_days": "Days with less after pain above a limit.",
    "warn_share": "Share of weight on the rail that is told.",
    "within_percent": "Difference between the legs, at most.",
    "days": "Days looked back.",
    "fewer_sets_after_days": "After so many days without training: fewer sets.",
    "half_load_after_days": "... half the added load.",
    "no_load_after_days": "... none.",
    "volume_percent": "Growth of a week's volume-load that is told as too much, too soon.",
    "above_plan_percent": "... if it is also this far above what the plan asked for.",
    "from_week": "First week.",
    "to_week": "Last week.",
    "expect": "What to expect, in a sentence.",
    "exercises": "Done in this order.",
    "kind": "`lowering`, `bilateral` or `single_leg_raise`.",
    "variants": "`straight_step`, `bent_step`, `straight_floor`, `bent_floor`: one or several.",
    "sets": "Sets, each of the legs.",
    "reps_min": "Repetitions of a set, least",
    "reps_max": "... and most.",
    "from_kg": "From this added load on",
    "reps": "... at most so many.",
    "surface": "`flat`, `hills` or `speed`.",
    "earliest_week": "Before this week running is not shown as an option.",
    "daily_life_max_nrs": "Pain of daily life, at most.",
    "rest_days_between": "Days between two runs.",
    "levels": "The steps of walking and running, in order.",
    "source": "Author, year, journal; or who decided.",
    "min_reps_a_side": "Repetitions a side that are needed to compare.",
    "grows": "Whether steps follow.",
    "evidence": "`seen`, `secondary`, `recalled` or `chosen`.",
}
"""What keys mean whose type leaves that to their names."""
_LEGS: Final = {"sore": "sore leg", "each": "each leg", "both": "both feet"}
_TURNS: Final = {
    "set": "in turn, set by set",
    "session": "in turn, visit by visit",
    "all": "each all its sets",
}


def plans_page() -> str:
    """Return ``docs/reference/plans.md``."""
    plans = list(shipped().values())
    parts = [_HEAD, _overview(plans)]
    for plan in plans:
        parts += [_plan(plan)]
    parts += [_OWN, *_keys()]
    return "\n".join(parts)


def _overview(plans: list[Plan]) -> str:
    head = ("plan", "for", "how often", "weeks", "seconds down", "then")
    rows = [
        (
            f"[`{plan.id}`](#{plan.id})",
            plan.mode,
            _often(plan),
            str(plan.weeks or "no end"),
            f"{plan.tempo.lower_s:g} to {plan.tempo.upper_s:g}",
            f"`{plan.next_plan}`" if plan.next_plan else "",
        )
        for plan in plans
    ]
    return table(head, rows)


def _often(plan: Plan) -> str:
    days = "daily" if plan.days_per_week == 7 else f"{plan.days_per_week} days a week"  # noqa: PLR2004  of a week
    return days if plan.sessions_per_day == 1 else f"{days}, {plan.sessions_per_day} times a day"


def _plan(plan: Plan) -> str:
    facts = [f"- {fact}" for fact in _facts(plan)]
    phases = table(
        ("weeks", "phase", "exercises", "what to expect"), [_phase(phase) for phase in plan.phases]
    )
    notes = [f"- {note}" for note in plan.notes]
    sources = table(("what", "source", "evidence"), [_citation(each) for each in plan.citations])
    title = f"## {plan.id}\n\n**{plan.title}.** {plan.summary}\n"
    return "\n".join([title, *facts, "", phases, *notes, *([""] if notes else []), sources])


def _facts(plan: Plan) -> Iterator[str]:
    yield (
        f"{_often(plan).capitalize()}; at most {plan.max_reps_per_leg_day} repetitions a leg and day; "
        f"{plan.rest_s} s of rest between sets."
    )
    rise = f", {plan.tempo.rise_s:g} s up" if plan.tempo.rise_s else ""
    yield f"Tempo: {plan.tempo.lower_s:g} to {plan.tempo.upper_s:g} s down{rise}."
    if plan.as_tolerated:
        yield "As tolerated: fewer repetitions are as good as all of them."
    yield _load(plan)
    pain = plan.pain
    yield (
        f"Pain accepted up to {pain.during_max_nrs:g} while training, {pain.after_max_nrs:g} right after, "
        f"{pain.next_morning_max_nrs:g} next morning; above that {pain.ease_back_days} days with "
        f"{pain.ease_back_sets_share:.0%} of the sets."
    )
    running = plan.running
    yield (
        "Running goes on while its pain rule holds."
        if running.continued
        else f"Signals of a return to running from week {running.earliest_week} on."
    )


def _load(plan: Plan) -> str:
    load = plan.load
    if not load.allowed:
        return "No added load."
    step = (
        f"{load.step_kg:g} kg"
        if load.step_kg is not None
        else f"{load.step_percent_of_added:g} % of the added load, rounded up to the smallest step owned"
    )
    start = f"begins at {load.start_kg:g} kg, " if load.start_kg else ""
    reps = ", ".join(f"{step.reps} from {step.from_kg:g} kg" for step in load.reps_by_load)
    return (
        f"Added load: {start}first after {load.first_after_days} days with pain up to {load.pain_free_nrs:g}; then "
        f"every {load.step_after_days} days at most by {step}, never by more than {load.cap_percent_of_total:g} % of "
        f"the total. Repetitions at most: {reps}."
    )


def _phase(phase: Phase) -> tuple[str, ...]:
    weeks = str(phase.from_week) if phase.from_week == phase.to_week else f"{phase.from_week}-{phase.to_week}"
    return (weeks, phase.title, "<br>".join(_exercise(each) for each in phase.exercises), phase.expect)


def _exercise(one: Exercise) -> str:
    reps = str(one.reps_max) if one.reps_min == one.reps_max else f"{one.reps_min}-{one.reps_max}"
    variants = " / ".join(variant.replace("_", " ") for variant in one.variants)
    turns = f" ({_TURNS[one.alternate]})" if len(one.variants) > 1 else ""
    words = [f"{one.sets} x {reps} {one.kind.replace('_', ' ')}", _LEGS[one.legs], variants + turns]
    words += ["once both legs are balanced"] if one.gate == "balance" else []
    words += [] if one.loaded else ["without load"]
    return ", ".join(words)


def _citation(one: Citation) -> tuple[str, ...]:
    return (one.about, one.source, _EVIDENCE[one.evidence])


def _keys() -> Iterator[str]:
    """Yield a table for each table of a plan's file."""
    for heading, kind in _tables_of_a_file():
        rows = [
            (f"`{field.name}`", _default(field), text)
            for field in msgspec.structs.fields(kind)
            for text in [_meaning(kind, field.name)]
        ]
        about = inspect.cleandoc(kind.__doc__ or "")
        yield f"### `{heading}`\n\n{about}\n"
        yield table(("key", "default", "meaning"), rows)


def _meaning(kind: type[msgspec.Struct], name: str) -> str:
    """Return what a key means; one that its type leaves to its name is explained here.

    ``KeyError`` for a new key that nobody explains.
    """
    text = explanations(kind).get(name, "").replace("``", "`")
    if text and not text.startswith("with `"):
        return text
    table_of_its_own = any(
        field.name == name and _struct(field.type) for field in msgspec.structs.fields(kind)
    )
    return _PLAIN_KEYS.get(name, "A table of its own, below.") if table_of_its_own else _PLAIN_KEYS[name]


def _tables_of_a_file() -> list[tuple[str, type[msgspec.Struct]]]:
    sections = [
        (f"[{field.name}]", kind)
        for field in msgspec.structs.fields(types.Plan)
        for kind in [_struct(field.type)]
        if kind is not None and field.name not in {"phases", "citations"}
    ]
    lists: list[tuple[str, type[msgspec.Struct]]] = [
        ("[[phases]]", types.Phase),
        ("[[phases.exercises]]", types.Exercise),
        ("[[load.reps_by_load]]", types.RepStep),
        ("[[running.levels]]", types.RunLevel),
        ("[[citations]]", types.Citation),
    ]
    return [("(top)", types.Plan), *sections, *lists]


def _struct(kind: object) -> type[msgspec.Struct] | None:
    candidates = (kind, *get_args(kind))
    return next(
        (each for each in candidates if isinstance(each, type) and issubclass(each, msgspec.Struct)), None
    )


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    if _struct(field.type) is not None and field.default is msgspec.NODEFAULT:
        return f"see `[{field.name}]`"
    value = field.default if field.default is not msgspec.NODEFAULT else None
    if value is None or isinstance(value, (tuple, msgspec.Struct)):
        return "" if value is None else "see below" if value else "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
