"""Prompts and refusals for tasks: codes and values become sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration import words
from station.calibration.limits import LOAD
from station.calibration.model import Prompt, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.calibration.model import Phase, Plan, Plate
    from station.calibration.plan import Task


def prompt_of(task: Task, plan: Plan) -> Prompt:
    """Return what to do for a task."""
    load_kg = plan.masses[task.mass].mass_kg if task.mass is not None else 0.0
    plate = words.NAMES[task.plate] if task.plate else ""
    values: dict[str, float | str] = {
        "plate": plate,
        "load": words.kilograms(load_kg),
        "place": words.PLACES[task.where].format(plate=plate),
        "least": words.kilograms(LOAD.lightest_kg),
    }
    sentence = words.prompt(_code_of(task), values)
    told = None if task.phase == "sum" and task.mass is None and task.plate else load_kg
    return Prompt(
        _code_of(task), task.phase, sentence, task.plate, told, task.where, tuple(sorted(values.items()))
    )


def _code_of(task: Task) -> str:
    if task.both:
        return "sum_both"
    if task.empty:
        return "clear_both" if task.plate is None else "clear"
    if task.mass is None:
        return "sum_one"
    if task.phase == "preload":
        return "preload"
    return "place" if task.lifted else "lay_on"


def prompt_at(phase: Phase) -> Prompt:
    """Return the prompt of a phase in which nothing is laid on."""
    return Prompt(str(phase), phase, words.prompt(phase, {}))


def refusal_of(
    code: str,
    values: Mapping[str, float | str],
    plate: Plate | None = None,
    *,
    may_insist: bool = False,
    voids: tuple[str, ...] = (),
) -> Refusal:
    """Return a refusal in words."""
    sentence, remedy = words.refusal(code, values)
    return Refusal(code, sentence, remedy, plate, tuple(sorted(values.items())), may_insist, voids)
