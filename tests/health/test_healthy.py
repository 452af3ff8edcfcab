"""A step that is well: nothing is told, and the gate is through in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from station.events import HealthCheck, HealthReport
from station.health import BY_CODE
from station.health.skew import judge
from tests.firmware.emulating import EmulatedTime, emulated, measured, needs_emulation
from tests.health.playing import chunks_of, fed, played

if TYPE_CHECKING:
    from pathlib import Path

GATE_S = 3.0
IN_THE_GATE = {code for code, rule in BY_CODE.items() if rule.when == "gate"} - {"CALIBRATION_MISMATCH"}
"""Whether a calibration is another than the one known here can only be told where one is known."""


@pytest.mark.parametrize("channels", [2, 4])
@pytest.mark.parametrize("seed", range(1, 16))
def test_idle_step_passes_the_gate(seed: int, channels: int) -> None:
    """Within three seconds of device time everything that an idle step shows has been looked at, and is well."""
    told = played(f"sim://empty?seed={seed}&channels={channels}", seconds=4.5)
    assert told.changes == []
    assert told.watch.gate_took_s is not None
    assert told.watch.gate_took_s <= GATE_S
    (report,) = [each for each in told.told if isinstance(each, HealthReport)]
    assert report.gate
    assert {check.code for check in report.checks if check.state == "PASS"} >= IN_THE_GATE


@pytest.mark.parametrize(
    "scenario",
    ["textbook", "alternate", "novice", "heavy", "rail", "jump", "walk", "oneleg", "visitor", "drift"],
)
def test_ordinary_use_raises_nothing(scenario: str) -> None:
    """Whoever trains, walks over it or jumps on it, warms it up or leaves it alone: nothing is wrong with the step."""
    told = played(f"sim://{scenario}?seed=17&reps=6")
    assert told.changes == []


def test_both_legs_let_skew_be_known() -> None:
    """Shifts of load both ways: plates in step are, to 3 ms; late ones come out rather small than large."""
    expected = (
        (6, 0.0, "PASS"),
        (3, 10.0, "RETRY"),
        (3, -10.0, "RETRY"),
        (6, 20.0, "SERVICE"),
        (6, -40.0, "SERVICE"),
    )
    for seed, late_ms, state in expected:
        told = played(f"sim://alternate?seed={seed}&skew_ms={late_ms:g}")
        (skew,) = [check for check in told.watch.checks() if check.code == "SKEW"]
        assert skew.measured == pytest.approx(late_ms, abs=3.0, rel=0.3)
        assert skew.state == state


@pytest.mark.parametrize("seed", range(1, 6))
def test_plates_in_step_are_never_called_late(seed: int) -> None:
    """Not from the first few shifts either, when little is known yet."""
    told = played(f"sim://alternate?seed={seed}")
    assert [check for check in told.changes if check.code == "SKEW"] == []


@pytest.mark.parametrize(
    ("late_ms", "se_ms", "state"),
    [(3.0, 0.1, "PASS"), (5.0, 0.4, "RETRY"), (-5.0, 0.6, "PASS"), (-8.1, 1.3, "RETRY"), (13.0, 1.0, "SERVICE"),
     (13.0, 4.0, "RETRY"), (13.0, 5.0, "PASS")],
)  # fmt: skip
def test_lateness_is_judged_by_what_it_can_be_told_from(late_ms: float, se_ms: float, state: str) -> None:
    """A few ms ask for another try once they stand out of their standard error; a whole conversion is a fault."""
    assert judge(late_ms, se_ms) == state


def test_what_is_told_does_not_depend_on_how_bytes_come() -> None:
    """Byte by byte, in pieces of a megabyte, or as they came: the same checks at the same times."""
    chunks = chunks_of("sim://empty?seed=2&noise_n=6&brownout_at=9&drop=0.03", 20.0)
    expected = fed(chunks).changes
    raw, last_us = b"".join(piece for _, piece in chunks), chunks[-1][0]
    pieces = np.array_split(np.frombuffer(raw, np.uint8), 40)
    arrivals = np.linspace(chunks[0][0], last_us, len(pieces)).astype(int).tolist()
    cut = [(at, piece.tobytes()) for at, piece in zip(arrivals, pieces, strict=True)]
    assert {each.code for each in expected} == {"LOST", "NOISE", "RESTARTED"}
    assert [(each.code, each.channel, each.state) for each in fed(cut).changes] == [
        (each.code, each.channel, each.state) for each in expected
    ]
    single = [(at, raw[i : i + 1]) for at, raw in chunks for i in range(len(raw))]
    assert fed(single).changes == expected


@needs_emulation
@pytest.mark.parametrize(("chips", "empty_s"), [(2, 10.0), (4, 40.0)])
def test_real_firmware_on_healthy_plates_passes(tmp_path: Path, chips: int, empty_s: float) -> None:
    """The firmware in emulation, and a session that listens to it: the gate is through, nothing is raised."""
    with emulated(tmp_path, "empty", 9, chips=chips, speed=20.0, empty_s=empty_s) as step:
        told = measured(step, EmulatedTime(step))
    reports = told.of(HealthReport)
    assert reports
    assert reports[-1].gate
    assert [each for each in told.of(HealthCheck) if each.state in ("RETRY", "SERVICE")] == []
