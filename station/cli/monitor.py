"""What ``station step monitor`` shows: a screen twenty times a second, a line a second, or every line as it comes."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from station.cli.common import can_draw, draw, print_json, say, screen
from station.cli.gauges import Gauges
from station.cli.gauges_page import page
from station.cli.watching import StepWatch
from station.errors import PortError
from station.jsonl import plain_value
from station.sources import SystemTime
from station.wire import IdentityLine, LineFault, Nak, Sample, StepFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.cli.step_link import StepLink
    from station.cli.watching import ChannelSecond, Second
    from station.wire import Message

FRAME_S = 0.05
"""Twenty frames a second."""
LOOK_S = 1.0
"""A step whose cable is out is looked for this long, then the screen is drawn again."""
SILENCE_S = 3.0
"""Accounts come every second; after so long without one the step itself is silent."""


class _Cable:
    """A step whose cable may be pulled: what it says, while it is there."""

    def __init__(self, link: StepLink, tell: Callable[[str, str], None]) -> None:
        self._link, self._tell = link, tell
        self.out = False

    def listen(self) -> list[Message]:
        """Return what was heard; nothing while the cable is out. ``EOFError`` at the end of a finite source."""
        if self.out:
            self.out = not self._link.find_again(LOOK_S)
            if not self.out:
                self._tell("back", f"the step is back on {self._link.url}")
        else:
            try:
                return self._link.listen()
            except PortError:
                self.out = True
                words = f"the step is gone from {self._link.url}. Plug it in again: this goes on by itself"
                self._tell("out", words)
        return []


def monitor(link: StepLink, seconds: float | None, *, raw: bool, json: bool) -> None:
    """Print what the step says until ``seconds`` have passed or its source ends, whatever becomes of its cable."""
    time = SystemTime()
    begun_s = told_s = time.monotonic_s()
    identity = link.identity
    watch = StepWatch(identity.channels)
    gauges = Gauges(identity.channels)
    if not (raw or json) and can_draw():
        _screen(link, (watch, gauges), seconds)
        return
    cable = _Cable(link, partial(_print_cable, json=json))
    counting: set[str] = set()
    if not (raw or json):
        say(_title(link))
        _print_notes([link.doubt] if link.doubt else [])
    with suppress(EOFError):  # a finite source has been shown to its end
        while seconds is None or time.monotonic_s() < begun_s + seconds:
            for message in cable.listen():
                second = watch.feed(message)
                gauges.feed(message)
                told_s = told_s if second is None else time.monotonic_s()
                if raw:
                    _print_line(message, json=json)
                else:
                    _print_news(message, second, gauges, identity, json=json)
                if second is not None and not (raw or json):
                    _print_notes(_in_counts(second, counting))
            if cable.out:
                told_s = time.monotonic_s()
            if not raw and time.monotonic_s() > told_s + SILENCE_S:
                told_s = time.monotonic_s()
                _print_silence(json=json)


def _print_news(
    message: Message, second: Second | None, gauges: Gauges, identity: IdentityLine, *, json: bool
) -> None:
    if second is not None:
        _print_second(second, gauges, json=json)
    elif isinstance(message, (StepFault, Nak)):
        _print_told(message, identity, json=json)


def _in_counts(second: Second, told: set[str]) -> list[str]:
    """Say once of each channel that nobody has told what its counts mean."""
    bare = {each.channel for each in second.channels if each.mean_count is not None and each.force_n is None}
    new = [each.channel for each in second.channels if each.channel in bare - told]
    told |= bare
    if not new:
        return []
    return [f"{', '.join(new)} not calibrated: in counts. See: station step calibrate"]


def _screen(link: StepLink, watched: tuple[StepWatch, Gauges], seconds: float | None) -> None:
    """Draw until ``seconds`` have passed, the source ends, or somebody ends it."""
    time = SystemTime()
    watch, gauges = watched
    begun_s = drawn_s = heard_s = time.monotonic_s()
    newest: Second | None = None
    notes: deque[str] = deque([link.doubt] if link.doubt else [], maxlen=4)
    counting: set[str] = set()
    cable = _Cable(link, lambda _state, words: notes.append(words))
    with screen(), suppress(EOFError):
        while seconds is None or time.monotonic_s() < begun_s + seconds:
            for message in cable.listen():
                heard_s = time.monotonic_s()
                second = watch.feed(message)
                newest = second or newest
                gauges.feed(message)
                if second is not None:
                    notes.extend(_in_counts(second, counting))
                if isinstance(message, (StepFault, Nak)):
                    notes.append(f"the step says: {_told_words(message, link.identity)}")
            now_s = time.monotonic_s()
            if now_s - drawn_s >= FRAME_S:
                drawn_s = max(drawn_s + FRAME_S, now_s - FRAME_S)
                silence = (
                    [f"nothing was heard for {now_s - heard_s:.0f} s"] if now_s > heard_s + SILENCE_S else []
                )
                draw(page(_title(link), gauges.figures(), newest, [*notes, *silence]))


def _told_words(message: StepFault | Nak, identity: IdentityLine) -> str:
    if isinstance(message, Nak):
        return f"refused: {message.code} {message.reason}".rstrip()
    known = message.channel is not None and message.channel < len(identity.channels)
    where = f"{identity.channels[message.channel]} " if known and message.channel is not None else ""
    return f"{where}{message.code} {message.detail}".rstrip()


def _title(link: StepLink) -> str:
    identity = link.identity
    return (
        f"step {identity.uid} on {link.url} at {link.talk.connection.baud} baud: {identity.board}, "
        f"firmware {identity.firmware}, last reset: {identity.reset_cause}"
    )


def _print_notes(notes: list[str]) -> None:
    for note in notes:
        say(f"{'!':>10} {note}", flush=True)


def _print_cable(state: str, words: str, *, json: bool) -> None:
    if json:
        print_json({"type": "Cable", "state": state, "words": words})
    else:
        _print_notes([words])


def _print_second(second: Second, gauges: Gauges, *, json: bool) -> None:
    if json:
        print_json({"type": "Second"} | asdict(second) | {"figures": [asdict(f) for f in gauges.figures()]})
        return
    parts = [f"{second.uptime_s:>8.1f} s", *(_in_words(channel) for channel in second.channels)]
    say("  ".join(parts), flush=True)
    troubles = [f"{each.channel} {each.trouble}" for each in second.channels if each.trouble]
    if second.spoiled_lines:
        troubles.append(f"{second.spoiled_lines} spoiled lines: check the cable")
    if second.restarted:
        troubles.append(f"the step started again: {second.restarted}")
    for trouble in troubles:
        say(f"{'!':>10} {trouble}", flush=True)


def _in_words(channel: ChannelSecond) -> str:
    """Return a channel's rate, what it reads and how much that scatters, always as wide."""
    rate = "  -  " if channel.rate_hz is None else f"{channel.rate_hz:5.1f}"
    if channel.force_n is not None and channel.sd_n is not None:
        reads = f"{channel.force_n:+7.1f} N ±{channel.sd_n:6.2f}"
    elif channel.mean_count is not None:
        reads = f"{channel.mean_count:9.0f} ±{channel.sd_count:6.0f}"
    else:
        reads = f"{'-':>10}       "
    return f"{channel.channel} {rate}/s {reads}"


def _print_told(message: StepFault | Nak, identity: IdentityLine, *, json: bool) -> None:
    if json:
        _print_line(message, json=True)
        return
    say(f"{'!':>10} the step says: {_told_words(message, identity)}", flush=True)


def _print_silence(*, json: bool) -> None:
    if json:
        print_json({"type": "Silence", "seconds": SILENCE_S})
    else:
        say(f"{'!':>10} nothing was heard for {SILENCE_S:.0f} s", flush=True)


def _print_line(message: Message, *, json: bool) -> None:
    if json:
        print_json(_as_document(message))
    else:
        say(_as_line(message), flush=True)


def _as_document(message: Message) -> dict[str, Any]:
    fields = message._asdict() if isinstance(message, Sample) else asdict(message)
    return {"type": type(message).__name__} | {name: plain_value(value) for name, value in fields.items()}


def _as_line(message: Message) -> str:
    if isinstance(message, Sample):
        flags = f"  flags {message.flags:X}" if message.flags else ""
        return (
            f"{message.channel} {message.seq:>5} {message.t_us / 1e6:>12.6f} s {message.raw_count:>9}{flags}"
        )
    if isinstance(message, LineFault):
        return f"! {message.code}: {message.excerpt}"
    return " ".join(f"{name}={value}" for name, value in _as_document(message).items())
