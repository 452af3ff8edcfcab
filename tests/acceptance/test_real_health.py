"""Forces of real people, played as the wire of a step: whoever stands, sways or jumps makes no step ill.

They are not part of the project (licences); point ``STATION_REAL_DATA`` to a folder with an ``index.json``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulators.lines import line
from station.health import BY_CODE
from station.health.hum import strongest_hum
from station.health.piece import noise_n
from station.sources.table import read_table
from tests.health.playing import NOW_US, fed
from tests.support.command import ROOT

FOLDER = Path(os.environ.get("STATION_REAL_DATA") or ROOT.parent / "shared" / "data" / "real")
INDEX: list[dict[str, Any]] = (
    json.loads((FOLDER / "index.json").read_text()) if (FOLDER / "index.json").is_file() else []
)
REST = [entry for entry in INDEX if "one real HX711" in entry["truth"]["kind"]]
PLATES = [entry for entry in INDEX if entry not in REST]
RATES_HZ = {"L": 88.4, "R": 91.7}
SCALE = 5e-4
NOISE_N = 0.115
"""Of the one real converter at rest among them; tables of other plates are rounded, filtered or cut at zero."""
EMPTY_S = 3.0
LEGS = {"DEAD"}
"""Who stands beside a plate, or on one leg for long, is asked about it: force cannot tell it from a dead cell."""

if not INDEX:
    pytest.skip("no real recordings here; set STATION_REAL_DATA to their folder", allow_module_level=True)


def named(entry: dict[str, Any]) -> str:
    """Return the name of a recording."""
    return str(entry["file"])


def as_wire(file: Path) -> list[tuple[int, bytes]]:
    """Return the forces as lines of a calibrated step whose plates were empty for some seconds before."""
    table = read_table(file)
    rng = np.random.default_rng(1)
    duration_s = EMPTY_S + float(table.t_s[-1] - table.t_s[0])
    rows: list[tuple[float, str]] = []
    for channel, (name, force_n) in enumerate((("L", table.left_n), ("R", table.right_n))):
        t_s = np.arange(0.01, duration_s, 1.0 / RATES_HZ[name])
        read_n = np.interp(t_s, table.t_s - table.t_s[0] + EMPTY_S, force_n, left=0.0)
        counts = np.rint((read_n + rng.normal(0.0, NOISE_N, len(t_s))) / SCALE).astype(int).tolist()
        for seq, (at_s, count) in enumerate(zip(t_s.tolist(), counts, strict=True)):
            rows.append((at_s, f"S {channel} {seq & 0xFFFF} {round(at_s * 1e6)} {count} 0"))
    rows.sort()
    first = ["I 1 fw=1.0.0 board=uno uid=AB ch=L,R gain=128 baud=115200 reset=power"]
    first += [f"K {channel} 0 {SCALE} {NOW_US // 1_000_000 - 86_400} bench" for channel in (0, 1)]
    told = [(NOW_US, b"".join(line(body) for body in first))]
    return told + [(NOW_US + round(at_s * 1e6), line(body)) for at_s, body in rows]


@pytest.mark.parametrize("entry", PLATES, ids=named)
def test_real_people_make_no_step_ill(entry: dict[str, Any]) -> None:
    """The gate is passed on the empty plates, and nothing that follows needs service or is called a fault."""
    told = fed(as_wire(FOLDER / entry["file"]))
    assert told.watch.gate_took_s is not None
    assert told.raised <= LEGS
    assert not any(BY_CODE[code].worst == "SERVICE" for code in told.raised)


@pytest.mark.parametrize("entry", REST, ids=named)
def test_real_converter_at_rest_is_well(entry: dict[str, Any]) -> None:
    """A real HX711 with nothing on it: its noise and hum are far below the limits."""
    t_us, force_n = np.loadtxt(FOLDER / entry["file"], delimiter=",", skiprows=1, unpack=True)
    t_s = (t_us - t_us[0]) / 1e6
    hum = strongest_hum(t_s, force_n, 1.0 / float(np.median(np.diff(t_s))))
    noise = noise_n(t_s, force_n)
    assert noise == pytest.approx(NOISE_N, rel=0.3)
    assert hum is not None
    assert hum.amplitude_n < 0.2
