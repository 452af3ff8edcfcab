"""Questions one at a time: a digit or the arrows choose, Enter goes on, nothing has to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from station.kiosk.asking import Answering
from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Columns, Rows
from station.kiosk.widgets.drawing import Say, set_tone
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.scale import Scale
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from station.kiosk.asking import Question
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.verdict import Tone

    Answers = Mapping[str, int]

NONE, MILD, SEVERE = 0, 2, 8
"""Words of the scale: nothing, hardly any up to ``MILD``, severe from ``SEVERE``."""
MARKS: Final[dict[Tone, str]] = {"go": "✓", "mind": "!", "stop": "✕", "quiet": "·"}


class QuestionsScreen(KioskScreen):
    """Asks what only the athlete knows."""

    CSS_PATH = "questions.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "next", "key.answer", key_display="Enter"),
        Binding("enter,space", "pass", "key.no_answer", key_display="Enter"),
        Binding("left,down", "step(-1)", "key.value", key_display="← →"),
        Binding("right,up", "step(1)", show=False),
        Binding("pagedown", "pedal", show=False),
        Binding("pageup", "pedal_back", show=False),
        Binding("tab,shift+tab", "before", "key.before", key_display="Tab"),
        Binding("backspace,delete", "clear", show=False),
        Binding("escape", "leave", "key.skip_all", key_display="Esc"),
        *(Binding(str(digit), f"digit({digit})", show=False) for digit in range(10)),
    ]

    def __init__(
        self,
        title: str,
        ask: Callable[[Answers], Sequence[Question]],
        then: Callable[[Answers], None],
        *,
        known: Answers | None = None,
        acceptable_nrs: float = 5.0,
    ) -> None:
        """``ask`` says, given the answers so far, all questions in order; ``then`` gets the answers at the end.

        ``known`` are answers given before, that may be changed.
        """
        super().__init__()
        self.title_text, self._ask, self._then = title, ask, then
        self.acceptable_nrs = acceptable_nrs
        self._given: dict[str, int] = dict(known or {})
        self._at = 0
        self._left = False
        self.answering = self._open(0)

    def body(self) -> ComposeResult:
        """Lay out the question, the answer in huge figures, what it means, the values there are."""
        with Columns(id="heading"):
            yield Say(self.title_text, id="title")
            yield Say("", id="of")
        with Rows(id="asked"):
            yield Say("", id="question")
            yield Say("", id="hint")
            yield Figure(id="answer")
            yield Say("", id="meaning")
            yield Scale(id="scale")

    def on_mount(self) -> None:
        """Show the first question."""
        self._show()

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing on this screen moves by itself."""

    @property
    def answers(self) -> Answers:
        """What was answered so far, the question on show included."""
        value = self.answering.value
        given = {key: said for key, said in self._given.items() if key != self.answering.question.key}
        return given if value is None else {**given, self.answering.question.key: value}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say what Enter does now."""
        del parameters
        if action in ("next", "pass"):
            return (self.answering.value is None) == (action == "pass")
        return action != "before" or self._at > 0

    def action_step(self, by: int) -> None:
        """Go one value up or down."""
        self.answering.step(by)
        self._show()

    def action_pedal(self) -> None:
        """Go up with a pedal; after the highest value there is no answer again."""
        if self.answering.value == self.answering.question.stops[-1]:
            self.action_clear()
        else:
            self.action_step(1)

    def action_pedal_back(self) -> None:
        """Go down by one with a pedal; below the lowest there is no answer, and below that the question before."""
        if self.answering.value is None:
            self.action_before()
        elif self.answering.value == self.answering.question.stops[0]:
            self.action_clear()
        else:
            self.action_step(-1)

    def action_digit(self, digit: int) -> None:
        """Take a digit."""
        self.answering.digit(digit)
        self._show()

    def action_clear(self) -> None:
        """Take the answer back."""
        self.answering.clear()
        self._show()

    def action_next(self) -> None:
        """Keep the answer and go on."""
        self._go(1)

    def action_pass(self) -> None:
        """Go on without an answer."""
        self._go(1)

    def action_before(self) -> None:
        """Back to the question before."""
        self._go(-1)

    def action_leave(self) -> None:
        """Ask nothing more; what was answered is kept."""
        self._end(self.answers)

    def _end(self, answers: Answers) -> None:
        """Hand over the answers, once: a key may come while they are being kept."""
        if not self._left:
            self._left = True
            self._then(answers)

    def _go(self, by: int) -> None:
        self._given = dict(self.answers)
        at = max(0, self._at + by)
        if at >= len(self._ask(self._given)):
            self._end(self._given)
            return
        self._at = at
        self.answering = self._open(at)
        self._show()

    def _open(self, at: int) -> Answering:
        question = self._ask(self._given)[at]
        return Answering(question, self._given.get(question.key))

    def _show(self) -> None:
        question, value = self.answering.question, self.answering.value
        count = len(self._ask(self.answers))
        self.query_one("#of", Say).show(say("ask.of", number=self._at + 1, count=count) if count > 1 else "")
        self.query_one("#question", Say).show(question.text)
        self.query_one("#hint", Say).show(question.hint)
        figure = self.query_one("#answer", Figure)
        in_figures = question.kind in ("scale", "number")
        figure.display = in_figures
        figure.show(say("table.unknown") if value is None else str(value), question.unit)
        tone, meaning = self._meaning(value)
        set_tone(figure, tone)
        self.query_one("#meaning", Say).show(meaning, tone)
        scale = self.query_one(Scale)
        scale.display = question.kind != "number"
        chosen = question.stops.index(value) if value in question.stops else None
        scale.show(self._labels(), self._grounds(), chosen)
        self.refresh_bindings()

    def _labels(self) -> tuple[str, ...]:
        question = self.answering.question
        if question.kind == "yes_no":
            return say("ask.no"), say("ask.yes")
        if question.kind == "choice":
            return tuple(f"{at}  {words}" for at, words in enumerate(question.options, start=1))
        return tuple(map(str, question.stops)) if question.kind == "scale" else ()

    def _grounds(self) -> tuple[str, ...]:
        question = self.answering.question
        if question.kind != "scale":
            return ("",) * len(self._labels())
        return tuple(pain_meaning(stop, self.acceptable_nrs)[0] for stop in question.stops)

    def _meaning(self, value: int | None) -> tuple[Tone | None, str]:
        if value is None:
            return "quiet", say("ask.unanswered")
        if self.answering.question.kind != "scale":
            return None, ""
        tone, key = pain_meaning(value, self.acceptable_nrs)
        return tone, f"{MARKS[tone]}  {say(key)}"


def pain_meaning(value: float, acceptable_nrs: float) -> tuple[Tone, str]:
    """Return the tone and the key of the words for a figure of the pain scale, 0 to 10."""
    if value <= NONE:
        return "go", "pain.none"
    if value > acceptable_nrs:
        return "stop", "pain.severe" if value >= SEVERE else "pain.much"
    return ("go", "pain.mild") if value <= MILD else ("mind", "pain.accepted")
