"""Long pieces of the wire against the reader of single lines: the same messages in the same order."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.wire import Decoder, Sample, crc16
from tests.core.playing import play

if TYPE_CHECKING:
    from station.wire import Decoded, Message

VECTORS = [
    str(vector["line"]).encode("latin-1") + b"\n"
    for path in sorted((Path(__file__).parents[1] / "vectors").glob("*.json"))
    for vector in json.loads(path.read_text(encoding="ascii"))
]
NUMBERS = st.one_of(
    st.integers(-20, 20),
    st.sampled_from(
        [8, 65535, 65536, 1 << 23, (1 << 23) - 1, -(1 << 23), -(1 << 23) - 1, (1 << 32) - 1, 1 << 32]
    ),
    st.integers(-(1 << 40), 1 << 40),
).map(str)
ODD_NUMBERS = st.sampled_from(
    ["", "-", "--1", "+1", "007", "-0", "00000000", "1_0", "1.0", " 1", "1 ", "A", "ff", "1F"]
)


def line(body: bytes, ending: bytes = b"\n") -> bytes:
    """Return a line with its checksum, whatever its body is."""
    return b"%s*%04X%s" % (body, crc16(body), ending)


FIELDS = st.lists(st.one_of(NUMBERS, NUMBERS, NUMBERS, ODD_NUMBERS), min_size=4, max_size=6)
BODIES = st.tuples(st.sampled_from(["S", "S", "S", "s", "T", "SS", ""]), FIELDS).map(
    lambda body: " ".join([body[0], *body[1]]).encode("ascii")
)
USUAL = st.tuples(
    st.integers(0, 8), st.integers(0, 65535), st.integers(0, (1 << 32) - 1), st.integers(-90_000, 900_000),
    st.integers(0, 31),
).map(lambda sample: b"S %d %d %d %d %X" % sample)  # fmt: skip
LINES = st.one_of(
    USUAL.map(line),
    USUAL.map(line),
    BODIES.map(line),
    USUAL.map(lambda body: line(body, b"\r\n")),
    USUAL.map(lambda body: line(body).lower()),
    st.tuples(USUAL, st.integers(0, 40), st.integers(0, 255)).map(
        lambda cut: _spoiled(line(cut[0]), cut[1], cut[2])
    ),
    st.sampled_from(VECTORS),
    st.binary(max_size=120),
)


def _spoiled(whole: bytes, at: int, byte: int) -> bytes:
    return whole[:at] + bytes([byte]) + whole[at + 1 :]


def together(decoded: Decoded) -> list[Message]:
    """Return all messages of a long piece in order."""
    messages: list[Message] = [Sample(*row) for row in decoded.samples.tolist()]
    for before, (position, message) in enumerate(decoded.others):
        messages.insert(position + before, message)
    return messages


def by_lines(pieces: list[bytes]) -> list[Message]:
    """Return what the reader of single lines tells."""
    decoder = Decoder()
    return [message for piece in pieces for message in decoder.feed(piece)]


def in_bulk(pieces: list[bytes]) -> list[Message]:
    """Return what the reader of long pieces tells."""
    decoder = Decoder()
    return [message for piece in pieces for message in together(decoder.feed_long(piece))]


def cut(data: bytes, at: list[int]) -> list[bytes]:
    """Return ``data`` cut at these places."""
    places = sorted({0, len(data), *(place % (len(data) + 1) for place in at)})
    return [data[a:b] for a, b in itertools.pairwise(places)]


@given(st.lists(LINES, max_size=40).map(b"".join), st.lists(st.integers(0, 5000), max_size=6))
def test_long_pieces_say_what_single_lines_say(data: bytes, at: list[int]) -> None:
    """Good, unusual, damaged and senseless lines, cut anywhere, give the same messages in the same order."""
    assert in_bulk(cut(data, at)) == by_lines([data])


@pytest.mark.parametrize("vector", VECTORS)
def test_vectors_mean_the_same(vector: bytes) -> None:
    """Each golden line means the same in a long piece."""
    assert in_bulk([vector]) == by_lines([vector])


def test_every_flipped_bit_is_seen() -> None:
    """A sample line with any one bit flipped is judged as the reader of single lines judges it."""
    whole = line(b"S 1 40321 3999912345 -84213 0")
    flipped = [_spoiled(whole, at, whole[at] ^ 1 << bit) for at in range(len(whole)) for bit in range(8)]
    data = b"".join(flipped)
    assert in_bulk([data]) == by_lines([data])


@pytest.mark.parametrize("pieces", [[1 << 20], [5000, 1, 77, 0, 30_000]])
def test_performance_with_damage_is_read_alike(pieces: list[int]) -> None:
    """A whole performance with damaged, lost and foreign lines, in long pieces however cut."""
    rng = random.Random(5)  # noqa: S311  a test wants the same damage again
    raw = bytearray(play("stumble", 4, ("reps", "2"), ("corrupt", "0.02"), ("drop", "0.02")).raw)
    for _ in range(300):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    data = bytes(raw)
    ends = itertools.accumulate(itertools.cycle(pieces))
    places = list(itertools.takewhile(lambda end: end < len(data), ends))
    assert in_bulk(cut(data, places)) == by_lines([data])


def test_ends_are_where_the_newlines_are() -> None:
    """The place of a sample is that of its newline in the piece just fed, also when its line began before."""
    first, second = line(b"S 0 1 2 3 0"), line(b"S 1 2 3 4 0")
    decoder = Decoder()
    assert decoder.feed_long(first + second[:9]).ends.tolist() == [len(first) - 1]
    assert decoder.feed_long(second[9:] + first).ends.tolist() == [
        len(second) - 10,
        len(second) - 9 + len(first) - 1,
    ]
