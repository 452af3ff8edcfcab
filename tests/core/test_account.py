"""The account of the wire adds up, and is that of the simulator's truth, whatever happens on the way."""

from __future__ import annotations

import re
from binascii import crc_hqx
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.events import ForceBlock, SetSummary, WireAccount
from station.force import ChannelIntake
from station.pipeline import Pipeline
from station.pipeline.account import CHECKPOINT_S
from station.wire import Sample
from tests.core.playing import events_of, of, play

if TYPE_CHECKING:
    from station.events import ChannelAccount, Event
    from tests.core.playing import Chunk

SAMPLE = re.compile(rb"^S ([01]) (\d+) \d+ -?\d+ [0-9A-F]+\*([0-9A-F]{4})$", re.MULTILINE)
TROUBLE = {
    "nothing": (),
    "lines lost and spoiled": (("drop", "0.03"), ("corrupt", "0.03")),
    "most lines lost": (("drop", "0.6"),),
    "holes at transfers": (("holes", "0.8"),),
    "wild conversions": (("spikes", "0.02"),),
    "cable pulled": (("disconnect_at", "9,20"), ("disconnect_s", "2.5")),
    "left plate dies": (("dead", "L"), ("dead_at", "15")),
    "numbers and time turn": (("seq0", "65000"), ("t0_us", str((1 << 32) - 10_000_000))),
    "range too small": (("saturate_n", "500"),),
}


def accounts(events: list[Event]) -> list[WireAccount]:
    """Return the accounts told."""
    return of(events, WireAccount)


def adds_up(account: WireAccount) -> bool:
    """Tell whether every channel's sum is right."""
    return all(c.announced == c.used + c.flagged + c.lost for c in account.channels)


def numbers(raw: bytes) -> dict[str, list[int]]:
    """Return the sequence numbers of whole sample lines of each channel, unwrapped, read without the station."""
    found: dict[str, list[int]] = {"L": [], "R": []}
    for line in SAMPLE.finditer(raw):
        channel, text, crc = line.groups()
        if b"%04X" % crc_hqx(line[0][:-5], 0xFFFF) != crc:
            continue
        known = found["LR"[int(channel)]]
        turns = 0 if not known else known[-1] // 65_536 + (int(text) < known[-1] % 65_536)
        known.append(int(text) + 65_536 * turns)
    return found


@pytest.mark.parametrize("trouble", TROUBLE)
def test_sums_are_those_of_the_simulator(trouble: str) -> None:
    """Announced is what the numbers on the wire span; what did not come is lost; the step's own count agrees."""
    played = play("textbook", 3, ("reps", "2"), *TROUBLE[trouble])
    account = accounts(events_of(played.gathered(0.5)))[-1]
    assert adds_up(account)
    whole = play(
        "textbook", 3, ("reps", "2"), *(p for p in TROUBLE[trouble] if p[0] not in ("drop", "corrupt"))
    )
    sent, arrived = numbers(whole.raw), numbers(played.raw)
    for channel in account.channels:
        heard = arrived[channel.channel]
        assert channel.announced == heard[-1] - heard[0] + 1
        assert channel.used + channel.flagged <= len(heard)
        assert channel.lost >= channel.announced - len(heard)
        assert channel.announced <= sent[channel.channel][-1] - sent[channel.channel][0] + 1
        assert channel.stated is not None
        assert channel.numbered is not None
        assert abs(channel.stated - channel.numbered) <= 10
    assert account.unidentified == account.boots == 0


def test_spoiled_lines_stand_beside_the_account() -> None:
    """A sample line that was spoiled is a lost conversion and a line fault: two facts, each counted once.

    A spoiled line end makes one fault of two lines.
    """
    account = accounts(events_of(play("textbook", 3, ("reps", "2"), ("corrupt", "0.03")).gathered(0.5)))[-1]
    assert account.line_faults["crc"] > 20
    assert 0 < sum(channel.lost for channel in account.channels) <= 2 * sum(account.line_faults.values())


@pytest.mark.parametrize("trouble", ["nothing", "lines lost and spoiled", "cable pulled"])
def test_cuts_do_not_change_the_account(trouble: str) -> None:
    """Checkpoints come at the same places with the same figures, however the bytes are cut."""
    whole = play("textbook", 5, ("reps", "4"), *TROUBLE[trouble]).gathered(1.0)
    pieces = [(at, data[n : n + 70]) for at, data in whole for n in range(0, len(data), 70)]
    joined: list[Chunk] = [(whole[-1][0], b"".join(data for _, data in whole))]
    expected = accounts(events_of(whole))
    assert accounts(events_of(pieces)) == expected
    if trouble == "nothing":  # all at once, arrival times say nothing about silences
        assert accounts(events_of(joined)) == expected


def test_account_is_kept_on_the_way() -> None:
    """There is a checkpoint at the beginning, after every set, and at least once a minute."""
    events = events_of(play("mixed_session", 3, ("reps", "2")).chunks)
    at_s = [account.t_s or 0.0 for account in accounts(events)]
    assert at_s[0] - of(events, ForceBlock)[0].t_s[0] < 2.0
    assert max(b - a for a, b in pairwise(at_s)) <= CHECKPOINT_S + 1.5
    for place, event in enumerate(events):
        if isinstance(event, SetSummary):
            following = accounts(events[place:])
            assert (following[0].t_s or 0.0) - event.end_s < CHECKPOINT_S
    assert all(adds_up(account) for account in accounts(events))


def test_each_visit_has_its_own_account() -> None:
    """What one visit and the next were sent is together what the step sent."""
    played = play("textbook", 3, ("reps", "2"), ("drop", "0.02"))
    alone = accounts(events_of(played.chunks))[-1]
    pipeline, totals = Pipeline(), Counter[str]()
    half = len(played.chunks) // 2
    for part in (played.chunks[:half], played.chunks[half:]):
        events = [event for at, data in part for event in pipeline.feed(data, at)]
        last = accounts([*events, *pipeline.begin_session()])[-1]
        assert adds_up(last)
        for channel in last.channels:
            totals[channel.channel] += channel.announced
    # a conversion lost between the last of one visit and the first of the next belongs to the second
    assert totals == {channel.channel: channel.announced for channel in alone.channels}


def test_reboot_in_a_visit_begins_new_numbers() -> None:
    """Two boots of a step: conversions of both count, and the jump of the numbers is not a loss."""
    first = play("textbook", 3, ("reps", "1"))
    again = [
        (at + 60_000_000, data) for at, data in play("textbook", 4, ("reps", "1"), ("seq0", "9000")).chunks
    ]
    own = [accounts(events_of(chunks))[-1] for chunks in (first.chunks, again)]
    pipeline = Pipeline()
    events = [event for at, data in first.chunks for event in pipeline.feed(data, at)]
    events += pipeline.link_lost(first.chunks[-1][0])
    events += [event for at, data in again for event in pipeline.feed(data, at)]
    account = accounts([*events, *pipeline.finish()])[-1]
    assert account.boots == 1
    assert adds_up(account)

    def sums(parts: list[ChannelAccount]) -> tuple[int, int]:
        return sum(part.announced for part in parts), sum(part.lost for part in parts)

    for n, channel in enumerate(account.channels):
        assert sums([channel]) == sums([each.channels[n] for each in own])
        assert channel.stated == channel.numbered


def test_another_step_with_a_clock_that_fits() -> None:
    """Another step plugged in, whose time happens to go on where the first one's ended: its numbers are its own."""
    first = play("textbook", 3, ("reps", "1"))
    after_us = 60_000_000
    other = play("textbook", 3, ("reps", "1"), ("uid", "0BAD"), ("seq0", "30000"), ("t0_us", str(after_us)))
    pipeline = Pipeline()
    events = [event for at, data in first.chunks for event in pipeline.feed(data, at)]
    events += pipeline.link_lost(first.chunks[-1][0])
    events += [event for at, data in other.chunks for event in pipeline.feed(data, at + after_us)]
    account = accounts([*events, *pipeline.finish()])[-1]
    assert account.boots == 0
    assert adds_up(account)
    assert all(channel.lost == 0 for channel in account.channels)
    assert all(abs((c.stated or 0) - (c.numbered or 0)) <= 10 for c in account.channels)


def test_conversions_without_a_calibration_are_not_called_used() -> None:
    """Until the counts mean something nothing is used; what was waiting is taken over when they do."""
    played = play("textbook", 3, ("reps", "1"), ask="")
    (*_, account) = accounts(events_of(played.chunks))
    assert all((c.used, c.flagged + c.lost) == (0, c.announced) for c in account.channels)


@given(st.lists(st.tuples(st.integers(0, 65_535), st.integers(0, 31), st.integers(1, 60_000)), max_size=60))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_stream_of_samples_breaks_the_sum(samples: list[tuple[int, int, int]]) -> None:
    """Any numbers, flags and intervals: every announced conversion is used, flagged or lost."""
    intake, t_us = ChannelIntake("L"), 0
    for seq, flags, interval_us in samples:
        t_us += interval_us
        list(intake.add(Sample(0, seq, t_us & 0xFFFFFFFF, 1000 + seq, flags), t_us))
        tally = intake.tally
        assert tally.announced == tally.used + tally.flagged + tally.lost
        assert min(tally.used, tally.flagged, tally.lost) >= 0
