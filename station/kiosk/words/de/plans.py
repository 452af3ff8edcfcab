"""What the plans that come with the station say, in German; a user's own plan is shown in its own language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PLANS: Final[Mapping[str, str]] = {
    # titles of plans and phases
    "Alfredson's heel drops, 180 a day": "Fersensenken nach Alfredson, 180 am Tag",
    "Heel drops": "Fersensenken",
    "Heel drops, as many as tolerated": "Fersensenken, so viele du verträgst",
    "As tolerated": "Nach Verträglichkeit",
    "Heavy slow resistance": "Schweres langsames Krafttraining",
    "15 a set": "15 je Satz",
    "12 a set": "12 je Satz",
    "10 a set": "10 je Satz",
    "8 a set": "8 je Satz",
    "6 a set": "6 je Satz",
    "Heel drops to floor level": "Fersensenken bis zum Boden",
    "Floor level": "Bis zum Boden",
    "Keeping what you have": "Behalten, was du hast",
    "Maintenance": "Erhaltung",
    "Calf strength for runners": "Wadenkraft für Läuferinnen und Läufer",
    "Base": "Grundlage",
    "Strength": "Kraft",
    "Twelve weeks of slow heel drops": "Zwölf Wochen langsames Fersensenken",
    "Settle in": "Eingewöhnen",
    "Build": "Aufbauen",
    "Strengthen": "Kräftigen",
    "Continued activity under a pain limit": "Aktiv bleiben unter einer Schmerzgrenze",
    "Floor": "Boden",
    "Step": "Stufe",
    "Load": "Last",
    "Keep it": "Behalten",
    # summaries
    "Twice a day, every day: 3 sets of 15 with a straight knee and 3 of 15 with a bent knee, on the sore leg.": (
        "Zweimal am Tag, jeden Tag: 3 Sätze mit 15, Knie gestreckt, und 3 mit 15, Knie gebeugt, am schmerzenden Bein."
    ),
    "Alfredson's exercises twice a day, in any number up to 3 sets of 15 each. Fewer is as good.": (
        "Alfredsons Übungen zweimal am Tag, in jeder Zahl bis zu je 3 Sätzen mit 15. Weniger ist ebenso gut."
    ),
    "Three times a week on both feet, 3 s down and 3 s up, fewer repetitions with more load as the weeks go on.": (
        "Dreimal die Woche mit beiden Füßen, 3 s abwärts, 3 s hoch, mit der Zeit weniger Wiederholungen und mehr Last."
    ),
    "For pain at the heel bone: twice a day 3 sets of 15 with a straight knee, never below floor level.": (
        "Bei Schmerz am Fersenbein: zweimal am Tag 3 Sätze mit 15, Knie gestreckt, nie tiefer als der Boden."
    ),
    "Twice a week, 2 to 3 sets of 10 to 15 slow heel drops a leg, also when pain is long gone.": (
        "Zweimal die Woche 2 bis 3 Sätze mit 10 bis 15 langsamen Senkungen je Bein, auch lange nach dem Schmerz."
    ),
    "For healthy calves in the base and strength phases of a season: two to three times a week, with load.": (
        "Für gesunde Waden in Grundlagen- und Kraftphasen: zwei- bis dreimal die Woche, mit Last."
    ),
    "Once a day, 2 to 3 sets of 10 to 15 slow heel drops a leg, straight and bent knee in turn.": (
        "Einmal am Tag 2 bis 3 Sätze mit 10 bis 15 langsamen Senkungen je Bein, Knie abwechselnd gestreckt und gebeugt."
    ),
    "Raises and drops every day in three steps of difficulty; running goes on while pain stays at 5 or below.": (
        "Täglich heben und senken in drei Schwierigkeiten; Laufen geht weiter, solange Schmerz höchstens 5 ist."
    ),
    # what to expect
    "Some pain while training belongs to this protocol. When it is gone, load comes on.": (
        "Etwas Schmerz beim Training gehört zu diesem Verfahren. Ist er weg, kommt Last dazu."
    ),
    "Do what you can today. In the trial fewer drops did as well as all of them.": (
        "Tu, was du heute kannst. In der Studie wirkten weniger Senkungen ebenso gut wie alle."
    ),
    "Learn the rhythm: three seconds down, three seconds up.": (
        "Lern den Rhythmus: drei Sekunden abwärts, drei Sekunden hoch."
    ),
    "Discomfort while training is fine; pain that grows afterwards asks for less load.": (
        "Unbehagen beim Training ist in Ordnung; Schmerz, der danach wächst, verlangt weniger Last."
    ),
    "Fewer repetitions, one set more.": "Weniger Wiederholungen, ein Satz mehr.",
    "Load grows slowly, tempo stays.": "Die Last wächst langsam, das Tempo bleibt.",
    "The heaviest weeks: few repetitions, three seconds each way.": (
        "Die schwersten Wochen: wenige Wiederholungen, drei Sekunden je Richtung."
    ),
    "The heel stops at floor level. Load comes on as pain falls.": (
        "Die Ferse hält auf Bodenhöhe an. Last kommt dazu, wenn der Schmerz nachlässt."
    ),
    "Nothing should hurt. When early stiffness returns, the plan suggests to begin again.": (
        "Nichts sollte schmerzen. Kehrt die Morgensteife zurück, schlägt der Plan vor, neu zu beginnen."
    ),
    "Slow and even. Both legs should come to feel alike.": (
        "Langsam und gleichmäßig. Beide Beine sollten sich mit der Zeit gleich anfühlen."
    ),
    "A third day a week, with fewer sets at first.": "Ein dritter Tag die Woche, zuerst mit weniger Sätzen.",
    "More load, fewer repetitions, and raises on one leg once both are balanced.": (
        "Mehr Last, weniger Wiederholungen, und einbeiniges Heben, sobald beide Beine gleich sind."
    ),
    "Light soreness is common. Strength begins to come.": (
        "Leichter Muskelkater ist üblich. Die Kraft beginnt zu kommen."
    ),
    "Pain should become less, and the calf should tolerate more.": (
        "Der Schmerz sollte weniger werden, und die Wade mehr vertragen."
    ),
    "Strength and spring. Around weeks 8 to 10 many notice a smoother push-off.": (
        "Kraft und Federung. Um Woche 8 bis 10 merken viele einen runderen Abdruck."
    ),
    "Pain up to 5 is accepted while training, right after and next morning, and must not grow from week to week.": (
        "Schmerz bis 5 ist beim Training, danach und am Morgen hingenommen; von Woche zu Woche wachsen darf er nicht."
    ),
    "The same on the edge of the step, with the full range.": (
        "Dasselbe auf der Kante der Stufe, mit vollem Weg."
    ),
    "Load comes on. The calf should tolerate more each week.": (
        "Last kommt dazu. Die Wade sollte jede Woche mehr vertragen."
    ),
    "Two to three times a week keeps what you have.": "Zwei- bis dreimal die Woche erhält, was du hast.",
    # notes
    "In the classic form the other leg alone pushes back up; both feet are later practice.": (
        "Klassisch drückt allein das andere Bein wieder hoch; beidbeinig ist spätere Praxis."
    ),
    "The trial used machines and a barbell; on the step the standing raise takes their place, straight and bent.": (
        "Die Studie nutzte Geräte und Langhantel; hier tritt das Heben im Stand an ihre Stelle, gestreckt und gebeugt."
    ),
    "Loads were the heaviest possible for the number of repetitions; begin with what you can do so in good form.": (
        "Die Lasten waren die schwersten für die Zahl der Wiederholungen; beginn mit dem, was in guter Form geht."
    ),
    "Now and then vary the position of the feet, or carry a light load.": (
        "Ändere ab und zu die Stellung der Füße, oder trag eine leichte Last."
    ),
    "Calf mobility and foam rolling may go with it; the step cannot see them.": (
        "Beweglichkeit der Wade und Faszienrolle können dazugehören; die Stufe sieht sie nicht."
    ),
    "Foam rolling and calf mobility may go with it; the step cannot see them.": (
        "Faszienrolle und Beweglichkeit der Wade können dazugehören; die Stufe sieht sie nicht."
    ),
    "After an easy run or within a strength session is a good moment.": (
        "Nach einem leichten Lauf oder im Krafttraining ist ein guter Moment."
    ),
    "After an easy run or within a strength session is a good moment; leave a day before a hard run.": (
        "Nach einem leichten Lauf oder im Krafttraining ist ein guter Moment; lass einen Tag vor einem harten Lauf."
    ),
    "A heel drop after an easy run, or within a strength session, counts like any other.": (
        "Eine Senkung nach einem leichten Lauf oder im Krafttraining zählt wie jede andere."
    ),
    "The protocol adds quick rebounding and jumps from phase 2 on; the step does not guide them.": (
        "Das Verfahren nimmt ab Phase 2 schnelles Federn und Sprünge dazu; die Stufe leitet sie nicht an."
    ),
    # levels of running
    "walk 20 to 30 min, no running": "20 bis 30 min gehen, nicht laufen",
    "6 to 8 times: run 1 min, walk 2 min": "6- bis 8-mal: 1 min laufen, 2 min gehen",
    "6 to 8 times: run 2 min, walk 1 min": "6- bis 8-mal: 2 min laufen, 1 min gehen",
    "5 to 6 times: run 3 min, walk 1 min": "5- bis 6-mal: 3 min laufen, 1 min gehen",
    "4 times: run 5 min, walk 1 min": "4-mal: 5 min laufen, 1 min gehen",
    "run 20 min without a break": "20 min laufen, ohne Pause",
    "run 20 min with gentle hills": "20 min laufen, mit sanften Hügeln",
    "run 20 min with faster stretches": "20 min laufen, mit schnelleren Stücken",
}
