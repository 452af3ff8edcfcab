"""The weeks of a plan at a glance, and one of them in words, in German."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    "weeks.title": "Die Wochen",
    "weeks.none": "Noch keine Woche: wähl einen Plan und beginn.",
    "weeks.reading": "Die Wochen werden gelesen …",
    "weeks.now": "jetzt",
    "weeks.label_week": "Woche",
    "weeks.label_sessions": "Besuche",
    "weeks.label_load": "{unit}",
    "weeks.label_pain": "Schmerz",
    "weeks.label_reps": "Wdh. %",
    "weeks.label_tempo": "Tempo %",
    # one week in words
    "week.heading": "Woche {week}, {phase}",
    "week.heading_break": "Eine Woche Pause",
    "week.days": "{first} bis {last}",
    "week.now": "diese Woche",
    "week.ahead": "Kommt noch. Der Plan hat {count} {count:Besuch|Besuche} dafür.",
    "week.ahead_open": "Kommt noch.",
    "week.sessions": "{done} von {planned} Besuchen",
    "week.sessions_free": "{done} {done:Besuch|Besuche}",
    "week.no_sessions": "Kein Besuch. Ruhe gehört dazu.",
    "week.reps": "{done} von {planned} Wdh. ({percent} %)",
    "week.reps_free": "{done} Wdh.",
    "week.tempo": "{percent} % davon langsam genug",
    "week.load": "bis +{load} {unit}, geplant {planned} {unit}",
    "week.load_free": "bis +{load} {unit}",
    "week.load_planned": "geplant +{planned} {unit}",
    "week.load_kept": "{percent} % der Sätze mit der geplanten Last",
    "week.no_load": "ohne Zusatzlast",
    "week.volume": "Last mal Zeit {volume} {unit}·s",
    "week.jump_up": "{percent} % mehr als in der Woche davor",
    "week.jump_down": "{percent} % weniger als in der Woche davor",
    "week.jump_none": "so viel wie in der Woche davor",
    "week.form": "{percent} % der Zeit unter Spannung in guter Form",
    "week.pain": "Schmerz höchstens {most}, im Mittel {mean}",
    "week.pain_most": "Schmerz höchstens {most}",
    "week.morning": "am Morgen danach höchstens {most}",
    "week.stiff": "Morgensteife bis {minutes} min",
    "week.no_pain": "Über Schmerz nichts gesagt",
    "week.visa": "VISA-A {score} von 100",
    "week.overrides": "{count}-mal von Hand geändert",
    "mark.sharp": "stechender Schmerz",
    "mark.eased": "zurückgenommen",
    "mark.load_up": "mehr Last",
    "mark.load_back": "weniger Last",
    "mark.break": "Pause",
    "mark.override": "geändert",
    "mark.rest": "Ruhe",
    "mark.floor": "nur bis Boden",
}
