"""The virtual step speaks protocol 1 as its page says, checked here without the station's codec."""

from __future__ import annotations

import binascii
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulators.act import Settings
from simulators.build import build
from simulators.converter import FULL_SCALE, Plate, convert, draw_plate, to_counts
from simulators.device import Step
from simulators.lines import line
from simulators.options import options_of_url
from simulators.scenarios import SCENARIOS, perform
from simulators.signals import RATE_HZ, stream

TO_STEP: list[dict[str, Any]] = [
    vector
    for vector in json.loads(
        (Path(__file__).parents[1] / "vectors" / "protocol1.json").read_text(encoding="ascii")
    )
    if vector["expect"]["kind"] in {"command", "bad_command"}
]
SAMPLE = re.compile(r"S ([01]) (\d+) (\d+) (-?\d+) ([0-9A-F]{1,2})")
OTHERS = {
    "I": re.compile(r"I 1 fw=\d+\.\d+\.\d+ board=\S+ uid=[0-9A-F]+ ch=L,R gain=128 baud=\d+ reset=[a-z]+"),
    "H": re.compile(r"H \d+ \d+ \d+( \d+:\d+:\d+:\d+){2}"),
    "K": re.compile(r"K [01] \S+ \S+ \d+( \S.*)?"),
    "E": re.compile(r"E [A-Z]+ ([01]|-)( .*)?"),
    "A": re.compile(r"A .+"),
    "N": re.compile(r"N [A-Z]+ .+"),
    "P": re.compile(r"P \S+ \d+"),
}


def _step(url: str) -> Step:
    talker, _ = build(options_of_url(url))
    assert isinstance(talker, Step)
    return talker


def _bodies(step: Step, until_s: float) -> list[str]:
    """Return the bodies said until then; each line's form and checksum are asserted."""
    bodies = []
    for _, raw in step.advance(until_s):
        assert raw.endswith(b"\n")
        assert len(raw) <= 97
        body, _, crc = raw[:-1].rpartition(b"*")
        assert crc == b"%04X" % binascii.crc_hqx(body, 0xFFFF)
        bodies.append(body.decode("ascii"))
    return bodies


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_is_valid_lines(name: str) -> None:
    """Every line of every scenario has a good checksum and the fields of its kind."""
    step = _step(f"sim://{name}?seed=5&reps=2")
    for body in _bodies(step, step.duration_s):
        if found := SAMPLE.fullmatch(body):
            assert int(found[2]) < 65536
            assert int(found[3]) < 2**32
            assert -(2**23) <= int(found[4]) < 2**23
        else:
            assert OTHERS[body[0]].fullmatch(body), body


def test_same_seed_same_bytes() -> None:
    """The same URL says the same bytes; another seed does not."""
    said = [b"".join(raw for _, raw in _step(f"sim://quiet?seed={seed}").advance(60.0)) for seed in (3, 3, 4)]
    assert said[0] == said[1]
    assert said[0] != said[2]


def test_chunked_time_changes_nothing() -> None:
    """Going on in small or large steps of time says the same."""
    whole, small = _step("sim://quiet?seed=3"), _step("sim://quiet?seed=3")
    pieces = [raw for i in range(1, 801) for _, raw in small.advance(i * 0.025)]
    assert [raw for _, raw in whole.advance(20.0)] == pieces


def test_rates_are_real_and_unequal() -> None:
    """Each channel runs at its own 82-94 Hz, announced in H as measured by its time stamps."""
    step = _step("sim://quiet?seed=8")
    bodies = _bodies(step, 30.0)
    announced = [
        int(part.split(":")[3]) / 1000.0 for part in bodies[-1:] and _last(bodies, "H").split(" ")[4:]
    ]
    for channel, rate_hz in enumerate(announced):
        times = [
            int(found[3]) for body in bodies if (found := SAMPLE.fullmatch(body)) and int(found[1]) == channel
        ]
        assert (len(times) - 1) / (times[-1] - times[0]) * 1e6 == pytest.approx(rate_hz, rel=1e-3)
        assert 82.0 <= rate_hz <= 94.0
    assert announced[0] != announced[1]


def _last(bodies: list[str], letter: str) -> str:
    return [body for body in bodies if body.startswith(letter + " ")][-1]


def test_counters_wrap() -> None:
    """``seq`` wraps at 16 bits and ``t_us`` at 32, without a step in between."""
    step = _step("sim://quiet?seed=8&seq0=65500&t0_us=4290000000")
    rows = [SAMPLE.fullmatch(body) for body in _bodies(step, 20.0)]
    left = [(int(row[2]), int(row[3])) for row in rows if row and row[1] == "0"]
    seqs, times = np.array(left).T
    assert set(np.diff(seqs) % 65536) == {1}
    assert (np.diff(times) % 2**32 < 13_000).all()
    assert times.max() > 4_294_900_000
    assert times[-1] < 20_000_000


def test_first_four_conversions_are_flagged_settling() -> None:
    """After power-up four samples of each channel carry flag 8, no more."""
    bodies = _bodies(_step("sim://quiet?seed=8"), 5.0)
    for channel in "01":
        flags = [int(row[5], 16) for body in bodies if (row := SAMPLE.fullmatch(body)) and row[1] == channel]
        assert flags[:5] == [8, 8, 8, 8, 0]
        assert not any(flags[4:])


def test_identity_and_health_keep_their_periods() -> None:
    """I comes every 5 s and H every second."""
    bodies = _bodies(_step("sim://quiet?seed=8"), 21.0)
    assert sum(body.startswith("I ") for body in bodies) == 5
    assert sum(body.startswith("H ") for body in bodies) == 20


@pytest.mark.parametrize(
    ("command", "answers"),
    [
        ("?", ["I 1 fw=", "A ?"]),
        ("P tok", ["P tok ", "A P tok"]),
        ("K?", ["K 0 ", "K 1 ", "A K?"]),
        ("X", ["A X"]),
        ("G", ["A G"]),
        ("R 1", ["A R 1"]),
        ("R 7", ["N RANGE"]),
        ("Z", ["N UNKNOWN"]),
        ("P", ["N FIELDS"]),
        ("K 0 1 1 1 note", ["N BUSY"]),
    ],
)
def test_commands_are_answered(command: str, answers: list[str]) -> None:
    """Each command gets its answer and an A, or an N with a code."""
    step = _step("sim://quiet?seed=8")
    step.advance(3.0)
    step.receive(line(command))
    said = [body for body in _bodies(step, 3.02) if not body.startswith("S ")]
    assert len(said) == len(answers)
    assert all(body.startswith(answer) for body, answer in zip(said, answers, strict=True))


def test_calibration_is_written_when_not_streaming() -> None:
    """With the stream off a calibration is kept and told; nonsense is refused."""
    step = _step("sim://quiet?seed=8")
    step.advance(3.0)
    for command in (
        "X",
        "K 1 -52877.5 4.915e-4 1760000000 20 kg disc",
        "K?",
        "K 1 0 0 0 zero scale",
        "K 9 0 1 0 x",
    ):
        step.receive(line(command))
    said = _bodies(step, 3.3)
    assert "K 1 -52877.5 0.0004915 1760000000 20 kg disc" in said
    assert [body.split(" ")[1] for body in said if body.startswith("N ")] == ["RANGE", "RANGE"]
    assert not any(body.startswith("S ") for body in said)


def test_stream_stops_and_starts_with_the_sequence_going_on() -> None:
    """X silences the samples, G brings them back, and ``seq`` has counted on."""
    step = _step("sim://quiet?seed=8")
    before = [row for body in _bodies(step, 3.0) if (row := SAMPLE.fullmatch(body)) and row[1] == "0"]
    step.receive(line("X"))
    assert not any(body.startswith("S ") for body in _bodies(step, 4.0))
    step.receive(line("G"))
    after = [row for body in _bodies(step, 4.5) if (row := SAMPLE.fullmatch(body)) and row[1] == "0"]
    assert int(after[0][2]) - int(before[-1][2]) > 80


def test_commands_in_pieces_and_garbage() -> None:
    """A command is understood byte by byte and after garbage; garbage is refused and counted."""
    step = _step("sim://quiet?seed=8")
    step.advance(3.0)
    for byte in line("P x"):
        step.receive(bytes([byte]))
    assert any(body.startswith("P x ") for body in _bodies(step, 3.1))
    step.receive(b"\xff\x00" * 200 + b"\n" + b"?*0000\n" + b"\r\n\n" + line("P y").replace(b"\n", b"\r\n"))
    said = _bodies(step, 4.5)
    assert any(body.startswith("P y ") for body in said)
    assert [body.split(" ")[1] for body in said if body.startswith("N ")] == ["OVERLONG", "CRC"]
    assert int(_last(said, "H").split(" ")[3]) >= 2


def test_commands_sent_while_booting_are_answered_after_it() -> None:
    """What a host asks at once is answered as soon as the step is up."""
    step = _step("sim://quiet?seed=8")
    step.receive(line("?") + line("K?"))
    said = _bodies(step, 0.4)
    assert [body[0] for body in said[:6]] == ["I", "I", "A", "K", "K", "A"]


def test_reboot_begins_anew() -> None:
    """B is acknowledged, then silence, then an identity with its cause and a clock from zero."""
    step = _step("sim://quiet?seed=8&t0_us=900000000")
    step.advance(3.0)
    step.receive(line("B"))
    said = _bodies(step, 6.0)
    assert said[0] == "A B"
    assert said[1].endswith("reset=software")
    first = SAMPLE.fullmatch(said[2])
    assert first
    assert (first[2], first[5]) == ("0", "8")
    assert int(first[3]) < 20_000


def test_a_dead_converter_is_reported() -> None:
    """A dead channel sends no samples, E TIMEOUT once a second, and a rate of 0."""
    bodies = _bodies(_step("sim://quiet?seed=8&dead=R"), 6.0)
    assert not any(body.startswith("S 1 ") for body in bodies)
    assert 4 <= sum(body.startswith("E TIMEOUT 1 ") for body in bodies) <= 6
    assert _last(bodies, "H").endswith(":0")


def test_ten_samples_a_second_and_swapped_plates() -> None:
    """``rate=10`` gives about 10 conversions a second; ``swap=1`` exchanges what the plates carry."""
    bodies = _bodies(_step("sim://quiet?seed=8&rate=10"), 11.0)
    assert 100 <= sum(body.startswith("S 0 ") for body in bodies) <= 125
    plain, swapped = (
        _side_mean(_step(f"sim://oneleg?seed=8&reps=1{more}"), channel)
        for more, channel in (("", 0), ("&swap=1", 1))
    )
    assert swapped == pytest.approx(plain, rel=0.03)


def _side_mean(step: Step, channel: int) -> float:
    plate = step.hardware.plates[channel]
    rows = [SAMPLE.fullmatch(body) for body in _bodies(step, 30.0)]
    counts = np.array([int(row[4]) for row in rows if row and int(row[1]) == channel])
    return float(((counts - plate.zero_count) * plate.scale_n_per_count).mean())


def _plain(plate: Plate) -> Plate:
    return Plate(plate.rate_hz, 6e-5, 1000.0, 5e-4, 1.0, 0.0, 0.0, 0.0, 0.0, 30.0, 0.0, 0.0)


def test_converter_lags_by_two_periods_and_keeps_the_level() -> None:
    """A clean converter reads a ramp exactly, two conversion periods late."""
    plate = _plain(draw_plate(1, "L"))
    force_n = np.linspace(0.0, 500.0, round(10 * RATE_HZ), endpoint=False)
    made = convert(force_n, plate, stream(1, "chip"))
    read_n = (made.count - plate.zero_count) * plate.scale_n_per_count
    late_s = made.ready_s[20:] - read_n[20:] / 50.0
    assert late_s == pytest.approx(2.0 / plate.rate_hz, abs=5e-4)


def test_converter_noise_is_correlated_like_the_real_one() -> None:
    """At rest the noise is 0.05-0.4 N with a lag-1 correlation near 0.47."""
    plate = Plate(87.0, 6e-5, 0.0, 5e-4, 1.0, 0.0, 0.2, 0.0, 0.0, 30.0, 0.0, 0.0)
    made = convert(np.zeros(round(120 * RATE_HZ)), plate, stream(2, "chip"))
    read_n = made.count * plate.scale_n_per_count
    assert float(read_n.std()) == pytest.approx(0.2, rel=0.05)
    assert float(np.corrcoef(read_n[1:], read_n[:-1])[0, 1]) == pytest.approx(0.47, abs=0.05)


def test_converter_saturates_and_says_so() -> None:
    """Beyond 24 bits the count stays at the end and carries flag 1."""
    plate = _plain(draw_plate(1, "L"))
    made = to_counts(np.array([0.0, 9e3, -9e3]), plate, np.arange(3.0))
    assert made.count.tolist() == [1000, FULL_SCALE, -FULL_SCALE - 1]
    assert made.flags.tolist() == [0, 1, 1]


def test_spikes_lose_and_spoil_conversions_with_flags() -> None:
    """The spikes scenario has gaps in ``seq`` with overrun flags, and values far off the body."""
    bodies = _bodies(_step("sim://spikes?seed=5&reps=3"), 1e9)
    rows = [row for body in bodies if (row := SAMPLE.fullmatch(body)) and row[1] == "0"]
    seqs = np.array([int(row[2]) for row in rows])
    flags = np.array([int(row[5], 16) for row in rows])
    gaps = np.diff(seqs) % 65536 > 1
    assert gaps.sum() >= 3
    assert (flags[1:][gaps] & 4 == 4).all()
    assert max(int(row[4]) for row in rows) > 8_000_000
    assert int(_last(bodies, "H").split(" ")[4].split(":")[1]) > 0


def test_drift_moves_the_zero() -> None:
    """In the drift scenario the empty plates at the end read newtons away from the beginning."""
    moved = []
    for seed in range(4):
        step = _step(f"sim://drift?seed={seed}")
        plate = step.hardware.plates[0]
        rows = [row for body in _bodies(step, 1e9) if (row := SAMPLE.fullmatch(body)) and row[1] == "0"]
        read_n = np.array([int(row[4]) for row in rows]) * plate.scale_n_per_count
        moved.append(abs(read_n[-80:].mean() - read_n[10:90].mean()))
    assert max(moved) > 3.0


def test_scenarios_generate_quickly() -> None:
    """A scenario is built whole before it plays; its length is that of its truth."""
    step = _step("sim://textbook?seed=2")
    assert step.duration_s == pytest.approx(perform(Settings("textbook", 2)).truth.duration_s)


def test_a_wire_too_slow_drops_whole_lines_and_counts_them() -> None:
    """At 19200 baud not everything fits: lines are lost whole, counted in H, and the rest is good."""
    bodies = _bodies(_step("sim://quiet?seed=8&baud=19200"), 20.0)
    assert int(_last(bodies, "H").split(" ")[2]) > 500
    rows = [row for body in bodies if (row := SAMPLE.fullmatch(body)) and row[1] == "0"]
    assert (np.diff([int(row[2]) for row in rows]) > 1).any()


@pytest.mark.parametrize("vector", TO_STEP, ids=lambda vector: vector["name"])
def test_every_line_to_a_step_gets_the_answer_of_the_golden_vectors(vector: dict[str, Any]) -> None:
    """The virtual step accepts what a step must accept, and refuses the rest with the code it must use."""
    step = _step("sim://quiet?seed=8")
    step.receive(line("X"))
    step.advance(0.4)
    step.receive(vector["line"].encode("latin-1"))
    said = _bodies(step, 0.5)
    expect = vector["expect"]
    if expect["answer"] == "A":
        assert [body for body in said if body[0] in "AN"] == [f"A {expect['body']}"]
    else:
        assert [body.split(" ")[:2] for body in said] == [["N", expect["code"]]]
