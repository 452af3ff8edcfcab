"""The firmware's core against the golden vectors, both ways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from station.wire import Ack, CalibrationLine, IdentityLine, LineFault, Nak, NoCalibration, Pong
from tests.firmware.board import REBOOTED
from tests.firmware.reference import answer_to, sealed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.firmware.board import Board

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "protocol1.json").read_text(encoding="ascii")
)
TO_STEP = [vector for vector in VECTORS if vector["expect"]["kind"] in {"command", "bad_command"}]
TO_HOST = [vector for vector in VECTORS if vector not in TO_STEP]
BOOT_US = 100_000


def named(vector: dict[str, Any]) -> str:
    """Return the name of a vector."""
    return str(vector["name"])


def raw(vector: dict[str, Any]) -> bytes:
    """Return the bytes of a vector's line."""
    return str(vector["line"]).encode("latin-1")


@pytest.fixture
def board(make_board: Callable[..., Board]) -> Board:
    """Return a board with two channels that has said who it is and was told to be quiet."""
    board = make_board(2)
    board.power_up()
    board.run(BOOT_US)
    assert any(isinstance(message, Ack) for message in board.ask(sealed(b"X")))
    return board


@pytest.mark.parametrize("vector", TO_STEP, ids=named)
def test_line_to_the_step_is_answered_as_the_vector_says(board: Board, vector: dict[str, Any]) -> None:
    """``A`` with the same body, or one ``N`` with the right code."""
    said = board.ask(raw(vector))
    expect = vector["expect"]
    answers = [message for message in said if isinstance(message, (Ack, Nak))]
    if expect["answer"] == "A":
        assert answers == [Ack(expect["body"])]
    else:
        assert [answer.code for answer in answers if isinstance(answer, Nak)] == [expect["code"]]
    assert not board.breaches()


@pytest.mark.parametrize("vector", TO_STEP, ids=named)
def test_reference_agrees_with_the_vectors(vector: dict[str, Any]) -> None:
    """What the fuzz tests hold the firmware against is right about every golden line."""
    expect = vector["expect"]
    told = answer_to(raw(vector)[:-1], 2, streaming=False)
    assert told == expect.get("code", "A")


@pytest.mark.parametrize("vector", TO_HOST, ids=named)
def test_line_that_a_step_says_is_no_command(board: Board, vector: dict[str, Any]) -> None:
    """A step that hears another one, or its own echo, answers what it must and does nothing of it."""
    line = raw(vector)
    wanted = answer_to(line[:-1], 2, streaming=False)
    answers = [message for message in board.ask(line, 200_000) if isinstance(message, (Ack, Nak))]
    if wanted is None:
        assert answers == []
    else:
        (answer,) = answers
        assert ("A" if isinstance(answer, Ack) else answer.code) == wanted


def test_each_command_says_what_it_was_asked_for(board: Board) -> None:
    """``?`` brings I, ``P`` its token and the time, ``K?`` the calibration; ``A`` comes last."""
    (identity, done) = board.ask(sealed(b"?"))
    assert isinstance(identity, IdentityLine)
    assert (identity.channels, identity.baud, identity.reset_cause) == (("L", "R"), 115_200, "power")
    assert done == Ack("?")
    pong, done = board.ask(sealed(b"P 7f3a"))
    assert isinstance(pong, Pong)
    assert pong == Pong("7f3a", pong.t_us)
    assert abs(pong.t_us - board.now_us) < 10_000
    assert done == Ack("P 7f3a")
    assert board.ask(sealed(b"K?")) == [NoCalibration(), Ack("K?")]
    body = "K 1 -52877.5 -4.915e-4 1760000000 20 kg disc"
    kept = CalibrationLine(1, -52877.5, -4.915e-4, 1_760_000_000, "20 kg disc")
    assert board.ask(sealed(body.encode())) == [kept, Ack(body)]
    assert board.ask(sealed(b"K?")) == [kept, Ack("K?")]


def test_calibration_comes_back_in_the_very_characters(board: Board) -> None:
    """Numbers are kept as they were written: no digit is rounded away."""
    bodies = [
        vector["expect"]["body"]
        for vector in TO_STEP
        if vector["expect"].get("answer") == "A" and vector["expect"]["body"].startswith("K ")
    ]
    assert len(bodies) > 8
    for body in bodies:
        board.ask(sealed(body.encode()))
        board.feed(sealed(b"K?"))
        board.run(100_000)
        assert sealed(body.encode()) in board.take_raw()[0]


def test_reboot_answers_and_says_why(board: Board) -> None:
    """``A B`` is out before the reset; afterwards ``reset=software``, streaming, and the calibration is there."""
    board.ask(sealed(b"K 0 1 2 3 kept"))
    board.feed(sealed(b"B"))
    assert board.run(1_000_000) == REBOOTED
    assert board.take()[-1] == Ack("B")
    board.power_up("software")
    board.run(BOOT_US)
    (identity,) = [message for message in board.take() if isinstance(message, IdentityLine)]
    assert identity.reset_cause == "software"
    assert CalibrationLine(0, 1.0, 2.0, 3, "kept") in board.ask(sealed(b"K?"))


def test_power_cycle_is_answered_and_touches_one_converter(make_board: Callable[..., Board]) -> None:
    """``R`` settles one chip anew, its sequence going on; the other one loses nothing."""
    board = make_board(2)
    for channel in (0, 1):
        board.chip(channel, 88.0 + channel, seed=channel)
    board.power_up()
    board.run(1_000_000)
    before = board.take_heard()
    assert Ack("R 0") in board.ask(sealed(b"R 0"))
    board.run(1_000_000)
    after = board.take_heard()
    assert after.of(0)[0, 1] > before.of(0)[-1, 1]
    flags = after.of(0)[:, 4]
    assert (flags[flags != 0] == 8).all()
    assert (flags == 8).sum() == 4
    assert not after.of(1)[:, 4].any()


def test_stream_off_and_on(make_board: Callable[..., Board]) -> None:
    """``X`` stops samples and nothing else; after ``G`` the sequence tells what was not said."""
    board = make_board(1)
    board.chip(0, 90.0)
    board.power_up()
    board.run(1_000_000)
    before = board.take_heard().of(0)
    board.ask(sealed(b"X"))
    board.run(5_000_000)
    quiet = board.take_heard()
    assert not len(quiet.samples)
    assert quiet.said(IdentityLine)
    board.ask(sealed(b"G"))
    board.run(1_000_000)
    after = board.take_heard().of(0)
    assert 440 < after[0, 1] - before[-1, 1] < 470
    assert not after[:, 4].any()


@pytest.mark.parametrize("cause", ["power", "external", "brownout", "watchdog", "software", "unknown"])
def test_identity_comes_first_and_names_the_cause(make_board: Callable[..., Board], cause: str) -> None:
    """After each kind of reset the first line is ``I`` with that word, and every line can be read."""
    board = make_board(4)
    for channel in range(4):
        board.chip(channel, 85.0 + channel, seed=channel)
    board.power_up(cause)
    board.run(1_500_000)
    said = board.take()
    assert isinstance(said[0], IdentityLine)
    assert said[0].reset_cause == cause
    assert said[0].channels == ("LF", "LB", "RF", "RB")
    assert not any(isinstance(message, LineFault) for message in said)
