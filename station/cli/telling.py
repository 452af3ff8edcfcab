"""What a calibration tells, for people at a terminal and as JSON lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.calibration.model import Outcome, Prompt, Reading, Refusal
from station.cli.answers import Typed, meaning
from station.cli.common import print_json, print_table, say
from station.cli.liveline import LiveLine, feedback_words
from station.errors import UsageError
from station.jsonl import plain_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.calibration.model import PlateCalibration, Said, Told, View
    from station.sources import HostTime

FEEDBACK_EVERY_S = 0.5
"""So often a program is told how far it is."""


class Teller:
    """Prints what the wizard tells as it comes, and takes what is typed meanwhile."""

    def __init__(self, time: HostTime, *, json: bool) -> None:
        self._time, self._json = time, json
        self._live = LiveLine(time.monotonic_s, wanted=not json)
        self._feedback_s = float("-inf")
        self._asked: Prompt | None = None
        """Asked last, with nothing told since."""
        self._typed = Typed()

    @property
    def gone(self) -> bool:
        """Whether nothing can be typed any more."""
        return self._typed.ended

    def answers(self) -> list[Said]:
        """Return what was typed; what means nothing is told."""
        said = []
        for line in self._typed.take():
            try:
                said.append(meaning(line))
            except UsageError as error:
                self.say(str(error))
        return said

    def told(self, news: Iterable[Told]) -> None:
        """Print prompts, refusals, readings and findings, each once."""
        for one in news:
            if self._json:
                print_json(document(one))
                continue
            if isinstance(one, Prompt) and self._asked is not None and one.sentence == self._asked.sentence:
                continue  # another step of the wizard wants what the one before asked for
            self._asked = one if isinstance(one, Prompt) else None
            self._live.clear()
            for line in lines(one):
                say(line, flush=True)
            if isinstance(one, Outcome) and not one.accepted:
                self._findings(one)

    def show(self, view: View) -> None:
        """Show how far it is: in place, or now and then as a JSON line."""
        if not self._json:
            self._live.show(feedback_words(view.feedback))
        elif self._time.monotonic_s() >= self._feedback_s + FEEDBACK_EVERY_S:
            self._feedback_s = self._time.monotonic_s()
            print_json({"phase": view.phase} | document(view.feedback))

    def say(self, words: str, **values: object) -> None:
        """Print a sentence of the command's own."""
        self._live.clear()
        if self._json:
            print_json({"type": "Said", "sentence": words} | values)
        else:
            say(words, flush=True)

    def close(self) -> None:
        """Leave the terminal in order."""
        self._live.clear()

    def _findings(self, outcome: Outcome) -> None:
        header = (
            "plate",
            "N per count",
            "of scale",
            "in use",
            "of zero",
            "linearity",
            "hysteresis",
            "repeats",
        )
        print_table(header, [_row(plate) for plate in outcome.plates])
        say("(uncertainties with k = 2)")
        for check in outcome.checks:
            if check.passed is False:
                say(f"✕ {check.sentence}")
        for note in outcome.notes:
            say(f"! {note}")


def document(told: object) -> dict[str, Any]:
    """Return what was told as plain values, ``type`` first."""
    values = plain_value(told)
    return {"type": type(told).__name__} | (values if isinstance(values, dict) else {})


def lines(told: Told) -> list[str]:
    """Return what was told in words."""
    match told:
        case Prompt():
            return [f"▸ {told.sentence}"]
        case Refusal():
            more = [f"  to be measured again: {', '.join(told.voids)}"] if told.voids else []
            insist = ["  if it is right all the same, type: insist"] if told.may_insist else []
            return [f"✕ {told.sentence} {told.remedy}", *more, *insist]
        case Reading():
            return [f"  ✓ {_reading(told)}"]
        case _:
            return []  # findings are a table


def _reading(reading: Reading) -> str:
    where = "" if reading.where == "centre" else f", {reading.where.replace('_', ' ')}"
    what = "empty" if reading.load_kg == 0.0 else f"{reading.load_kg:g} kg"
    series = f", series {reading.series} {reading.direction}" if reading.series else ""
    return (
        f"{reading.plate} {what}{where}{series}: {reading.count:.1f} ± {reading.count_sd:.0f} counts, "
        f"{reading.samples} conversions"
    )


def _row(plate: PlateCalibration) -> tuple[str, ...]:
    uncertainty = plate.uncertainty
    return (
        plate.plate,
        f"{plate.scale_n_per_count:.7g}",
        f"±{200 * uncertainty.scale_sd_rel:.3f} %",
        f"±{200 * uncertainty.use_sd_rel:.3f} %",
        f"±{2 * uncertainty.zero_sd_n:.2f} N",
        _percent(plate.linearity_rel),
        _percent(plate.hysteresis_rel),
        "-" if plate.repeatability_kg is None else f"{1000 * plate.repeatability_kg:.0f} g",
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.3f} %"
