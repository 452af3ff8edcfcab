"""What the checks of the step are called and what to do about them, in German."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    "health.silent": "Wandler spricht",
    "health.rate": "Rate",
    "health.rate_difference": "Raten gleich",
    "health.lost": "Nichts verloren",
    "health.spoiled": "Zeilen kommen heil an",
    "health.misread": "Keine wilden Werte",
    "health.saturated": "Im Messbereich",
    "health.stuck": "Werte leben",
    "health.noise": "Rauschen",
    "health.hum": "Netzbrummen",
    "health.load": "Stufe ist leer",
    "health.calibration_missing": "Kalibriert",
    "health.calibration_age": "Alter der Kalibrierung",
    "health.calibration_mismatch": "Kalibrierung wie hier bekannt",
    "health.firmware": "Firmware",
    "health.drift": "Null bleibt",
    "health.creep": "Kriechen",
    "health.dead": "Jede Zelle trägt",
    "health.skew": "Platten im Takt",
    "health.swapped": "Seiten wie geplant",
    "health.restarted": "Läuft durch",
    "health.gains_moved": "Platten über Wochen gleich",
    "health.clock": "Uhr",
    "health.disk": "Festplatte",
    "health.influx": "InfluxDB",
    "remedy.silent": "Prüf seine Versorgung, DOUT und SCK",
    "remedy.rate": "Wo RATE (Bein 15) an GND liegt, heb es zuerst ab, leg es erst dann an Bein 16: "
    "hardware/wiring.md#rate. Sonst prüf seinen Takt und seine Drähte",
    "remedy.rate_difference": "Tausch den Wandler, dessen Rate am weitesten von 80-94 liegt",
    "remedy.lost": "Steck das Kabel neu ein, ohne Verteiler; bleibt es so, spiel die Firmware neu auf",
    "remedy.spoiled": "Versuch ein anderes Kabel, fern von Motoren und Netzleitungen",
    "remedy.misread": "Halt DOUT und SCK kurz, und drück ihre Stecker fest",
    "remedy.saturated": "Prüf die vier Drähte der Brücke, und dass nur Füße die Platte belasten",
    "remedy.stuck": "Prüf, ob die Brücke verbunden ist; dann tausch den Wandler",
    "remedy.noise": "Bleib kurz von der Stufe weg; hält es an, prüf Schirm, Masse und Schrauben",
    "remedy.hum": "Nimm Netzleitungen und Ladegeräte von der Stufe weg; dann prüf Schirm und Masse",
    "remedy.load": "Nimm alles von der Stufe und steh drei Sekunden daneben",
    "remedy.calibration_missing": "Kalibrier sie: station step calibrate",
    "remedy.calibration_age": "Prüf sie mit einer bekannten Masse nach: station step verify",
    "remedy.calibration_mismatch": "Schreib die vermerkte zurück: station step restore. Ohne eine solche kalibrier neu",
    "remedy.firmware": "Spiel die Firmware auf, die zu dieser Station gehört: make flash, in ihren Quellen",
    "remedy.drift": "Lass die Stufe zehn Minuten warm werden, ohne Sonne und Zug",
    "remedy.creep": "Such nach Schmutz, Kleber oder einer Schraube, die die Platte hält; dann tausch die Zelle",
    "remedy.dead": "Steh auf beiden Platten; was dann noch nichts zeigt, ist tot oder klemmt",
    "remedy.skew": "Spiel die Firmware neu auf, und gib jedem Wandler seine eigene Taktleitung",
    "remedy.swapped": "Trainiere das geplante Bein; tust du das, sind die Platten vertauscht: Kabel L nach links",
    "remedy.restarted": "Nimm ein kurzes Kabel und einen Anschluss am Rechner selbst",
    "remedy.gains_moved": "Führ 'station step swap-test' aus, dann kalibrier oder prüf beide Platten mit einer Masse",
    "remedy.clock": "Stell die Uhr des Rechners; was falsch gestempelt ist, wird dann berichtigt",
    "remedy.disk": "Schaff Platz auf der Festplatte mit den Daten",
    "remedy.influx": "Sieh nach: station influx status",
}
