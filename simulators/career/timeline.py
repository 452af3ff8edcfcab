"""A career as a page that a person reads: what was advised and why, what was done, how it felt."""

from __future__ import annotations

from itertools import groupby
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from simulators.career.plain import Asked, AskedSet, Day, DoneVisit, Felt, Ran, Reason, Told
    from simulators.career.traits import Traits

_FELT = (
    ("during", "pain during"), ("after", "after"), ("next_morning", "next morning"), ("stiffness_min", "stiff"),
    ("daily_life", "daily life"), ("visa_a", "VISA-A"), ("sharp", "sharp"), ("heel_bone", "heel bone"),
)  # fmt: skip
_EVERY_DAY = {"during", "after", "next_morning", "stiffness_min"}
_LEGS = {"left": "left", "right": "right", "both": "both feet"}


def page(traits: Traits, head: str, days: Sequence[Day]) -> str:
    """Return the whole career; ``head`` says which plan, seed and dates."""
    lines = [f"{traits.name}: {traits.about}", head, ""]
    for number, week in enumerate(_weeks(days), 1):
        lines += [_week_line(number, week), *_blocks(week), ""]
    return "\n".join(lines)


def _weeks(days: Sequence[Day]) -> Iterator[Sequence[Day]]:
    return (days[first : first + 7] for first in range(0, len(days), 7))


def _week_line(number: int, week: Sequence[Day]) -> str:
    visits = [visit for day in week for visit in day.lived.visits]
    pain = [felt.value for day in week for felt in day.lived.felt if felt.kind == "during"]
    loads = [one.asked.added_load_kg for visit in visits for one in visit.sets if one.asked]
    told = week[0].asked.told
    parts = [
        f"WEEK {number}",
        told.phase if told else "",
        f"{len(visits)} visits, {sum(_reps(visit) for visit in visits)} reps",
        f"up to {max(loads):g} kg" if any(loads) else "",
        f"pain {fmean(pain):.1f} (most {max(pain):.0f})" if pain else "pain not told",
        f"[truth: ache {week[-1].lived.body['ache']:.1f}]",
    ]
    return " · ".join(part for part in parts if part)


def _reps(visit: DoneVisit) -> int:
    return sum(len(one.reps) for one in visit.sets if one.asked)


def _blocks(week: Sequence[Day]) -> Iterator[str]:
    """Yield the lines of a week; days with the same advice for the same reasons are one block.

    A reason that only goes on from the block before, in the same words, is not said again.
    """
    said: frozenset[Reason] = frozenset()
    for _, group in groupby(week, key=lambda day: _key(day.asked)):
        days = list(group)
        yield f"  {_dates(days)}  {_heading(days)}"
        told = days[0].asked.told
        if told is not None:
            yield from (f"      {line}" for line in _why(told, said))
            said = frozenset(told.reasons)
        yield from (f"      {line}" for line in _deeds(days))


def _key(asked: Asked) -> tuple[object, ...]:
    told = asked.told
    sets = tuple(
        (one.feet, one.variant.rpartition("_")[2], one.kind, one.reps, one.added_load_kg)
        for one in asked.sets
    )
    if told is None:
        return (asked.trains, sets)
    rules = tuple(sorted({(reason.rule, reason.effect) for reason in told.reasons if reason.effect}))
    alerts = tuple(alert.partition(":")[0] for alert in told.alerts)
    return (told.action, told.phase, sets, rules, alerts)


def _dates(days: Sequence[Day]) -> str:
    first, last = days[0].lived.day, days[-1].lived.day
    text = f"{first:%a %d %b}"
    return text if first == last else f"{text} - {last:%a %d %b}"


def _heading(days: Sequence[Day]) -> str:
    told = days[0].asked.told
    action = (told.action if told else "train" if days[0].asked.trains else "rest").upper().replace("_", " ")
    sets = days[0].asked.sets
    variants = dict.fromkeys(one.variant for day in days for one in day.asked.sets)
    return f"{action}  {_sets(sets, variants)}" if sets else action


def _sets(sets: Sequence[AskedSet], variants: Iterable[str]) -> str:
    """Return sets in short: ``left 3 x 12, right 3 x 12, body only, 3-5 s down``."""
    per_leg = []
    for feet in dict.fromkeys(one.feet for one in sets):
        mine = [one for one in sets if one.feet == feet]
        reps = dict.fromkeys(one.reps for one in mine)
        per_leg.append(f"{_LEGS[feet]} {len(mine)} x {'/'.join(map(str, reps))}")
    kinds = [kind.replace("_", " ") for kind in dict.fromkeys(one.kind for one in sets) if kind != "lowering"]
    loads = [f"+{kg:g} kg" if kg else "body only" for kg in dict.fromkeys(one.added_load_kg for one in sets)]
    low_s, high_s = sets[0].lower_s
    knees = " / ".join(variant.replace("_", " ") for variant in variants)
    return ", ".join([*per_leg, *kinds, knees, " / ".join(loads), f"{low_s:g}-{high_s:g} s down"])


def _why(told: Told, said: frozenset[Reason]) -> Iterator[str]:
    yield f"says  {told.headline}"
    if all(reason.words != told.why for reason in told.reasons):
        yield f"why   {told.why}"
    for reason in sorted(told.reasons, key=lambda each: each.words != told.why):
        first = reason.words == told.why
        if first or reason not in said:
            effect = f" -> {reason.effect}" if reason.effect else ""
            yield f"{'why  ' if first else '     '} {reason.rule}  {reason.words}{effect}"
    yield from (f"alert {alert}" for alert in told.alerts)
    if told.next:
        yield f"next  {told.next}"


def _deeds(days: Sequence[Day]) -> Iterator[str]:
    visits = [visit for day in days for visit in day.lived.visits]
    if visits:
        came = sum(bool(day.lived.visits) for day in days)
        visited = f"{came} of {len(days)} days" if len(days) > 1 else "came"
        yield f"did   {visited}: {'; '.join(_done(same) for same in _alike(visits))}"
    elif days[0].asked.trains:
        yield "did   nothing"
    felt = [words for kind, name in _FELT if (words := _series(days, kind, name))]
    if felt:
        yield f"felt  {' | '.join(felt)}"
    for day in days:
        yield from (f"ran   {day.lived.day:%a}: {_run(run)}" for run in day.lived.runs)
        yield from (
            f"coach {day.lived.day:%a}: {word.reason} ({word.by}), {word.days} days"
            for word in day.lived.words
        )


def _series(days: Sequence[Day], kind: str, name: str) -> str:
    """Return what was said on each day, a dash where nothing was; what is rare with its day; empty for nothing."""
    values = [(day.lived.day, _one(day.lived.felt, kind)) for day in days]
    told = [(day, value) for day, value in values if value is not None]
    if not told:
        return ""
    if kind in _EVERY_DAY:
        return f"{name} {' '.join('-' if value is None else f'{value:.0f}' for _, value in values)}"
    return f"{name} {' '.join(f'{value:.0f} ({day:%a})' for day, value in told)}"


def _run(run: Ran) -> str:
    level = "" if run.level is None else f", level {run.level}"
    what = f"{run.minutes} min of running" if run.minutes else "a walk, no running yet"
    return f"{what}, {run.surface}{level}"


def _one(felt: Sequence[Felt], kind: str) -> float | None:
    return next((each.value for each in felt if each.kind == kind), None)


def _alike(visits: Sequence[DoneVisit]) -> Iterator[list[DoneVisit]]:
    """Yield visits in a row with the same loads and about the same reps."""
    for _, group in groupby(visits, key=lambda visit: (_loads(visit), round(_reps(visit) / 6))):
        yield list(group)


def _loads(visit: DoneVisit) -> tuple[float, ...]:
    return tuple(
        dict.fromkeys(
            round(one.system_mass_kg - visit.body_mass_kg) + 0.0
            for one in visit.sets
            if one.asked or one.variant != "warm"
        )
    )


def _done(visits: Sequence[DoneVisit]) -> str:
    reps = [rep for visit in visits for one in visit.sets if one.asked for rep in one.reps]
    times = [value for rep in reps if isinstance(value := rep.values["single_leg_time_s"], float)]
    loads = [kg for kg in _loads(visits[0]) if kg]
    count = f"{len(visits)} x " if len(visits) > 1 else ""
    parts = [
        f"{count}{_reps(visits[0])} reps",
        f"{fmean(times):.1f} s on one leg" if times else "",
        " / ".join(f"+{kg:g} kg" for kg in loads),
        "stopped by sharp pain" if any(one.stopped for visit in visits for one in visit.sets) else "",
    ]
    return ", ".join(part for part in parts if part)
