"""Files that nobody made: tables, recordings, configurations, calibration notes; read in words or refused in words."""

from __future__ import annotations

import math
import os
import random
import struct
import zlib
from typing import TYPE_CHECKING

from station.config import load
from station.errors import StationError
from station.recording import replay_events
from station.recording.format import FIRST_LINE, MARK
from station.sources.table import read_table
from station.text import spelled_out
from station.wire import Decoder, encode_command
from tools.accuracy.playing import play
from tools.campaign.outcome import Outcome, timed
from tools.processes import resident_mb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GROWTH_MB = 60.0
BOMB_BYTES = 400 << 20
"""Of zeros, which compress to less than half a megabyte."""
_TABLE = "t_s,left_n,right_n\n" + "".join(
    f"{n / 100:.2f},{400 + n % 7}.5,{390 - n % 5}.25\n" for n in range(400)
)
_TOML = """[station]
site = "clinic"
name = "step1"
port = "auto"
gravity_m_s2 = 9.81
[training]
lowering_target_s = 3.0
target_reps = 15
[storage]
recordings_max_mb = 100
[influx]
url = "http://localhost:8086"
timeout_s = 5.0
"""
_SPICE = (
    "nan", "inf", "-inf", "1e999", "0x1F", "'", '"', "\\", "\n", "\r", "\0", "\x1b[2J", "[", "]]", "{", "=", ",,",
    "é", "漢", "\u202e", "9" * 400, "1_000", "-", "#", "station", "true", "1979-05-27", "\ufeff",
)  # fmt: skip


def mutated(text: bytes, chance: random.Random) -> bytes:
    """Return text with a few of everything that happens to files."""
    out = bytearray(text)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(out) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            out[at:at] = chance.choice(_SPICE).encode()
        elif kind == 1:
            del out[at : at + chance.randrange(1, 60)]
        elif kind == 2:  # noqa: PLR2004  one of six kinds
            out[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 3:  # noqa: PLR2004  as above
            end = chance.randrange(at, min(len(out), at + 200) + 1)
            out[at:at] = out[at:end] * chance.randrange(1, 4)
        elif kind == 4:  # noqa: PLR2004  as above
            del out[at:]
        else:
            out[at:at] = chance.randbytes(chance.randrange(30))
    return bytes(out)


def _fuzzed(words: str, runs: int, seed: int, once: Callable[[random.Random], bool]) -> Outcome:
    """Run ``once`` often; it returns whether the file was taken. Only errors of the station's own may come out."""
    chance = random.Random(seed)  # noqa: S311  reproducible
    taken, halfway_mb = 0, 0.0
    with timed(Outcome(words)) as outcome:
        for number in range(runs):
            try:
                taken += once(chance)
            except StationError as error:
                outcome.expect(
                    spelled_out(str(error)).isprintable(),
                    f"file {number}: the error cannot be printed: {error!r}",
                )
            except Exception as error:  # noqa: BLE001  finding these is what this is for
                outcome.wrong.append(f"file {number}: {error!r}"[:300])
            outcome.runs += 1
            if number == runs // 2:
                halfway_mb = resident_mb(os.getpid())
        grown_mb = resident_mb(os.getpid()) - halfway_mb
        outcome.expect(grown_mb < GROWTH_MB, f"memory grew by {grown_mb:.0f} MB in the second half")
        outcome.notes.append(
            f"{taken} read, {runs - taken - len(outcome.wrong)} refused in words; memory {grown_mb:+.1f} MB"
        )
    return outcome


def tables(folder: Path, runs: int, seed: int) -> Outcome:
    """Spoil tables."""
    path, whole = folder / "table.csv", _TABLE.encode()

    def once(chance: random.Random) -> bool:
        path.write_bytes(mutated(whole, chance))
        return bool(read_table(path))

    return _fuzzed("tables (CSV)", runs, seed, once)


def configurations(folder: Path, runs: int, seed: int) -> Outcome:
    """Spoil configurations, and the environment beside them."""
    path, whole = folder / "station.toml", _TOML.encode()

    def once(chance: random.Random) -> bool:
        path.write_bytes(mutated(whole, chance))
        variable = chance.choice(
            ("STATION_STATION_NAME", "STATION_TRAINING_TARGET_REPS", "STATION_INFLUX_URL")
        )
        return bool(load(path, {variable: chance.choice(_SPICE)} if chance.random() < 0.2 else {}))  # noqa: PLR2004  a fifth

    return _fuzzed("configurations (TOML)", runs, seed, once)


def calibrations(runs: int, seed: int) -> Outcome:
    """Say calibration lines with right checksums and any content."""
    line = b"K 0 8000 0.001 1700000000 bench"

    def once(chance: random.Random) -> bool:
        body = mutated(line, chance).decode("latin-1").encode("ascii", "replace").decode()
        body = "".join(letter for letter in body if letter.isprintable())[:88].replace("*", "") or "K"
        messages = Decoder().feed(encode_command(body))
        for message in messages:
            scale = getattr(message, "scale_n_per_count", 1.0)
            if not math.isfinite(scale):
                raise AssertionError(f"a scale of {scale} was taken from {body!r}")
        return bool(messages)

    return _fuzzed("calibration lines", runs, seed, once)


def recordings(folder: Path, runs: int, seed: int) -> Outcome:
    """Spoil recordings: bytes changed, lost and added, and whole blocks with any records in them."""
    path, whole = folder / "fuzzed.steprec", _recording()

    def once(chance: random.Random) -> bool:
        raw = mutated(whole, chance) if chance.random() < 0.6 else FIRST_LINE + _block(_any_records(chance))  # noqa: PLR2004  mostly
        path.write_bytes(raw)
        return sum(1 for _ in replay_events(path)) >= 0

    return _fuzzed("recordings", runs, seed, once)


def bomb(folder: Path) -> Outcome:
    """Read a recording of some hundred kilobytes that unpacks to hundreds of megabytes."""
    with timed(Outcome("recording that unpacks to 400 MB")) as outcome:
        path = folder / "bomb.steprec"
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(BOMB_BYTES >> 20)) + packer.flush()
        path.write_bytes(FIRST_LINE + _framed(packed))
        before_mb = _peak_mb()
        try:
            for _ in replay_events(path):
                pass
        except StationError as error:
            outcome.notes.append(f"refused: {str(error).replace(str(folder), '')}")
        grown_mb = _peak_mb() - before_mb
        outcome.runs = 1
        outcome.expect(
            grown_mb < GROWTH_MB, f"{path.stat().st_size >> 10} kB took {grown_mb:.0f} MB of memory"
        )
    return outcome


def _peak_mb() -> float:
    import resource  # noqa: PLC0415  not on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _recording() -> bytes:
    records = b"".join(
        struct.pack("<cqI", b"W", arrival_us, len(data)) + data
        for arrival_us, data in play("quiet", 1).chunks[:200]
    )
    header = b'{"format": 1, "gravity_m_s2": 9.81, "calibrations": [], "plate_gains": []}'
    return FIRST_LINE + _block(struct.pack("<cqI", b"H", 0, len(header)) + header) + _block(records) * 3


def _any_records(chance: random.Random) -> bytes:
    """Return records of any kind, time and content, with right and wrong lengths."""
    bodies = (
        b'{"action": "configure"}', b'{"action": "begin_session"}', b'{"action": 7}', b"[]", b"{}", b'{"action": "x"}',
        b'{"action": "configure", "prescription": {"lowering_target_s": "x"}}', b'{"goes_on_in": "../../x"}',
        b'{"format": 1, "gravity_m_s2": "x"}', b'{"format": 1, "calibrations": [{"channel": 3}]}', b"\xff\xfe", b"",
        b'{"action": "link_lost"}', b'{"format": 1, "calibrations": 5, "plate_gains": null}',
        b'{"action": "visit_opened", "session_id": null}',
    )  # fmt: skip
    out = b""
    for _ in range(chance.randrange(1, 6)):
        body = mutated(chance.choice(bodies), chance) if chance.random() < 0.3 else chance.choice(bodies)  # noqa: PLR2004  some
        length = len(body) if chance.random() < 0.9 else chance.randrange(1 << 32)  # noqa: PLR2004  mostly right
        when_us = chance.choice((0, -(2**63), 2**63 - 1, 1_760_000_000_000_000))
        out += struct.pack("<cqI", chance.choice((b"H", b"W", b"C", b"E", b"Q")), when_us, length) + body
    return out


def _block(records: bytes) -> bytes:
    return _framed(zlib.compress(records))


def _framed(payload: bytes) -> bytes:
    length = len(payload).to_bytes(4, "little")
    return MARK + length + zlib.crc32(payload, zlib.crc32(length)).to_bytes(4, "little") + payload
