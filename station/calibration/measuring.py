"""The end of a load's time: readings are taken, and what they teach is drawn from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.agreement import allowed, disagree, off_line
from station.calibration.limits import LOAD
from station.calibration.model import PLATES, Reading
from station.calibration.outcome import outcome_of
from station.calibration.telling import refusal_of
from station.calibration.window import steadiness
from station.calibration.words import NAMES, kilograms

if TYPE_CHECKING:
    from station.calibration.holding import Hold
    from station.calibration.model import Plate
    from station.calibration.plan import Task
    from station.calibration.window import Level
    from station.calibration.wizard import Calibrator


def finish(wizard: Calibrator, task: Task, hold: Hold) -> None:
    """Take what was held, if it lay still all the time; else it is held once more."""
    if not task.measured:
        _unmeasured(wizard, task)
        wizard.go_to(wizard.at + 1)
        return
    levels = {plate: level for plate in PLATES if (level := hold.level(plate)) is not None}
    mine: tuple[Plate, ...] = (task.plate,) if task.plate and not task.both else tuple(levels)
    book = wizard.book
    if any(plate not in levels for plate in mine):
        return
    for plate in mine:
        net = levels[plate].mean - book.zero_count[plate]
        if task.mass is not None and steadiness(levels[plate], book.noise_count[plate], net) < 1.0:
            return
    for plate in mine:
        reading = _reading(wizard, task, hold, plate, levels)
        if not task.empty and _too_light(wizard, task, plate, levels[plate]):
            return
        book.readings.append(reading)
        wizard.say(reading)
    if task.empty:
        _zero(wizard, task, levels)
    wizard.go_to(wizard.at + 1)
    if task.phase == "series" and task.empty and task.plate is not None:
        check_line(wizard, task.plate)
    if wizard.task is None:
        review(wizard)


def _unmeasured(wizard: Calibrator, task: Task) -> None:
    if task.phase == "preload" and task.mass is not None and task.plate is not None:
        level = wizard.floor.levels(wizard.now_s).get(task.plate)
        if level is not None:
            mass_kg = wizard.book.plan.masses[task.mass].mass_kg
            wizard.book.learn_roughly(task.plate, mass_kg, level.mean)


def _zero(wizard: Calibrator, task: Task, levels: dict[Plate, Level]) -> None:
    book = wizard.book
    for plate, level in levels.items():
        book.zero_count[plate] = level.mean
        if task.phase == "zero":
            book.noise_count[plate] = level.sd
            book.rested.add(plate)


def _reading(wizard: Calibrator, task: Task, hold: Hold, plate: Plate, levels: dict[Plate, Level]) -> Reading:
    book, level = wizard.book, levels[plate]
    if task.mass is not None:
        load_kg = book.plan.masses[task.mass].mass_kg
    else:
        load_kg = 0.0 if task.empty else sum(book.lying(each, levels[each].mean).kg or 0.0 for each in levels)
    other = next((each for each in levels if each != plate), None)
    other_count = levels[other].mean if other else None
    other_cells = hold.cells(other) if other else None
    return Reading(
        plate, task.phase, load_kg, task.where, task.series, task.direction, hold.start_s, hold.end_s,
        level.mean, level.sd, level.samples, level.slope_per_s, other_count, task.both,
        hold.cells(plate), other_cells,
    )  # fmt: skip


def _too_light(wizard: Calibrator, task: Task, plate: Plate, level: Level) -> bool:
    book = wizard.book
    largest = task.mass == len(book.plan.masses) - 1
    net = abs(level.mean - book.zero_count[plate])
    if wizard.insisted or not largest or net >= LOAD.signal_noises * book.noise_count[plate]:
        return False
    load = kilograms(book.plan.masses[-1].mass_kg)
    wizard.refuse(refusal_of("TOO_LIGHT", {"plate": NAMES[plate], "load": load}, plate, may_insist=True))
    wizard.blocked = True
    return True


def check_line(wizard: Calibrator, plate: Plate) -> None:
    """Hold every mass of a plate against the line through the others; stop where one is off."""
    if plate in wizard.book.line_insisted:
        return
    ratios = wizard.book.ratios(plate)
    may = allowed(mass for mass in wizard.book.plan.masses if mass.mass_kg in ratios)
    off = off_line(ratios, may)
    if off is not None:
        values: dict[str, float | str] = {
            "load": kilograms(off[0]), "reads": kilograms(off[1]), "load_kg": off[0], "reads_kg": off[1],
        }  # fmt: skip
        wizard.refuse(refusal_of("MASS_OFF_LINE", values, plate, may_insist=True))
    elif disagree(ratios, may):
        masses = sorted(ratios)
        values = {"load": kilograms(masses[0]), "others": ", ".join(kilograms(kg) for kg in masses[1:])}
        wizard.refuse(refusal_of("MASSES_DISAGREE", values, plate, may_insist=True))
    else:
        return
    wizard.blocked = True


def review(wizard: Calibrator) -> None:
    """Work out what was found, and tell it."""
    wizard.outcome = outcome_of(wizard.book, tuple(wizard.notes), wizard.start_s or 0.0, wizard.now_s)
    wizard.say(wizard.outcome)
