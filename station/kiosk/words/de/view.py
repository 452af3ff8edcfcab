"""What somebody sees who watches a running kiosk, in German."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    "key.view_set": "Satz",
    "key.view_visit": "Besuch",
    "key.view_step": "Stufe",
    "key.view_leave": "Verlassen",
    "view.title": "Zuschauen bei {station}",
    "view.only": "Du siehst alles und änderst nichts",
    "view.at": "{name}: {screen}",
    "view.nobody": "niemand trainiert",
    "view.looking": "Eine laufende Station wird gesucht ...",
    "view.gone": "{address} ist nicht mehr zu hören ({detail}). Sie wird von selbst wieder gesucht.",
    "view.none": "Keine Station zu hören: {detail}. Sie wird von selbst wieder gesucht.",
    "view.refused": "{address} lässt niemanden ein: {detail}",
    "view.missed": "{count} {count:Zeile kam|Zeilen kamen} zu spät und {count:fehlt|fehlen}. Das Bild ist aktuell.",
    "view.visit": "Dieser Besuch",
    "view.no_reps": "Noch keine Wiederholungen. Sie erscheinen hier, sobald sie getan sind.",
    "view.reps_header": "Satz Nr Bein   abwärts s       einbeinig s   Last {unit}  Urteil",
    "view.set_line": "Satz {index}  {done} {done:Wdh.|Wdh.}, {clean} gut  {left} L {right} R  {good} von {total} s gut",
    "view.saved": "{saved} von {count} {count:Wiederholung|Wiederholungen} gespeichert",
    "view.waiting": "{name} wartet: bisher {reps} {reps:Wiederholung|Wiederholungen}",
    "view.waiting_planned": "{name} wartet: bisher {reps} {reps:Wdh.|Wdh.}, {done} von {sets} Sätzen getan",
    "view.step": "Stufe und Station",
    "view.events": "Was geschah, das Neueste zuletzt",
    "view.no_events": "Bisher nichts Besonderes",
    "view.counts_for_nobody": "Niemand ist gewählt: was getan wird, zählt für niemanden",
    "help.set_page": (
        "Der laufende Satz der Station, der du zusiehst, wie ihn die Person an der Stufe sieht. "
        "Keine deiner Tasten wirkt dort.\n"
        "Oben steht, wer trainiert; ist niemand gewählt, zählen Wiederholungen für niemanden."
    ),
    "help.visit_page": (
        "Jede Wiederholung dieses Besuchs mit Bereich und Fehlern, jeder Satz, und der Plan von heute, "
        "wenn es einen gibt.\n"
        "Ist nicht für alle Platz, bleiben die neuesten."
    ),
    "help.step_page": (
        "Die Stufe, ihre Prüfungen, das Dringendste zuerst, und InfluxDB.\n"
        "Darunter alles Ungewöhnliche, das Neueste zuletzt."
    ),
    "at.attract": "auf dem ersten Bild",
    "at.who": "wählt, wer trainiert",
    "at.pin": "gibt eine PIN ein",
    "at.today": "liest den Plan für heute",
    "at.why": "liest, warum",
    "at.weeks": "sieht die Wochen an",
    "at.change": "ändert den Satz von heute",
    "at.choose": "wählt einen Plan",
    "at.ready": "macht sich bereit, wird gewogen",
    "at.live": "trainiert",
    "at.summary": "liest die Zusammenfassung",
    "at.questions": "sagt, wie es sich anfühlt",
    "at.stop": "aufgehört: Schmerz",
    "at.next": "liest, was als Nächstes kommt",
    "at.goodbye": "verabschiedet sich",
    "at.operator": "bei der Technik",
    "at.headless": "misst ohne Bildschirm",
    "at.other": "auf einem anderen Bild",
}
