"""The programme's sentences in German, message for message; they suggest, and never promise or clear anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.kiosk.words.de.plans import PLANS
from station.kiosk.words.de.today import GERMAN as TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES: Final = {
    **{key: text for key, text in TODAY.items() if key.startswith(("weekday.", "month."))},
    "name.date": "{weekday} {day}. {month}",
    "name.from_to": "{} bis {}",
    # values that are words
    "name.left": "linken",
    "name.right": "rechten",
    "name.straight_step": "Knie gestreckt auf der Stufe",
    "name.bent_step": "Knie gebeugt auf der Stufe",
    "name.straight_floor": "Knie gestreckt bis zum Boden",
    "name.bent_floor": "Knie gebeugt bis zum Boden",
    "name.athlete": "Von dir",
    "name.coach": "Vom Coach",
    "name.maintenance": "Erhaltung",
    "name.kept.none": "Noch keine Zusatzlast",
    "name.kept.load": "Die Last bleibt, wie sie ist",
    "name.today.start": "Heute",
    "name.today.again": "Heute später",
    "name.today.rest": "Heute noch",
    "name.on.each": "je Bein",
    "name.on.both": "mit beiden Füßen",
    "name.on.left": "mit dem linken Bein",
    "name.on.right": "mit dem rechten Bein",
    "name.on.some": "insgesamt, wie aufgelistet",
    "name.on.each_up_to": "je Bein, so viele du verträgst",
    "name.on.both_up_to": "mit beiden Füßen, so viele du verträgst",
    "name.on.left_up_to": "mit dem linken Bein, so viele du verträgst",
    "name.on.right_up_to": "mit dem rechten Bein, so viele du verträgst",
    "name.on.some_up_to": "insgesamt, wie aufgelistet, so viele du verträgst",
    "name.of.exact": "mit",
    "name.of.up_to": "mit bis zu",
    "name.rest.yes": "Ruhe",
    "name.rest.no": "keine Ruhe",
    "name.with.body": "ohne Zusatzlast",
    "name.with.load": "mit Zusatzlast",
}

_ADVICE: Final = {
    # what do I do today
    "headline.train": "{more}: {sets} {sets:Satz|Sätze} {of} {reps} {where}, {lower} bis {upper} s abwärts, {carried}.",
    "headline.train_rise": (
        "{more}: {sets} {sets:Satz|Sätze} {of} {reps} {where}, {rise} s hoch, {lower} bis {upper} s abwärts, {carried}."
    ),
    "headline.train_legs": (
        "{more}: links {left} {left:Satz|Sätze}, rechts {right} {of} {reps}, {lower} bis {upper} s abwärts, {carried}."
    ),
    "headline.train_rise_legs": (
        "{more}: links {left} {left:Satz|Sätze}, rechts {right} {of} {reps}, {rise} s hoch, "
        "{lower} bis {upper} s abwärts, {carried}."
    ),
    "headline.rest": "Heute Ruhe. Ruhe gehört zum Plan.",
    "headline.done_today": "Fertig für heute. Gut gemacht.",
    "headline.stop_and_ask": "Schluss für heute. Lass den Schmerz abklingen; hält er an, frag jemanden vom Fach.",
    "headline.no_plan": "Noch kein Plan. Trainiere, wie du magst.",
    "why.no_plan": "Für heute hat niemand einen Plan zugewiesen.",
    "warm_up": "Erst aufwärmen: {count}-mal leicht beidbeinig heben, ohne Last. Auch Fußkreisen ist gut.",
    "mobility.stiff": "{value} min steif heute Morgen: lockere die Sprunggelenke vor Satz 1.",
    # what comes next
    "next.train": "Nächstes Training: {day}.",
    "next.again": "Nächstes Training: heute später, und dann {day}.",
    "next.open": "Offene Sätze gehen heute noch. Nächstes Training: {day}.",
    "next.load": "Nächstes Training: {day}. Ab {opens} ist etwas mehr Last möglich, wenn der Schmerz gering bleibt.",
    "next.phase": "Nächstes Training: {day}. Am {begins} beginnt eine neue Phase: {phase}.",
    "next.full_sets": "Nächstes Training: {day}. Ab {full} wieder alle Sätze, wenn die Morgen ruhig sind.",
    "next.last_week": "Nächstes Training: {day}. Dies ist die letzte Woche des Plans; es folgt {plan}.",
    "next.rest_holds": "Vorerst Ruhe. Der Plan geht weiter, wenn die Ruhe aufgehoben wird.",
    "next.plan_starts": "Der Plan beginnt {day}.",
    "next.assign": "Weise einen Plan zu, um Vorschläge zu bekommen.",
    # the plan
    "plan.week": "Woche {week} von {weeks}, {phase}: {title}.",
    "plan.open": "Woche {week}, {phase}: {title}.",
    "plan.over": "Die {weeks} Wochen von {title} sind um; die letzte Phase läuft, bis ein anderer Plan zugewiesen ist.",
    "reps.by_load": "{reps} {reps:Wiederholung|Wiederholungen}: weniger, wenn die Last steigt.",
    "reps.day": (
        "{value} Wiederholungen heute auf dem {leg} Bein: der Plan sieht höchstens {limit} am Tag vor."
    ),
    "rest.chosen": "Diesen Ruhetag hast du gewählt.",
    "rest.between": ("Du hast {day} trainiert; dieser Plan lässt {count} {count:Tag|Tage} dazwischen."),
    "rest.week_full": (
        "{count} {count:Trainingstag|Trainingstage} in den letzten sieben: genug für diesen Plan."
    ),
    "climb": "Mehr im Plan seit {day}: {now} Wiederholungen die Woche nach {before}. Zuerst weniger Sätze.",
    "comeback.long": (
        "Vor {day} monatelang kein Training vermerkt: einige Tage mit weniger Sätzen zurückkommen."
    ),
    "comeback": (
        "{days} {days:Tag|Tage} seit dem Training am {day}: einige Tage mit weniger Sätzen zurückkommen."
    ),
}

_RULES: Final = {
    # rule 1
    "pain.mild": "Schmerz {value} am {day} liegt in der Grenze von {limit}: nichts ändert sich.",
    "pain.excess": "Schmerz {value} am {day}, über {limit}: nur bis Boden, weniger Sätze und Wiederholungen.",
    "pain.excess_range": "Schmerz {value} am {day}, über {limit}: noch einige Tage nur bis Boden.",
    "pain.severe": "Schmerz {value} heute, {limit} oder mehr: heute nichts mehr.",
    # rule 2
    "sharp.stop": "Stechender Schmerz heute: der Satz ist zu Ende, und heute nichts mehr.",
    "sharp.eased": "Stechender Schmerz am {day}: weniger weit, nur bis Boden, und weniger Sätze.",
    "sharp.range": "Stechender Schmerz am {day}: weniger weit, noch einige Tage nur bis Boden.",
    "load.back": (
        "Stechender oder starker Schmerz am {day}: die Last geht von {before:mass} auf {load:kg} zurück."
    ),
    # rule 3
    "ease.pain": "Schmerz {value} am Morgen von {day}, über {limit}: nur bis Boden, weniger Sätze bis {until}.",
    "ease.range": "Schmerz {value} am Morgen von {day}, über {limit}: noch einige Tage nur bis Boden.",
    "rest.morning": "Schmerz {value} heute Morgen, über {limit}: lass ihn vor dem nächsten Training abklingen.",
    "ease.stiffness": "{value} min steif am Morgen von {day}, über {limit}: weniger Sätze bis {until}.",
    # rule 4
    "heel.profile": "Dein Schmerz sitzt am Fersenbein: nur bis Boden, nicht darunter.",
    "heel.told": "Schmerz am Fersenbein am {day}: nur bis Boden, nicht darunter, bis du sagst, dass er weg ist.",
    # rule 5
    "load.first": "Der Schmerz blieb lange genug gering: eine erste Zusatzlast von {load:kg}, seit {day}.",
    "load.step": "Der Schmerz blieb gering: von {before:mass} auf {load:kg}, seit {day}.",
    "load.unloaded": "{before:kg} wurden zuletzt nicht getragen: die Last beginnt wieder bei {load:kg}.",
    "load.break": "Eine lange Pause: die Last geht von {before:mass} auf {load:kg}.",
    "hold.later_phase": "Keine Zusatzlast in dieser Phase.",
    "hold.wait": "{kept}: der nächste Schritt ist ab {opens} möglich.",
    "hold.pain": "{kept}: Schmerz {value} am {day} ist über {limit}. Frühestens ab {opens}.",
    "hold.pain_kind": "{kept}: stechender oder Fersenbein-Schmerz am {day}. Frühestens ab {opens}.",
    "hold.easing": "{kept}, solange es nach dem Morgen von {day} ruhiger zugeht.",
    "hold.comeback": "{kept}, einige Tage nach einer Pause, bis {opens}.",
    "hold.jump": "{kept}: die letzten sieben Tage lagen deutlich über dem Plan.",
    "hold.too_little_training": "{kept}: zuletzt zu wenige Trainingstage ({value}).",
    "hold.newcomer": (
        "{kept}: sie kann kommen, wenn {limit} Tage trainiert sind und der Schmerz gering blieb."
    ),
    "hold.pain_unknown": (
        "{kept}: über deinen Schmerz ist zu wenig bekannt. Sag ihn nach dem Training und am Morgen danach."
    ),
    "hold.tempo": "{kept}: langsam kommt vor schwer, und zu viele Wiederholungen waren schnell.",
    "hold.tempo_unknown": "{kept}: das Tempo der letzten Tage ist nicht bekannt.",
    "hold.not_carried": "{kept}, bis du sie an zwei Tagen getragen hast.",
    "hold.load_unknown": (
        "{kept}: was du trugst, ist unbekannt. Steh zuerst ohne Last still, Hände weg vom Geländer."
    ),
    "hold.mass_unknown": "{kept}: dein Körpergewicht ist unbekannt. Steh zuerst ohne Last still.",
    "hold.step_too_large": (
        "{kept}: dein kleinster Schritt von {step:kg} liegt über {limit:kg}. Nimm ein kleineres Gewicht."
    ),
    # rule 9
    "balance.even": "Beide Beine liegen höchstens {percent} % auseinander: einbeiniges Heben ist möglich.",
    "balance.apart": "Die Beine liegen {percent} % auseinander, über {limit} %: Senken statt einbeinigem Heben.",
    "balance.noisy": (
        "Die Beine sind noch nicht auf {limit} % vergleichbar (± {band} %): kein einbeiniges Heben."
    ),
    "balance.unknown": (
        "Einbeiniges Heben wartet: dafür braucht es {reps} {reps:Wiederholung|Wiederholungen} "
        "je Bein in {days} Tagen."
    ),
    "balance.felt": "Am {day} fühlten sich die Beine nicht gleich an: Senken statt einbeinigem Heben.",
    "balance.detectable": "{percent} % mehr auf dem {side} Bein, ± {band} %.",
    "balance.below": "{percent} % mehr auf dem {side} Bein: nicht sicher zu unterscheiden (± {band} %).",
    # form
    "form.fast": (
        "Letztes Mal gingen {count} von {of} Wiederholungen zu schnell abwärts. Nimm dir mindestens {lower} s."
    ),
    "form.rail": "Letztes Mal trugen deine Hände {percent} % deines Gewichts. Leichtes Berühren reicht.",
    "form.rail_invalid": (
        "Letztes Mal trugen deine Hände {percent} % deines Gewichts: die Last ist dann nicht bekannt."
    ),
    # overrides
    "override.load": "{by}: Last auf {value:kg} gesetzt: {reason}",
    "override.reps": "{by}: Wiederholungen auf {value} gesetzt: {reason}",
    "override.sets": "{by}: Sätze auf {value} gesetzt: {reason}",
    "override.variant": "{by}: Übung gewählt, {value}: {reason}",
    "override.week": "{by}: Planwoche auf {value} gesetzt: {reason}",
    "override.rest": "{by}: entschieden, {value}: {reason}",
}

_ALERTS: Final = {
    "alert.jump_load": "Zu viel, zu früh? Am {day} trugst du {value:kg} mehr, als der Plan vorschlug.",
    "alert.too_many": (
        "{value} Wiederholungen je Bein und Tag liegen über der Grenze des Plans, {limit}. Das hat jemand so gesetzt."
    ),
    "alert.jump_double": "Zu viel, zu früh? Sieben Tage mit mehr als doppelt so viel wie davor, und über dem Plan.",
    "alert.jump_volume": "Zu viel, zu früh? Die letzten sieben Tage waren {value} % mehr, und über dem Plan.",
    "alert.no_improvement": (
        "Woche {week}: Schmerz im Mittel {now}, vorher {before}. Prüf die Ausführung; geh zur Physiotherapie."
    ),
    "alert.sharp_again": (
        "Stechender Schmerz an {count} {count:Tag|Tagen} in zwei Wochen. Geh zur Physiotherapie oder zum Arzt."
    ),
    "alert.long_pain": (
        "Schmerz über {limit} an {count} {count:Tag|Tagen} in zwei Wochen. Geh zur Physiotherapie oder zum Arzt."
    ),
    "alert.worse_pain": "Mehr Schmerz als letzte Woche: im Mittel {now} nach {before}. Er sollte nicht wachsen.",
    "alert.worse_stiffness": (
        "Steifer als letzte Woche: im Mittel {now} min nach {before}. Es sollte nicht mehr werden."
    ),
    "alert.re_entry": (
        "{count} {count:steifer|steife} Morgen in einer Woche (über {limit} min). "
        "Der Plan schlägt vor, neu zu beginnen."
    ),
    "alert.clock": (
        "In einem Training von heute kannte die Station die Zeit nicht. Der Tag kann falsch sein; Last bringt er nie."
    ),
    "plateau.load": (
        "Wenig Schmerz, seit {days} Tagen gleiche Last und gleiches Tempo. "
        "Etwas Last kann folgen: sieh nach, warum sie wartet."
    ),
    "plateau.form": (
        "Wenig Schmerz, seit {days} Tagen gleiche Last und gleiches Tempo. Senke langsamer; Last wartet noch."
    ),
    "plateau.carry": (
        "Wenig Schmerz, seit {days} Tagen gleiche Last und gleiches Tempo. Versuch die {load:kg} des Plans."
    ),
    "plateau.raises": (
        "Wenig Schmerz, seit {days} Tagen gleiche Last und gleiches Tempo. Versuch vielleicht einbeiniges Heben."
    ),
}

_RUNNING: Final = {
    "running.closed": "{met} von {count} Zeichen für die Rückkehr zum Laufen.",
    "running.open": "Alle Zeichen sind da. Lauflevel {level}, ab {day}: {title}. Ändere eins nach dem anderen.",
    "running.continued": (
        "Laufen geht weiter, solange der Schmerz in seinen Grenzen bleibt. Lauflevel {level}, ab {day}: {title}."
    ),
    "running.hurts": "Heute kein Lauf: der Schmerz ist über seiner Grenze.",
    "signal.week": "Woche {week}; Laufen frühestens ab Woche {limit}.",
    "signal.week_after": "Die Wochen der Erholung sind um.",
    "signal.daily_life.met": "Schmerz im Alltag {value}, höchstens {limit}.",
    "signal.daily_life.not_met": "Schmerz im Alltag {value}, über {limit}.",
    "signal.daily_life.unknown": "Schmerz im Alltag seit einer Woche nicht gesagt; höchstens {limit} ist nötig.",
    "signal.balance.met": "Die Beine liegen {percent} % auseinander (Grenze {limit} %).",
    "signal.balance.not_met": "Die Beine liegen {percent} % auseinander (Grenze {limit} %).",
    "signal.balance.unknown": "Die Beine sind noch nicht auf {limit} % vergleichbar.",
    "signal.load.met": "Zusatzlast mit beiden Beinen in {days} Tagen getragen, und der Schmerz blieb gering.",
    "signal.load.not_met": "Zusatzlast wurde noch nicht vertragen: Schmerz über {limit}, oder ein Schritt zurück.",
    "signal.load.none": "Zuletzt keine Zusatzlast mit beiden Beinen getragen.",
    "signal.mornings.met": "Die Morgen der letzten Woche höchstens bei {value} (Grenze {limit}).",
    "signal.mornings.not_met": "Ein Morgen der letzten Woche bei {value}, über {limit}.",
    "signal.mornings.unknown": "Weniger als {count} {count:Morgen|Morgen} der letzten Woche mit Angabe.",
}

_QUESTIONS: Final = {
    "ask.next_morning.today": "Schmerz heute Morgen, nach dem Training vom {day}? 0 bis 10",
    "ask.next_morning.then": "Schmerz am Morgen nach {day}? 0 bis 10",
    "ask.next_morning.again": "Gestern war er noch erhöht. Schmerz heute Morgen? 0 bis 10",
    "ask.stiffness.today": "Wie viele Minuten steif heute Morgen?",
    "ask.stiffness.then": "Wie viele Minuten steif am Morgen nach {day}?",
    "ask.during": "Schmerz beim Training vorhin, heute? 0 bis 10",
    "ask.after": "Schmerz gleich nach diesem Training, vorhin? 0 bis 10",
    "ask.daily_life": "Schmerz im Alltag diese Woche, Gehen und Treppen? 0 bis 10",
    "ask.heel_bone": "Ist der Schmerz am Fersenbein noch da?",
    "ask.feels_balanced": "Fühlen sich beide Beine abwärts gleich an?",
    "ask.visa_a": "VISA-A-Wert, einmal im Monat: frag deinen Coach nach dem Bogen. 0 bis 100",
}

_ASIDE: Final = {
    "aside.future": "Vom {day}, der noch kommt: bis dahin nicht verwendet.",
    "aside.twice": "Derselbe Eintrag zweimal am {day}: einmal gezählt.",
    "aside.clock": "Die Zeit am {day} ist zweifelhaft: zählt als Training, bringt aber keine Last.",
    "aside.reps": (
        "Ein Satz mit {value} {value:Wiederholung|Wiederholungen} am {day} kann nicht sein: nicht verwendet."
    ),
    "aside.load": "Eine Zusatzlast von {value:kg} am {day} kann nicht sein: gilt als unbekannt.",
    "aside.scale": "Ein Wert von {value} am {day} liegt nicht auf seiner Skala: nicht verwendet.",
    "aside.worst": (
        "Ein Wert von {value} am {day} liegt nicht auf seiner Skala: gilt als {worst}, damit weniger verlangt wird."
    ),
    "aside.override": "Die Änderung vom {day} setzt etwas, das nicht sein kann: nicht verwendet.",
}

GERMAN: Final[Mapping[str, str]] = {
    **{f"name.{english}": german for english, german in PLANS.items()},
    **_NAMES, **_ADVICE, **_RULES, **_ALERTS, **_RUNNING, **_QUESTIONS, **_ASIDE,
}  # fmt: skip
