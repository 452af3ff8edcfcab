"""Every zero is told with its size, age and cause; what cannot be a zero is told as refused, and costs a set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from simulators.lines import line
from station.analysis import analyze_table
from station.events import Calibration, ForceBlock, Stance, Weigh, Zero
from station.pipeline import BodyStage, SourceQuality
from tests.core.forces import Scene, pieces
from tests.core.playing import events_of, of, play

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulators.truth import Truth
    from station.events import Event
    from station.force import GridBlock

LIFTED_SCENE_S = 4.0
SHOVE_N = 14.0
OPERATOR_N = 4.0


@dataclass(frozen=True, slots=True)
class Table:
    """Forces of a performance, to be spoiled."""

    t_s: NDArray[np.float64]
    left_n: NDArray[np.float64]
    right_n: NDArray[np.float64]

    @classmethod
    def of(cls, events: Sequence[Event]) -> Table:
        """Return the forces as they were heard."""
        blocks = of(events, ForceBlock)
        names = ("t_s", "left_n", "right_n")
        return cls(*(np.concatenate([getattr(block, name) for block in blocks]) for name in names))

    def analysed(self) -> dict[str, Any]:
        """Return the analysis."""
        return analyze_table(self.t_s, self.left_n, self.right_n)


@lru_cache
def heard(scenario: str, *parameters: tuple[str, str]) -> tuple[tuple[Event, ...], Truth]:
    """Return what the station tells of a performance, and what happened."""
    played = play(scenario, 3, *parameters)
    return tuple(events_of(played.gathered(1.0))), played.truth


def told_of(block: GridBlock, lengths: list[int] | None = None) -> list[Event]:
    """Return everything a body stage tells of forces."""
    stage = BodyStage(quality=lambda _as_of_s: SourceQuality(100.0, 0.01))
    events = [event for piece in pieces(block, lengths or [len(block)]) for event in stage.feed(piece)]
    return events + stage.finish()


def test_the_zero_before_somebody_steps_on_is_told_with_size_age_and_cause() -> None:
    """The first reading is told at once, what followed it just before the step is loaded."""
    events = told_of(Scene(noise_n=0.1).empty(3.0, (6.0, -4.0)).empty(5.0, (6.4, -4.0)).stand(4.0).block())
    first, before = of(events, Zero)
    assert (first.cause, first.taken, [plate.age_s for plate in first.plates]) == (
        "empty",
        True,
        [None, None],
    )
    assert [plate.offset_n for plate in first.plates] == pytest.approx([6.0, -4.0], abs=0.1)
    assert [plate.moved_n for plate in before.plates] == pytest.approx([0.4, 0.0], abs=0.1)
    assert [plate.age_s for plate in before.plates] == pytest.approx([7.0, 7.0], abs=1.0)
    names = [event.type for event in events if isinstance(event, (Zero, Stance))]
    assert names == ["zero", "zero", "stance"]


def test_zeros_of_an_empty_step_are_told_rarely_and_leave_nothing_out() -> None:
    """A night of drift is told a few times a minute; all parts together are the whole way."""
    scene = Scene(noise_n=0.1)
    for second in range(180):
        scene.empty(1.0, (0.05 * second, 0.0))
    zeros = of(told_of(scene.stand(3.0).block()), Zero)
    assert 3 <= len(zeros) <= 1 + 180 // 10
    moved_n = sum(plate.moved_n for zero in zeros for plate in zero.plates if plate.plate == "left")
    assert moved_n == pytest.approx(0.05 * 179, abs=0.3)
    assert zeros[-1].plates[0].offset_n == pytest.approx(moved_n)


def test_a_lifted_foots_plate_tells_its_zero_with_its_cause() -> None:
    """Only the plate that carries nothing is read."""
    scene = Scene(noise_n=0.1).empty(3.0).stand(3.0).move(0.3, 0.5, 1.0).stand(LIFTED_SCENE_S, 1.0)
    lifted = [
        z for z in of(told_of(scene.move(0.3, 1.0, 0.5).stand(1.0).block()), Zero) if z.cause == "lifted"
    ]
    assert [[plate.plate for plate in zero.plates] for zero in lifted] == [["right"]]


def test_cutting_the_stream_changes_no_zero() -> None:
    """What is told of zeros does not depend on how forces arrive."""
    block = Scene(noise_n=0.3).empty(3.0).empty(14.0, (3.0, 0.0)).stand(3.0).empty(4.0, (2.0, 1.0)).block()
    assert of(told_of(block), Zero) == of(told_of(block, [7, 41, 1]), Zero)


def test_a_thing_laid_on_an_empty_plate_is_no_zero_until_it_has_stayed() -> None:
    """12 N within a second are refused and told once; a mat that stays for five seconds is taken, and told."""
    short = of(told_of(Scene(noise_n=0.1).empty(5.0).empty(3.0, (12.0, 0.0)).empty(3.0).block()), Zero)
    refused = [zero for zero in short if not zero.taken]
    assert len(refused) == 1
    assert refused[0].plates[0].moved_n == pytest.approx(12.0, abs=0.2)
    assert "is something on it?" in refused[0].detail
    assert all(abs(plate.offset_n) < 0.5 for zero in short if zero.taken for plate in zero.plates)
    stayed = of(told_of(Scene(noise_n=0.1).empty(5.0).empty(9.0, (12.0, 0.0)).stand(3.0).block()), Zero)
    assert stayed[-1].taken
    assert stayed[-1].plates[0].offset_n == pytest.approx(12.0, abs=0.2)


def test_what_lies_beyond_the_range_of_zeros_is_never_one() -> None:
    """3.5 kg stay a load however long they lie there."""
    zeros = of(told_of(Scene(noise_n=0.1).empty(4.0).empty(30.0, (34.0, 0.0)).block()), Zero)
    assert [zero.taken for zero in zeros].count(False) == 1
    assert all(abs(plate.offset_n) < 0.5 for zero in zeros if zero.taken for plate in zero.plates)


def test_the_drift_over_a_set_is_from_the_reading_before_it_to_the_one_after_it() -> None:
    """The calibration's own zero error is no drift."""
    forces = Table.of(heard("textbook", ("reps", "4"))[0])
    forces.left_n[:] += 12.0
    (summary,) = forces.analysed()["sets"]
    assert summary["zero_drift_n"] < 1.0


def test_a_plate_shoved_during_a_set_costs_what_rests_on_its_zero() -> None:
    """14 N more on the empty plate when the set is over: masses and shares of the set are refused, times stay."""
    events, _ = heard("textbook", ("reps", "4"))
    forces = Table.of(events)
    plain = forces.analysed()
    off_s = [event for event in of(events, Stance) if event.state == "empty"][-1].start_s
    forces.left_n[forces.t_s > off_s] += SHOVE_N
    shoved = forces.analysed()
    (summary,) = shoved["sets"]
    assert summary["zero_drift_n"] == pytest.approx(SHOVE_N, abs=1.0)
    for name in ("rise_left_share", "added_load_kg", "hand_share"):
        reasons = {rep["refused"].get(name) for rep in shoved["reps"]}
        assert reasons == {"the zero of the left plate moved further during the set than plates drift"}
    times = [[rep["single_leg_time_s"] for rep in document["reps"]] for document in (plain, shoved)]
    assert times[1] == pytest.approx(times[0], abs=0.05)
    assert [found["code"] for found in shoved["quality"]["found"] if found["code"] == "zero"] == ["zero"]


@pytest.mark.parametrize(("drift_n", "sd_kg"), [(0.0, 0.1), (9.0, 0.15)])
def test_the_drift_of_a_set_is_charged_to_what_it_carried(drift_n: float, sd_kg: float) -> None:
    """A set on plates that drift has a larger uncertainty of its load, which holds its error."""
    events, truth = heard("heavy", ("reps", "4"))
    forces = Table.of(events)
    forces.left_n[:] += drift_n * np.sin(forces.t_s / 25.0)
    (summary,) = forces.analysed()["sets"]
    assert summary["added_load_sd_kg"] is not None
    assert (summary["added_load_sd_kg"] > sd_kg) == (drift_n > 0.0)
    assert abs(summary["added_load_kg"] - truth.sets[0].added_load_kg) < 3.0 * summary["added_load_sd_kg"]


def test_an_operators_zero_is_told_and_forces_go_on() -> None:
    """A step that is zeroed while the pipeline listens moves the reference, not the force."""
    chunks = play("quiet", 5).gathered(1.0)
    plain = events_of(chunks)
    left = next(each for each in of(plain, Calibration) if each.channel == "L")
    zero = left.zero + OPERATOR_N / left.scale_n_per_count
    said = line(f"K 0 {zero:.10g} {left.scale_n_per_count:.8g} {left.taken_unix + 60} {left.note}".rstrip())
    middle = len(chunks) // 2
    arrival_us, data = chunks[middle]
    cut = data.rindex(b"\n") + 1
    spoken = [*chunks[:middle], (arrival_us, data[:cut] + said + data[cut:]), *chunks[middle + 1 :]]
    events = events_of(spoken)
    (told,) = [zero for zero in of(events, Zero) if zero.cause == "operator"]
    assert [plate.plate for plate in told.plates] == ["left"]
    assert told.plates[0].moved_n == pytest.approx(OPERATOR_N)
    masses = [weigh.system_mass_kg for weigh in of(events, Weigh)]
    assert masses == pytest.approx([weigh.system_mass_kg for weigh in of(plain, Weigh)], abs=0.05)
