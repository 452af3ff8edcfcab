"""The line of states and the banner, in German."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    # status line
    "status.step": "Stufe {rates} Hz",
    "status.step_plain": "Stufe",
    "status.step_opening": "Stufe: öffnet",
    "status.step_lost": "Stufe ausgesteckt",
    "status.step_ended": "Ende der Quelle",
    "status.step_failed": "Stufe gestört",
    "status.step_none": "noch keine Stufe",
    "status.step_stale": "Stufe stumm",
    "status.saved": "{saved} gespeichert",
    "status.saving": "{saved}/{count} gespeichert",
    "status.pending": " · {pending} warten",
    "status.influx_off": "InfluxDB aus",
    "status.influx_ok": "InfluxDB",
    "status.influx_waiting": "InfluxDB fort",
    "status.influx_refused": "InfluxDB verweigert",
    "status.influx_parked": "InfluxDB: {parked} abgelehnt",
    # banner
    "banner.not_saved": "NICHT GESPEICHERT: {why}; {reps} Wdh. {where}",
    "unsaved.memory": "im Speicher gehalten",
    "unsaved.file": "in {file} gehalten",
    "unsaved.lost": "verloren",
    "banner.alarm": "{source}: {message}",
    "banner.opening": "Noch keine Stufe: {detail}",
    "banner.lost": "Die Stufe ist ausgesteckt. Bisheriges bleibt. Steck sie wieder ein: der Satz geht weiter.",
    "banner.failed": "Die Stufe lässt sich nicht öffnen: {detail}",
    "banner.ended": "Die Quelle ist zu Ende. Drück Esc zum Abschließen.",
    "banner.stale": "Seit {seconds} s keine Daten von der Stufe. Bisheriges bleibt.",
    "banner.step_changed": "Eine andere Stufe antwortet als zuvor. Schließ ab und beginn neu.",
    "banner.uncalibrated": "Die Stufe ist nicht kalibriert: Kilogramm stimmen nicht sicher.",
    "banner.saturated": "Die Platte {channel} ist überlastet.",
    "banner.object": "Auf der Platte {channel} liegt etwas. Nimm es weg.",
    "banner.too_light": "Hier stehen weniger als {least} {unit}: es wird nicht gemessen.",
    "banner.channel": "Die Platte {channel} antwortet nicht. Prüf ihr Kabel.",
    "banner.silent": "Die Platte {channel} antwortet nicht: jetzt wird nicht gemessen. Prüf ihr Kabel.",
    "banner.slow": "Die Platte {channel} ist zum Messen zu langsam. Der Anschluss RATE ihres Wandlers liegt auf Masse.",
    "banner.supply": "Der Strom der Stufe bricht ein. Prüf ihr Kabel und ihren Verteiler.",
    "banner.clock_set": "Die Uhr des Rechners wurde um {much} {direction} gestellt. Dieser Besuch behält seine Zeiten.",
    "banner.low_space": "Die Platte des Rechners ist fast voll. Noch wird gespeichert; schaff Platz.",
    "banner.clock_wrong": "Die Uhr des Rechners geht falsch. Gespeichert wird; gesendet, wenn sie stimmt.",
    "clock.forward": "vor",
    "clock.back": "zurück",
    "clock.seconds": "{count} s",
    "clock.minutes": "{count} min",
    "clock.hours": "{count} h",
    "clock.days": "{count} {count:Tag|Tage}",
    "banner.restarted": "Die Stufe hat neu gestartet. Der Satz geht weiter.",
    "source.kiosk": "Anzeige",
    "source.clock": "Uhr",
    "source.reader": "Anschluss",
    "source.plans": "Plan nicht gelesen",
    "source.core": "Messung",
    "source.storage": "Speicher",
    "source.influx": "InfluxDB",
    "source.erasure": "Löschen in InfluxDB",
    "source.recorder": "Aufzeichnung",
    "channel.L": "links",
    "channel.R": "rechts",
}
