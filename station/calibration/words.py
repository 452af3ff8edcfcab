"""Every sentence of the wizard: what to do, what is wrong, and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.calibration.model import Where

NAMES = {"L": "left", "R": "right"}
PLACES: dict[Where, str] = {
    "centre": "the centre",
    "front_left": "the front left corner",
    "front_right": "the front right corner",
    "rear_left": "the rear left corner",
    "rear_right": "the rear right corner",
    "rear_edge": "the rear edge, where the feet stand",
}

PROMPTS = {
    "clear_both": "Take everything off both plates and touch nothing.",
    "clear": "Take everything off the {plate} plate and touch nothing.",
    "lay_on": "Lay {load} on the centre of the {plate} plate.",
    "preload": "Preload: lay {load} on the {plate} plate; it is only to exercise the cells.",
    "place": "Lift {load} off and lay it on {place} of the {plate} plate.",
    "sum_one": "Put one load of {least} or more, or stand still, on the {plate} plate alone.",
    "sum_both": "Put the same load across both plates, or stand on both, so that each carries some.",
    "verify": "Lay {load} on {place}, or stand still on it.",
    "verified": "Verified: {found}",
    "review": "Read the findings, then accept them or abort.",
    "finished": "Accepted. The new calibration can be written to the step.",
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
        "The {plate} plate reads {reads} for the {load} that it read rightly before: it was moved, or something rubs.",
        "Take everything off, set the plate down firmly and free all around, and leave it empty.",
    ),
    "MASS_MISSING": (
        "Nothing has changed on the {plate} plate for {seconds} s.",
        "Lay {load} on it.",
    ),
    "SILENT": (
        "Nothing is heard of the {plate} plate.",
        "See that its cable is in, then look with 'station doctor'.",
    ),
    "CHANGE_TOO_SMALL": (
        "The reading of the {plate} plate changed by less than 1 % of what {load} should change.",
        "See that the load lies on the plate alone, that nothing is wedged under it, and that its cells are wired.",
    ),
    "MASS_REMOVED_EARLY": (
        "The load was taken off the {plate} plate before it was measured.",
        "Lay {load} on again and leave it there until the next sentence.",
    ),
    "WRONG_ORDER": (
        "The {plate} plate reads {reads}, which is not its turn: {load} comes now.",
        "Make it {load}.",
    ),
    "DOES_NOT_FIT": (
        "The {plate} plate reads {reads} where {load} was asked for.",
        "Lay on {load}, or correct the mass if it was typed wrongly; insist if both are right.",
    ),
    "MASS_OFF_LINE": (
        "The mass typed as {load} reads {reads} by the line through the others.",
        "Correct it to what it weighs; its readings are kept.",
    ),
    "MASSES_DISAGREE": (
        "The masses {load} and {others} do not lie on one line through zero.",
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
        "{load} stands out of the noise of the {plate} plate by too little for a usable scale.",
        "Use a heavier load, or see why the plate is so noisy.",
    ),
    "SATURATED": (
        "The converter of the {plate} plate is at the end of its range.",
        "Take the load off; if it stays so, see the cell's wiring.",
    ),
    "UNPLUGGED": (
        "The step was silent or restarted, so this load is measured again.",
        "See that the cable sits firmly and leave the load where it is asked for.",
    ),
    "NOT_STEADY": (
        "The {plate} plate does not come to rest.",
        "Take your hands off, let the load stand still, and keep people off the floor around the step.",
    ),
    "CHECK_FAILED": (
        "It cannot be accepted: {checks}.",
        "Put right what the checks name and calibrate again, or abort.",
    ),
    "NOT_NOW": (
        "{what} cannot be done in this phase.",
        "Follow the sentence above.",
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
