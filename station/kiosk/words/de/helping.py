"""Help in German, a few paragraphs a screen, and what the list of commands says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Final[Mapping[str, str]] = {
    "key.help": "Hilfe",
    "help.title": "Hilfe zu diesem Bild",
    "help.keys": "Tasten, hier und jetzt",
    "palette.search": "Was möchtest du tun?",
    "palette.key": "Taste: {key}",
    "palette.language": "Sprache: {name}",
    "palette.language_note": "alle Wörter und Zahlen ab jetzt, bis der Kiosk geschlossen wird",
    "palette.units": "Massen in {name}",
    "palette.units_note": "so gezeigt und getippt; gespeichert wird trotzdem in kg",
    "help.attract": (
        "Steig mit beiden Füßen auf die Stufe oder drück eine Taste: dann kommen die Namen.\n"
        "Die Linie zeigt, was gerade auf der Stufe lastet. Gespeichert wird erst, wenn jemand trainiert."
    ),
    "help.who": (
        "Wähl deinen Namen mit Pfeilen und Enter oder mit seiner Ziffer. Tipp einen Teil davon, um ihn zu finden.\n"
        "Ein neuer Name: tipp ihn und drück Enter. Ein Gast braucht keinen.\n"
        "Wer zuletzt hier war, steht oben."
    ),
    "help.pin": (
        "Vier Ziffern halten deinen Plan und deinen Schmerz bei dir. Tipp sie oder dreh jede mit den Pfeilen.\n"
        "Vergessen? Die Betreuung kann die PIN löschen; was du getan hast, bleibt."
    ),
    "help.today": (
        "Was der Plan für heute vorschlägt, in einem Satz, und warum, in einem zweiten.\n"
        "Die großen Zahlen sind Sätze und Wiederholungen je Bein, und die Last dazu.\n"
        "Ein Menü: Ziffern, Pfeile mit Enter, oder der Buchstabe daneben.\n"
        "Du darfst den Vorschlag ändern oder ruhen: deine Entscheidung steht neben der des Plans."
    ),
    "help.ready": (
        "Die Liste wird von selbst grün. Was nicht grün ist, sagt, was zu tun ist.\n"
        "Steig mit beiden Füßen auf und steh still, Hände weg vom Geländer: du wirst gewogen. "
        "Jede Bewegung beginnt von vorn.\n"
        "Mit Plan wirst du noch einmal gewogen, mit dem, was du trägst: das ist deine Zusatzlast."
    ),
    "help.live": (
        "Geh beidbeinig hoch, heb einen Fuß, senke langsam, komm beidbeinig wieder hoch: das ist eine Wiederholung.\n"
        "Die Uhr zählt die Sekunden auf einem Bein; das grüne Feld ist die Zeit, die gefragt ist. "
        "Wie viel davon abwärts ging, steht danach da, mit „etwa“, wo es unsicher ist.\n"
        "Jede Wiederholung bekommt ein Zeichen und ein Wort: ✓ gut, ! beachten, ✕ nicht wie gefragt, ≈ knapp.\n"
        "Jede wird sofort gespeichert, auch wenn die Stufe ausgesteckt wird oder du gehst.\n"
        "Stechender Schmerz? Drück P, 0 oder Einfg: der Satz ist zu Ende."
    ),
    "help.pause": (
        "Was mitten im Besuch möglich ist. Die Stufe zählt weiter, und alles bleibt gespeichert.\n"
        "Das Menü geht von selbst, wenn du dich wieder bewegst."
    ),
    "help.stop": (
        "Der Satz wurde wegen stechenden Schmerzes beendet. Steig mit dem Geländer ab; gefragt wird erst danach.\n"
        "Aus Versehen gedrückt? U nimmt es zurück, die Fragen danach auch: Beides bleibt vermerkt."
    ),
    "help.summary": (
        "Der Besuch in einem Bild: ein Balken je Wiederholung, links nach oben, rechts nach unten; "
        "die Linie ist die gefragte Zeit.\n"
        "Volle Balken waren gut; ein Zeichen sagt, was es nicht war.\n"
        "Unterschiede der Beine werden nur genannt, wo die Messung sie erkennen kann."
    ),
    "help.questions": (
        "Eine Frage nach der anderen: Ziffern, oder Pfeile und Enter. 0 ist kein Schmerz, 10 der schlimmste.\n"
        "Der Plan fragt, weil diese Antworten und die am Morgen danach entscheiden, was er vorschlägt.\n"
        "Keine Antwort ist auch eine: daraus wird nichts erraten."
    ),
    "help.next": (
        "Was der Plan aus heute macht: der nächste Tag, und warum.\n"
        "„Grund“ zeigt jede Regel mit ihren Daten; „Wochen“ zeigt den ganzen Plan."
    ),
    "help.weeks": (
        "Eine Spalte je Woche: Besuche als Punkte, die Last als Linie, Schmerz als Band, heute markiert.\n"
        "Die Pfeile gehen von Woche zu Woche; darunter steht, was war."
    ),
    "help.why": (
        "Jeder Grund für den Vorschlag von heute: die Regel, und die Tage und Zahlen, die sie ansah.\n"
        "Was angesehen, aber nicht verwendet wurde, steht am Ende."
    ),
    "help.change": (
        "Ändere, was der Plan vorschlägt: Last, Wiederholungen, Sätze, Übung, Woche.\n"
        "Auf und ab wählt die Zeile, links und rechts ihren Wert. Sag, warum; Enter behält es.\n"
        "Der Vorschlag des Plans bleibt vermerkt, und die Änderung lässt sich zurücknehmen."
    ),
    "help.choose": "Wähl mit Pfeilen und Enter oder mit der Ziffer. Esc lässt es, wie es war.",
    "help.goodbye": (
        "Der Besuch ist vorbei und gespeichert. Das erste Bild kommt von selbst; jede Taste geht gleich weiter."
    ),
    "help.operator_door": (
        "Die technische Seite des Kiosks: Kalibrierung, Prüfungen, Verbindungen, Speicher.\n"
        "Die PIN ist der Schlüssel operator_pin der Konfiguration."
    ),
    "help.operator": (
        "Prüfungen von Stufe und Station, das Dringendste zuerst. Die Ziffern öffnen die Werkzeuge.\n"
        "Die Messung läuft derweil weiter: was auf der Stufe geschieht, wird gehört und behalten."
    ),
    "help.calibration_form": (
        "Bekannte Massen, mehrmals aufgelegt und abgenommen, ergeben eine Skala mit ihrer Unsicherheit.\n"
        "Schreib 10 20 40, oder 20:0,01, wenn eine Masse auf 0,01 kg bekannt ist, oder 45lb für Pfund.\n"
        "Nichts erreicht die Stufe, bevor du das Ergebnis annimmst."
    ),
    "help.verification_form": (
        "Eine bekannte Masse zeigt, ob die Kalibrierung noch gilt, im Rahmen beider Unsicherheiten.\n"
        "Tu es alle paar Wochen, und wenn die Stufe bewegt wurde oder fiel."
    ),
    "help.wizard": (
        "Folg dem großen Satz. Der Balken füllt sich, solange die Last ruht, und es wird gemessen.\n"
        "Was abgelehnt wird, sagt warum; was falsch aussieht und doch stimmt, darf beharrt werden.\n"
        "Zweimal Esc bricht ab: die Kalibrierung in der Stufe bleibt, wie sie war."
    ),
    "help.zero": (
        "Nimm alles von beiden Platten und berühr nichts: zwei Sekunden werden gemessen.\n"
        "Die Null wandert mit der Temperatur; die Skala nicht."
    ),
    "help.monitor": (
        "Was jeder Kanal sagt, bevor etwas daraus wird: Zählwerte, Rauschen, Kraft, Rate, Jitter.\n"
        "Rauscht einer viel mehr als der andere, ist ein Draht lose, oder eine Platte berührt ihren Rahmen."
    ),
    "help.history": "Kalibrierungen und Nachprüfungen dieser Stufe, die neueste zuerst.",
    "help.trace": (
        "Was jeder Wandler zählt, zehn Sekunden davon, zwischen kleinstem und größtem Wert.\n"
        "Wandlungen, an denen die Stufe zweifelt, tragen ein Ausrufezeichen."
    ),
    "help.diagnostics": (
        "Was aus jeder Wandlung wurde: gemeldet ist benutzt, markiert oder verloren, sonst ist die "
        "Zeile rot.\n"
        "Darunter Fehler nach Art und Kanal seit dem Start, und wie es um Uhr, Platte und InfluxDB steht."
    ),
    "help.influx": (
        "Was auf InfluxDB wartet, und die Rechnung jeder Messung.\n"
        "Was der Server ablehnte, steht mit seinen Worten da, bis es jemand wiederholt oder verwirft."
    ),
    "help.people": (
        "Alle Personen mit ihrem letzten Besuch. Zweimal R entfernt eine vergessene PIN.\n"
        "Namen ändern und Personen löschen: mit 'station athlete'."
    ),
    "help.update": (
        "Welches Programm das ist, wo es liegt und wie es erneuert wird.\nNichts hier fragt das Netz."
    ),
}
