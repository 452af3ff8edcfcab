"""Which shifts of an empty plate become its zero, and which are refused with the step as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from station.errors import PortError
from station.session.zeroing import keep_zeros, put_zero_back, take_zero
from station.store import Store
from station.store.steps import last_zeros
from station.wire import CalibrationLine, IdentityLine, Sample

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from station.session.calibrating import Reached
    from station.sources.conversation import Conversation

WHO = IdentityLine(1, "1.0.0", "sim", "AB", ("L", "R"), 128, 115200, "power")
SCALE = 0.001
COUNTS = 160


class Step:
    """Answers as a step does whose left plate shows these forces, newtons, over two seconds."""

    identity = WHO

    def __init__(self, left_n: Sequence[float], *, dies_at: int = 0) -> None:
        """``dies_at`` is the write from which on it is not there any more."""
        self._left_n = left_n
        self._writes, self.dies_at = 0, dies_at
        self.kept = {at: CalibrationLine(at, 0.0, SCALE, 1_700_000_000, "id=ab12") for at in (0, 1)}

    def calibration(self) -> dict[int, CalibrationLine]:
        """Return what is kept."""
        return dict(self.kept)

    def listen_for(self, _seconds: float) -> list[Sample]:
        """Return two seconds of both plates."""
        left = [Sample(0, n, 12_500 * n, round(force_n / SCALE), 0) for n, force_n in enumerate(self._left_n)]
        return [*left, *(Sample(1, n, 12_500 * n, 500, 0) for n in range(COUNTS))]

    def ask(self, body: str) -> list[object]:
        """Keep a calibration."""
        if body.startswith("K "):
            self._writes += 1
        if self.dies_at and self._writes >= self.dies_at:
            raise PortError("the cable is out", "Plug it in")
        if body.startswith("K "):
            _, at, zero, scale, taken, note = body.split(" ", 5)
            self.kept[int(at)] = CalibrationLine(int(at), float(zero), float(scale), int(taken), note)
        return []

    @property
    def talk(self) -> Conversation:
        """Stand in for a conversation, and for the way to it."""
        return cast("Conversation", self)

    def find_again(self) -> bool:
        """Stay away."""
        return False

    def revive(self) -> None:
        """Be there again."""
        self.dies_at = 0


def link(step: Step) -> Reached:
    """Return the way to it."""
    return cast("Reached", step)


def taken(step: Step) -> list[tuple[str, float]]:
    """Take a zero; return by how much each plate's moved."""
    zeros = take_zero(link(step), 1_700_000_100_000_000, lambda found: (list(found), lambda: None))
    return [(each.channel, round(each.moved_n, 3)) for each in zeros]


def test_a_plate_that_drifted_becomes_zero() -> None:
    """Nine newtons, a plate that is warming up among them: the step has both, with scale, date and note."""
    step = Step([9.0 + 0.1 * (n / COUNTS) for n in range(COUNTS)])
    assert taken(step) == [("L", pytest.approx(9.05, abs=0.01)), ("R", 0.5)]
    assert step.kept[1] == CalibrationLine(1, 500.0, SCALE, 1_700_000_000, "id=ab12")
    assert step.kept[0].zero == pytest.approx(9050.0, abs=5.0)


@pytest.mark.parametrize(
    ("left_n", "words"),
    [
        ([32.0] * COUNTS, "plate L carries +32 N"),
        ([3.0, -3.0] * (COUNTS // 2), "plate L is not still"),
        ([2.0 * n / COUNTS for n in range(COUNTS)], "plate L is not at rest: it moved by +1.0 N"),
        ([0.0] * 20, "plate L sent only 20 good samples"),
    ],
)
def test_what_is_no_zero_changes_nothing(left_n: list[float], words: str) -> None:
    """Three kilograms, somebody who trembles, a load that is still coming, a plate that hardly speaks."""
    step = Step(left_n)
    before = step.calibration()
    with pytest.raises(PortError) as refused:
        taken(step)
    assert words in str(refused.value)
    assert step.kept == before


def test_age_is_counted_from_the_zero_on_record(tmp_path: Path) -> None:
    """The first one's age is that of the calibration, the second's that of the first."""
    step = Step([1.0] * COUNTS)
    with Store.open(tmp_path / "a.db") as store:
        ages_s = [
            [
                each.age_s
                for each in take_zero(link(step), at_us, lambda found: keep_zeros(store, "AB", found))
            ]
            for at_us in (1_700_000_100_000_000, 1_700_000_130_000_000)
        ]
    assert ages_s == [[100.0, 100.0], [30.0, 30.0]]


def test_a_zero_written_by_halves_is_put_back(tmp_path: Path) -> None:
    """Lost between the plates it is on record, and undone though one plate has the old zero; twice if need be."""
    step = Step([5.0] * COUNTS, dies_at=2)
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(PortError, match="step zero --undo"):
            take_zero(link(step), 1_700_000_100_000_000, lambda found: keep_zeros(store, "AB", found))
        assert [step.kept[at].zero for at in (0, 1)] == [5000.0, 0.0]
        step.dies_at = 3
        with pytest.raises(PortError):
            put_zero_back(link(step), store)
        step.revive()
        put_zero_back(link(step), store)
        assert [step.kept[at].zero for at in (0, 1)] == [0.0, 0.0]
        assert last_zeros(store, "AB") is None
