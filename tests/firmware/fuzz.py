"""Lines that a host should never send, without end, and what the core must make of each of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station.wire import Ack, CalibrationLine, HealthLine, IdentityLine, LineFault, Nak, Pong
from tests.firmware.board import REBOOTED
from tests.firmware.reference import answer_to, sealed

if TYPE_CHECKING:
    from station.wire import Message
    from tests.firmware.board import Board

UNREADABLE = ("OVERLONG", "FORM", "CRC")
N_PERIOD_US = 110_000
"""Of unreadable lines the firmware answers ten a second; after so long the next one gets its answer."""
WORDS = ("?", "P", "G", "X", "K?", "K", "K", "K", "R", "R", "Z", "k", "S", "KK", "")
CHANNELS = (
    "0",
    "1",
    "2",
    "3",
    "4",
    "7",
    "-1",
    "x",
    "00",
    "01",
    "256",
    "65536",
    "4294967296",
    "18446744073709551616",
)
REALS = (
    "0", "1", "-1", "+1", ".5", "5.", "1e9", "-4.915e-4", "84213", "8388607", "1E+99", "1e-99", "0.0", "-0e5", ".0",
    "nan", "inf", "-inf", "0x1", "1e", "e1", ".", "-", "+", "--1", "1e100", "1e+-1", "1_0", "1,5", "1..2", "", "1e1e1",
    "00000000000000000000000000000000000000000000000001", "0.000000000000000000000000000000000000000001",
)  # fmt: skip
TIMES = ("0", "1", "1760000000", "4294967295", "4294967296", "99999999999999999999", "-1", "1.0", "now")
NOTES = ("", "x", "20 kg disc", "a*b*C0DE", " ", "two  spaces", "behind ", "~" * 40, "#" * 62, "K 0 1 2 3")


def any_line(rng: random.Random) -> bytes:
    """Return a line: a good command, one with something wrong, or plain noise; with its newline."""
    if rng.random() < 0.05:
        return rng.randbytes(rng.randrange(150)).replace(b"\n", b"\r") + b"\n"
    line = sealed(_body(rng).encode("latin-1"), rng.choice((b"\n", b"\n", b"\n", b"\r\n", b"\r\r\n")))
    return _spoiled(line, rng) if rng.random() < 0.25 else line


def _body(rng: random.Random) -> str:
    word = rng.choice(WORDS)
    fields = [word]
    if word == "K" and rng.random() < 0.9:
        fields += [
            rng.choice(CHANNELS[:2] if rng.random() < 0.7 else CHANNELS),
            rng.choice(REALS[:10] if rng.random() < 0.7 else REALS),
            rng.choice(REALS[1:10] if rng.random() < 0.7 else REALS),
            rng.choice(TIMES[:4] if rng.random() < 0.7 else TIMES),
            rng.choice(NOTES),
        ]
        del fields[len(fields) - (rng.random() < 0.3) * rng.randrange(5) :]
    elif word == "R":
        fields.append(rng.choice(CHANNELS))
    elif word == "P":
        fields.append("t" * rng.choice((1, 4, 31, 32, 33, 60)))
    if rng.random() < 0.1:
        fields.insert(rng.randrange(len(fields) + 1), rng.choice(("", "1", "x", "\t", "\x7f", "\xff")))
    return " ".join(fields)


def _spoiled(line: bytes, rng: random.Random) -> bytes:
    what = rng.randrange(5)
    place = rng.randrange(len(line))
    if what == 0:
        return (
            line[:place]
            + bytes([line[place] ^ 1 << rng.randrange(8)]).replace(b"\n", b"")
            + line[place + 1 :]
        )
    if what == 1:
        return line[:place].replace(b"\n", b"") + line[place + 1 :].replace(b"\n", b"") + b"\n"
    if what == 2:
        return line[:place].replace(b"\n", b"") + rng.randbytes(3).replace(b"\n", b"x") + line[place:]
    if what == 3:
        return line.lower()
    return line[:-1] + b"U" * rng.randrange(120) + b"\n"


@dataclass(slots=True)
class Fuzzed:
    """A step under such lines, with the state it must be in."""

    board: Board
    seed: int
    streaming: bool = True
    unreadable: int = 0
    kept: dict[int, str] = field(default_factory=dict)
    lines: int = 0
    answers: dict[str, int] = field(default_factory=dict)

    def start(self, cause: str = "power") -> None:
        """Power up; the step must introduce itself and stream."""
        if cause == "power":
            self.board.settle()
        self.board.power_up(cause)
        self.board.run(50_000)
        said = self.board.take()
        assert isinstance(said[0], IdentityLine)
        assert said[0].reset_cause == cause
        self.streaming, self.unreadable = True, 0

    def run(self, lines: int) -> None:
        """Send so many lines; every answer is asserted."""
        rng = random.Random(self.seed)  # noqa: S311  a test wants the same lines again
        for number in range(lines):
            if number % 1000 == 999:
                self._reboot()
            else:
                self._send(any_line(rng), patient=rng.random() < 0.3)
        self.check_account()
        assert not self.board.breaches()

    def check_account(self) -> None:
        """Every line that could not be read was counted, and what was stored is what was accepted."""
        self.board.run(1_100_000)
        accounts = [message for message in self.board.take() if isinstance(message, HealthLine)]
        assert accounts[-1].rx_errors == self.unreadable % 65_536
        assert accounts[-1].tx_dropped == 0
        self.board.feed(sealed(b"K?"))
        self.board.run(100_000)
        raw, _ = self.board.take_raw()
        told = [line for line in raw.splitlines(keepends=True) if line.startswith(b"K ")]
        kept = [sealed(body.encode()) for _, body in sorted(self.kept.items())]
        assert told == (kept or [sealed(b"K none")])

    def _reboot(self) -> None:
        self.board.feed(sealed(b"B"))
        assert self.board.run(1_000_000) == REBOOTED
        assert self.board.take()[-1] == Ack("B")
        self.start("software")

    def _send(self, line: bytes, *, patient: bool) -> None:
        pieces = line.split(b"\n")[:-1]
        wanted = [answer_to(piece, self.board.channels, streaming=self.streaming) for piece in pieces]
        if len(pieces) != 1:
            return  # a spoiled byte became a newline: two lines, whose answers may come in one breath
        (want,) = wanted
        self.lines += 1
        self.answers[want or "none"] = self.answers.get(want or "none", 0) + 1
        if want in UNREADABLE:
            self.unreadable += 1
            if patient:
                self.board.run(N_PERIOD_US)
                self.board.take()
        said = self.board.ask(line, 2_000_000 if want not in (None, *UNREADABLE) else 10_000)
        answers = [message for message in said if isinstance(message, (Ack, Nak))]
        assert not any(isinstance(message, LineFault) for message in said), (line, said)
        told = ["A" if isinstance(answer, Ack) else answer.code for answer in answers]
        if want in UNREADABLE and not patient:
            assert told in ([], [want]), (line, said)
        else:
            assert told == ([want] if want else []), (line, said)
        if want == "A":
            self._obeyed(pieces[0].removesuffix(b"\r").rpartition(b"*")[0].decode(), said)

    def _obeyed(self, body: str, said: list[Message]) -> None:
        word, _, rest = body.partition(" ")
        if word in {"G", "X"}:
            self.streaming = word == "G"
        elif word == "K":
            channel = int(rest.split(" ")[0])
            self.kept[channel] = f"K {channel} {rest.partition(' ')[2]}"
            assert any(isinstance(message, CalibrationLine) for message in said), body
        elif word == "P":
            assert any(isinstance(message, Pong) and message.token == rest for message in said), body
        elif word == "?":
            assert any(isinstance(message, IdentityLine) for message in said), body


def noise(board: Board, seed: int, size: int) -> None:
    """Send bytes that mean nothing; afterwards a command is answered, and nothing the step says is spoiled."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same bytes again
    for _ in range(0, size, 4096):
        alphabet = rng.choice((bytes(range(256)), b"K? 0*\n\r", b"\n", b"*ABCDEF0123456789", b"?*264C\n"))
        board.feed(bytes(rng.choices(alphabet, k=4096)))
        board.run(400_000)
        said = board.take()
        assert not any(isinstance(message, LineFault) for message in said), alphabet
        assert not any(isinstance(message, CalibrationLine) for message in said), alphabet
    board.run(N_PERIOD_US)
    board.feed(b"\n")
    board.run(N_PERIOD_US)
    board.take()
    said = board.ask(sealed(b"P awake"))
    assert Ack("P awake") in said
    assert not board.breaches()
