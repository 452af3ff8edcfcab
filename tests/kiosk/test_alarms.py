"""Which alarm is told, and until when."""

from __future__ import annotations

import pytest

from station import events as ev
from station.kiosk.alarms import LASTING, TOLD_S, Alarms
from station.kiosk.notices import INFLUX_TOLD_S, Notices
from station.kiosk.words import LANGUAGES, say
from tests.kiosk.scripted import START_US

AWAY = ev.InfluxState("waiting", 3, 0, "connection refused")


def alarm(source: str) -> ev.Alarm:
    """Return what a part says that failed."""
    return ev.Alarm(source, "for the test", START_US)


def test_an_alarm_about_what_is_over_goes_by_itself() -> None:
    """It is told for a while, and not for ever."""
    alarms = Alarms()
    alarms.feed(alarm("kiosk"), 10.0)
    assert alarms.told(10.0 + TOLD_S - 0.1) == alarm("kiosk")
    assert alarms.told(10.0 + TOLD_S) is None


def test_an_alarm_that_was_seen_is_gone_and_the_next_is_told() -> None:
    """Seeing one hides no other."""
    alarms = Alarms()
    alarms.feed(alarm("kiosk"), 10.0)
    alarms.seen()
    assert alarms.told(10.1) is None
    alarms.feed(alarm("influx"), 11.0)
    assert alarms.told(11.1) == alarm("influx")


@pytest.mark.parametrize("source", sorted(LASTING))
def test_a_dead_worker_stays(source: str) -> None:
    """Neither time, nor a key, nor a later alarm takes it away."""
    alarms = Alarms()
    alarms.feed(alarm(source), 10.0)
    alarms.feed(alarm("kiosk"), 12.0)
    alarms.seen()
    assert alarms.told(1e6) == alarm(source)
    assert not alarms.can_be_seen(12.1)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("source", sorted(LASTING))
def test_a_dead_worker_has_words_of_its_own(source: str, language: str) -> None:
    """What failed, and what to do, in every language."""
    assert "{message}" in LANGUAGES[language].entries[f"alarm.{source}"]
    assert "F10" in LANGUAGES[language].entries[f"alarm.{source}"]


def test_influxdb_away_is_told_once_until_it_is_back() -> None:
    """Every try says that it is away; the banner does so for a moment, and again after it was there."""
    notices = Notices()
    for at_s in (0.0, 5.0, 10.0, 20.0):
        notices.feed(AWAY, None, at_s)
    told = [notices.worst(None, None, at_s) for at_s in (0.0, INFLUX_TOLD_S - 0.1, INFLUX_TOLD_S, 21.0)]
    assert [one is not None for one in told] == [True, True, False, False]
    notices.feed(ev.InfluxState("ok", 0, 0), None, 30.0)
    notices.feed(AWAY, None, 31.0)
    again = notices.worst(None, None, 31.0)
    assert again is not None
    assert say(again.key, **dict(again.values)).startswith("InfluxDB is away. Reps are saved here")


def test_points_that_only_wait_their_turn_are_no_trouble() -> None:
    """A server that is there and takes them is not away."""
    notices = Notices()
    notices.feed(ev.InfluxState("waiting", 3, 0), None, 0.0)
    assert notices.worst(None, None, 0.0) is None
