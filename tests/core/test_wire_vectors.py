"""The codec against the golden vectors, against arbitrary bytes and against arbitrary cuts."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.wire import (
    MAX_LINE_BYTES,
    Ack,
    CalibrationLine,
    Decoder,
    HealthLine,
    IdentityLine,
    LineFault,
    Nak,
    NoCalibration,
    Pong,
    Sample,
    StepFault,
    encode_command,
)

if TYPE_CHECKING:
    from station.wire import Message

VECTORS: list[dict[str, Any]] = [
    vector
    for path in sorted((Path(__file__).parents[1] / "vectors").glob("*.json"))
    for vector in json.loads(path.read_text(encoding="ascii"))
]
TO_HOST = [vector for vector in VECTORS if vector["expect"]["kind"] not in {"command", "bad_command"}]
COMMANDS = [vector for vector in VECTORS if vector["expect"]["kind"] == "command"]
KINDS = {
    Sample: "sample", IdentityLine: "identity", HealthLine: "health", CalibrationLine: "calibration",
    StepFault: "fault", Ack: "ack", Nak: "nak", Pong: "pong", LineFault: "line_fault",
}  # fmt: skip
SAMPLE = b"S 0 7 12000 84213 2*166A\n"
FUZZ_BYTES = 3_000_000


def raw(vector: dict[str, Any]) -> bytes:
    """Return the bytes of a vector's line."""
    return str(vector["line"]).encode("latin-1")


def named(vector: dict[str, Any]) -> str:
    """Return the name of a vector."""
    return str(vector["name"])


def told(messages: list[Message]) -> list[dict[str, Any]]:
    """Return messages in the words of the vectors."""
    return [_told(message) for message in messages]


def _told(message: Message) -> dict[str, Any]:
    if isinstance(message, NoCalibration):
        return {"kind": "calibration", "none": True}
    values = message._asdict() if isinstance(message, Sample) else asdict(message)
    renamed = {"raw_count": "count", "channel": "ch", "first_channel": "first_ch"}
    words = {renamed.get(name, name): value for name, value in values.items() if name != "excerpt"}
    words = {name: list(v) if isinstance(v, tuple) else v for name, v in words.items()}
    return {"kind": KINDS[type(message)]} | words


def wanted(vector: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the decoder must tell of a vector."""
    return [] if vector["expect"]["kind"] == "nothing" else [vector["expect"]]


def decoded(*pieces: bytes) -> list[Message]:
    """Return the messages of a stream that arrives in these pieces."""
    decoder = Decoder()
    return [message for piece in pieces for message in decoder.feed(piece)]


def test_there_are_vectors_of_every_kind() -> None:
    """The file binds every letter, every kind of line fault and the commands."""
    kinds = {vector["expect"]["kind"] for vector in VECTORS}
    assert kinds == {*KINDS.values(), "nothing", "command", "bad_command"}
    faults = {v["expect"]["code"] for v in VECTORS if v["expect"]["kind"] == "line_fault"}
    assert faults == {"crc", "form", "overlong", "fields"}


@pytest.mark.parametrize("vector", TO_HOST, ids=named)
def test_line_means_what_the_vector_says(vector: dict[str, Any]) -> None:
    """A whole line gives exactly the message, or the fault, of its vector."""
    assert told(decoded(raw(vector))) == wanted(vector)


@pytest.mark.parametrize("vector", TO_HOST, ids=named)
def test_line_means_the_same_byte_by_byte(vector: dict[str, Any]) -> None:
    """Cut between all its bytes, a line says the same."""
    assert told(decoded(*(bytes([byte]) for byte in raw(vector)))) == wanted(vector)


@pytest.mark.parametrize("vector", TO_HOST, ids=named)
def test_next_line_is_untouched(vector: dict[str, Any]) -> None:
    """Whatever a line was, the one after its newline is read; the begun one after that waits."""
    messages = decoded(raw(vector) + SAMPLE + b"S 0 8 24000")
    assert told(messages) == [*wanted(vector), *told(decoded(SAMPLE))]


@pytest.mark.parametrize("vector", COMMANDS, ids=named)
def test_command_is_encoded_as_the_vector_says(vector: dict[str, Any]) -> None:
    """What the host sends is the line that the firmware is tested with."""
    assert encode_command(vector["expect"]["body"]) == raw(vector)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=88))
def test_any_printable_body_survives_the_way(command: str) -> None:
    """A command echoed by the step comes back as it was said, spaces and stars included."""
    (message,) = decoded(encode_command(f"A {command}"))
    assert message == Ack(command) or command.startswith(" ")


@pytest.mark.parametrize("body", ["", "x\n", "tab\t", "é", "x" * (MAX_LINE_BYTES - 4)])
def test_what_cannot_be_a_line_is_not_encoded(body: str) -> None:
    """Nothing, line ends, other alphabets and overlong bodies are a mistake of the caller."""
    with pytest.raises(ValueError, match="a line holds"):
        encode_command(body)


def test_longest_body_is_a_line() -> None:
    """91 characters and the checksum are 96 bytes, which the step and the host accept."""
    line = encode_command("A " + "x" * 89)
    assert len(line) == MAX_LINE_BYTES + 1
    assert decoded(line) == [Ack("x" * 89)]


def cuts(data: bytes, at: list[int]) -> list[bytes]:
    """Return ``data`` in pieces."""
    bounds = [0, *sorted(index % (len(data) + 1) for index in at), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(bounds)]


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=130),
            st.sampled_from([raw(vector) for vector in TO_HOST]),
            st.just(b"\n"),
            st.builds(lambda n: b"U" * n, st.integers(90, 300)),
        ),
        max_size=12,
    ).map(b"".join),
    st.lists(st.integers(0, 4000), max_size=30),
)
def test_cuts_change_nothing(data: bytes, at: list[int]) -> None:
    """However a stream is cut, every message and the excerpt of every fault is the same."""
    whole = decoded(data)
    assert decoded(*cuts(data, at)) == whole
    assert decoded(*(bytes([byte]) for byte in data)) == whole


@pytest.mark.parametrize("seed", [1, 2])
def test_millions_of_wrong_bytes_are_counted(seed: int) -> None:
    """Noise of any kind never raises; every unusable line is one fault and every good one is found."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same bytes again
    good = [raw(vector) for vector in TO_HOST if vector["expect"]["kind"] not in {"line_fault", "nothing"}]
    kinds: Counter[str] = Counter()
    decoder = Decoder()
    sent_good = sent_lines = sent_bytes = 0
    while sent_bytes < FUZZ_BYTES:
        noise = rng.randbytes(rng.randrange(1, 4000)).replace(b"\n", b"\xff") + b"\n"
        lines = rng.choices(good, k=rng.randrange(40))
        data = noise + b"".join(lines)
        sent_good, sent_lines, sent_bytes = (
            sent_good + len(lines), sent_lines + 1 + len(lines), sent_bytes + len(data)
        )  # fmt: skip
        kinds.update(KINDS.get(type(message), "none") for message in decoder.feed(data))
    assert kinds["line_fault"] == sent_lines - sent_good
    assert sum(kinds.values()) == sent_lines


def test_flipped_bits_never_pass_for_a_sample() -> None:
    """Up to three flipped bits in a sample line are always caught: never another sample, never an exception."""
    rng = random.Random(3)  # noqa: S311  a test wants the same bits again
    line = b"S 0 1042 50331648 84213 0*AD50"
    truth = decoded(line + b"\n")
    for _ in range(20_000):
        bits = int.from_bytes(line)
        for _ in range(rng.randrange(1, 4)):
            bits ^= 1 << rng.randrange(8 * len(line))
        spoiled = bits.to_bytes(len(line))
        samples = [m for m in decoded(spoiled + b"\n") if isinstance(m, Sample)]
        assert not samples or spoiled == line or samples == truth


def test_overlong_line_is_told_once_and_forgotten() -> None:
    """A line without an end is one fault however long it grows; its newline ends it."""
    decoder = Decoder()
    told_of = [message for _ in range(1000) for message in decoder.feed(b"U" * 997)]
    assert [fault.code for fault in told_of if isinstance(fault, LineFault)] == ["overlong"]
    assert told(decoder.feed(b"U\n" + SAMPLE)) == told(decoded(SAMPLE))


def test_overlong_line_ended_by_the_cut_of_a_read_is_told_once() -> None:
    """The newline that follows in the next read does not make a second fault of it."""
    for length in range(MAX_LINE_BYTES - 2, MAX_LINE_BYTES + 6):
        whole = decoded(b"U" * length + b"\n" + SAMPLE)
        assert decoded(b"U" * length, b"\n" + SAMPLE) == whole
        assert len(whole) == 2


def test_cut_link_forgets_the_begun_line() -> None:
    """After a lost link the tail of a line is told and does not swallow the first line of what follows."""
    decoder = Decoder()
    assert decoder.feed(b"S 0 7 120") == []
    (fault,) = decoder.restart()
    assert isinstance(fault, LineFault)
    assert fault.excerpt == "S 0 7 120"
    assert told(decoder.feed(SAMPLE)) == told(decoded(SAMPLE))
    assert decoder.restart() == []


def test_excerpt_can_be_printed() -> None:
    """What a fault quotes holds no control character, so that it can be shown on a terminal."""
    (fault,) = decoded(bytes(range(10)) + b"\x1b[2J\x80\xff" + b"\n")
    assert isinstance(fault, LineFault)
    assert fault.excerpt.isascii()
    assert fault.excerpt.isprintable()
