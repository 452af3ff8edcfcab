"""What a calibration says: in English as it says it itself, by code; what has no code, by the text it is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.calibration.words import PLACES, PROMPTS, REFUSALS

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    **{f"guide.{code}": text for code, text in PROMPTS.items()},
    **{f"wrong.{code.lower()}": sentence for code, (sentence, _) in REFUSALS.items()},
    **{f"mend.{code.lower()}": remedy for code, (_, remedy) in REFUSALS.items()},
    # values
    **{f"place.{where}": text for where, text in PLACES.items()},
    "place.whole": "the {plate} plate",
    "place.both": "the plates",
    "value.left": "left",
    "value.right": "right",
    "value.something": "something",
    "value.accepting": "Accepting",
    "value.insisting": "Insisting",
    "value.skipping": "Skipping",
    "value.within": "within",
    "value.more_than": "more than",
    "value.since_step": "the one in the step",
    "value.since_day": "that of {day}",
    # a reading
    "where.front_left": "front left",
    "where.front_right": "front right",
    "where.rear_left": "rear left",
    "where.rear_right": "rear right",
    "where.rear_edge": "rear edge",
    "direction.up": "up",
    "direction.down": "down",
    # what is measured again
    "void.series": "series {series} of the {plate} plate",
    "void.sum": "the sum check",
    "void.corner": "the corners of the {plate} plate",
    # findings beyond their limit
    "finding.residual": "{plate} plate: {load} kg lies off the line by {measured}, {verdict} {limit}",
    "finding.hysteresis": "{plate} plate: up and down differ by {measured}, {verdict} {limit}",
    "finding.repeatability": "{plate} plate: the same load repeats to {measured}, {verdict} {limit}",
    "finding.zero_return": "{plate} plate: the zero comes back to {measured}, {verdict} {limit}",
    "finding.place": "{plate} plate: corners and rear edge differ from the centre by {measured}, {verdict} {limit}",
    "finding.cells": "{plate} plate: front and back cell are told apart to {measured}, {verdict} {limit}",
    "finding.crosstalk": "{plate} plate: of its load the other plate reads {measured}, {verdict} {limit}",
    "finding.masses": "{plate} plate: {load} kg and {other} kg contradict each other by {measured}, {verdict} {limit}",
    "finding.sum": "the plates agree about one load to {measured}, {verdict} {limit}",
    "finding.scale_doubted": "{plate} plate: the scale moves by {moved} from {since}, {verdict} {limit}. "
    "Are {masses} kg right?",
    "finding.scale_doubted_one": "{plate} plate: the scale moves by {moved} from {since}, {verdict} {limit}. "
    "Is {masses} kg right?",
    "finding.scale_moved": "{plate} plate: the scale moves by {moved} from {since}, {verdict} {limit}",
    # notes of the findings
    "note.insisted": "Insisted: {sentence}",
    "note.skipped_preload": "Skipped the preload of the {plate} plate: "
    "without a preload the first series creeps and hysteresis is larger",
    "note.skipped_corner": "Skipped the corner of the {plate} plate: "
    "without the corners nobody knows how a load's place changes the reading",
    "note.skipped_sum": "Skipped the sum: without the sum check nobody knows whether the plates agree",
    "note.corrected": "Corrected {old} to {new}",
    "note.in_spite": "Accepted in spite of {codes}",
    "note.cold": "The step has been on for {minutes} min; zeros rest after {rest} min under power, "
    "so its zero may still move",
    # what a verification found
    "reads.recalibrate": "it reads {error} (± {sd}): calibrate the step again",
    "reads.rough": "it reads {error} (± {sd}): nothing speaks against the calibration, "
    "but an error below {unseen} would not show with so rough a load",
    "reads.uncertain": "it reads {error} (± {sd}): too uncertain to say; use a mass that is better known, or heavier",
    "reads.watch": "it reads {error} (± {sd}): verify again soon, with another mass",
    "reads.holds": "it reads {error} (± {sd}): the calibration holds",
    "going.one": "{count} verification says nothing of a drift yet",
    "going.some": "{count} verifications say nothing of a drift yet",
    "going.ok": "the scale moves by {drift} a month (± {sd}): it holds",
    "going.watch": "the scale moves by {drift} a month (± {sd}): watch it",
    "going.recalibrate": "the scale moves by {drift} a month (± {sd}): calibrate the step again",
    # why it cannot go on
    "ended.aborted": "it was aborted",
    "ended.no_more": "nothing more comes from the step",
    "ended.lost": "the step was lost: {problem}",
    "ended.nobody": "nobody was there to accept it; say --yes to accept what passes",
    "ended.no_answer": "nobody was there to answer: {sentence}",
    "ended.not_connected": "the step is not connected. Plug it in",
    "cable.lost": "The step is not heard any more. Plug its cable in: it is looked for.",
    "cable.back": "The step is there again.",
    "ended.again": "Begin again when it can be done",
    "ended.nothing_verified": "Nothing was verified",
    "ended.silent": "Nothing more comes from the step.",
    "ended.deaf": "this port plays without listening",
    # how the step's own calibration differs from what is stored
    "differs.lost": "plate {plate} of the step lost its calibration {id}",
    "differs.unknown": "plate {plate} is calibrated in the step ({id}), and that is not stored here",
    "differs.scale": "plate {plate} has another scale in the step than calibration {id} found",
    "differs.unaccepted": "plate {plate} uses calibration {id}, which was not accepted",
    "differs.older": "plate {plate} uses calibration {id}, and {newer} is newer",
    # the work itself
    "ended.connect": "Connect a step",
}
