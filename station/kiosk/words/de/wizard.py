"""What a calibration says, in German."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    # what to do
    "guide.clear_both": "Nimm alles von beiden Platten und berühr nichts.",
    "guide.clear": "Nimm alles von der Platte {plate} und berühr nichts.",
    "guide.lay_on": "Leg {load} mitten auf die Platte {plate}.",
    "guide.preload": "Leg {load} auf die Platte {plate}. Diese Last bewegt nur die Zellen und wird nicht gemessen.",
    "guide.place": "Heb {load} ab, dann leg die Last hierher: {place}.",
    "guide.sum_one": "Leg irgendeine Last ab {least} nur auf die Platte {plate}, oder stell dich still darauf.",
    "guide.sum_both": "Leg dieselbe Last über beide Platten, oder stell dich mit je einem Fuß still darauf.",
    "guide.verify": "Leg {load} hierher: {place}. Oder stell dich still dahin, wenn das dein Gewicht ist.",
    "guide.verified": "Nachgeprüft: {found}",
    "guide.review": "Lies die Befunde, dann nimm sie an oder brich ab.",
    "guide.finished": "Angenommen. Die neue Kalibrierung kann in die Stufe geschrieben werden.",
    "guide.aborted": "Abgebrochen. Die Kalibrierung in der Stufe bleibt, wie sie war.",
    # what is wrong
    "wrong.stepped_on_early": "Auf die Platte {plate} kam etwas, während ihre Null gemessen wurde.",
    "wrong.not_empty": "Die Platte {plate} trägt noch {reads}.",
    "wrong.plate_moved": "Die leere Platte {plate} zeigt {reads} statt null: sie wurde verschoben oder streift.",
    "wrong.reads_otherwise": "Die Platte {plate} zeigt für {load} nun {reads}: sie wurde verschoben oder streift.",
    "wrong.mass_missing": "Auf der Platte {plate} hat sich seit {seconds} s nichts geändert.",
    "wrong.nobody_there": "Seit {seconds} s ist nichts auf die Platten gekommen.",
    "wrong.silent": "Von der Platte {plate} ist nichts zu hören.",
    "wrong.change_too_small": "Die Platte {plate} änderte sich um weniger als 1 % dessen, was {load} bewirken müssten.",
    "wrong.mass_removed_early": "Die Last kam von der Platte {plate}, bevor sie gemessen war.",
    "wrong.wrong_order": "Die Platte {plate} zeigt {reads}, aber an der Reihe sind {load}.",
    "wrong.does_not_fit": "Die Platte {plate} zeigt {reads}, gefragt waren {load}.",
    "wrong.mass_off_line": "Das als {load} eingegebene Gewicht zeigt {reads} auf der Geraden durch die anderen.",
    "wrong.masses_disagree": "{load} und {others} widersprechen sich: sie liegen nicht auf einer Geraden durch null.",
    "wrong.wrong_plate": "Die Last liegt auf der Platte {other}; an der Reihe ist die Platte {plate}.",
    "wrong.two_plates_loaded": "Beide Platten sind belastet; die Platte {other} muss jetzt leer sein.",
    "wrong.sign_reversed": "Die Platte {plate} zählte unter Last in die falsche Richtung: {reads}.",
    "wrong.too_light": "{load} heben sich kaum vom Rauschen der Platte {plate} ab: zu wenig für einen Maßstab.",
    "wrong.saturated": "Der Wandler der Platte {plate} ist am Ende seines Messbereichs.",
    "wrong.unplugged": "Die Stufe schwieg oder startete neu; diese Last wird noch einmal gemessen.",
    "wrong.not_steady": "Die Platte {plate} kommt nicht zur Ruhe.",
    "wrong.check_failed": "So kann es nicht angenommen werden: {checks}",
    "wrong.not_now": "{what} geht jetzt nicht.",
    "wrong.corners_needed": "Vordere und hintere Zelle der Platte {plate} wurden nie unterschieden; "
    "das können nur die Ecken.",
    "wrong.no_such_mass": "In dieser Kalibrierung gibt es kein Gewicht von {load}.",
    # what to do about it
    "mend.stepped_on_early": "Nimm es weg und warte auf den nächsten Satz.",
    "mend.not_empty": "Nimm alles von beiden Platten.",
    "mend.plate_moved": "Stell sie fest und ringsum frei hin, und leg die Lasten noch einmal auf.",
    "mend.reads_otherwise": "Nimm alles weg, stell die Platte fest und ringsum frei hin, und lass sie leer.",
    "mend.mass_missing": "Leg {load} darauf.",
    "mend.nobody_there": "Leg {load} darauf, oder steig auf, wenn das dein Gewicht ist.",
    "mend.silent": "Prüf ihr Kabel, dann führ 'station doctor' aus.",
    "mend.change_too_small": "Prüf, dass die Last nur diese Platte berührt, nichts unter ihr klemmt "
    "und ihre Zellen verdrahtet sind.",
    "mend.mass_removed_early": "Leg {load} wieder auf und lass sie bis zum nächsten Satz dort.",
    "mend.wrong_order": "Leg {load} auf, nicht mehr und nicht weniger.",
    "mend.does_not_fit": "Leg {load} auf, oder berichtige das Gewicht, wenn es falsch eingegeben ist; "
    "besteh darauf, wenn beides stimmt.",
    "mend.mass_off_line": "Berichtige es auf das, was es wirklich wiegt; seine Messwerte bleiben.",
    "mend.masses_disagree": "Eines wurde falsch eingegeben: wieg sie und berichtige das falsche.",
    "mend.wrong_plate": "Leg sie auf die Platte {plate}.",
    "mend.two_plates_loaded": "Nimm alles von der Platte {other}.",
    "mend.sign_reversed": "Wurde ihre Brücke neu verdrahtet, besteh darauf; lag bei ihrer Null etwas darauf, "
    "brich ab und beginn neu.",
    "mend.too_light": "Nimm eine schwerere Last, oder such, warum die Platte so rauscht.",
    "mend.saturated": "Nimm die Last weg; bleibt es so, prüf die Drähte ihrer Zellen.",
    "mend.unplugged": "Drück das Kabel fest hinein, und lass die Last, wo sie liegen soll.",
    "mend.not_steady": "Nimm die Hände weg, lass die Last ruhen, und halt den Boden um die Stufe frei.",
    "mend.check_failed": "Berichtige ein falsch eingegebenes Gewicht, oder behebe, was genannt ist, und beginn neu; "
    "besteh darauf, wenn alles stimmt.",
    "mend.not_now": "Tu, was der letzte Satz verlangt.",
    "mend.corners_needed": "Mach mit den Ecken weiter, oder brich ab.",
    "mend.no_such_mass": "Nenn eines von {others}.",
    # values
    "place.centre": "die Mitte der Platte {plate}",
    "place.front_left": "die Ecke vorn links auf der Platte {plate}",
    "place.front_right": "die Ecke vorn rechts auf der Platte {plate}",
    "place.rear_left": "die Ecke hinten links auf der Platte {plate}",
    "place.rear_right": "die Ecke hinten rechts auf der Platte {plate}",
    "place.rear_edge": "die Mitte der hinteren Kante der Platte {plate}, wo die Fersen überstehen",
    "place.whole": "die Platte {plate}",
    "place.both": "die Platten",
    "value.left": "links",
    "value.right": "rechts",
    "value.something": "etwas",
    "value.accepting": "Annehmen",
    "value.insisting": "Bestehen",
    "value.skipping": "Auslassen",
    "value.within": "innerhalb von",
    "value.more_than": "mehr als",
    "value.since_step": "der in der Stufe",
    "value.since_day": "der vom {day}",
    # a reading
    "where.front_left": "vorn links",
    "where.front_right": "vorn rechts",
    "where.rear_left": "hinten links",
    "where.rear_right": "hinten rechts",
    "where.rear_edge": "hintere Kante",
    "direction.up": "auf",
    "direction.down": "ab",
    # what is measured again
    "void.series": "Reihe {series} der Platte {plate}",
    "void.sum": "die Summenprobe",
    "void.corner": "die Ecken der Platte {plate}",
    # findings beyond their limit
    "finding.residual": "Platte {plate}: {load} kg liegen neben der Geraden um {measured}, {verdict} {limit}",
    "finding.hysteresis": "Platte {plate}: auf und ab unterscheiden sich um {measured}, {verdict} {limit}",
    "finding.repeatability": "Platte {plate}: dieselbe Last wiederholt sich auf {measured}, {verdict} {limit}",
    "finding.zero_return": "Platte {plate}: die Null kommt zurück auf {measured}, {verdict} {limit}",
    "finding.place": "Platte {plate}: Ecken und Hinterkante weichen von der Mitte ab um {measured}, {verdict} {limit}",
    "finding.cells": "Platte {plate}: vordere und hintere Zelle sind unterschieden auf {measured}, {verdict} {limit}",
    "finding.crosstalk": "Platte {plate}: von ihrer Last zeigt die andere Platte {measured}, {verdict} {limit}",
    "finding.masses": "Platte {plate}: {load} kg und {other} kg widersprechen sich um {measured}, {verdict} {limit}",
    "finding.sum": "die Platten zeigen dieselbe Last bis auf {measured} gleich, {verdict} {limit}",
    "finding.scale_doubted": "Platte {plate}: der Maßstab ändert sich um {moved} gegenüber {since}, {verdict} {limit}. "
    "Stimmen {masses} kg?",
    "finding.scale_doubted_one": "Platte {plate}: der Maßstab ändert sich um {moved} gegenüber {since}, "
    "{verdict} {limit}. Stimmen {masses} kg?",
    "finding.scale_moved": "Platte {plate}: der Maßstab ändert sich um {moved} gegenüber {since}, {verdict} {limit}",
    # notes of the findings
    "note.insisted": "Darauf bestanden: {sentence}",
    "note.skipped_preload": "Vorlast der Platte {plate} ausgelassen: "
    "ohne sie kriecht die erste Reihe, und die Hysterese ist größer",
    "note.skipped_corner": "Ecken der Platte {plate} ausgelassen: "
    "ohne sie weiß niemand, wie der Ort einer Last die Anzeige ändert",
    "note.skipped_sum": "Summenprobe ausgelassen: ohne sie weiß niemand, ob die Platten übereinstimmen",
    "note.corrected": "{old} berichtigt auf {new}",
    "note.in_spite": "Angenommen trotz {codes}",
    "note.cold": "Die Stufe ist seit {minutes} min an; Nullen ruhen nach {rest} min, "
    "darum kann sich ihre noch bewegen",
    # what a verification found
    "reads.recalibrate": "sie zeigt {error} (± {sd}): kalibrier die Stufe neu",
    "reads.rough": "sie zeigt {error} (± {sd}): nichts spricht gegen die Kalibrierung, "
    "aber ein Fehler unter {unseen} fiele mit so grober Last nicht auf",
    "reads.uncertain": "sie zeigt {error} (± {sd}): zu ungewiss; nimm ein besser bekanntes oder schwereres Gewicht",
    "reads.watch": "sie zeigt {error} (± {sd}): prüf bald mit einem anderen Gewicht nach",
    "reads.holds": "sie zeigt {error} (± {sd}): die Kalibrierung gilt",
    "going.one": "{count} Nachprüfung sagt noch nichts über eine Drift",
    "going.some": "{count} Nachprüfungen sagen noch nichts über eine Drift",
    "going.ok": "der Maßstab ändert sich um {drift} im Monat (± {sd}): er gilt",
    "going.watch": "der Maßstab ändert sich um {drift} im Monat (± {sd}): behalt ihn im Auge",
    "going.recalibrate": "der Maßstab ändert sich um {drift} im Monat (± {sd}): kalibrier die Stufe neu",
    # why it cannot go on
    "ended.aborted": "abgebrochen",
    "ended.no_more": "von der Stufe kommt nichts mehr",
    "ended.lost": "die Stufe ging verloren: {problem}",
    "ended.nobody": "niemand war da, um es anzunehmen; --yes nimmt an, was besteht",
    "ended.no_answer": "niemand war da, um zu antworten: {sentence}",
    "ended.not_connected": "die Stufe ist nicht verbunden. Steck sie ein",
    "cable.lost": "Die Stufe ist nicht mehr zu hören. Steck ihr Kabel ein: sie wird gesucht.",
    "cable.back": "Die Stufe ist wieder da.",
    "ended.again": "Beginn neu, wenn es geht",
    "ended.nothing_verified": "Nichts wurde nachgeprüft",
    "ended.silent": "Von der Stufe kommt nichts mehr.",
    "ended.deaf": "dieser Anschluss spielt ab, ohne zuzuhören",
    # how the step's own calibration differs from what is stored
    "differs.lost": "Platte {plate} der Stufe verlor ihre Kalibrierung {id}",
    "differs.unknown": "Platte {plate} ist in der Stufe kalibriert ({id}), und das ist hier nicht gespeichert",
    "differs.scale": "Platte {plate} hat in der Stufe einen anderen Maßstab, als Kalibrierung {id} fand",
    "differs.unaccepted": "Platte {plate} nutzt Kalibrierung {id}, die nicht angenommen wurde",
    "differs.older": "Platte {plate} nutzt Kalibrierung {id}, und {newer} ist neuer",
    # the work itself
    "ended.connect": "Schließ eine Stufe an",
}
