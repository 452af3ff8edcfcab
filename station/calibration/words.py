"""Every sentence of the wizard: what to do, what is wrong, and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.calibration.model import Where

NAMES = {"L": "left", "R": "right"}
PLACES: dict[Where, str] = {
    "centre": "the centre of the {plate} plate",
    "front_left": "the front left corner of the {plate} plate",
    "front_right": "the front right corner of the {plate} plate",
    "rear_left": "the rear left corner of the {plate} plate",
    "rear_right": "the rear right corner of the {plate} plate",
    "rear_edge": "the middle of the {plate} plate's rear edge, where heels hang over",
}
"""Front is where the toes point."""

PROMPTS = {
    "clear_both": "Take everything off both plates and touch nothing.",
    "clear": "Take everything off the {plate} plate and touch nothing.",
    "lay_on": "Lay {load} on the centre of the {plate} plate.",
    "preload": "Lay {load} on the {plate} plate. This load only exercises the cells and is not measured.",
    "place": "Lift {load} off, then lay it on {place}.",
    "sum_one": "Lay any load of {least} or more on the {plate} plate only, or stand on it yourself and keep still.",
    "sum_both": "Lay the same load across both plates, or stand with one foot on each and keep still.",
    "verify": "Lay {load} on {place}, or stand there and keep still if that is your weight.",
    "verified": "Verified: {found}",
    "review": "Read the findings, then accept them or abort.",
    "finished": "Accepted. The new calibration is ready to be written to the step.",
    "aborted": "Aborted. The calibration in the step stays as it was.",
}

REFUSALS: dict[str, tuple[str, str]] = {
    "STEPPED_ON_EARLY": (
        "Something was laid on the {plate} plate while its zero was being measured.",
        "Take it off and wait for the next sentence.",
    ),
    "NOT_EMPTY": (
        "The {plate} plate still carries {reads}.",
        "Take everything off both plates.",
    ),
    "PLATE_MOVED": (
        "The empty {plate} plate reads {reads} where it read zero before: it was moved, or something rubs on it.",
        "Set it down firmly, free all around, and lay the loads on again.",
    ),
    "READS_OTHERWISE": (
        "The {plate} plate reads {reads} for {load}, otherwise than before: it was moved, or something rubs on it.",
        "Take everything off, set the plate down firmly and free all around, and leave it empty.",
    ),
    "MASS_MISSING": (
        "Nothing has changed on the {plate} plate for {seconds} s.",
        "Lay {load} on it.",
    ),
    "NOBODY_THERE": (
        "Nothing has come onto the plates for {seconds} s.",
        "Lay {load} on them, or step on if that is your weight.",
    ),
    "SILENT": (
        "Nothing is heard from the {plate} plate.",
        "Check its cable, then run 'station doctor'.",
    ),
    "CHANGE_TOO_SMALL": (
        "The reading of the {plate} plate changed by less than 1 % of what {load} should change.",
        "Check that the load touches this plate only, that nothing is wedged under it, and that its cells are wired.",
    ),
    "MASS_REMOVED_EARLY": (
        "The load was taken off the {plate} plate before it was measured.",
        "Lay {load} on again and leave it there until the next sentence.",
    ),
    "WRONG_ORDER": (
        "The {plate} plate reads {reads}, but it is the turn of {load}.",
        "Make the load {load}.",
    ),
    "DOES_NOT_FIT": (
        "The {plate} plate reads {reads} where {load} was asked for.",
        "Lay on {load}, or correct the mass if it was typed wrongly; insist if both are right.",
    ),
    "MASS_OFF_LINE": (
        "The mass typed as {load} reads {reads} by the line through the other masses.",
        "Correct it to what it really weighs; its readings are kept.",
    ),
    "MASSES_DISAGREE": (
        "The masses {load} and {others} contradict each other: they do not lie on one line through zero.",
        "One of them was typed wrongly: weigh them and correct the wrong one.",
    ),
    "WRONG_PLATE": (
        "The load lies on the {other} plate; the {plate} plate is the one to load.",
        "Move it to the {plate} plate.",
    ),
    "TWO_PLATES_LOADED": (
        "Both plates are loaded; the {other} plate must be empty now.",
        "Take everything off the {other} plate.",
    ),
    "SIGN_REVERSED": (
        "The count of the {plate} plate went the wrong way under load: {reads}.",
        "If its bridge was rewired, insist; if something lay on it when its zero was taken, abort and begin anew.",
    ),
    "TOO_LIGHT": (
        "{load} hardly stands out from the noise of the {plate} plate: too little for a usable scale.",
        "Use a heavier load, or find out why the plate is so noisy.",
    ),
    "SATURATED": (
        "The converter of the {plate} plate is at the end of its range.",
        "Take the load off; if it stays so, check the wiring of its cells.",
    ),
    "UNPLUGGED": (
        "The step was silent or restarted, so this load is measured again.",
        "Push the cable in firmly, and leave the load where it was asked for.",
    ),
    "NOT_STEADY": (
        "The {plate} plate does not come to rest.",
        "Take your hands off, let the load stand still, and keep people off the floor around the step.",
    ),
    "CHECK_FAILED": (
        "It cannot be accepted: {checks}",
        "Correct a mass typed wrongly, or put right what the checks name and begin anew; insist if all is right.",
    ),
    "NOT_NOW": (
        "{what} is not possible now.",
        "Do what the last sentence asks for.",
    ),
    "CORNERS_NEEDED": (
        "The front and the back cell of the {plate} plate were never told apart, and only the corners can do that.",
        "Go on with the corners, or abort.",
    ),
    "NO_SUCH_MASS": (
        "There is no mass of {load} in this calibration.",
        "Name one of {others}.",
    ),
}


def kilograms(mass_kg: float) -> str:
    """Return a mass as people write it."""
    return f"{mass_kg:.4g} kg" if abs(mass_kg) >= 1.0 else f"{mass_kg:.2f} kg"


def prompt(code: str, values: Mapping[str, object]) -> str:
    """Return the sentence of a prompt."""
    return PROMPTS[code].format(**values)


def refusal(code: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Return sentence and remedy of a refusal."""
    sentence, remedy = REFUSALS[code]
    return sentence.format(**values), remedy.format(**values)
