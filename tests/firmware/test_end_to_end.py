"""The whole way: an athlete on plates, the real firmware in emulation, a pseudo-terminal, the station, reps.

The plain simulator plays the same athlete on the same plates, so both must tell the same reps. What may differ, and
why: the firmware stamps a conversion some microseconds later than it was ready, so that times differ by a fraction
of a millisecond; it boots in 70 ms instead of 350, or has had empty plates for longer, so that the zero under
the loads rests on other conversions, some hundredths of a kilogram; and the end of a slow lowering, found in
the noise, moves a little with both. Everything that is counted or judged must be the same.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from station.events import Fault, Identity, Rep, SetSummary, Weigh
from tests.core.playing import events_of, final_reps, of, play
from tests.firmware.emulating import EmulatedTime, emulated, eventually, measured, needs_emulation
from tests.support.command import Command

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from station.events import Event
    from tests.support.live import Told

pytestmark = needs_emulation

REPS = ("reps", "3")
TIME_S, LOAD_KG, LOWERING_S = 0.002, 0.05, 0.05


def plain(scenario: str, seed: int, chips: int) -> list[Event]:
    """Return what the station makes of the plain simulator."""
    return events_of(play(scenario, seed, REPS, ("channels", str(chips))).gathered(1.0))


def assert_same(told: Told, expected: Sequence[Event], later_s: float = 0.0) -> None:
    """Compare sets, weighings and reps, which happened ``later_s`` later on the emulated step's clock."""
    assert_same_reps(final_reps(told.events), final_reps(expected), later_s)
    assert [s.reps_done for s in told.of(SetSummary)] == [s.reps_done for s in of(expected, SetSummary)]
    assert [weigh.system_mass_kg for weigh in told.of(Weigh)] == pytest.approx(
        [weigh.system_mass_kg for weigh in of(expected, Weigh)], abs=LOAD_KG
    )
    # To a step that lives twenty times as fast as its host, the answer to its calibration takes seconds.
    assert {fault.code for fault in told.of(Fault)} <= {"settling", "form", "uncalibrated"}
    assert sum(fault.code == "form" for fault in told.of(Fault)) <= 1  # the line that the end cut off


def assert_same_reps(emulated_reps: Sequence[Rep], plain_reps: Sequence[Rep], later_s: float) -> None:
    """Compare rep by rep."""
    assert len(emulated_reps) == len(plain_reps) >= 3
    for told, expected in zip(emulated_reps, plain_reps, strict=True):
        assert (told.set, told.index, told.mode, told.side) == (
            expected.set,
            expected.index,
            expected.mode,
            expected.side,
        )
        assert told.faults == expected.faults
        assert set(told.refused) == set(expected.refused)
        assert told.single_leg_time_s == pytest.approx(expected.single_leg_time_s, abs=TIME_S)
        assert told.added_load_kg == pytest.approx(expected.added_load_kg, abs=LOAD_KG)
        assert told.eccentric_tut_s == pytest.approx(expected.eccentric_tut_s, abs=LOWERING_S)
        if expected.single_leg_start_s is not None:
            assert told.single_leg_start_s == pytest.approx(expected.single_leg_start_s + later_s, abs=TIME_S)


def test_reps_of_two_channels_are_those_of_the_plain_simulator(tmp_path: Path) -> None:
    """Same count, sides, verdicts and refusals; times, loads and lowerings within what the link may change."""
    with emulated(tmp_path, "heavy", 9, REPS) as step:
        told = measured(step)
    assert_same(told, plain("heavy", 9, 2))


def test_reps_of_four_channels_are_those_of_the_plain_simulator(tmp_path: Path) -> None:
    """The same from four converters at 500000 baud; until the station has found that out, the plates are empty."""
    with emulated(tmp_path, "textbook", 7, REPS, chips=4, speed=20.0, empty_s=40.0) as step:
        told = measured(step, EmulatedTime(step))
    assert {identity.baud for identity in told.of(Identity)} == {500_000}
    assert_same(told, plain("textbook", 7, 4), later_s=40.0)


def test_live_tells_reps_as_json(tmp_path: Path) -> None:
    """``station live --port LINK --json`` on the emulated step: the same lines as on any other port."""
    with emulated(tmp_path, "alternate", 8, REPS) as step:
        station = Command(tmp_path)
        lines: list[dict[str, object]] = []

        def lost() -> bool:
            line = process.stdout.readline() if process.stdout else ""
            assert line, process.stderr.read() if process.stderr else "it ended"
            lines.append(json.loads(line))
            return (lines[-1]["type"], lines[-1].get("state")) == ("link", "lost")

        with station.start("live", "--port", str(step.emulation.link), "--json", "--no-store") as process:
            eventually(lost)
            process.terminate()
            out, wrong = process.communicate()
    lines += map(json.loads, out.splitlines())
    assert wrong == ""
    identity = next(line for line in lines if line["type"] == "identity")
    assert (identity["board"], identity["channels"], identity["baud"]) == ("uno", ["L", "R"], 115_200)
    reps = [line for line in lines if line["type"] == "rep_final"]
    expected = final_reps(plain("alternate", 8, 2))
    assert [rep["side"] for rep in reps] == [rep.side for rep in expected]
    assert [rep["single_leg_time_s"] for rep in reps] == pytest.approx(
        [rep.single_leg_time_s for rep in expected], abs=TIME_S
    )
    live = [line for line in lines if line["type"] == "rep"]
    assert [rep["index"] for rep in live] == [1, 2, 3]
