"""Questions about pain, and how the answers are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    "ask.title_before": "Before you start",
    "ask.title_after": "How was it?",
    "ask.of": "{number} of {count}",
    "ask.no": "No",
    "ask.yes": "Yes",
    "ask.unanswered": "no answer yet",
    "ask.during": "Pain while you trained?",
    "ask.after": "Pain right now?",
    "ask.sharp": "Any sharp or stabbing pain?",
    "ask.heel_bone": "Was it on the heel bone itself?",
    "ask.leg": "Which leg?",
    "ask.hint_scale": "0 is none, 10 the worst you can think of",
    "ask.hint_yes_no": "← no, yes →",
    "ask.hint_choice": "A digit, or ← →",
    "ask.hint_minutes": "Minutes until it felt loose. 0: not stiff",
    "ask.hint_visa": "The total of the questionnaire, 0 to 100. 100 is best",
    "ask.both_legs": "both",
    # what a figure of the scale means
    "pain.none": "No pain",
    "pain.mild": "Hardly any",
    "pain.accepted": "Some. The plan goes on with this much",
    "pain.much": "More than the plan goes on with",
    "pain.severe": "Severe",
    # the stop
    "stop.title": "STOP",
    "stop.set": "Sharp pain. The set is over.",
    "stop.off": "Use the rail. Step off when you can.",
    "stop.kept": "What you did is kept. Nothing is asked until you are off.",
    "stop.kept_guest": "What you did is kept.",
    "stop.wait_off": "Waiting until nobody is on the step.",
    "stop.gone_on": "You are off. Press Enter when you like.",
    "stop.no_step": "The step cannot say who stands on it. Press Enter when you are off.",
    "stop.slip": "Pressed by mistake? U takes it back; so can the next questions.",
    "stop.slip_guest": "Pressed by mistake? U takes it back.",
    "stop.withdrawn": "pressed by mistake",
    # keys
    "key.answer": "Next",
    "key.no_answer": "No answer",
    "key.before": "Back",
    "key.value": "Choose",
    "key.skip_all": "Skip all",
    "key.pain": "Pain",
    "key.go_on": "Go on",
}
