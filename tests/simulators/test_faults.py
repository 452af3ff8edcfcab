"""Bad input on purpose: what each fault does to the samples a host reads, through the real port."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from simulators.act import Settings
from simulators.build import build, truth_of
from simulators.converter import Conversions
from simulators.device import Step
from simulators.faults import transfers_s, without
from simulators.options import PARAMETERS, options_of_url
from simulators.scenarios import perform
from simulators.step import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulators.protocol_sim import Serial

SAMPLE = re.compile(rb"^S ([01]) (\d+) (\d+) (-?\d+) ([0-9A-F]+)\*", re.MULTILINE)
SHORT = "reps=2&epoch_us=0&speed=max"


@dataclass(frozen=True, slots=True)
class Heard:
    """One channel's samples, in order."""

    seq: NDArray[np.int64]
    t_s: NDArray[np.float64]
    count: NDArray[np.int64]
    flags: NDArray[np.int64]
    force_n: NDArray[np.float64]
    raw: bytes


@pytest.fixture
def listen(open_sim: Callable[..., Serial]) -> Callable[[str], tuple[Heard, Heard]]:
    """Return a function that reads a URL's port to its end and returns the left and the right channel."""

    def all_of(url: str) -> tuple[Heard, Heard]:
        port = open_sim(url)
        assert port.read_stamped is not None
        raw = bytearray()
        while True:
            try:
                raw += b"".join(data for _, data in port.read_stamped())
            except EOFError:
                break
        rows = [
            tuple(int(part, 16 if n == 4 else 10) for n, part in enumerate(r)) for r in SAMPLE.findall(raw)
        ]
        talker, _ = build(options_of_url(url))
        assert isinstance(talker, Step)
        return _channel(rows, 0, talker, bytes(raw)), _channel(rows, 1, talker, bytes(raw))

    return all_of


def _channel(rows: list[tuple[int, ...]], channel: int, step: Step, raw: bytes) -> Heard:
    seq, t_us, count, flags = np.array([row[1:] for row in rows if row[0] == channel], dtype=np.int64).T
    plate = step.hardware.plates[channel]
    force_n = (count - plate.zero_count) * plate.scale_n_per_count
    return Heard(seq, t_us / 1e6, count, flags, force_n, raw)


def test_holes_lie_over_transfers(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """Around every transfer conversions of one or both plates are missing, for 45-400 ms, and seq counts them."""
    url = f"sim://textbook?seed=4&{SHORT}&holes=1"
    truth = truth_of(options_of_url(url))
    holes = [fault for fault in truth.link_faults if fault.type == "hole"]
    assert len(holes) == len(transfers_s(truth)) >= 4
    heard = dict(zip("LR", listen(url), strict=True))
    for hole, moment_s in zip(holes, transfers_s(truth), strict=True):
        assert hole.start_s is not None
        assert hole.end_s is not None
        assert hole.start_s < moment_s < hole.end_s
        assert 0.045 <= hole.end_s - hole.start_s <= 0.4
        for channel in hole.value:
            samples = heard[channel]
            period_s = float(np.median(np.diff(samples.t_s)))
            said_s = samples.t_s - 2.0 * period_s
            assert not ((said_s > hole.start_s + 1e-3) & (said_s < hole.end_s - 1e-3)).any()
            after = int(np.searchsorted(said_s, hole.end_s - 1e-3))
            missing = round((samples.t_s[after] - samples.t_s[after - 1]) / period_s) - 1
            assert missing >= 3
            assert (samples.seq[after] - samples.seq[after - 1]) % 65536 == missing + 1
            assert samples.flags[after] & 4
    lengths_s = [(hole.end_s or 0.0) - (hole.start_s or 0.0) for hole in holes]
    assert max(lengths_s) > 1.5 * min(lengths_s)


def test_holes_of_a_length_and_a_probability(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """``hole_ms`` is the length asked for; half of the transfers have a hole with ``holes=0.5``."""
    url = "sim://alternate?seed=4&epoch_us=0&speed=max&holes=0.5&hole_ms=60"
    truth = truth_of(options_of_url(url))
    holes = [fault for fault in truth.link_faults if fault.type == "hole"]
    assert 0.2 < len(holes) / len(transfers_s(truth)) < 0.8
    assert all((hole.end_s or 0.0) - (hole.start_s or 0.0) == pytest.approx(0.06) for hole in holes)
    left, right = listen(url)
    widest_s = max(np.diff(left.t_s[50:]).max(), np.diff(right.t_s[50:]).max())
    assert 0.05 < widest_s < 0.09


def test_spikes_are_asked_for(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """``spikes=0.01`` puts wild values and drop-outs into any scenario, loses nothing, and leaves the rest alone."""
    clean = listen(f"sim://quiet?seed=4&{SHORT}")
    spiked = listen(f"sim://quiet?seed=4&{SHORT}&spikes=0.01")
    for before, after in zip(clean, spiked, strict=True):
        assert len(before.count) == len(after.count)
        changed = before.count != after.count
        assert 0.004 < changed.mean() < 0.03
        off_n = np.abs(after.force_n - before.force_n)[changed]
        assert off_n.max() > 1000.0
        assert np.median(off_n) > 20.0


def test_saturation_cuts_and_flags(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """With ``saturate_n=400`` no sample exceeds 400 N, those at the end are flagged, and E tells of it."""
    clean = listen(f"sim://textbook?seed=4&{SHORT}&mass_kg=70")
    cut = listen(f"sim://textbook?seed=4&{SHORT}&mass_kg=70&saturate_n=400")
    for before, after in zip(clean, cut, strict=True):
        above = before.force_n > 405.0
        assert after.force_n.max() <= 400.001
        assert (after.flags[above] & 1).all()
        assert not (after.flags[before.force_n < 395.0] & 1).any()
        assert after.force_n[before.force_n < 395.0] == pytest.approx(
            before.force_n[before.force_n < 395.0], abs=0.01
        )
    assert max(clean[0].force_n.max(), clean[1].force_n.max()) > 600.0
    assert b"E SATURATED " in cut[0].raw


def test_a_channel_dies_in_the_middle(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """With ``dead_at`` a channel stops there; it is told as a time-out from then on, and the other goes on."""
    url = f"sim://textbook?seed=4&{SHORT}&dead=R&dead_at=15"
    left, right = listen(url)
    assert 14.9 < right.t_s[-1] < 15.0
    assert left.t_s[-1] > 25.0
    first = left.raw.index(b"E TIMEOUT 1 ")
    assert b"E TIMEOUT 0 " not in left.raw
    before = [int(row[2]) / 1e6 for row in SAMPLE.findall(left.raw[:first])]
    assert 15.9 < before[-1] < 17.5
    fault = next(fault for fault in truth_of(options_of_url(url)).link_faults if fault.type == "dead")
    assert (fault.value, fault.start_s) == ("R", 15.0)


def test_swapped_plates_and_one_that_reads_high(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """``swap`` exchanges what the plates carry; ``gain_r=1.02`` makes the right one read 2 % more than it did at 1."""
    plain, swapped = (
        listen(f"sim://classic?seed=4&{SHORT}&gain_l=1&gain_r=1{more}") for more in ("", "&swap=1")
    )
    assert swapped[0].force_n.mean() == pytest.approx(plain[1].force_n.mean(), rel=0.02)
    assert swapped[0].force_n.mean() != pytest.approx(plain[0].force_n.mean(), rel=0.1)
    high = listen(f"sim://classic?seed=4&{SHORT}&gain_l=1&gain_r=1.02")
    loaded = plain[1].force_n > 200.0
    assert np.median(high[1].force_n[loaded] / plain[1].force_n[loaded]) == pytest.approx(1.02, abs=0.001)
    assert high[0].count == pytest.approx(plain[0].count)


def test_ten_samples_a_second(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """``rate=10`` is 10-12 conversions a second, unequal between the chips, of any scenario."""
    rates = [
        1.0 / np.median(np.diff(heard.t_s)) for heard in listen(f"sim://alternate?seed=4&{SHORT}&rate=10")
    ]
    assert all(9.5 < rate < 12.0 for rate in rates)
    assert rates[0] != pytest.approx(rates[1], rel=1e-3)


def test_clocks_as_unequal_as_asked(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """``rate_l`` and ``rate_r`` are the chips' rates; ``skew_ms`` stamps the right plate late against the body."""
    left, right = listen(f"sim://textbook?seed=4&{SHORT}&rate_l=82&rate_r=94")
    assert 1.0 / np.diff(left.t_s).mean() == pytest.approx(82.0, rel=1e-3)
    assert 1.0 / np.diff(right.t_s).mean() == pytest.approx(94.0, rel=1e-3)
    late = listen(f"sim://textbook?seed=4&{SHORT}&rate_l=82&rate_r=94&skew_ms=8")
    assert (late[0].t_s == left.t_s).all()
    same = min(len(late[1].t_s), len(right.t_s)) - 40
    assert late[1].t_s[:same] - right.t_s[:same] == pytest.approx(0.008, abs=2e-6)
    assert (late[1].count[:same] == right.count[:same]).all()


def test_somebody_light(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """``mass_kg=18`` trains like anybody, with less than 25 kg on the plates."""
    url = f"sim://textbook?seed=4&{SHORT}&mass_kg=18"
    truth = truth_of(options_of_url(url))
    assert len(truth.reps) == 2
    left, right = listen(url)
    stood = [np.interp(10.0, heard.t_s, heard.force_n) for heard in (left, right)]
    assert sum(stood) == pytest.approx(18.0 * 9.80665, rel=0.05)


def test_a_dumbbell_beside_a_foot(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """``dumbbell_kg`` adds its weight to one plate from ``dumbbell_at`` on, and changes no truth about the body."""
    base = f"sim://alternate?seed=4&{SHORT}&mass_kg=70"
    url = f"{base}&dumbbell_kg=8&dumbbell_at=12"
    clean, heavier = listen(base), listen(url)
    more_n = [
        float(np.median((b.force_n - a.force_n)[a.t_s > 13.0])) for a, b in zip(clean, heavier, strict=True)
    ]
    assert sorted(more_n) == pytest.approx([0.0, 8.0 * 9.80665], abs=0.3)
    assert (clean[0].count[clean[0].t_s < 11.9] == heavier[0].count[clean[0].t_s < 11.9]).all()
    plain, told = truth_of(options_of_url(base)), truth_of(options_of_url(url))
    assert replace(told, events=plain.events) == plain
    assert [event.type for event in told.events if event not in plain.events] == ["dumbbell"]


def test_all_faults_combine(listen: Callable[[str], tuple[Heard, Heard]]) -> None:
    """Every fault at once is still a stream of valid lines with the same truth about the body."""
    more = (
        "holes=0.5&spikes=0.005&saturate_n=600&dead=L&dead_at=30&rate=40&rate_r=44&skew_ms=-6&swap=1&gain_l=1.02"
        "&dumbbell_kg=5&corrupt=0.01&drop=0.01&mass_kg=24&ppm=50&seq0=65000"
    )
    url = f"sim://mixed_session?seed=4&{SHORT}&{more}"
    left, right = listen(url)
    assert 0.0 < left.t_s[-1] < 30.0 < right.t_s[-1]
    told = truth_of(options_of_url(url))
    assert told.reps == perform(Settings("mixed_session", 4, reps=2, mass_kg=24.0)).truth.reps
    assert {fault.type for fault in told.link_faults} == {
        "dead", "hole", "corrupt", "drop", "rate", "rate_r", "skew_ms", "swap", "gain_l", "spikes", "saturate_n",
    }  # fmt: skip


def test_losing_conversions_adds_up() -> None:
    """Conversions lost twice over are counted once each."""
    made = Conversions(np.arange(6.0), np.arange(6), np.zeros(6, np.int64), np.array([0, 2, 0, 0, 1, 0]))
    left = without(made, np.array([False, True, True, False, False, True]))
    assert left.count.tolist() == [0, 3, 4]
    assert left.missed.tolist() == [0, 4, 1]
    assert left.flags.tolist() == [0, 4, 4]


@pytest.mark.parametrize(
    ("parameter", "named"),
    [
        ("holes=2", "'2' for holes"),
        ("hole_ms=400-45", "'400-45' for hole_ms"),
        ("hole_ms=0", "'0' for hole_ms"),
        ("skew_ms=99", "'99' for skew_ms"),
        ("saturate_n=1", "'1' for saturate_n"),
        ("dumbbell_kg=heavy", "'heavy' for dumbbell_kg"),
    ],
)
def test_wrong_faults_are_refused_by_name(parameter: str, named: str) -> None:
    """A value out of range is refused in one line that names it."""
    with pytest.raises(ValueError, match=named):
        options_of_url(f"sim://textbook?{parameter}")


def test_help_tells_every_parameter(capsys: pytest.CaptureFixture[str]) -> None:
    """--help names every parameter with what it does and what is valid."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for name, parameter in PARAMETERS.items():
        assert re.search(
            rf"^  {name} +{re.escape(parameter.about)}: {re.escape(parameter.use)}$", said, re.MULTILINE
        )
