"""From nobody to somebody and back, in German: the first screen, turns, PINs, undoing, goodbye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    # the first screen
    "attract.name": "FERSENSENKEN",
    "attract.what": "Langsames Fersensenken, gezählt und gemessen",
    "attract.begin": "Steig auf oder drück eine Taste",
    "attract.press": "Gerade keine Stufe. Jede Taste zeigt die Liste",
    "choose.more": "↓ Weiter unten steht mehr",
    "quit.again": "Noch einmal F10 beendet den Kiosk für alle.",
    # who, beside the list itself
    "who.beside": "Wer wechselt sich mit {name} ab?",
    "who.locked": "PIN",
    "live.guest_2": "Zweiter Gast",
    # a PIN
    "pin.of": "{name}, deine PIN?",
    "pin.forgotten": "Tipp vier Ziffern, oder dreh sie mit Pfeilen oder Pedalen. Vergessen? Die Betreuung löscht sie.",
    "pin.wrong": "Das ist nicht die PIN. Bitte noch einmal.",
    "pin.wait": "Drei waren falsch. Warte zehn Sekunden.",
    "pin.failed": "Die PIN ließ sich nicht prüfen. Bitte noch einmal.",
    "pin.new": "Eine neue PIN",
    "pin.again": "Dieselbe noch einmal",
    "pin.differs": "Die beiden waren verschieden. Noch einmal.",
    "change.pin": "PIN",
    "change.new_pin": "Enter legt eine fest",
    "pin.note": "Vier Ziffern, nach denen gefragt wird, bevor dein Plan zu sehen ist",
    "key.digit": "Ziffer nehmen",
    "key.turn": "Drehen",
    # turns
    "ready.hand_over": "{leaving} steigt ab, dann steigt {name} auf",
    "ready.hand_over_note": "{name} steht schon dort? Drück Enter",
    "goodbye.turn": "Jetzt ist {name} an der Reihe.",
    "key.other_person": "Andere Person",
    "key.menu": "Menü",
    "menu.other": "Andere Person",
    "menu.turn_to": "Jetzt {name}",
    "menu.go_on": "Weiter",
    "menu.pain": "Stechender Schmerz",
    "menu.end": "Ende",
    "menu.undo": "Zurücknehmen",
    "menu.answers": "Neu antworten",
    "menu.pin": "PIN",
    "letter.undo": "U",
    "pause.title": "{name}, wie weiter?",
    "pause.kept": "{count:Wiederholung|Wiederholungen} bisher, gespeichert. Es wird weiter gezählt.",
    "pause.saving": "{count:Wiederholung|Wiederholungen} bisher, {saved} gespeichert. Es wird weiter gezählt.",
    "pause.none": "Es wird weiter gezählt.",
    # the last choice
    "key.undo": "Zurücknehmen",
    "key.go_training": "Weiter trainieren",
    "kept.added": "Angelegt. U nimmt es zurück.",
    "kept.rest": "Gemerkt: Heute ist Ruhetag. U nimmt es zurück.",
    "kept.anyway": "Gemerkt: Du trainierst heute. U nimmt es zurück.",
    "kept.change": "Gemerkt: deine Änderung. U nimmt sie zurück.",
    "kept.plan": "Gemerkt: ab heute dieser Plan. U nimmt es zurück.",
    "kept.withdrawal": "Gemerkt: Der Plan gilt wieder. U nimmt es zurück.",
    "kept.pin": "Gemerkt: deine PIN. U nimmt sie zurück.",
    "undone.added": "Zurückgenommen: Niemand wurde angelegt.",
    "undone.rest": "Zurückgenommen: heute kein Ruhetag.",
    "undone.anyway": "Zurückgenommen: das Trotzdem-Trainieren.",
    "undone.change": "Zurückgenommen: deine Änderung. Der Plan gilt.",
    "undone.plan": "Zurückgenommen: Dieser Plan wurde nicht gewählt.",
    "undone.pain": "Zurückgenommen: kein stechender Schmerz (vermerkt).",
    "undone.pain_guest": "Zurückgenommen: kein stechender Schmerz.",
    "undone.withdrawal": "Zurückgenommen: Deine Änderung gilt wieder.",
    "undone.pin": "Zurückgenommen: Es wird keine PIN verlangt.",
    "undone.end": "Zurückgenommen: das Ende. Deine Sätze gehen weiter.",
    "undone.order": "Zurückgenommen: Die Sätze kommen wieder der Reihe nach.",
    "undone.skip": "Zurückgenommen: Die Pause läuft weiter.",
    "undone.answers": "Zurückgenommen: Antworte noch einmal. Die letzte Antwort zählt.",
    # nobody there
    "idle.warn": "Niemand da? In {seconds} s ist Schluss; alles bleibt gespeichert. Jede Taste hält an.",
    # today
    "today.down_name": "ABWÄRTS",
    # goodbye
    "goodbye.title": "Tschüss, {name}",
    "goodbye.kept": "{count:Wiederholung ist|Wiederholungen sind} gespeichert.",
    "goodbye.saving": "Wird gespeichert: {saved} von {count} bisher.",
    "goodbye.nothing": "Diesmal gibt es nichts zu speichern.",
    "goodbye.idle": "Niemand war mehr da, darum wurde der Besuch beendet.",
    "key.next_person": "Weiter",
    # the weighing
    "ready.backpack": "Jetzt mit deiner Last: {load} {unit} geplant",
    "ready.loaded": "Gewogen, wie geplant. Geh hoch, wann du magst",
    "ready.off_plan": "Geplant: {load} {unit}. Ändere es oder fang an",
    "ready.load_awaited": "zu deinen {body} {unit}. Steh still damit; Enter geht ohne",
    "ready.load_weighed": "zu deinen {body} {unit}",
    "ready.keep": "Es wird gespeichert; Uhr und Festplatte sind gut",
    "ready.keep_doubt": "Siehe oben: Uhr oder Festplatte brauchen jemanden",
}
