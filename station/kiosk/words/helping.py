"""Help, a few paragraphs a screen, and what the list of commands says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    "key.help": "Help",
    "help.title": "Help for this screen",
    "help.keys": "Keys here, now",
    "palette.search": "What would you like to do?",
    "palette.key": "key: {key}",
    "palette.language": "Language: {name}",
    "palette.language_note": "every word and number from now on, until the kiosk is closed",
    "palette.units": "Masses in {name}",
    "palette.units_note": "shown and typed so; kept in kg all the same",
    "help.attract": (
        "Step on the step with both feet, or press any key: the list of people comes.\n"
        "The line shows what weighs on the step now. Nothing is kept until somebody trains."
    ),
    "help.who": (
        "Choose your name with the arrows and Enter, or with its digit. Type a part of it to find it.\n"
        "A name that is not there yet can be added: type it and press Enter. A guest needs none.\n"
        "Whoever was here last stands first."
    ),
    "help.pin": (
        "Four digits keep your plan and your pain to yourself. Type them, or turn each with the arrows.\n"
        "Forgotten? The operator can take the PIN away; what you did stays."
    ),
    "help.today": (
        "What the plan suggests for today, in one sentence, and why, in another.\n"
        "The large figures are sets and reps of each leg, and the load to add.\n"
        "A menu: digits, arrows with Enter, or the letter beside each.\n"
        "You may change the suggestion, or rest: your decision is kept beside the plan's."
    ),
    "help.ready": (
        "The list turns green by itself. What is not green says what to do.\n"
        "Step on with both feet and stand still, hands off the rail: you are weighed. Any movement begins it anew.\n"
        "With a plan you are weighed once more with what you carry: that is your added load."
    ),
    "help.live": (
        "Rise on both feet, lift one foot, lower slowly, come up on both again: that is one rep.\n"
        "The clock counts the seconds on one leg; the green field is the time asked for. "
        "How much of it was the way down is told after the rep, with 'about' where it is uncertain.\n"
        "Each rep is judged by a mark and a word: ✓ good, ! to be watched, ✕ not as asked, ≈ close.\n"
        "Every rep is saved at once, also when the step is unplugged or you walk away.\n"
        "Sharp pain? Press P, 0 or Insert: the set is over."
    ),
    "help.pause": (
        "What can be done in the middle of a visit. The step goes on counting, and all reps are kept.\n"
        "The menu goes by itself when you move on."
    ),
    "help.stop": (
        "The set was stopped for sharp pain. Step off with the rail; nothing is asked before you are off.\n"
        "Pressed by mistake? U takes it back, and so can the questions that follow: both stay on record."
    ),
    "help.summary": (
        "The visit in one picture: a bar for each rep, left up and right down, the line is the time asked for.\n"
        "Full bars were good; a mark says what was not.\n"
        "Differences between the legs are told only where the measurement can tell them."
    ),
    "help.questions": (
        "One question at a time: digits, or arrows and Enter. 0 is no pain, 10 the worst you can think of.\n"
        "The plan asks because the answers, and those of the next morning, decide what it suggests.\n"
        "No answer is an answer too: nothing is guessed from it."
    ),
    "help.next": (
        "What the plan makes of today: the next day, and why.\n"
        "'Why' shows each rule with the data it used; 'Weeks' shows the whole plan."
    ),
    "help.weeks": (
        "A column a week: visits as dots, the load as a line, pain as a band, today marked.\n"
        "The arrows go from week to week; below is what each one was."
    ),
    "help.why": (
        "Every reason for today's suggestion: the rule, and the days and figures it looked at.\n"
        "What was looked at and not used is listed at the end."
    ),
    "help.change": (
        "Change what the plan suggests: load, reps, sets, exercise, week.\n"
        "Up and down choose the line, left and right its value. Say why, then Enter keeps it.\n"
        "The plan's own suggestion stays on record, and the change can be taken back."
    ),
    "help.choose": "Choose with the arrows and Enter, or with the digit. Esc leaves it as it was.",
    "help.goodbye": (
        "The visit is over and kept. The first screen comes by itself; any key goes on at once."
    ),
    "help.operator_door": (
        "The operator's part of the kiosk: calibration, checks, links, storage.\n"
        "The PIN is the key operator_pin of the configuration."
    ),
    "help.operator": (
        "Checks of step and station, what needs somebody first. The digits open the tools.\n"
        "The session goes on meanwhile: what is done on the step is heard and kept."
    ),
    "help.calibration_form": (
        "Known masses going up, laid on and taken off several times, make a scale with its uncertainty.\n"
        "Write 10 20 40, or 20:0.01 where a mass is known to 0.01 kg, or 45lb for pounds.\n"
        "Nothing reaches the step before you accept the result."
    ),
    "help.verification_form": (
        "One known mass shows whether the calibration still holds, within both uncertainties.\n"
        "Do it every few weeks, and after the step was moved or dropped."
    ),
    "help.wizard": (
        "Follow the sentence in large. The bar fills while the load is still, and is measured.\n"
        "What is refused says why; what looks wrong but is right can be insisted on.\n"
        "Esc twice aborts: the calibration in the step stays as it was."
    ),
    "help.zero": (
        "Take everything off both plates and touch nothing: two seconds are measured.\n"
        "The zero moves with temperature; the scale does not."
    ),
    "help.monitor": (
        "What each channel says, before anything is made of it: counts, noise, force, rate, jitter.\n"
        "Noise well above that of the other channel is a loose wire or a plate that touches its frame."
    ),
    "help.history": "Calibrations and verifications of this step, the newest first.",
    "help.trace": (
        "What each converter counts, ten seconds of it, between its least and its most.\n"
        "Conversions that the step doubts are marked with an exclamation mark."
    ),
    "help.diagnostics": (
        "What became of every conversion: announced is used, flagged or lost, or the row is red.\n"
        "Below, faults by code and channel since the start, and how clock, disk and InfluxDB are."
    ),
    "help.influx": (
        "What waits for InfluxDB, and the account of every measurement.\n"
        "What the server refused is listed with its words, and stays until somebody retries or discards it."
    ),
    "help.people": (
        "Everybody, with their last visit. R twice takes a forgotten PIN off.\n"
        "Names are changed and people erased with 'station athlete'."
    ),
    "help.update": (
        "Which program this is, where it is installed and how it is renewed.\nNothing here asks the network."
    ),
}
