"""A set's forces on their way to a dashboard: thinned out, in place, and sent only when asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from station.config import Config, InfluxSection
from station.events import ForceBlock, Prescription, SetSummary
from station.session import LiveSession
from station.session.curves import Curves
from station.store import Store, StoreWriter, ledger
from tests.support.live import run_to_end
from tests.support.stream import summary

if TYPE_CHECKING:
    from pathlib import Path

    from station.store import Point

TEXTBOOK = "sim://textbook?seed=7&speed=max&reps=4"
RATE_HZ = 10.0


def forces(start_s: float, stop_s: float) -> ForceBlock:
    """Return a ramp on the left and its mirror on the right, a hundred instants a second."""
    t_s = np.arange(round(100 * start_s), round(100 * stop_s)) / 100.0
    return ForceBlock(t_s, 10.0 * t_s, 700.0 - 10.0 * t_s, np.ones(t_s.size, dtype=np.bool_))


def cut(block: ForceBlock, pieces: list[int]) -> list[ForceBlock]:
    """Return the block in pieces of these lengths, over and over."""
    made: list[ForceBlock] = []
    at = 0
    while at < block.t_s.size:
        length = pieces[len(made) % len(pieces)]
        part = slice(at, at + length)
        made.append(ForceBlock(block.t_s[part], block.left_n[part], block.right_n[part], block.valid[part]))
        at += length
    return made


def test_curve_holds_the_means_of_its_set() -> None:
    """A stretch's mean stands at its middle; nothing before the set but two seconds, nothing behind it."""
    closed = replace(summary(), start_s=60.0, end_s=80.0)
    (curve,) = Curves(RATE_HZ).take([forces(0.0, 100.0), closed])
    assert curve.t_s[0] == pytest.approx(58.05)
    assert curve.t_s[-1] == pytest.approx(79.95)
    assert np.diff(curve.t_s) == pytest.approx(0.1)
    # instants lie on .00, .01 .. .09 of each stretch: their middle is half an instant before that of the stretch
    assert np.array(curve.left_n) == pytest.approx(10.0 * (np.array(curve.t_s) - 0.005))
    assert np.array(curve.left_n) + np.array(curve.right_n) == pytest.approx(700.0)


@pytest.mark.parametrize("pieces", [[1], [7], [10], [3, 11, 1, 25]])
def test_how_forces_are_cut_changes_nothing(pieces: list[int]) -> None:
    """One block, or one instant at a time: the same curve."""
    block, closed = forces(0.0, 12.0), replace(summary(), start_s=2.0, end_s=11.0)
    (whole,) = Curves(RATE_HZ).take([block, closed])
    curves = Curves(RATE_HZ)
    assert [curves.take([part]) for part in cut(block, pieces)] == [[]] * len(cut(block, pieces))
    (parts,) = curves.take([closed])
    assert parts.t_s == whole.t_s
    assert parts.left_n == pytest.approx(whole.left_n)


def test_what_was_not_measured_is_not_drawn() -> None:
    """Bad instants leave a hole, and a clock that begins anew forgets what was before."""
    block = forces(0.0, 10.0)
    holed = ForceBlock(block.t_s, block.left_n, block.right_n, (block.t_s < 4.0) | (block.t_s >= 6.0))
    closed = replace(summary(), start_s=2.0, end_s=9.0)
    (curve,) = Curves(RATE_HZ).take([holed, closed])
    assert not any(4.0 < at_s < 6.0 for at_s in curve.t_s)
    assert len(curve.t_s) == 70
    again = Curves(RATE_HZ)
    (fresh,) = again.take([forces(50.0, 60.0), forces(0.0, 5.0), closed])
    assert max(fresh.t_s) == pytest.approx(4.95)
    assert Curves(RATE_HZ).take([closed]) == []


def sent(folder: Path, section: InfluxSection) -> tuple[list[Point], list[SetSummary]]:
    """Return the points of ``force`` after a set, and the sets."""
    with Store.open(folder / "station.db") as store:
        config = msgspec.structs.replace(Config(), influx=section)
        session = LiveSession(TEXTBOOK, config, writer=StoreWriter(store, "home", "step1"))
        session.begin(None, Prescription(target_reps=4))
        told = run_to_end(session)
        assert ledger.audit(store) == []
        return [
            row.point for row in store.outbox_waiting(10**6) if row.point.measurement == "force"
        ], told.of(SetSummary)


def test_curves_of_a_session_are_queued_for_the_server_only_when_asked_for(tmp_path: Path) -> None:
    """With a rate every set has its curve, all along and in newtons of a person; without one there is none."""
    points, (closed,) = sent(tmp_path / "asked", InfluxSection(url="http://127.0.0.1:9", force_hz=RATE_HZ))
    times_s = [float(point.fields["t_s"]) for point in points]
    assert min(times_s) < 0.0
    assert max(times_s) == pytest.approx(closed.end_s - closed.start_s, abs=0.2)
    assert len(points) == pytest.approx(RATE_HZ * (max(times_s) - min(times_s)), abs=2)
    totals = [float(point.fields["left_n"]) + float(point.fields["right_n"]) for point in points]
    assert closed.system_mass_kg is not None
    assert np.median(totals) == pytest.approx(9.80665 * closed.system_mass_kg, rel=0.02)
    assert len({point.time_us for point in points}) == len(points)
    assert sent(tmp_path / "silent", InfluxSection(url="http://127.0.0.1:9"))[0] == []
