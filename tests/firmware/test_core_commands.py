"""The firmware's command reader under lines and bytes that nobody should send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.wire import Ack, HealthLine, LineFault, Nak
from tests.firmware.board import Board
from tests.firmware.fuzz import N_PERIOD_US, UNREADABLE, Fuzzed, noise
from tests.firmware.reference import answer_to, sealed

if TYPE_CHECKING:
    from tests.firmware.board import Built


def fuzzed(built: Built, seed: int, channels: int, lines: int) -> Fuzzed:
    """Return a step that has got so many lines and answered each as the protocol says."""
    step = Fuzzed(Board(built, channels, seed=seed), seed)
    step.start()
    step.run(lines)
    return step


@pytest.mark.parametrize("channels", [1, 2, 4])
def test_every_line_gets_its_answer(built: Built, channels: int) -> None:
    """Thousands of good, wrong and spoiled commands: each is answered with the right word and nothing else."""
    step = fuzzed(built, 10 + channels, channels, 4000)
    seen = {"A", "OVERLONG", "FORM", "CRC", "FIELDS", "UNKNOWN", "RANGE", "BUSY"}
    assert set(step.answers) >= seen


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(8))
def test_every_line_of_very_many_gets_its_answer(built: Built, seed: int) -> None:
    """The same with a hundred thousand lines each."""
    fuzzed(built, 100 + seed, 1 + seed % 4, 100_000)


@pytest.mark.parametrize("seed", [1, 2])
def test_noise_is_survived(built: Built, seed: int) -> None:
    """Bytes without sense leave the step able to answer, and make it say nothing that cannot be read."""
    board = Board(built, 2, baud=115_200, seed=seed)
    board.settle()
    board.power_up()
    board.run(100_000)
    board.take()
    noise(board, seed, 200_000)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
def test_millions_of_bytes_of_noise_are_survived(built: Built) -> None:
    """The same with eight million bytes."""
    board = Board(built, 4, baud=115_200, seed=9)
    board.settle()
    board.power_up()
    board.run(100_000)
    board.take()
    noise(board, 9, 8_000_000)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=100), max_size=8))
def test_lines_in_one_breath_are_answered_in_their_order(built: Built, bodies: list[str]) -> None:
    """Lines that come without a pause, a question after them: what could be read is answered in its order."""
    board = Board(built, 2)
    board.settle()
    board.power_up()
    board.run(50_000)
    board.ask(sealed(b"X"))
    bodies = [body for body in bodies if body != "B" and not body.startswith("K ")]
    board.feed(b"".join(sealed(body.encode()) for body in [*bodies, "P end"]))
    board.run(2 * N_PERIOD_US)
    said = board.take()
    wanted = [answer_to(sealed(body.encode())[:-1], 2, streaming=False) for body in [*bodies, "P end"]]
    told = [
        "A" if isinstance(message, Ack) else message.code
        for message in said
        if isinstance(message, (Ack, Nak))
    ]
    assert [word for word in told if word not in UNREADABLE] == [w for w in wanted if w not in UNREADABLE]
    assert not any(isinstance(message, LineFault) for message in said)


def test_a_line_may_come_byte_by_byte_with_pauses(built: Built) -> None:
    """However slowly a hand types, the line is whole at its newline."""
    board = Board(built, 2)
    board.settle()
    board.power_up()
    board.run(50_000)
    for byte in sealed(b"P slow"):
        board.feed(bytes([byte]))
        board.run(700_000)
    board.run(10_000)
    assert Ack("P slow") in board.take()


def test_count_of_unreadable_lines_wraps_at_16_bits(built: Built) -> None:
    """After 65536 of them the counter begins again at 0, and the account stays a line that can be read."""
    board = Board(built, 2)
    board.settle()
    board.power_up()
    board.run(100_000)
    for _ in range(7):
        board.feed(b"x\n" * 10_000)
        board.run(1_000_000)
    board.run(1_100_000)
    said = board.take()
    assert not any(isinstance(message, LineFault) for message in said)
    assert [message for message in said if isinstance(message, HealthLine)][-1].rx_errors == 70_000 - 65_536


def test_noise_is_answered_ten_times_a_second_and_counted_each_time(built: Built) -> None:
    """A wire full of newlines and letters cannot fill the way back: at most ten ``N`` a second."""
    board = Board(built, 2, baud=115_200)
    board.settle()
    board.power_up()
    board.run(100_000)
    board.take()
    board.feed(b"x\n" * 11_520 * 2)
    board.run(4_000_000)
    refusals = [message for message in board.take() if isinstance(message, Nak)]
    assert 20 <= len(refusals) <= 52
    assert {refusal.code for refusal in refusals} == {"FORM"}
