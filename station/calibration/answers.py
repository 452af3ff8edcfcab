"""What the operator may say, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.calibration.limits import LOAD
from station.calibration.measuring import check_line, review
from station.calibration.model import (
    Abort,
    Accept,
    CorrectMass,
    Insist,
    KnownMass,
    LinkLost,
    SetOperator,
    SetTemperature,
    Skip,
)
from station.calibration.telling import refusal_of
from station.calibration.words import NAMES, kilograms

if TYPE_CHECKING:
    from station.calibration.model import Said
    from station.calibration.wizard import Calibrator


def answer(wizard: Calibrator, said: Said) -> None:
    """Do what the operator says, or refuse it."""
    match said:
        case Abort():
            wizard.end("aborted")
        case Accept():
            _accept(wizard)
        case Insist():
            _insist(wizard)
        case Skip():
            _skip(wizard)
        case CorrectMass():
            _correct(wizard, said)
        case LinkLost():
            wizard.restart_load()
        case SetOperator():
            _set(wizard, operator=said.operator)
        case SetTemperature():
            _set(wizard, temperature_c=said.temperature_c)


def _not_now(wizard: Calibrator, what: str) -> None:
    wizard.say(refusal_of("NOT_NOW", {"what": what}))


def _accept(wizard: Calibrator, *, insisted: bool = False) -> None:
    outcome = wizard.outcome
    if outcome is None or wizard.blocked:
        _not_now(wizard, "Accepting")
        return
    failed = [check for check in outcome.checks if check.passed is False]
    if failed and not insisted:
        words = "; ".join(check.sentence for check in failed)
        words += "" if words.endswith("?") else "."
        wizard.refuse(refusal_of("CHECK_FAILED", {"checks": words}, may_insist=True))
        return
    if failed:
        wizard.notes.append(f"Accepted in spite of {', '.join(check.code for check in failed)}")
    wizard.outcome = replace(outcome, accepted=True, notes=tuple(wizard.notes))
    wizard.say(wizard.outcome)
    wizard.end("finished")


def _insist(wizard: Calibrator) -> None:
    refusal, task = wizard.refusal, wizard.task
    if refusal is None or not refusal.may_insist:
        _not_now(wizard, "Insisting")
        return
    if refusal.code == "CHECK_FAILED":
        _accept(wizard, insisted=True)
        return
    wizard.notes.append(f"Insisted: {refusal.sentence}")
    wizard.refusal, wizard.insisted = None, True
    wizard.hold_anew()
    wizard.blocked = False
    if refusal.code in ("MASS_OFF_LINE", "MASSES_DISAGREE") and refusal.plate is not None:
        wizard.book.line_insisted.add(refusal.plate)
    elif task is not None and task.empty:
        wizard.floor.anchor_again()
    elif refusal.plate is not None and refusal.code != "TOO_LIGHT":
        wizard.book.doubt(refusal.plate)


def _skip(wizard: Calibrator) -> None:
    task, phase = wizard.task, wizard.phase
    costs = {
        "preload": "without a preload the first series creeps and hysteresis is larger",
        "corner": "without the corners nobody knows how a load's place changes the reading",
        "sum": "without the sum check nobody knows whether the plates agree",
    }
    if task is None or phase not in costs or wizard.blocked:
        _not_now(wizard, "Skipping")
        return
    own = task.plate if phase in ("preload", "corner") else None
    if own and phase == "corner" and wizard.book.mixes_blindly(own):
        wizard.say(refusal_of("CORNERS_NEEDED", {"plate": NAMES[own]}, own))
        return
    of_plate = f" of the {NAMES[own]} plate" if own else ""
    wizard.notes.append(f"Skipped the {phase}{of_plate}: {costs[phase]}")
    if own and phase == "preload":
        wizard.book.not_preloaded.add(own)
    wizard.book.void_phase(phase, own)
    at = wizard.at
    while (
        at < len(wizard.tasks) and wizard.tasks[at].phase == phase and own in (None, wizard.tasks[at].plate)
    ):
        at += 1
    wizard.go_to(at)


def _correct(wizard: Calibrator, said: CorrectMass) -> None:
    masses = wizard.book.plan.masses
    at = next(
        (i for i, mass in enumerate(masses) if abs(mass.mass_kg - said.planned_kg) < LOAD.unit_kg), None
    )
    if at is None or not 0.0 < said.mass_kg <= LOAD.heaviest_kg:
        known = ", ".join(kilograms(mass.mass_kg) for mass in masses)
        wizard.say(refusal_of("NO_SUCH_MASS", {"load": kilograms(said.planned_kg), "others": known}))
        return
    old = masses[at]
    tolerance_kg = said.tolerance_kg
    if tolerance_kg is None:
        tolerance_kg = old.tolerance_kg * said.mass_kg / old.mass_kg
    wizard.book.correct(at, KnownMass(said.mass_kg, tolerance_kg))
    wizard.notes.append(f"Corrected {kilograms(old.mass_kg)} to {kilograms(said.mass_kg)}")
    blocked = wizard.refusal if wizard.blocked else None
    wizard.refusal, wizard.blocked = None, False
    wizard.hold_anew()
    if blocked is not None and blocked.plate is not None:
        check_line(wizard, blocked.plate)
    if wizard.task is None:
        review(wizard)


def _set(wizard: Calibrator, **words: str | float) -> None:
    wizard.book.plan = replace(wizard.book.plan, **words)  # type: ignore[arg-type]  # fields of the plan
    if wizard.outcome is not None:
        review(wizard)
