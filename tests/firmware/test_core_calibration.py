"""What the firmware keeps without power: calibration and identity, through power loss and decay at every byte."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from station.wire import Ack, CalibrationLine, IdentityLine, Nak, NoCalibration, StepFault
from tests.firmware.board import MEMORY_BYTES, POWERLESS, RUNS, Board
from tests.firmware.reference import sealed
from tools.firmware.account import account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.firmware.board import Built

BOOT_US = 20_000
FIRST_BOOT_US = 700_000
"""A new board first finds a uid, which takes it a moment."""
FIRST = "K 0 84213 0.000491 1760000000 20 kg disc, bench 2"
SECOND = "K 0 -52877.5 -4.915e-4 1770000000 after the move to the other room, by A."
OTHER = "K 1 7 1.25E-03 1 right plate"
LATER = "K 1 9 1.26E-03 2 right plate, again"
TORN = (-1, 0x00, 0xFF, 0x5A)
ROT: dict[str, Callable[[int], int]] = {
    "zeroed": lambda _: 0,
    "erased": lambda _: 0xFF,
    "flipped": lambda byte: byte ^ 0x01,
    "inverted": lambda byte: byte ^ 0xFF,
}


def awake(board: Board, cause: str = "power") -> str:
    """Power up and be quiet; return the uid it announces."""
    board.power_up(cause)
    if board.run(BOOT_US) == RUNS and not (said := board.take()):
        board.run(FIRST_BOOT_US)
        said = board.take()
    (identity,) = [message for message in said if isinstance(message, IdentityLine)]
    assert isinstance(said[0], IdentityLine)
    assert Ack("X") in board.ask(sealed(b"X"))
    return identity.uid


def kept(board: Board) -> dict[int, str]:
    """Return the calibration it tells, by channel, as the bodies of ``K``."""
    board.feed(sealed(b"K?"))
    board.run(50_000)
    lines = board.take_raw()[0].decode("ascii").splitlines()
    assert lines[-1].startswith("A K?*")
    bodies = [line.rpartition("*")[0] for line in lines if line.startswith("K ")]
    return {} if bodies == ["K none"] else {int(body.split(" ")[1]): body for body in bodies}


def store(board: Board, body: str) -> None:
    """Write a calibration; it must be accepted."""
    assert Ack(body) in board.ask(sealed(body.encode()))


@pytest.fixture
def twice(make_board: Callable[..., Board]) -> tuple[Board, bytes, str]:
    """Return a board that was calibrated twice on channel 0 and once on channel 1, its memory and its uid."""
    board = make_board(2, seed=5)
    uid = awake(board)
    for body in (FIRST, OTHER):
        store(board, body)
    return board, board.memory, uid


def test_blank_memory_is_no_fault(make_board: Callable[..., Board]) -> None:
    """A new board says ``K none`` and complains of nothing."""
    board = make_board(2)
    board.power_up()
    board.run(1_500_000)
    codes = {message.code for message in board.take() if isinstance(message, StepFault)}
    assert codes <= {"TIMEOUT"}
    assert NoCalibration() in board.ask(sealed(b"K?"))


def test_power_lost_at_any_byte_of_a_write_leaves_old_or_new(twice: tuple[Board, bytes, str]) -> None:
    """The channel has its old calibration or its new one, the other channel its own, the board its uid."""
    board, image, uid = twice
    outcomes = set()
    for after, broken in cut_points(board, image, SECOND):
        board.memory = image
        awake(board)
        board.cut_after(after, broken)
        said = board.ask(sealed(SECOND.encode()))
        assert not any(isinstance(message, (Ack, Nak)) for message in said)
        assert awake(board) == uid
        told = kept(board)
        assert told.pop(1) == OTHER, after
        assert list(told.values()) in ([FIRST], [SECOND]), after
        outcomes.add(told[0])
        store(board, SECOND.replace("A.", "B."))
        assert awake(board) == uid
        assert kept(board) == {0: SECOND.replace("A.", "B."), 1: OTHER}
    assert FIRST in outcomes
    assert not board.breaches()


def cut_points(board: Board, image: bytes, body: str) -> Iterator[tuple[int, int]]:
    """Yield every byte of a write and what power loss may leave in it."""
    board.memory = image
    awake(board)
    before = board.writes
    store(board, body)
    writes = board.writes - before
    assert 20 < writes < 300
    for after in range(1, writes + 1):
        for broken in TORN:
            yield after, broken


def test_what_was_acknowledged_stays(twice: tuple[Board, bytes, str]) -> None:
    """Power lost directly after ``A`` takes nothing back."""
    board, _, uid = twice
    for number in range(60):
        body = f"K {number % 2} {number} 0.{number + 1:03} {number} round {number}"
        store(board, body)
        assert awake(board) == uid
        assert kept(board)[number % 2] == body


@pytest.mark.parametrize("rot", ROT.values(), ids=ROT)
def test_one_decayed_byte_leaves_an_old_or_a_new_calibration(
    twice: tuple[Board, bytes, str], rot: Callable[[int], int]
) -> None:
    """Whichever byte of the memory decays, each channel has one of its calibrations whole, and the uid stays."""
    board, _, uid = twice
    store(board, SECOND)
    store(board, LATER)
    image = board.memory
    damaged = 0
    for place in range(MEMORY_BYTES):
        if rot(image[place]) == image[place]:
            continue
        board.memory = image[:place] + bytes([rot(image[place])]) + image[place + 1 :]
        assert awake(board) == uid, place
        told = kept(board)
        assert told.get(0) in (FIRST, SECOND), (place, told)
        assert told.get(1) in (OTHER, LATER), (place, told)
        damaged += told != {0: SECOND, 1: LATER}
    assert damaged > 0


def test_damage_is_told(twice: tuple[Board, bytes, str]) -> None:
    """When the newest calibration is gone, the step says so and uses the one before."""
    board, image, _ = twice
    store(board, SECOND)
    told = 0
    for place in [place for place in range(MEMORY_BYTES) if board.memory[place] != image[place]]:
        whole = board.memory
        board.memory = whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :]
        board.power_up()
        board.run(BOOT_US)
        codes = [message.code for message in board.take() if isinstance(message, StepFault)]
        board.ask(sealed(b"X"))
        if kept(board).get(0) != SECOND:
            assert "EEPROM" in codes, place
            told += 1
        board.memory = whole
    assert told > 20


@pytest.mark.parametrize("seed", range(6))
def test_memory_of_any_content_is_survived(make_board: Callable[..., Board], seed: int) -> None:
    """With noise in the memory the step works, has a uid, calibrates, and keeps both."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same noise again
    board = make_board(2, seed=seed)
    contents = (
        rng.randbytes(MEMORY_BYTES),
        bytes(MEMORY_BYTES),
        b"\x00\xff" * 512,
        b"K 0 1 2 3 x\n" * 85 + b"____",
    )
    for content in contents:
        board.memory = content
        uid = awake(board)
        assert int(uid, 16) >= 0
        assert set(kept(board)) <= {0, 1}
        store(board, FIRST)
        assert awake(board) == uid
        assert kept(board)[0] == FIRST


def test_first_power_up_cut_short_at_any_byte(built: Built) -> None:
    """A uid that was announced once is never another one, wherever the first power-up ended."""
    whole = Board(built, 2, seed=3)
    awake(whole)
    assert whole.writes > 0
    for after in range(1, whole.writes + 1):
        for broken in TORN:
            board = Board(built, 2, seed=3)
            board.cut_after(after, broken)
            board.power_up()
            assert board.run(FIRST_BOOT_US) == POWERLESS
            announced = [message.uid for message in board.take() if isinstance(message, IdentityLine)]
            uid = awake(board)
            assert announced in ([], [uid]), (after, broken)
            assert awake(board) == uid
            assert not kept(board)


def test_boards_have_names_of_their_own(built: Built) -> None:
    """Boards that differ in nothing but chance have different uids, each hexadecimal and for ever."""
    uids = []
    for seed in range(40):
        board = Board(built, 2, seed=seed)
        uids.append(awake(board))
        assert awake(board, "watchdog") == uids[-1]
        assert len(uids[-1]) >= 8
        assert int(uids[-1], 16) >= 0
    assert len(set(uids)) == 40


@pytest.mark.parametrize("channels", [1, 4])
def test_hundreds_of_writes(built: Built, channels: int) -> None:
    """Round after round, on all channels, the last word counts, and an image lasts through many lives."""
    rng = random.Random(channels)  # noqa: S311  a test wants the same writes again
    board = Board(built, channels, seed=8)
    uid = awake(board)
    newest: dict[int, str] = {}
    for number in range(300):
        channel = rng.randrange(channels)
        newest[channel] = f"K {channel} {number} 1 {number} {'n' * rng.randrange(1, 60)}"
        store(board, newest[channel])
        if number % 25 == 0:
            assert awake(board) == uid
            assert kept(board) == newest
    assert kept(board) == newest
    assert not board.breaches()


@pytest.mark.parametrize("first", [FIRST, SECOND])
def test_newest_stays_the_newest_through_every_number(make_board: Callable[..., Board], first: str) -> None:
    """Records are numbered in a byte: after each of more writes than it has values, the last one is found again."""
    board = make_board(2, seed=5)
    awake(board)
    store(board, first)
    for number in range(2 * 256 + 2):
        body = f"K 0 {number} 1e-3 {number} write {number}"
        store(board, body)
        awake(board)
        assert kept(board) == {0: body}


@pytest.mark.parametrize("seed", range(12))
def test_any_history_of_writes_and_power_cuts(built: Built, seed: int) -> None:
    """Through writes of any length to any channel and cuts at any byte, each channel keeps its last or its newest."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same history again
    board = Board(built, 4, seed=seed)
    uid = awake(board)
    possible: dict[int, set[str | None]] = {channel: {None} for channel in range(4)}
    for number in range(40):
        channel = rng.randrange(4)
        body = f"K {channel} {number} {number + 1} {number} {rng.choice('abc') * rng.randrange(1, 70)}"
        cut = rng.random() < 0.6
        if cut:
            board.cut_after(rng.randrange(1, 110), rng.choice((*TORN, rng.randrange(256))))
        answered = Ack(body) in board.ask(sealed(body.encode()))
        board.cut_after(0)
        assert answered or cut
        possible[channel] = {body} if answered else possible[channel] | {body}
        if cut:
            assert awake(board, rng.choice(("power", "brownout"))) == uid
        told = kept(board)
        for each, allowed in possible.items():
            assert told.get(each) in allowed, (number, each)
            possible[each] = {told.get(each)}
    assert not board.breaches()


def test_memory_that_takes_nothing_is_refused(twice: tuple[Board, bytes, str]) -> None:
    """When what was written does not read back, ``N EEPROM``, and the calibration before it still counts."""
    board, _, _ = twice
    board.protect(on=True)
    answers = [message for message in board.ask(sealed(SECOND.encode())) if isinstance(message, (Ack, Nak))]
    assert [answer.code for answer in answers if isinstance(answer, Nak)] == ["EEPROM"]
    assert kept(board) == {0: FIRST, 1: OTHER}
    board.protect(on=False)
    store(board, SECOND)
    assert kept(board)[0] == SECOND


def test_everything_else_goes_on_while_it_is_stored(make_board: Callable[..., Board]) -> None:
    """A write of real duration costs no conversion, refuses what it must, and ``A`` comes at its end."""
    board = make_board(2, memory_write_us=3_400, baud=115_200)
    for channel in (0, 1):
        board.chip(channel, 88.0 + channel, seed=channel)
    board.power_up()
    board.run(2_000_000)
    assert Ack("X") in board.ask(sealed(b"X"))
    before = board.writes
    board.feed(sealed(SECOND.encode()))
    board.run(30_000)
    assert board.writes > before
    for body, code in (("K?", "BUSY"), ("K 1 1 1 1 x", "BUSY"), ("B", "BUSY")):
        answers = [message for message in board.ask(sealed(body.encode())) if isinstance(message, (Ack, Nak))]
        assert [message.code for message in answers if isinstance(message, Nak)] == [code], body
    assert Ack("?") in board.ask(sealed(b"?"))
    assert Ack("G") in board.ask(sealed(b"G"))
    board.run(3_000_000)
    heard = board.take_heard()
    assert Ack(SECOND) in heard.said(Ack)
    assert CalibrationLine(0, -52877.5, -4.915e-4, 1_770_000_000, SECOND.split(" ", 5)[5]) in heard.said(
        CalibrationLine
    )
    end = int((board.now_us - 50_000) * 16)
    for channel in (0, 1):
        assert account(heard, channel, board.offered(channel), end).whole
    assert not board.breaches()
