"""Calibrations are written into a step wholly or not at all, whatever becomes of the cable."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from station.errors import PortError
from station.session.step_memory import HalfWrittenError, write
from station.wire import CalibrationLine

if TYPE_CHECKING:
    from station.sources.conversation import Conversation

OLD = {at: CalibrationLine(at, 100.0 * at, 1e-3, 1000, "id=old") for at in range(2)}
NEW = [CalibrationLine(at, 500.0 + at, 2e-3, 2000, "id=new") for at in range(2)]


class Step:
    """A memory that takes so many writes until something happens to it."""

    def __init__(self, *, cut_at: int = 0, refuse: range = range(0), forgets: int = 0) -> None:
        self.kept = dict(OLD)
        self.streaming = True
        self.plugged = True
        self.writes = 0
        self._cut_at, self._refuse, self._forgets = cut_at, refuse, forgets

    def ask(self, body: str) -> None:
        """Obey a command."""
        if not self.plugged:
            raise PortError("the cable is out", "Plug it in")
        if body in {"X", "G"}:
            self.streaming = body == "G"
            return
        self.writes += 1
        if self.writes == self._cut_at:
            self.plugged, self.streaming = False, True
            raise PortError("the cable is out", "Plug it in")
        if self.writes in self._refuse:
            raise PortError("the step refuses K: K EEPROM", "Try again")
        assert not self.streaming
        _, at, zero, scale, taken, note = body.split(" ", 5)
        kept = CalibrationLine(int(at), float(zero), float(scale), int(taken), note)
        if self.writes != self._forgets:
            self.kept[kept.channel] = kept

    def calibration(self) -> dict[int, CalibrationLine]:
        """Tell what is kept."""
        if not self.plugged:
            raise PortError("the cable is out", "Plug it in")
        return dict(self.kept)

    def plug_in(self) -> Conversation:
        """Come back."""
        self.plugged = True
        return self.talk

    @property
    def talk(self) -> Conversation:
        """Stand in for a conversation."""
        return cast("Conversation", self)


@pytest.mark.parametrize("cut_at", [1, 2])
def test_a_cable_pulled_between_two_plates_is_completed_once_it_is_back(cut_at: int) -> None:
    """Both plates have the new one, and the stream goes on."""
    step = Step(cut_at=cut_at)
    write(step.talk, NEW, step.plug_in)
    assert list(step.kept.values()) == NEW
    assert step.streaming


def test_a_step_that_stays_away_is_told_as_half_written() -> None:
    """The error says that it may keep some of each."""
    step = Step(cut_at=2)
    with pytest.raises(HalfWrittenError, match="some of the new and some of the old"):
        write(step.talk, NEW, lambda: None)
    assert step.kept == {0: NEW[0], 1: OLD[1]}


def test_what_is_refused_is_put_back() -> None:
    """Of the second plate: the first has its old one again."""
    step = Step(refuse=range(2, 3))
    with pytest.raises(PortError, match="refuses K") as told:
        write(step.talk, NEW, step.plug_in)
    assert not isinstance(told.value, HalfWrittenError)
    assert step.kept == OLD
    assert step.streaming


def test_a_step_that_takes_nothing_back_is_told_as_half_written() -> None:
    """A memory that refuses from the second write on cannot be put back."""
    step = Step(refuse=range(2, 99))
    with pytest.raises(HalfWrittenError, match="could not be put back"):
        write(step.talk, NEW, step.plug_in)


def test_a_put_back_that_is_not_kept_is_told() -> None:
    """What was put back is read back as well."""
    step = Step(refuse=range(2, 3), forgets=3)
    with pytest.raises(HalfWrittenError, match="channel 0 of the step keeps the new one"):
        write(step.talk, NEW)
