"""Questions about pain, and how the answers are told, in German."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    "ask.title_before": "Bevor du beginnst",
    "ask.title_after": "Wie war es?",
    "ask.of": "{number} von {count}",
    "ask.no": "Nein",
    "ask.yes": "Ja",
    "ask.unanswered": "noch keine Antwort",
    "ask.during": "Schmerz beim Training?",
    "ask.after": "Schmerz jetzt gerade?",
    "ask.sharp": "Gab es einen scharfen, stechenden Schmerz?",
    "ask.heel_bone": "War er direkt am Fersenbein?",
    "ask.leg": "Welches Bein?",
    "ask.hint_scale": "0 ist keiner, 10 der schlimmste, den du dir vorstellen kannst",
    "ask.hint_yes_no": "← nein, ja →",
    "ask.hint_choice": "Eine Ziffer, oder ← →",
    "ask.hint_minutes": "Minuten, bis es sich locker anfühlte. 0: nicht steif",
    "ask.hint_visa": "Die Summe des Fragebogens, 0 bis 100. 100 ist am besten",
    "ask.both_legs": "beide",
    # what a figure of the scale means
    "pain.none": "Kein Schmerz",
    "pain.mild": "Kaum",
    "pain.accepted": "Etwas. Damit geht der Plan weiter",
    "pain.much": "Zu viel, um im Plan weiterzugehen",
    "pain.severe": "Stark",
    # the stop
    "stop.title": "STOPP",
    "stop.set": "Stechender Schmerz. Der Satz ist zu Ende.",
    "stop.off": "Nimm das Geländer. Steig ab, sobald du kannst.",
    "stop.kept": "Was du getan hast, bleibt. Gefragt wird erst, wenn du abgestiegen bist.",
    "stop.kept_guest": "Was du getan hast, bleibt.",
    "stop.wait_off": "Es wird gewartet, bis niemand auf der Stufe steht.",
    "stop.gone_on": "Du bist unten. Drück Enter, wann du magst.",
    "stop.no_step": "Die Stufe weiß nicht, wer auf ihr steht. Drück Enter, wenn du unten bist.",
    "stop.slip": "Aus Versehen gedrückt? U nimmt es zurück; die Fragen danach auch.",
    "stop.slip_guest": "Aus Versehen gedrückt? U nimmt es zurück.",
    "stop.withdrawn": "aus Versehen gedrückt",
    # keys
    "key.answer": "Weiter",
    "key.no_answer": "Keine Antwort",
    "key.before": "Zurück",
    "key.value": "Wählen",
    "key.skip_all": "Alles auslassen",
    "key.pain": "Schmerz",
    "key.go_on": "Weiter",
}
