"""The stream for watchers: everything arrives, latecomers know what counts, and nobody holds the session up."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station import events as ev
from station.errors import PortError
from station.jsonl import encode, plain
from station.kiosk.model import KioskModel
from station.viewing import Asked, Missed, Opened, Publisher, Watcher
from station.viewing.audience import DEAD_AFTER_S
from station.viewing.decoding import event_of
from station.viewing.lines import Lines
from station.viewing.publisher import MOST_WATCHERS
from station.viewing.state import MOST, StateSoFar
from tests.kiosk.scripted import a_set, blocks, force, identity, link, rep, session
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.events import Event

SECOND_SET = [(t_s + 300.0, event) for t_s, event in a_set(3, set_index=2) if isinstance(event, ev.Rep)]


class Hall:
    """A publisher that a test turns by hand, with a clock of its own."""

    def __init__(self, **options: int) -> None:
        self.now_s = 0.0
        self.publisher = Publisher(
            site="home", name="step1", now_us=lambda: 7, monotonic_s=lambda: self.now_s, **options
        )

    def turn(self, seconds: float = 0.05) -> None:
        """Let time pass, then tell what is new."""
        self.now_s += seconds
        self.publisher.turn()

    def enter(self) -> socket.socket:
        """Connect, and read nothing."""
        return socket.create_connection(("127.0.0.1", self.publisher.port), timeout=10.0)


@contextmanager
def hall(**options: int) -> Iterator[Hall]:
    """Yield a hall; its doors are closed at the end."""
    opened = Hall(**options)
    try:
        yield opened
    finally:
        opened.publisher.stop()
        for each in opened.publisher._watching:
            each.close()


def heard(connection: socket.socket, until: str) -> list[dict[str, object]]:
    """Return the lines that come, up to one of this type."""
    told: list[dict[str, object]] = []
    with connection.makefile("rb") as lines:
        for line in lines:
            told.append(json.loads(line))
            if told[-1]["type"] == until:
                break
    return told


def everything() -> list[Event]:
    """Return at least one event of every kind a session tells."""
    check = ev.HealthCheck("RATE", "PASS", "L", 93.1, "Hz", "75 to 100", "", 3.0)
    account = ev.ChannelAccount("L", 10, 8, 1, 1)
    stamp = ev.ClockStamp("ok", "", "boot", 5, held=False)
    plan = ev.SessionPlan(
        "seed", 1, "A", "rehab", "train", (ev.SetAsked("left", "lowering", "straight_step", 15, 0.0),)
    )
    opened = ev.Session("opened", "v", None, 1, "sim://x", clock=stamp, plan=plan)
    played = [event for _, event in a_set(2)]
    return [
        *played, opened, session("closed", None), link("lost"), identity(), rep(1, final=True), check,
        ev.HealthReport(3.0, gate=True, checks=(check,)), ev.Calibration("L", 0.5, 0.001, 7, "bench"),
        ev.Fault("gap", "L", 1.0, 2.0, 3), ev.WireAccount(1.0, (account,), {"crc": 2}),
        ev.SingleLegStance("left", 1.0, 3.0), ev.PlateGains(1.0, "u", "c", 1.01, 0.002),
        ev.Zero("empty", 1.0, (ev.PlateZero("left", 0.1, 0.2, None),)), ev.RepWithdrawn(1, 2, 3.0),
        ev.StoreState("held", 1, 2, "full"), ev.Recording("begun", "f", 1), ev.Upkeep("low_space", 1, "x"),
        ev.ClockStep(1, 2, 3, 0.5), ev.ClockState("ok", "", 0), ev.ClockCorrected(1, 0.5, "x"),
        ev.Discarded({"rep": 1}, "why", "words", 1), ev.Alarm("storage", "x", 1),
        ev.SymptomNoted(None, 1, {"during": 2.0}, leg="left"), ev.InfluxState("off", 0, 0),
        ev.SetCurve(1, "left", "straight_step", 1.0, None, (1.05, 1.15), (400.0, 410.5), (300.0, 2.0)),
    ]  # fmt: skip


def test_every_kind_of_event_comes_out_as_it_went_in() -> None:
    """Nothing that a session tells is lost or changed by its line."""
    told = everything()
    assert {type(event) for event in told} == set(get_args(ev.Event))
    for event in told:
        read = event_of(encode(event))
        assert type(read) is type(event)
        assert plain(read) == plain(event)


def test_force_that_is_not_known_stays_unknown() -> None:
    """NaN is null in JSON, and NaN again in the picture."""
    block = force(0.0, float("nan"), 5.0)
    read = event_of(encode(block))
    assert isinstance(read, ev.ForceBlock)
    assert np.isnan(read.left_n).all()
    assert (read.right_n == block.right_n).all()


@given(st.one_of(st.binary(max_size=200), st.text(max_size=80).map(str.encode)))
def test_spoiled_lines_are_nothing(line: bytes) -> None:
    """Whatever answers on the port, a watcher shows nothing of it and goes on."""
    assert event_of(line) is None


@pytest.mark.parametrize(
    "line",
    [
        b'{"type": "force", "t_s": [1, 0], "left_n": [1, 1], "right_n": [1, 1], "valid": [true, true]}',
        b'{"type": "force", "t_s": [1], "left_n": [1, 2], "right_n": [1], "valid": [true]}',
        b'{"type": "force"}', b'{"type": ["rep"]}', b'{"type": "rep", "set": "one"}', b"[" * 5000, b"7", b"",
        b'{"type": "force", "t_s": [1e400], "left_n": [1], "right_n": [1], "valid": [true]}',
    ],
)  # fmt: skip
def test_lines_of_no_sense_are_nothing(line: bytes) -> None:
    """Well-formed, and yet no event."""
    assert event_of(line) is None


@settings(max_examples=25)
@given(st.integers(0, len(a_set(3))))
def test_latecomers_see_what_everybody_sees(cut: int) -> None:
    """Whoever comes in the middle has the same picture at the end as whoever was there from the start."""
    timed = [(0.0, session("opened", None)), *a_set(3), *SECOND_SET, (400.0, session("closed", None))]
    whole, late, state = KioskModel(), KioskModel(), StateSoFar()
    for t_s, event in timed[:cut]:
        whole.feed([event], t_s)
        state.feed([event])
    read = [event_of(encode(event)) for event in state.events()]
    late.feed((event for event in read if isinstance(event, get_args(ev.Event))), 0.0)
    for t_s, event in timed[cut:]:
        for model in (whole, late):
            model.feed([event], t_s)
    pictures = [model.snapshot(timed[-1][0]) for model in (whole, late)]
    for name in (
        "visit",
        "last",
        "weigh",
        "cue",
        "clock",
        "rest_s",
        "moving",
        "added_load_kg",
        "stance",
        "rates_hz",
        "influx",
    ):
        first, second = (getattr(picture, name) for picture in pictures)
        if name == "visit":
            first, second = ((one.reps, one.sets, one.session_id) for one in (first, second))
        assert first == second, name


def test_state_has_an_end() -> None:
    """A visit that never ends, and a step with ever new words for its faults, cost no more than a limit."""
    state = StateSoFar()
    state.feed(rep(index) for index in range(2 * MOST))
    state.feed(ev.Fault(f"X{index}", None, None, None) for index in range(500))
    state.feed(block for _, block in blocks(0.0, 60.0, 0.5))
    kept = state.events()
    assert len(kept) <= MOST + 1
    assert isinstance(kept[-1], ev.ForceBlock)
    assert kept[-1].t_s[-1] - kept[-1].t_s[0] < 11.0


def test_watchers_hear_who_publishes_then_what_counts_then_what_happens() -> None:
    """In this order, nothing twice."""
    with hall() as place:
        place.publisher.put([identity(), session("opened", None), rep(1)])
        place.publisher.tell(Asked("Ana", "live"))
        with place.enter() as watcher:
            place.turn()
            place.publisher.put([rep(2)])
            place.publisher.tell(Asked("Ana", "summary"))
            place.publisher.tell(Asked("Ana", "summary"))
            place.publisher.put([link("lost")])
            place.turn()
            told = heard(watcher, "link")
    assert [line["type"] for line in told if line["type"] != "view_beat"] == [
        "view", "asked", "identity", "session", "rep", "rep", "asked", "link",
    ]  # fmt: skip
    assert [line["index"] for line in told if line["type"] == "rep"] == [1, 2]


def test_a_watcher_that_never_reads_costs_nothing_but_its_place() -> None:
    """The session's call returns whatever becomes of it; memory has an end; after a while it is let go."""
    with hall() as place, place.enter() as dead, place.enter() as alive:
        place.turn()
        assert place.publisher.watchers == 2
        taken = 0
        alive.setblocking(False)
        for second in range(200):
            place.publisher.put([event for _, event in blocks(second, second + 1.0, 0.5)])
            place.turn(0.5)
            taken += _drain(alive)
        assert place.publisher.watchers == 1
        assert taken > 1_000_000
        assert place.publisher._lines._bytes <= 1 << 19
        dead.settimeout(5.0)
        assert place.now_s > DEAD_AFTER_S


def _drain(connection: socket.socket) -> int:
    taken = 0
    while True:
        try:
            taken += len(connection.recv(1 << 16))
        except BlockingIOError:
            return taken


def test_whoever_was_too_slow_is_told_so_and_begins_anew() -> None:
    """The number of lines that were missed, then who publishes and everything that counts."""
    with hall() as place, socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", place.publisher.port))
        place.publisher.put([identity()])
        place.turn()
        for second in range(120):
            place.publisher.put([event for _, event in blocks(second, second + 1.0, 0.5)])
            place.turn(0.1)
        slow.setblocking(False)
        got = b""
        for _ in range(400):
            with suppress(BlockingIOError):
                got += slow.recv(1 << 16)
            place.turn(0.01)
        told = [json.loads(line)["type"] for line in got.splitlines()[:-1]]
        at = told.index("view_missed")
        assert told[at + 1 : at + 4] == ["view", "asked", "identity"]
        assert "view_missed" not in told[at + 1 :]


def test_a_thousand_who_knock_are_refused_in_words_and_leave_nothing_behind() -> None:
    """No more than the limit get in; when they have left there is room again."""
    with hall() as place:
        inside = [place.enter() for _ in range(20)]
        for _ in range(4):
            place.turn(0.001)
        assert place.publisher.watchers == 20
        for _ in range(5):
            knocking = [_knock(place) for _ in range(200)]
            for _ in range(50):
                place.publisher.put([rep(1)])
                place.turn(0.001)
                assert place.publisher.watchers <= MOST_WATCHERS
            for each in knocking:
                each.close()
        for _ in range(50):
            place.publisher.put([rep(1)])
            place.turn(0.001)
        assert place.publisher.watchers == 20
        while len(inside) < MOST_WATCHERS:
            inside.append(place.enter())
            place.turn(0.001)
        with place.enter() as late:
            place.turn(0.001)
            assert [line["type"] for line in heard(late, "view_refused")] == ["view_refused"]
        for each in inside:
            each.close()
        for _ in range(30):
            place.publisher.put([rep(1)])
            place.turn()
        assert place.publisher.watchers == 0


def _knock(place: Hall) -> socket.socket:
    """Ask to be let in and do not wait for it."""
    one = socket.socket()
    one.setblocking(False)
    one.connect_ex(("127.0.0.1", place.publisher.port))
    return one


def test_what_watchers_say_counts_for_nothing() -> None:
    """Megabytes of commands neither reach anything nor pile up."""
    with hall() as place, place.enter() as loud:
        loud.setblocking(False)
        for _ in range(50):
            with suppress(BlockingIOError):
                loud.send(b"GET / HTTP/1.1\r\n" * 4096)
            place.turn()
        assert place.publisher.watchers == 1
        place.publisher.put([link("lost")])
        place.turn()
        loud.settimeout(10.0)
        assert heard(loud, "link")[-1]["state"] == "lost"


def test_nobody_watches_and_nothing_is_kept_for_them() -> None:
    """The stream costs a reference to what counts, no lines and no waiting."""
    with hall() as place:
        for second in range(30):
            place.publisher.put([event for _, event in blocks(second, second + 1.0, 0.5)])
        assert not place.publisher._waiting
        assert place.publisher._lines.end == 0


def test_a_port_that_is_taken_is_named() -> None:
    """One line with what to change."""
    with hall() as place, pytest.raises(PortError, match=r"kiosk.view_port.*or 0"):
        Publisher(site="home", name="step1", port=place.publisher.port)


def test_lines_are_numbered_for_ever() -> None:
    """Forgotten ones are known to be forgotten."""
    lines = Lines(room=10)
    lines.add([b"aaaa", b"bbbb", b"cccc"])
    assert (lines.first, lines.end) == (1, 3)
    assert lines.since(0) is None
    assert lines.since(2) == b"cccc"
    assert lines.since(3) == b""
    lines.skip(4)
    assert (lines.since(6), lines.since(7)) == (None, b"")


# --- the other end -----------------------------------------------------------------------------------------


class Listening:
    """A watcher, and everything it heard."""

    def __init__(self, where: Callable[[], tuple[str, int]]) -> None:
        self.watcher = Watcher(where)
        self.heard: list[object] = []

    def heard_of(self, kind: type) -> list[object]:
        """Return what was heard of a kind so far."""
        self.heard += self.watcher.take()
        return [each for each in self.heard if isinstance(each, kind)]


def test_a_watcher_hears_and_finds_the_station_again() -> None:
    """It ends, starts on another port, and is heard again from its start."""
    first, second = Publisher(site="home", name="one"), Publisher(site="home", name="two")
    ports = [first.port]
    listening = Listening(lambda: ("127.0.0.1", ports[-1]))
    first.start(_fail)
    listening.watcher.start()
    try:
        wait_until(lambda: listening.watcher.tie.state == "attached")
        first.put([rep(1)])
        wait_until(lambda: len(listening.heard_of(ev.Rep)) == 1)
        first.stop()
        wait_until(lambda: listening.watcher.tie.state == "gone")
        second.start(_fail)
        ports.append(second.port)
        wait_until(lambda: len(listening.heard_of(Opened)) == 2)
        assert [each.station for each in listening.heard_of(Opened) if isinstance(each, Opened)] == [
            "one",
            "two",
        ]
    finally:
        listening.watcher.stop()
        second.stop()


def _fail(_who: str, error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    "says", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff\x00" * 5000 + b"\n", b'{"type": "rep"}\n']
)
def test_what_is_no_station_is_said_to_be_none(says: bytes) -> None:
    """A web server, a chat, noise: one sentence, and nothing of it on the screen."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with server.accept()[0] as connection:
                connection.sendall(says)
                connection.recv(1)

        thread = threading.Thread(target=answer)
        thread.start()
        watcher = Watcher(server.getsockname)
        watcher.start()
        wait_until(lambda: "no station" in watcher.tie.detail)
        watcher.stop()
        thread.join()
        assert watcher.take() == []


def test_a_screen_that_does_not_look_misses_and_is_told() -> None:
    """What is kept for it has an end."""
    watcher = Watcher(lambda: ("127.0.0.1", 9))
    for _ in range(50_001):
        watcher._keep(Asked())
    assert watcher.take() == [Missed(50_000), Asked()]
