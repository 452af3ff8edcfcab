"""Bytes in, events out: cuts, corruption, lost links, restarts and steps that say unusual things."""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from station.events import (
    Calibration,
    Fault,
    ForceBlock,
    Health,
    Identity,
    Prescription,
    Rep,
    SetSummary,
    Stance,
    Weigh,
    WireAccount,
)
from station.pipeline import Pipeline
from station.wire import encode_line
from tests.core.playing import EPOCH_US, events_of, final_reps, forces, lines, of, play

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.events import Event
    from tests.core.playing import Chunk

THREE = ("reps", "3")
LINK_FAULTS = {"crc", "form", "overlong", "fields"}


def codes(events: Iterable[Event]) -> Counter[str]:
    """Count faults by code."""
    return Counter(fault.code for fault in of(events, Fault))


def cut(chunks: Sequence[Chunk], lengths: Sequence[int]) -> list[Chunk]:
    """Return every chunk in pieces of these lengths, again and again; each piece arrives with its chunk."""
    pieces, n = [], 0
    for arrival_us, data in chunks:
        start = 0
        while start < len(data):
            length = lengths[n % len(lengths)]
            pieces.append((arrival_us, data[start : start + length]))
            start, n = start + length, n + 1
    return pieces


def moved(chunks: Iterable[Chunk], seconds: float) -> list[Chunk]:
    """Return chunks that arrive later."""
    return [(arrival_us + round(seconds * 1e6), data) for arrival_us, data in chunks]


def said(*bodies: str) -> bytes:
    """Return lines of a step."""
    return b"".join(encode_line(body) for body in bodies)


def standing(seconds: float, channels: int = 2, *, first: int = 0) -> list[str]:
    """Return the samples of a step on which 35 kg rest on each of the first two channels, at 83.3 Hz.

    Counts tremble by 0.1 N, as every converter's do.
    """
    return [
        f"S {channel} {n % 65536} {n * 12_000 + channel * 700} {784_000 + channel + 20 * (n * 37 % 11)} 0"
        for n in range(first, first + round(seconds * 83.3))
        for channel in range(channels)
    ]


def identity(names: str = "L,R") -> str:
    """Return an identity line's body."""
    return f"I 1 fw=1.0.0 board=bench uid=5AFE01C3 ch={names} gain=128 baud=115200 reset=power"


def calibrations(channels: int = 2) -> list[str]:
    """Return the calibration lines' bodies, 0.0005 N a count."""
    return [f"K {channel} 84000 0.0005 1760000000 bench" for channel in range(channels)]


# --- cuts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scenario", "parameters"),
    [("spikes", ()), ("stumble", (("corrupt", "0.01"), ("drop", "0.01")))],
)
def test_cuts_change_nothing(scenario: str, parameters: tuple[tuple[str, str], ...]) -> None:
    """Every event, its values and its place in the stream are the same however the bytes are cut."""
    whole = play(scenario, 3, THREE, *parameters).gathered(1.0)
    expected = lines(events_of(whole))
    for lengths in ([50], [3, 700, 1, 90]):
        assert lines(events_of(cut(whole, lengths))) == expected


@pytest.mark.parametrize("scenario", ["spikes", "stumble"])
@pytest.mark.parametrize("lengths", [[20], [1999, 30, 1], [3, 300, 40, 700]])
def test_cuts_change_no_force_and_no_rep(lengths: list[int], scenario: str) -> None:
    """Forces are the same to the bit, and so are counts, sides and times of reps, however bytes are cut."""
    whole = play(scenario, 5, ("reps", "2"), ("corrupt", "0.01"), ("drop", "0.01")).gathered(1.0)
    expected, events = events_of(whole), events_of(cut(whole, lengths))
    assert forces(events) == forces(expected)
    for kind in (Stance, Weigh, Identity, Health):
        assert lines(of(events, kind)) == lines(of(expected, kind))
    assert codes(events) == codes(expected)
    timed = [
        (r.set, r.index, r.side, r.start_s, r.single_leg_time_s, r.eccentric_tut_s) for r in of(events, Rep)
    ]
    assert timed == [
        (r.set, r.index, r.side, r.start_s, r.single_leg_time_s, r.eccentric_tut_s) for r in of(expected, Rep)
    ]


# --- corruption ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_every_damaged_line_is_one_fault(seed: int) -> None:
    """As many line faults are told as lines were damaged, and the conversions lost with them are counted."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same damage again
    played = play("quiet", 5)
    whole = played.raw.split(b"\n")
    samples = [n for n, line in enumerate(whole) if line.startswith(b"S ")]
    damaged = rng.sample(samples[100:-100], 60)
    for n in damaged:
        at = rng.randrange(len(whole[n]))
        whole[n] = whole[n][:at] + b"~" + whole[n][at + 1 :]
    raw = b"\n".join(whole)
    events = events_of([(EPOCH_US + n, raw[n : n + 4096]) for n in range(0, len(raw), 4096)])
    told = codes(events)
    assert sum(told[code] for code in LINK_FAULTS) == len(damaged)
    assert sum(fault.count for fault in of(events, Fault) if fault.code == "gap") == len(damaged)


@pytest.mark.parametrize("scenario", ["quiet", "oneleg", "shift", "walk"])
def test_corruption_invents_no_rep(scenario: str) -> None:
    """With one line in five damaged and one in ten lost nothing becomes a rep."""
    played = play(scenario, 2, ("corrupt", "0.2"), ("drop", "0.1"))
    events = events_of(played.gathered(0.5))
    assert final_reps(events) == []
    assert codes(events)["gap"] > 100
    assert sum(codes(events)[code] for code in LINK_FAULTS) > 100


def test_light_corruption_loses_no_rep() -> None:
    """With one line in two hundred damaged every rep is still counted on the right side."""
    played = play("alternate", 3, ("reps", "4"), ("corrupt", "0.005"))
    reps = final_reps(events_of(played.gathered(0.5)))
    assert [rep.side for rep in reps] == [rep.side for rep in played.truth.reps]


@pytest.mark.parametrize("seed", range(4))
def test_noise_in_a_set_never_raises_and_invents_nothing(seed: int) -> None:
    """Stretches of random bytes, repeated and swapped chunks in mid-set leave at most the true reps."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same noise again
    played = play("textbook", 4, THREE)
    chunks = played.gathered(0.2)
    for _ in range(12):
        at = rng.randrange(1, len(chunks) - 1)
        arrival_us, data = chunks[at]
        kind = rng.randrange(4)
        if kind == 0:
            chunks[at] = arrival_us, rng.randbytes(rng.randrange(1, 3000))
        elif kind == 1:
            chunks[at] = arrival_us, data + data
        elif kind == 2:
            chunks[at] = arrival_us, data[rng.randrange(len(data)) :]
        else:
            chunks[at], chunks[at - 1] = (chunks[at][0], chunks[at - 1][1]), (chunks[at - 1][0], data)
    events = events_of(chunks)
    assert len(final_reps(events)) <= len(played.truth.reps)
    assert codes(events)


def test_bytes_without_sense_are_only_faults() -> None:
    """Another program's bytes make line faults and nothing else."""
    rng = random.Random(9)  # noqa: S311  a test wants the same bytes again
    events = events_of([(EPOCH_US + 1000 * n, rng.randbytes(500)) for n in range(200)])
    assert events
    assert {event.code for event in of(events, Fault)} <= LINK_FAULTS
    *faults, account = events
    assert faults == of(events, Fault)
    assert isinstance(account, WireAccount)
    assert sum(account.line_faults.values()) == len(faults)


# --- the link -----------------------------------------------------------------------------------------------


def test_lost_link_in_a_rep_marks_it_and_the_set_goes_on() -> None:
    """The cable out for 2 s in mid-lowering: a gap on each plate, the rep marked, the next in the same set."""
    played = play("textbook", 6, ("reps", "4"))
    out_s = played.truth.reps[1].lowering_start_s + 1.0
    pipeline = Pipeline()
    events: list[Event] = []
    lost = False
    for arrival_us, data in played.gathered(0.1):
        since_s = (arrival_us - EPOCH_US) / 1e6
        if not out_s < since_s < out_s + 2.0:
            events += pipeline.feed(data, arrival_us)
        elif not lost:
            lost = True
            events += pipeline.feed(data[: len(data) // 2], arrival_us) + pipeline.link_lost(arrival_us)
    events += pipeline.finish()
    gaps = {fault.channel: fault for fault in of(events, Fault) if fault.code == "gap" and fault.count > 50}
    assert set(gaps) == {"L", "R"}
    assert all(fault.start_s == pytest.approx(out_s, abs=0.3) for fault in gaps.values())
    assert all((fault.end_s or 0.0) == pytest.approx(out_s + 2.0, abs=0.3) for fault in gaps.values())
    reps = final_reps(events)
    assert [("interrupted" in rep.faults) for rep in reps] == [False, True, False, False]
    assert {rep.set for rep in reps} == {1}
    assert reps[1].eccentric_tut_s is None
    assert "eccentric_tut_s" in reps[1].refused
    assert len(of(events, SetSummary)) == 1


@pytest.mark.parametrize("piece_s", [0.02, 1.0])
def test_why_a_step_restarted_is_told(piece_s: float) -> None:
    """The cause the step gives at boot stands on the restart's fault; without one it says nothing."""
    played = play("quiet", 3)
    before = [chunk for chunk in played.gathered(piece_s) if chunk[0] < EPOCH_US + 20_000_000]
    again = moved(played.gathered(piece_s), 22.0)
    boot = encode_line("I 1 fw=1.0.0 board=uno uid=5E00 ch=L,R gain=128 baud=115200 reset=watchdog")
    silent = [(at_us, re.sub(rb"^I .*\n", b"", raw, flags=re.MULTILINE)) for at_us, raw in again]
    for first, cause in ((boot, "watchdog"), (b"", "")):
        events = events_of([*before, (again[0][0], first), *silent])
        (fault,) = [fault for fault in of(events, Fault) if fault.code == "device_restart"]
        assert fault.detail == cause


def test_nothing_is_measured_across_a_lost_link() -> None:
    """Instants of the outage do not exist or are not valid."""
    played = play("quiet", 3)
    chunks = [c for c in played.gathered(0.1) if not 20.0 < (c[0] - EPOCH_US) / 1e6 < 50.0]
    events = events_of(chunks)
    for block in of(events, ForceBlock):
        assert not block.valid[(block.t_s > 20.2) & (block.t_s < 49.7)].any()
    assert final_reps(events) == []
    assert "silent" not in codes(events)  # no plate's cable is to blame


def test_restarted_step_is_told_and_time_goes_on() -> None:
    """A step that boots in the visit is on record; its time continues, and reps before and after count."""
    played = play("alternate", 3, THREE)
    seconds = played.truth.duration_s + 20.0
    events = events_of([*played.gathered(0.1), *moved(played.gathered(0.1), seconds)])
    assert codes(events)["device_restart"] == 1
    t_s = np.concatenate([block.t_s for block in of(events, ForceBlock)])
    assert (np.diff(t_s) > 0.0).all()
    reps = final_reps(events)
    assert [rep.side for rep in reps] == 2 * [rep.side for rep in played.truth.reps]
    times_us = [rep.start_time_us or 0 for rep in reps]
    assert times_us == sorted(times_us)
    assert times_us[3] - times_us[0] == pytest.approx(seconds * 1e6, abs=100_000)
    assert not any(identified.step_changed for identified in of(events, Identity))


def test_another_step_is_noticed() -> None:
    """When another uid answers, every identity from then on says so."""
    first, second = play("quiet", 1, ("mass_kg", "80")), play("quiet", 2, ("mass_kg", "80"))
    told = of(events_of([*first.gathered(1.0), *moved(second.gathered(1.0), 200.0)]), Identity)
    assert {identified.uid for identified in told if not identified.step_changed} == {told[0].uid}
    assert {identified.uid for identified in told if identified.step_changed} == {told[-1].uid}
    assert told[0].uid != told[-1].uid


# --- what a step may say ------------------------------------------------------------------------------------


def test_unknown_channels_are_kept() -> None:
    """Channels the host knows nothing about are named in identity and health and disturb nothing."""
    health = "H 6000 0 0 500:0:0:83333 500:0:0:83333 500:0:0:40000 500:1:2:40000"
    raw = said(identity("L,R,DL,XYZ"), *calibrations(2), *standing(6.0, channels=4), health)
    events = events_of([(EPOCH_US, raw)])
    (identified,) = of(events, Identity)
    assert identified.channels == ("L", "R", "DL", "XYZ")
    (told,) = of(events, Health)
    assert [channel.channel for channel in told.channels] == ["L", "R", "DL", "XYZ"]
    assert told.channels[3].overruns == 1
    (weigh,) = of(events, Weigh)
    assert weigh.system_mass_kg == pytest.approx(700.0 / 9.80665, rel=1e-3)
    assert set(codes(events)) <= {"uncalibrated"}


def test_account_in_two_lines_is_told_once() -> None:
    """Four converters' counters take two lines, told as one account; a second half alone is not an account."""
    halves = ["H 6000 0 0 500:0:0:83333 501:0:0:83333", "H 6000 0 0 2=502:0:0:84000 503:1:2:84000"]
    later = [half.replace("6000", "7000") for half in halves]
    raw = said(halves[0], identity("LF,LB,RF,RB"), *calibrations(4), *halves, halves[1], later[0], *later)
    accounts = of(events_of([(EPOCH_US, raw)]), Health)
    told = [(account.uptime_s, [c.conversions for c in account.channels]) for account in accounts]
    whole = [500, 501, 502, 503]
    assert told == [(6.0, whole[:2]), (6.0, whole), (7.0, whole[:2]), (7.0, whole)]
    assert accounts[1].channels[3].channel == "RB"


def test_front_and_back_of_each_plate_are_one_plate() -> None:
    """Four bridges give two plates with all the force."""
    raw = said(identity("LF,LB,RF,RB"), *calibrations(4), *standing(6.0, channels=4))
    (weigh,) = of(events_of([(EPOCH_US, raw)]), Weigh)
    assert weigh.system_mass_kg == pytest.approx(1400.0 / 9.80665, rel=1e-3)
    assert weigh.left_share == pytest.approx(0.5, abs=1e-3)


def test_sample_of_a_channel_that_was_not_announced_is_a_fault() -> None:
    """A ninth bridge is neither used nor passed over in silence."""
    events = events_of([(EPOCH_US, said(identity(), *calibrations(), *standing(1.0, channels=3)))])
    assert codes(events) == {"channel": 83}


def test_step_without_calibration_gives_no_forces() -> None:
    """``K none`` is told, again and again while samples come, and nothing is measured from raw counts."""
    events = events_of([(EPOCH_US, said(identity(), "K none", *standing(30.0)))])
    assert of(events, ForceBlock) == []
    told = [fault for fault in of(events, Fault) if fault.code == "uncalibrated"]
    assert told[0].channel is None
    assert {fault.channel for fault in told[1:]} == {"L", "R"}


def valid_s(raw: bytes) -> tuple[float, float]:
    """Return the first and the last second with forces."""
    blocks = of(events_of([(EPOCH_US, raw[n : n + 200]) for n in range(0, len(raw), 200)]), ForceBlock)
    t_s = np.concatenate([block.t_s[block.valid] for block in blocks])
    return float(t_s[0]), float(t_s[-1])


def test_samples_before_identity_are_used_later() -> None:
    """What came before the step said who it is is not lost."""
    raw = said(*standing(3.0), identity(), *calibrations(), *standing(3.0, first=250))
    assert valid_s(raw) == pytest.approx((0.02, 5.97), abs=0.05)


def test_samples_before_calibration_are_used_later() -> None:
    """What came before the step told its calibration is not lost."""
    raw = said(identity(), *standing(3.0), *calibrations(), *standing(3.0, first=250))
    assert valid_s(raw) == pytest.approx((0.02, 5.97), abs=0.05)


def test_step_that_never_says_who_it_is_gives_nothing() -> None:
    """Without an identity there is no way to know which plate is which: all of it is counted as given up."""
    *faults, account = events_of([(EPOCH_US, said(*calibrations(), *standing(60.0)))])
    assert faults == [
        event for event in events_of([(EPOCH_US, said(*calibrations()))]) if isinstance(event, Fault)
    ]
    assert account == WireAccount(None, (), unidentified=len(standing(60.0)))


def test_stored_calibration_serves_until_the_step_tells_its_own() -> None:
    """A calibration given beforehand is used at once; the step's own replaces it from then on."""
    stored = [Calibration(name, 84_000.0, 0.001) for name in ("L", "R")]
    raw = said(identity(), *standing(6.0), *calibrations(), *standing(6.0, first=500))
    events = events_of([(EPOCH_US, raw)], Pipeline(calibrations=stored))
    forces_n = np.concatenate([block.left_n for block in of(events, ForceBlock)])
    assert forces_n[0] == pytest.approx(700.0, abs=1.0)
    assert forces_n[-1] == pytest.approx(350.0, abs=1.0)


def test_faults_of_the_step_are_passed_on() -> None:
    """Its own codes, in upper case, with the channel by name."""
    raw = said(identity(), "E TIMEOUT 1 no conversion for 60 ms", "E BROWNOUT - 4.1 V")
    faults = of(events_of([(EPOCH_US, raw)]), Fault)
    assert [(fault.code, fault.channel, fault.detail) for fault in faults] == [
        ("TIMEOUT", "R", "no conversion for 60 ms"),
        ("BROWNOUT", None, "4.1 V"),
    ]


def test_dead_converter_is_told_and_makes_no_rep() -> None:
    """One plate that never speaks is named; nobody is taken to stand on one leg for ever, no rep is made."""
    events = events_of(play("textbook", 2, THREE, ("dead", "R")).gathered(0.5))
    assert any(fault.channel == "R" for fault in of(events, Fault))
    assert final_reps(events) == []


# --- reps in time -------------------------------------------------------------------------------------------


def test_rep_is_told_soon_and_is_final_at_the_end_of_its_set() -> None:
    """A rep is told within 0.5 s of the foot's return, once more as final before its set, at the same wall time."""
    played = play("alternate", 8, ("reps", "4"))
    pipeline = Pipeline()
    events: list[Event] = []
    told_s: list[float] = []
    for arrival_us, data in played.chunks:
        new = pipeline.feed(data, arrival_us)
        told_s += [(arrival_us - EPOCH_US) / 1e6 for rep in of(new, Rep) if not rep.final]
        events += new
    events += pipeline.finish()
    ends_s = [rep.single_leg_end_s or 0.0 for rep in played.truth.reps]
    assert [told - end for told, end in zip(told_s, ends_s, strict=True)] == pytest.approx([0.3] * 4, abs=0.2)
    first = [rep for rep in of(events, Rep) if not rep.final]
    final = [rep for rep in of(events, Rep) if rep.final]
    assert [rep.start_time_us for rep in first] == [rep.start_time_us for rep in final]
    kinds = [event.type for event in events if isinstance(event, Rep | SetSummary)]
    assert kinds == ["rep"] * 4 + ["rep_final"] * 4 + ["set"]


def test_wall_times_of_reps_are_those_of_the_body() -> None:
    """The stored time of a rep is when the rise began, in true microseconds, within 0.4 s."""
    played = play("alternate", 8, ("reps", "4"), ("shapes", "even"))
    for rep, truth in zip(final_reps(events_of(played.chunks)), played.truth.reps, strict=True):
        assert (rep.start_time_us or 0) - EPOCH_US == pytest.approx(truth.start_s * 1e6, abs=400_000)


def test_times_ascend_and_forces_are_consecutive() -> None:
    """Instants never repeat or go back, and stances come in the order of their beginnings."""
    events = events_of(play("stumble", 2, THREE).chunks)
    t_s = np.concatenate([block.t_s for block in of(events, ForceBlock)])
    assert np.diff(t_s) == pytest.approx(np.full(len(t_s) - 1, 0.01), abs=1e-9)
    starts = [stance.start_s for stance in of(events, Stance)]
    assert all(a <= b for a, b in pairwise(starts))


def test_another_person_begins_with_set_one_and_is_weighed_anew() -> None:
    """A new session closes the open set; its sets count from one and its load is its own."""
    first, second = (
        play("textbook", 3, THREE, ("mass_kg", "60")),
        play("textbook", 4, THREE, ("mass_kg", "95")),
    )
    pipeline = Pipeline()
    before = [e for c in first.gathered(0.5) for e in pipeline.feed(c[1], c[0])] + pipeline.begin_session()
    chunks = moved(second.gathered(0.5), first.truth.duration_s + 30.0)
    after = events_of(chunks, pipeline)
    assert [summary.index for summary in of(before, SetSummary)] == [1]
    assert {rep.set for rep in final_reps(after)} == {1}
    masses = [weigh.system_mass_kg for weigh in of(after, Weigh)]
    assert masses[-1] == pytest.approx(95.0, rel=0.01)
    assert all(abs(rep.added_load_kg or 0.0) < 1.5 for rep in final_reps(after))


def test_prescription_decides_the_verdict() -> None:
    """The same movements are fast against nine seconds and not against one."""
    played = play("textbook", 3, THREE)
    for target_s, words in ((9.0, {"fast"}), (1.0, {"ok", "borderline", None})):
        pipeline = Pipeline()
        pipeline.configure(Prescription(lowering_target_s=target_s))
        assert {rep.tempo for rep in final_reps(events_of(played.chunks, pipeline))} <= words


def test_end_without_a_beginning_is_nothing() -> None:
    """A source that ends at once gives no event, and ending twice gives nothing more."""
    pipeline = Pipeline()
    assert pipeline.finish() == []
    assert pipeline.finish() == []
