"""How single measures are judged, on values made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from station.events import Calibration
from station.health import CheckView, HealthWatch, views, worst
from station.health.fields import fields
from station.health.hum import alias_hz, strongest_hum, without
from station.health.identity import age, firmware, mismatch
from station.health.keeping import Keeping
from station.health.limits import LIMITS
from station.health.piece import Piece, noise_n
from station.health.verdict import Verdict, judged
from station.wire import CalibrationLine, SampleFlag

RATE_HZ = 88.0


def quiet(seconds: float = 2.0, noise: float = 0.2) -> tuple[np.ndarray, np.ndarray]:
    """Return times and forces of an empty plate."""
    t_s = np.arange(0.0, seconds, 1.0 / RATE_HZ)
    return t_s, np.random.default_rng(1).normal(0.0, noise, len(t_s))


@pytest.mark.parametrize(
    ("tone_hz", "rate_hz", "alias"), [(50.0, 88.0, 38.0), (60.0, 88.0, 28.0), (100.0, 94.0, 6.0)]
)
def test_hum_is_found_at_its_alias(tone_hz: float, rate_hz: float, alias: float) -> None:
    """A tone of 3 N beside noise and drift: its frequency, its alias and its size are told."""
    t_s = np.arange(0.0, 1.5, 1.0 / rate_hz)
    force_n = 3.0 * np.sin(2.0 * np.pi * tone_hz * t_s + 0.4) + 0.5 * t_s
    force_n += np.random.default_rng(2).normal(0.0, 0.2, len(t_s))
    assert alias_hz(tone_hz, rate_hz) == pytest.approx(alias)
    hum = strongest_hum(t_s, force_n, rate_hz)
    assert hum is not None
    assert hum.tone_hz == tone_hz
    assert hum.alias_hz == pytest.approx(alias)
    assert hum.amplitude_n == pytest.approx(3.0, abs=0.15)


def test_hum_where_it_cannot_show_is_not_told() -> None:
    """At 100 a second 50 Hz is its own mirror and 100 Hz a constant; only 60 and 120 Hz can be told."""
    t_s = np.arange(0.0, 1.5, 0.01)
    hum = strongest_hum(t_s, 2.0 * np.sin(2.0 * np.pi * 60.0 * t_s), 100.0)
    assert hum is not None
    assert hum.tone_hz in (60.0, 120.0)


def test_noise_is_neither_hum_nor_drift_nor_a_knock() -> None:
    """The spread that is left is the plate's own."""
    t_s, force_n = quiet(noise=0.5)
    assert noise_n(t_s, force_n) == pytest.approx(0.5, rel=0.2)
    assert noise_n(t_s, force_n + 3.0 * t_s) == pytest.approx(0.5, rel=0.3)
    knocked = force_n.copy()
    knocked[20:30] += 40.0
    assert noise_n(t_s, knocked) == pytest.approx(0.5, rel=0.3)
    humming = force_n + 4.0 * np.sin(2.0 * np.pi * 38.0 * t_s)
    hum = strongest_hum(t_s, humming, RATE_HZ)
    assert hum is not None
    assert noise_n(t_s, without(hum, t_s, humming)) == pytest.approx(0.5, rel=0.2)
    assert noise_n(t_s[:5], force_n[:5]) is None


def test_piece_counts_what_is_missing() -> None:
    """Numbers that wrap, numbers that are missing, and a start anew, which is no loss."""
    rows = [(65534, 0.00, 1, 0), (65535, 0.01, 2, 0), (2, 0.04, 3, 4), (3, 0.05, 4, 0)]
    piece = Piece.of(rows)
    assert (piece.made, piece.lost, piece.overrun) == (5, 2, 1)
    assert piece.rate_hz == pytest.approx(100.0)
    assert Piece.of([(500, 0.0, 1, 0), (0, 0.1, 1, 0)]).lost == 0
    assert Piece.of([]).rate_hz is None


def test_piece_tells_ends_of_the_range_and_stuck_counts() -> None:
    """Saturation by flag or by count; torn conversions hold no count."""
    top = (1 << 23) - 1
    rows = [
        (0, 0.0, top, 0),
        (1, 0.01, 5, SampleFlag.SATURATED),
        (2, 0.02, top, SampleFlag.DESYNC),
        (3, 0.03, 5, 0),
    ]
    piece = Piece.of(rows)
    assert (piece.saturated, piece.torn, piece.longest_same) == (2, 1, 2)


@pytest.mark.parametrize(
    ("version", "state"),
    [("1.0.0", "PASS"), ("1.7.3", "PASS"), ("0.9.9", "SERVICE"), ("2.0.0", "SERVICE"), ("dev", "UNKNOWN")],
)
def test_firmware_is_judged_by_its_version(version: str, state: str) -> None:
    """Too old and too new need service; what is no version is not known, which is no pass."""
    assert firmware(version).state == state


def test_calibration_is_judged_by_its_day() -> None:
    """A year is the limit; a day ahead of the clock is as wrong; no day is not known."""
    now_us = 1_780_000_000_000_000
    day = 86_400
    taken = {
        "L": now_us // 10**6 - 300 * day,
        "R": now_us // 10**6 - 400 * day,
        "LF": now_us // 10**6 + 3 * day,
        "LB": 0,
    }
    lines = {name: CalibrationLine(0, 0.0, 5e-4, unix, "") for name, unix in taken.items()}
    assert [each.state for each in age(lines, now_us)] == ["PASS", "RETRY", "RETRY", "UNKNOWN"]
    assert {each.state for each in age(lines, None)} == {"UNKNOWN"}


def test_calibration_is_held_against_the_one_known_here() -> None:
    """The same, a newer one, another of the same day, and a step that was never met."""
    known = [Calibration("L", 0.0, 5e-4, 1000), Calibration("R", 0.0, 5e-4, 1000)]
    lines = {"L": CalibrationLine(0, 7.0, 5e-4, 1000, ""), "R": CalibrationLine(1, 0.0, 6e-4, 1000, "")}
    assert [each.state for each in mismatch(lines, known)] == ["PASS", "SERVICE"]
    newer = {"R": CalibrationLine(1, 0.0, 6e-4, 2000, "")}
    assert [each.state for each in mismatch(newer, known)] == ["PASS"]
    assert [each.state for each in mismatch(lines, [])] == ["UNKNOWN", "UNKNOWN"]


@pytest.mark.parametrize(
    ("scale", "taken_unix", "note", "state"),
    [
        (5e-4, 1000, "id=aa", "PASS"),
        (5.002e-4, 1000, "id=aa", "SERVICE"),
        (6e-4, 2000, "id=aa", "SERVICE"),
        (6e-4, 2000, "by hand", "SERVICE"),
        (6e-4, 2000, "id=bb", "PASS"),
        (5e-4, 900, "id=old", "SERVICE"),
        (5e-4, 900, "", "SERVICE"),
    ],
)
def test_calibration_on_record_must_be_in_the_step(
    scale: float, taken_unix: int, note: str, state: str
) -> None:
    """By its id, digit for digit; one from elsewhere is newer and has its own id. The scale alone is not enough."""
    known = [Calibration("L", 0.0, 5e-4, 1000, "id=aa u=0.001")]
    (found,) = mismatch({"L": CalibrationLine(0, 7.0, scale, taken_unix, note)}, known)
    assert found.state == state
    assert ("aa" in found.detail) == (state == "SERVICE")


def test_bad_news_come_at_once_and_good_news_when_they_last() -> None:
    """A check that flickers is told once; it is well again only after it has been for a while."""
    keeping = Keeping()
    bad, good = judged("NOISE", "L", 5.0, bad=True), judged("NOISE", "L", 0.2, bad=False)
    assert keeping.take([good], 0.0) == []
    assert [each.state for each in keeping.take([bad], 1.0)] == ["RETRY"]
    assert keeping.take([good], 2.0) == []
    assert keeping.take([bad], 3.0) == []
    assert keeping.take([good], 4.0) == []
    assert keeping.take([good], 3.9 + LIMITS.calm_s) == []
    assert [each.state for each in keeping.take([good], 4.1 + LIMITS.calm_s)] == ["PASS"]
    assert [each.state for each in keeping.take([Verdict("INFLUX", None, "RETRY")], None)] == ["RETRY"]
    assert [each.state for each in keeping.take([Verdict("INFLUX", None, "SERVICE")], None)] == ["SERVICE"]


def test_what_was_never_looked_at_is_unknown() -> None:
    """A watch that heard nothing passes nothing."""
    checks = HealthWatch().checks()
    assert {check.state for check in checks} == {"UNKNOWN"}
    assert worst(checks) == "PASS"
    assert views(checks) == ()
    assert len(views(checks, all_of_them=True)) == len(checks)


def test_views_are_ready_to_be_shown_worst_first() -> None:
    """A symbol, a title, and a sentence with what was measured, its limit and what to do."""
    keeping = Keeping()
    keeping.take([judged("NOISE", "L", 5.0, bad=True), judged("STUCK", "R", 60.0, bad=True)], 1.0)
    first, second = views(keeping.checks())
    assert (first.symbol, first.state, first.title) == ("✕", "SERVICE", "Readings live R")
    assert second == CheckView(
        "!",
        "RETRY",
        "Noise L",
        "5 N (at most 2). Keep away from the step for a moment; if it stays, check shield, ground and screws",
        "NOISE",
        "L",
    )


def test_fields_are_floats_for_ever() -> None:
    """Counts and states too: a field that was once whole would else refuse fractions for ever."""
    keeping = Keeping()
    keeping.take([judged("NOISE", "LF", 5, bad=True), judged("SKEW", None, 1, bad=False)], 1.0)
    told = fields(keeping.checks())
    assert {name for name, value in told.items() if not isinstance(value, float)} == {"checks_bad"}
    assert (told["check_state"], told["checks_retry"], told["noise_n_lf"], told["skew_ms"]) == (
        1.0,
        1.0,
        5.0,
        1.0,
    )
    assert told["checks_bad"] == "NOISE:LF"
