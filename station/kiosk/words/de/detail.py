"""Why a part failed, and what helps, in German."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    "detail.no_serial_port": "keine Stufe: dieser Rechner hat keinen seriellen Anschluss",
    "detail.not_found": "keine Stufe gefunden: {refusals}",
    "detail.no_port": "einen Anschluss {url} gibt es nicht",
    "detail.in_use": "{url} wird von einem anderen Programm benutzt",
    "detail.no_serial": "{url} ist kein serielles Gerät",
    "detail.not_opened": "{url} lässt sich nicht öffnen: {reason}",
    "detail.no_permission_group": "{url} darf nicht benutzt werden: es gehört der Gruppe {group}",
    "detail.no_permission": "{url} darf nicht benutzt werden",
    "detail.restarts_by": "die Platine an {url} startet immer wieder neu (reset={cause})",
    "detail.restarts": "die Platine an {url} startet immer wieder neu",
    "detail.nameless": "das Gerät an {url} sendet wie eine Stufe, sagt aber nie, wer es ist",
    "detail.slow_line": "das Gerät an {url} sendet mit {speed} Baud, zu langsam für alles, was eine Stufe sagt",
    "detail.silent": "von {url} war {seconds} s lang nichts zu hören",
    "detail.noise": "was von {url} kommt, ergibt bei keiner Geschwindigkeit Sinn ({speeds} Baud)",
    "detail.foreign": "das Gerät an {url} spricht ein anderes Protokoll: {excerpt}",
    "detail.ended": "{url} endete, bevor eine Stufe sagte, wer sie ist",
    "detail.protocol": "die Stufe an {url} spricht Protokoll {theirs}, diese Station {own}",
    "detail.other_step": "die Stufe an {url} ist {uid}, nicht {wanted}",
    "detail.talked_to": "mit der Stufe spricht schon jemand",
    "detail.uncalibrated": "die Stufe ist nicht kalibriert, darum sagt ihre Null nichts",
    "detail.plug_in": "Steck die Stufe ein, oder nenn --port",
    "detail.plug_anew": "Zieh die Stufe ab und steck sie wieder ein",
    "detail.close": "Schließ zuerst das andere Programm am Anschluss",
    "detail.check_port": "Prüf den Anschluss",
    "detail.press_reset": "Prüf das Kabel und dass dies ihr Anschluss ist, dann drück ihre Reset-Taste",
    "detail.other_cable": "Versuch ein anderes Kabel, einen anderen Anschluss oder ein anderes Netzteil; dann spiel "
    "die Firmware neu auf",
    "detail.choose_port": "Wähl den Anschluss der Stufe; 'station doctor' zählt sie auf",
    "detail.renew_firmware": "Erneuer ihre Firmware",
    "detail.build_faster": "Bau ihre Firmware für 115200 oder 500000 Baud",
    "detail.calibrate_first": "Kalibrier sie zuerst",
    "detail.forwarding": "Weitergeben schlug fehl: {reason}",
    "detail.erasing": "Punkte einer gelöschten Person sind noch in InfluxDB: {reason}",
    "detail.little_room": "{folder} hat nur noch {room} MB: schaff Platz, sonst wird nicht gespeichert",
    "detail.plates_moved": "Stufe {uid}: links zeigt {share} % ± {sd} % gegen rechts in {visits} Besuchen, mehr als "
    "die Unsicherheit erklärt",
    "detail.swap_test": "Führ 'station step swap-test' aus, dann kalibrier",
}
