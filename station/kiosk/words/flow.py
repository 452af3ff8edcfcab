"""From nobody to somebody and back: the first screen, turns, PINs, undoing, goodbye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    # the first screen
    "attract.name": "HEEL DROPS",
    "attract.what": "Slow heel drops, counted and timed",
    "attract.begin": "Step on, or press any key",
    "attract.press": "No step now. Any key shows the list",
    "choose.more": "↓ There is more below",
    "quit.again": "F10 once more ends the kiosk for everybody.",
    # who, beside the list itself
    "who.beside": "Who takes turns with {name}?",
    "who.locked": "PIN",
    "live.guest_2": "Second guest",
    # a PIN
    "pin.of": "{name}, your PIN?",
    "pin.forgotten": "Type four digits, or turn each with the arrows or pedals. Forgotten? The operator can remove it.",
    "pin.wrong": "That is not the PIN. Once more, please.",
    "pin.wait": "Three were wrong. Wait ten seconds.",
    "pin.failed": "The PIN could not be looked up. Once more, please.",
    "pin.new": "A new PIN",
    "pin.again": "The same once more",
    "pin.differs": "The two differed. Once more.",
    "change.pin": "PIN",
    "change.new_pin": "Enter sets one",
    "pin.note": "Four digits that the kiosk asks for before it shows your plan",
    "key.digit": "Take digit",
    "key.turn": "Turn",
    # turns
    "ready.hand_over": "{leaving} steps off, then {name} steps on",
    "ready.hand_over_note": "{name} stands there already? Press Enter",
    "goodbye.turn": "Now it is the turn of {name}.",
    "key.other_person": "Other person",
    "key.menu": "Menu",
    "menu.other": "Other person",
    "menu.turn_to": "{name}'s turn",
    "menu.go_on": "Go on",
    "menu.pain": "Sharp pain",
    "menu.end": "End",
    "menu.undo": "Undo",
    "menu.answers": "Answer again",
    "menu.pin": "PIN",
    "letter.undo": "U",
    "pause.title": "{name}, what next?",
    "pause.kept": "{count:rep|reps} so far, kept. The step goes on counting.",
    "pause.saving": "{count:rep|reps} so far, {saved} kept. The step goes on counting.",
    "pause.none": "The step goes on counting.",
    # the last choice
    "key.undo": "Undo",
    "key.go_training": "Go on training",
    "kept.added": "Added. U takes it back.",
    "kept.rest": "Kept: you rest today. U takes it back.",
    "kept.anyway": "Kept: you train today. U takes it back.",
    "kept.change": "Kept: your change. U takes it back.",
    "kept.plan": "Kept: this plan from today on. U takes it back.",
    "kept.withdrawal": "Kept: the plan counts again. U takes it back.",
    "kept.pin": "Kept: your PIN. U takes it back.",
    "undone.added": "Undone: nobody was added.",
    "undone.rest": "Undone: no rest was chosen.",
    "undone.anyway": "Undone: training anyway was not chosen.",
    "undone.change": "Undone: your change. The plan counts.",
    "undone.plan": "Undone: this plan was not chosen.",
    "undone.pain": "Undone: no sharp pain; kept as withdrawn. Your sets go on.",
    "undone.pain_guest": "Undone: no sharp pain. Your sets go on.",
    "undone.withdrawal": "Undone: your change counts again.",
    "undone.pin": "Undone: no PIN is asked for.",
    "undone.end": "Undone: the end. Your sets go on.",
    "undone.order": "Undone: the sets are in their order again.",
    "undone.skip": "Undone: you rest on.",
    "undone.answers": "Undone: answer once more. The last answer counts.",
    # nobody there
    "idle.warn": "Nobody here? Goes home in {seconds} s; reps are kept. Any key stays.",
    # today
    "today.down_name": "DOWN",
    # goodbye
    "goodbye.title": "Goodbye, {name}",
    "goodbye.kept": "{count:rep is|reps are} kept.",
    "goodbye.saving": "Keeping them: {saved} of {count} so far.",
    "goodbye.nothing": "Nothing to keep this time.",
    "goodbye.idle": "Nobody was here any more, so the visit was closed.",
    "key.next_person": "Next",
    # the weighing
    "ready.backpack": "Now with your load: {load} {unit} planned",
    "ready.loaded": "Weighed, as planned. Rise when you like",
    "ready.off_plan": "Planned: {load} {unit}. Change it, or just begin",
    "ready.load_awaited": "added to your {body} {unit}. Stand still. Enter: without",
    "ready.load_weighed": "added to your {body} {unit}",
    "ready.keep": "Reps are kept; no trouble with clock or disk",
    "ready.keep_doubt": "Look above: clock or disk need somebody",
}
