"""Somebody with iron in both hands, led through a calibration: the loop between step, wizard and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from station.calibration import Calibrator
from station.calibration.model import Abort, Accept, LinkLost
from station.errors import PortError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.calibration.model import PlateSample, Said, Told, View
    from station.session.calibrating import PlateEar
    from station.wire import Message

OVER = ("finished", "aborted")


class Link(Protocol):
    """A step on a cable that may be pulled."""

    def listen(self) -> list[Message]:
        """Return what was heard within the port's timeout.

        ``PortError`` when the cable is out, ``EOFError`` when nothing more will ever come.
        """

    def find_again(self) -> bool:
        """Look for the same step for a while; return whether it is there again."""


class People(Protocol):
    """Whoever is led: sees what is told, and answers when there is something to say."""

    @property
    def gone(self) -> bool:
        """Whether nobody can answer any more."""

    def told(self, news: Iterable[Told]) -> None:
        """Take what the wizard tells, each once."""

    def say(self, words: str) -> None:
        """Take a sentence about the cable."""

    def show(self, view: View) -> None:
        """Take how far it is, many times a second."""

    def answers(self) -> list[Said]:
        """Return what was said since the last call."""


class Wizard(Protocol):
    """What leads somebody through: fed with samples, told answers."""

    @property
    def view(self) -> View:
        """Return everything a screen shows."""

    def feed(self, samples: Iterable[PlateSample]) -> list[Told]:
        """Take samples; return what there is to tell."""

    def tell(self, said: Said) -> list[Told]:
        """Take an answer; return what there is to tell."""


class Guide:
    """Leads to the end of a wizard, in whichever way it ends."""

    def __init__(self, link: Link, ear: PlateEar, wizard: Wizard, people: People) -> None:
        self._link, self._ear, self._wizard, self._people = link, ear, wizard, people
        self._now_s = 0.0
        self._refused_s: float | None = None

    def run(self, *, yes: bool = False, patience_s: float | None = None) -> str:
        """Return why it ended without a result; empty when it has one.

        ``yes``: what passes is accepted without a question. ``patience_s``: how long a refusal may stand, by the
        step's clock, when nobody can answer it.
        """
        why = ""
        self._people.told(self._wizard.feed([]))
        while self._wizard.view.phase not in OVER:
            why = self._listen()
            for said in self._people.answers():
                self._people.told(self._wizard.tell(said))
            why = why or self._decide(yes=yes) or self._lose_patience(patience_s)
            if why:
                self._people.told(self._wizard.tell(Abort()))
            self._people.show(self._wizard.view)
        return "" if self._wizard.view.phase == "finished" else why or "it was aborted"

    def _listen(self) -> str:
        """Feed what is heard; return why it cannot go on, if so."""
        try:
            samples = self._ear.samples(self._link.listen())
            self._now_s = samples[-1].t_s if samples else self._now_s
            self._people.told(self._wizard.feed(samples))
        except EOFError:
            return "nothing more comes from the step"
        except PortError as lost:
            self._people.told(self._wizard.tell(LinkLost()))
            self._people.say("The step is not heard any more. Plug its cable in: it is looked for.")
            if not self._link.find_again():
                return f"the step was lost: {lost.problem}"
            self._people.say("The step is there again.")
        return ""

    def _lose_patience(self, patience_s: float | None) -> str:
        """Return why it is given up: nobody can answer, and what is refused has not been put right for long."""
        refusal = self._wizard.view.refusal
        if refusal is None or not self._people.gone or patience_s is None:
            self._refused_s = None
            return ""
        since_s = self._refused_s = self._now_s if self._refused_s is None else self._refused_s
        if self._now_s - since_s < patience_s:
            return ""
        return f"nobody put this right within {patience_s:.0f} s: {refusal.sentence.rstrip('.')}"

    def _decide(self, *, yes: bool) -> str:
        """Accept where that was agreed on beforehand; return why nobody can decide, if so."""
        view = self._wizard.view
        if view.phase == "review":
            if yes:
                self._people.told(self._wizard.tell(Accept()))
                refusal = self._wizard.view.refusal
                return refusal.sentence if refusal is not None else ""
            if self._people.gone:
                return "nobody was there to accept it; say --yes to accept what passes"
        blocked = isinstance(self._wizard, Calibrator) and self._wizard.blocked
        if blocked and self._people.gone and view.refusal is not None:
            return f"nobody was there to answer: {view.refusal.sentence}"
        return ""
