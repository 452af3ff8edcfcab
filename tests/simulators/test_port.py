"""sim:// as pyserial sees it: reading, writing, ending, unplugging, and saying what is wrong."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from serial import SerialException

from simulators.build import truth_of
from simulators.lines import line
from simulators.options import options_of_url
from station.events import Fault, SetSummary
from station.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.protocol_sim import Serial
    from station.events import Event


def _all(port: Serial) -> list[tuple[int, bytes]]:
    """Return every stamped chunk to the end."""
    chunks: list[tuple[int, bytes]] = []
    with pytest.raises(EOFError):
        _collect(port, chunks)
    return chunks


def _collect(port: Serial, chunks: list[tuple[int, bytes]]) -> None:
    """Add stamped chunks until the port raises."""
    assert port.read_stamped is not None
    while True:
        chunks += port.read_stamped()


def _read_on(port: Serial, read: bytearray) -> None:
    """Add bytes until the port raises."""
    while True:
        read += port.read(max(1, port.in_waiting))


def test_maximum_speed_ends_with_eof(open_sim: Callable[..., Serial]) -> None:
    """At speed=max stamped chunks come in order of arrival until EOFError, which stays."""
    port = open_sim("sim://textbook?seed=7&reps=2&speed=max&epoch_us=1700000000000000")
    chunks = _all(port)
    arrivals = [arrival_us for arrival_us, _ in chunks]
    assert arrivals == sorted(arrivals)
    assert arrivals[0] > 1_700_000_000_000_000
    assert b"".join(raw for _, raw in chunks).count(b"\nS ") > 4000
    assert port.read_stamped is not None
    with pytest.raises(EOFError):
        port.read_stamped()


def test_performance_in_a_loop_begins_again_without_a_seam(open_sim: Callable[..., Serial]) -> None:
    """With loop=1 the same set is done again and again: nothing is missing, late or out of place between."""
    url = "sim://textbook?seed=7&reps=2&speed=max&epoch_us=0"
    (once,) = truth_of(options_of_url(url)).sets
    lasts_s = truth_of(options_of_url(url)).duration_s
    port = open_sim(url + "&loop=1")
    assert port.read_stamped is not None
    port.write(line("K?"))
    pipeline, arrival_us = Pipeline(), 0
    events: list[Event] = []
    while arrival_us < 3.2 * lasts_s * 1e6:
        for arrival_us, raw in port.read_stamped():
            events += pipeline.feed(raw, arrival_us)
    sets = [event for event in events if isinstance(event, SetSummary)]
    assert [each.reps_done for each in sets] == [once.reps] * 3
    assert [b.start_s - a.start_s for a, b in pairwise(sets)] == pytest.approx([lasts_s] * 2, abs=0.05)
    assert {event.code for event in events if isinstance(event, Fault)} == {"settling"}


def test_dead_converter_stays_dead_in_a_loop(open_sim: Callable[..., Serial]) -> None:
    """What died in the first round is silent in the second."""
    port = open_sim("sim://quiet?seed=7&speed=max&epoch_us=0&loop=1&dead=R&dead_at=10")
    assert port.read_stamped is not None
    read, arrival_us = bytearray(), 0
    while arrival_us < 100_000_000:
        for arrival_us, raw in port.read_stamped():
            read += raw if arrival_us > 12_000_000 else b""
    assert b"\nS 0 " in read
    assert b"\nS 1 " not in read


def test_stamped_runs_are_identical(open_sim: Callable[..., Serial]) -> None:
    """With an epoch given, arrival times and bytes are the same in every run."""
    url = "sim://quiet?seed=7&speed=max&epoch_us=5000000&corrupt=0.01&drop=0.01"
    assert _all(open_sim(url)) == _all(open_sim(url))


def test_arrival_is_never_before_the_sample(open_sim: Callable[..., Serial]) -> None:
    """A sample's arrival less the epoch is later than its own time stamp, by milliseconds."""
    port = open_sim("sim://quiet?seed=7&speed=max&epoch_us=0")
    delays = [
        arrival_us - int(said.split()[3])
        for arrival_us, raw in _all(port)
        for said in raw.split(b"\n")
        if said.startswith(b"S ")
    ]
    assert min(delays) > 0
    assert sorted(delays)[len(delays) // 2] < 15_000


def test_plain_reads_work_at_maximum_speed(open_sim: Callable[..., Serial]) -> None:
    """Without stamps the same port reads as any other, to EOFError."""
    port = open_sim("sim://quiet?seed=7&speed=max")
    read = bytearray()
    with pytest.raises(EOFError):
        _read_on(port, read)
    assert read.startswith(b"I 1 fw=")
    assert read.count(b"\n") > 5000


def test_a_multiple_of_real_time_ends(open_sim: Callable[..., Serial]) -> None:
    """At 200 times real time there are no stamps, and the end is an EOFError."""
    port = open_sim("sim://walk?seed=7&reps=1&speed=200")
    assert port.read_stamped is None
    read = bytearray()
    with pytest.raises(EOFError):
        _read_on(port, read)
    assert read.count(b"\nS 0 ") > 500


def test_a_read_with_timeout_returns_what_there_is(open_sim: Callable[..., Serial]) -> None:
    """A read that cannot be satisfied comes back empty-handed after its timeout."""
    port = open_sim("sim://quiet?seed=7&speaks=nothing", timeout=0.02)
    assert port.read(10) == b""


def test_commands_are_answered_through_the_port(open_sim: Callable[..., Serial]) -> None:
    """What is written reaches the step, and its answer comes back in the stream."""
    port = open_sim("sim://quiet?seed=7&speed=max")
    port.write(line("K?") + line("P hello"))
    said = b"".join(raw for _, raw in _all(port))
    assert b"\nK 0 " in said
    assert b"\nP hello " in said


def test_pulled_cable_at_maximum_speed(open_sim: Callable[..., Serial]) -> None:
    """Reading fails when the cable is out, then one opening; the next meets the same step, later on."""
    port = open_sim("sim://quiet?seed=7&speed=max&disconnect_at=20,30&disconnect_s=4&epoch_us=0")
    chunks: list[tuple[int, bytes]] = []
    for _ in range(2):
        with pytest.raises(SerialException, match="cable"):
            _collect(port, chunks)
        port.close()
        with pytest.raises(SerialException, match="cable"):
            port.open()
        port.open()
    chunks += _all(port)
    gaps = [b - a for (a, _), (b, _) in pairwise(chunks) if b - a > 1_000_000]
    assert gaps == pytest.approx([4_000_000, 4_000_000], abs=50_000)


def test_pulled_cable_in_real_time(open_sim: Callable[..., Serial]) -> None:
    """The port can be opened again once the outage is over, and the step's clock has gone on."""
    url = "sim://quiet?seed=7&speed=20&disconnect_at=4&disconnect_s=6"
    port = open_sim(url)
    read = bytearray()
    with pytest.raises(SerialException):
        _read_on(port, read)
    port.close()
    deadline_s = time.monotonic() + 20.0
    while not port.is_open and time.monotonic() < deadline_s:
        try:
            port.open()
        except SerialException:
            time.sleep(0.02)
    later = bytearray()
    while later.count(b"\nS 0 ") < 2 and time.monotonic() < deadline_s:
        later += port.read(max(1, port.in_waiting))
    last_us = int(read[: read.rindex(b"\n")].rsplit(b"\nS 0 ", 1)[1].split()[1])
    next_us = int(later.split(b"\nS 0 ", 2)[1].split()[1])
    assert 5_500_000 < next_us - last_us < 20_000_000


def test_corrupted_and_dropped_lines(open_sim: Callable[..., Serial]) -> None:
    """``corrupt`` flips a bit in about that share of lines, ``drop`` loses them."""
    clean = b"".join(raw for _, raw in _all(open_sim("sim://quiet?seed=7&speed=max")))
    dropped = b"".join(raw for _, raw in _all(open_sim("sim://quiet?seed=7&speed=max&drop=0.1")))
    spoiled = b"".join(raw for _, raw in _all(open_sim("sim://quiet?seed=7&speed=max&corrupt=0.1")))
    assert dropped.count(b"\n") == pytest.approx(0.9 * clean.count(b"\n"), rel=0.02)
    assert len(spoiled) == len(clean)
    differing = sum(a != b for a, b in zip(clean, spoiled, strict=True))
    assert differing == pytest.approx(0.1 * clean.count(b"\n"), rel=0.1)


def test_wrong_speed_reads_garbage(open_sim: Callable[..., Serial]) -> None:
    """With ``baud`` set, another rate on the host reads no line; the right one reads all."""
    url = "sim://quiet?seed=7&speed=max&baud=500000"
    wrong = b"".join(raw for _, raw in _all(open_sim(url, baudrate=115200)))
    right = b"".join(raw for _, raw in _all(open_sim(url, baudrate=500000)))
    assert len(wrong) > 1000
    assert b"S 0 " not in wrong
    assert b"baud=500000" in right


@pytest.mark.parametrize(
    ("speaks", "heard"),
    [("nothing", b""), ("other", b"ST,GS,+000.00 kg\r\n"), ("bootloop", b"reset=brownout")],
)
def test_other_things_on_the_port(open_sim: Callable[..., Serial], speaks: str, heard: bytes) -> None:
    """A silent port, another instrument and a boot loop never send a sample."""
    said = b"".join(raw for _, raw in _all(open_sim(f"sim://quiet?seed=7&speed=max&speaks={speaks}")))
    assert heard in said
    assert b"S 0 " not in said
    assert bool(said) == bool(heard)


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("sim://cartwheel", "'cartwheel'.*textbook"),
        ("sim://textbook?seeed=7", "'seeed'.*seed"),
        ("sim://textbook?seed=x", "'x' for seed"),
        ("sim://textbook?speed=0", "'0' for speed"),
        ("sim://textbook?corrupt=2", "'2' for corrupt"),
        ("sim://textbook?mass_kg=nan", "'nan' for mass_kg"),
        ("sim://textbook?disconnect_at=", "'' for disconnect_at"),
        ("sim://textbook?speaks=latin", "'latin' for speaks"),
    ],
)
def test_wrong_urls_are_refused_by_name(open_sim: Callable[..., Serial], url: str, named: str) -> None:
    """A wrong scenario, parameter or value is refused in one line that names it and what is valid."""
    with pytest.raises(ValueError, match=named) as refused:
        open_sim(url)
    assert "\n" not in str(refused.value)


def test_two_ports_do_not_share_a_step(open_sim: Callable[..., Serial]) -> None:
    """Opening a URL twice gives two steps; closing one leaves the other."""
    one, two = open_sim("sim://quiet?seed=7&speed=max"), open_sim("sim://quiet?seed=7&speed=max")
    assert one.read_stamped is not None
    one.read_stamped()
    one.close()
    with pytest.raises(SerialException):
        _ = one.in_waiting
    assert len(_all(two)) > 1000


def test_station_code_finds_it_by_name_only() -> None:
    """A program that knows nothing of the simulators opens sim:// after naming their package."""
    program = (
        "import serial; serial.protocol_handler_packages.append('simulators');"
        "port = serial.serial_for_url('sim://quiet?seed=1&speed=max', timeout=1);"
        "print(port.read(4)); port.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "b'I 1 '\n"


def test_a_waiting_read_can_be_cancelled(open_sim: Callable[..., Serial]) -> None:
    """``cancel_read`` and ``close`` end a read without timeout that waits in another thread."""
    for stop in ("cancel_read", "close"):
        port = open_sim("sim://quiet?seed=7&speaks=nothing", timeout=None)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(port.read, 1)
            deadline_s = time.monotonic() + 20.0
            while not waiting.done():
                assert time.monotonic() < deadline_s
                getattr(port, stop)()
                time.sleep(0.005)
            assert waiting.result() == b"" or not port.is_open
