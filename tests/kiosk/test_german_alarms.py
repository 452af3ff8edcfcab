"""Alarms in German: each part's own sentence, and the reason in it where it is known again."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.calibration.gain_watch import GainTrend
from station.kiosk.notices import Notices
from station.kiosk.retelling import detail_words
from station.kiosk.words import LANGUAGES, say
from station.sources.ear import Ear
from station.sources.ports import explain
from tests.kiosk.scripted import START_US
from tests.kiosk.test_german_wizard import assert_german

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = (
    "reader", "core", "storage", "recorder", "influx", "kiosk", "housekeeper", "subscriber", "plates", "erasure",
    "clock", "plans", "view",
)  # fmt: skip


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """Speak German; English again afterwards."""
    say.speak(LANGUAGES["de"], "kg")
    yield
    say.speak(LANGUAGES["en"], "kg")


def told(event: ev.Event) -> str:
    """Return what the banner says of it."""
    notices = Notices()
    notices.feed(event, None, 0.0)
    notice = notices.worst(None, None, 0.0)
    assert notice is not None
    return say(notice.key, **dict(notice.values))


@pytest.mark.parametrize("source", SOURCES)
def test_every_part_that_sounds_an_alarm_has_a_sentence(source: str) -> None:
    """What failed, whether reps are safe, what to do; the reason as it came when nobody translated it."""
    words = told(ev.Alarm(source, "E2BIG: 10.0.0.1", START_US))
    assert words.endswith("(E2BIG: 10.0.0.1)")
    assert_german([words])


@pytest.mark.parametrize(
    "number", [errno.ENOENT, errno.EBUSY, errno.ENOTTY], ids=["no such port", "in use", "no serial port"]
)
def test_why_there_is_no_step_is_said_in_german(number: int) -> None:
    """As the port itself refuses."""
    refused = explain("/dev/ttyUSB7", OSError(number, "for the test"))
    words = told(ev.Link("failed", "/dev/ttyUSB7", START_US, refused.problem))
    assert "/dev/ttyUSB7" in words
    assert_german([words])
    assert_german(
        [told(ev.Link("opening", "auto", START_US, f"no step found: {refused.problem}; {refused.problem}"))]
    )


@pytest.mark.parametrize("heard", [b"", b"hello there\r\nhello again\r\n"])
def test_what_was_heard_instead_of_a_step_is_said_in_german(heard: bytes) -> None:
    """With the remedy."""
    ear = Ear()
    ear.feed((1, heard))
    assert_german([detail_words(str(ear.verdict("/dev/ttyUSB0", 3.0, (115200,)))).partition(": '")[0]])


def test_plates_that_moved_apart_are_said_in_german() -> None:
    """With how far, and what to run."""
    moved = GainTrend("moved", 12, 0, 1.013, 0.002, 0.013, 0.002, None, None)
    words = told(
        ev.Alarm("plates", f"step A1: {moved.words}. Run 'station step swap-test', then calibrate", START_US)
    )
    assert "links zeigt" in words
    assert_german([words.replace("step swap-test", "")])
