"""Clocks that are set, wrong or new after a start: no session is reordered, doubled, lost, or sent at a wrong time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError
from station.events import ClockCorrected, ClockStamp, ClockStep, Link
from station.store import clocks
from tests.store.clocked import MADE_US, YEAR_S, Station, check
from tests.support.stream import closed, one_set, opened
from tests.support.two_clocks import BEGUN_US

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def station(database: Path) -> Station:
    """Return a station whose clock is right, on a machine that does not say so."""
    return Station(database)


def test_machine_without_a_battery_is_corrected_when_the_network_comes(station: Station) -> None:
    """Two visits in 1970, then the time daemon: both move by exactly the step, with all that belongs to them."""
    station.reboot(error_s=-57 * YEAR_S)
    first, second = station.visit(), station.visit()
    assert station.clock(first) == ("wrong", True)
    assert station.store.outbox_waiting(100) == []
    assert station.store.outbox_counts() == (0, 0)
    assert station.store.outbox_held() == 8
    check(station)
    before = station.store.reps(first), station.store.sets(first), station.store.session(first)
    station.synchronise()
    assert station.clock(first) == station.clock(second) == ("corrected", False)
    assert [station.opened_us(name) for name in (first, second)] == list(station.real_us.values())
    by_us = 57 * YEAR_S * 10**6
    for rep, moved in zip(before[0], station.store.reps(first), strict=True):
        assert rep.start_time_us is not None
        assert moved == replace(rep, start_time_us=rep.start_time_us + by_us)
    for summary, moved_set in zip(before[1], station.store.sets(first), strict=True):
        assert summary.start_time_us is not None
        assert moved_set == replace(summary, start_time_us=summary.start_time_us + by_us)
    assert len(station.store.outbox_waiting(100)) == 8
    assert min(row.point.time_us for row in station.store.outbox_waiting(100)) > BEGUN_US
    (lost,) = [event for event in station.store.events(first) if isinstance(event, Link)]
    assert abs(lost.time_us - station.real_us[first]) < 120 * 10**6
    (told,) = [event for event in station.store.events(first) if isinstance(event, ClockCorrected)]
    assert (told.by_s, told.resent) == (57 * YEAR_S, 0)
    assert "clock corrected by +1.79755e+09 s" in told.detail
    check(station)


def test_correction_reaches_over_a_restart_of_the_program(station: Station) -> None:
    """The process that sees the right time is another one than the one that measured: the machine is the same."""
    station.reboot(error_s=-30 * YEAR_S)
    name = station.visit()
    station.restart()
    station.restart()
    station.synchronise()
    assert station.opened_us(name) == station.real_us[name]
    assert station.clock(name) == ("corrected", False)


def test_after_a_reboot_a_wrong_session_waits_for_an_operator(station: Station) -> None:
    """Nobody knows how long the machine was off: it is marked, held, and corrected by hand, or kept."""
    station.visit()
    station.reboot(error_s=-57 * YEAR_S)
    first, second = station.visit(), station.visit()
    station.reboot(error_s=0)
    station.synchronise()
    assert station.clock(first) == station.clock(second) == ("wrong", True)
    with station.store.reading() as connection:
        waiting = clocks.doubtful(connection)
    assert [each.session_id for each in waiting] == [first, second]
    assert "before this program was made" in waiting[0].reason
    with station.store.transaction() as connection:
        clocks.set_time(connection, first, station.real_us[first], 5)
        clocks.set_time(connection, second, None, 6)
    assert station.clock(first) == ("set", False)
    assert station.clock(second) == ("kept", False)
    assert station.opened_us(first) == station.real_us[first]
    assert station.opened_us(second) < MADE_US
    station.keeper.look()
    assert station.clock(first) == ("set", False)
    check(station)


def test_hand_correction_of_what_is_open_or_unknown_is_refused(station: Station) -> None:
    """An open session keeps its time line to its end."""
    name = station.open()
    for wanted in (name, "nobody"):
        with pytest.raises(StoreError, match=r"open|not there"), station.store.transaction() as connection:
            clocks.set_time(connection, wanted, 0, 5)


def test_year_forward_and_back_hides_nothing(station: Station) -> None:
    """Sessions of a wrong 2031 do not stand before newer ones, and come home when the clock does."""
    station.machine.in_sync = True
    station.keeper.look()
    before = station.visit()
    station.machine.in_sync = False
    station.set_wrong(4 * YEAR_S)
    ahead = station.visit()
    assert station.clock(ahead) == ("wrong", True)
    station.set_wrong(0)
    after = station.visit()
    assert [visit.id for visit in station.store.sessions()] == [after, ahead, before]
    assert station.opened_us(ahead) == station.real_us[ahead]
    assert station.clock(ahead) == ("unsure", False)
    station.synchronise()
    assert station.clock(ahead) == station.clock(after) == ("ok", False)
    check(station)


def test_year_ahead_that_nobody_could_prove_is_sent_again_when_it_is_known(station: Station) -> None:
    """Without a time daemon nothing says that 2031 is wrong; when it goes back, points go again at the right time."""
    ahead_s = 4 * YEAR_S
    station.set_wrong(ahead_s)
    name = station.visit()
    station.deliver()
    station.set_wrong(0)
    station.keeper.look()
    assert station.opened_us(name) == station.real_us[name]
    (told,) = [event for event in station.store.events(name) if isinstance(event, ClockCorrected)]
    assert (told.by_s, told.resent) == (-ahead_s, 4)
    assert len(station.store.outbox_waiting(100)) == 4
    check(station)


def test_answer_to_points_under_their_old_times_means_nothing(station: Station) -> None:
    """Points that were on their way while their session was corrected are still to be sent."""
    station.set_wrong(4 * YEAR_S)
    name = station.visit()
    on_their_way = [row.id for row in station.store.outbox_waiting(100)]
    station.set_wrong(0)
    station.keeper.look()
    assert station.opened_us(name) == station.real_us[name]
    station.store.outbox_delivered(on_their_way)
    assert len(station.store.outbox_waiting(100)) == 4
    check(station)


def test_session_of_another_start_in_the_future_is_marked(station: Station) -> None:
    """After a reboot the right clock shows that a session lies ahead: it is marked and does not count as newest."""
    station.set_wrong(4 * YEAR_S)
    name = station.visit()
    station.reboot(error_s=0)
    assert station.clock(station.visit()) == (
        "wrong",
        True,
    )  # two clocks differ, and nothing says which is right
    station.synchronise()
    assert station.clock(name) == ("wrong", True)
    assert station.clock(station.visit()) == ("ok", False)
    check(station)


def test_first_minutes_of_a_machine_that_is_synchronised_otherwise_wait(station: Station) -> None:
    """A clock that was kept over a power cut is plausible and late: points wait a quarter of an hour at most."""
    station.synchronise()
    station.visit()
    station.deliver()
    station.reboot(off_s=7200, error_s=-7200)
    late = station.visit()
    assert station.clock(late) == ("unsure", True)
    station.synchronise()
    assert station.opened_us(late) == station.real_us[late]
    assert station.clock(late) == ("corrected", False)
    station.reboot(off_s=7200)
    alone = station.visit()
    assert station.clock(alone) == ("unsure", True)
    station.host.go(900.0)
    station.keeper.look()
    assert station.clock(alone) == ("unsure", False)
    check(station)


def test_unsure_session_before_a_reboot_goes_as_it_is(station: Station) -> None:
    """Nothing proves it wrong and nothing can correct it: it is marked as unsure, and sent."""
    station.synchronise()
    station.visit()
    station.reboot()
    name = station.visit()
    station.reboot()
    assert station.clock(name) == ("unsure", False)


def test_open_session_keeps_its_time_line_and_is_corrected_after_its_end(station: Station) -> None:
    """The clock is set in the middle of a set: reps stay in order and distance, and move together at the end."""
    station.reboot(error_s=-57 * YEAR_S)
    name = station.open()
    station.handle(*one_set(1, 2, opened_us=station.line.now_us()))
    station.host.go(30.0)
    station.synchronise()
    assert station.clock(name) == ("wrong", True)
    station.handle(*one_set(2, 2, opened_us=station.line.now_us()))
    station.close()
    assert station.clock(name) == ("corrected", False)
    assert station.opened_us(name) == station.real_us[name]
    times_us = [rep.start_time_us or 0 for rep in station.store.reps(name)]
    assert times_us == sorted(times_us)
    assert times_us[2] - times_us[0] == 90_000_000
    check(station)


def test_step_is_an_event_of_the_store(station: Station) -> None:
    """What the clock said before and after is on record."""
    station.set_wrong(3600)
    name = station.visit()
    with station.store.reading() as connection:
        step = clocks.last_step(connection)
    assert isinstance(step, ClockStep)
    assert step.step_s == 3600.0
    assert station.opened_us(name) == station.real_us[name] + 3600 * 10**6


def test_hour_that_comes_twice_doubles_no_key(station: Station) -> None:
    """A clock put back by a minute lays a session exactly over the one before: every rep keeps a key of its own."""
    station.visit()
    station.deliver()
    station.set_wrong(-60)
    second = station.visit()
    station.deliver()
    assert station.opened_us(second) == BEGUN_US + 1
    assert len(station.acknowledged) == len(set(station.acknowledged)) == 8
    check(station)
    sent = set(station.acknowledged)
    assert station.store.resend(second) == 4
    station.deliver()
    assert set(station.acknowledged) == sent  # sent again under the same keys


def test_session_moved_onto_another_keeps_keys_of_its_own(station: Station) -> None:
    """An operator gives two sessions the same time: every rep and set of the second takes the next microsecond."""
    first, second = station.visit(), station.visit()
    with station.store.transaction() as connection:
        clocks.set_time(connection, second, station.opened_us(first), 5)
    moved = [rep.start_time_us for rep in station.store.reps(second)]
    assert moved == [(rep.start_time_us or 0) + 1 for rep in station.store.reps(first)]
    check(station)


def test_people_are_in_the_order_they_came(station: Station) -> None:
    """The latest visit is the latest to happen, with a clock that is years back as well."""
    ann, bob = station.store.add_athlete("Ann"), station.store.add_athlete("Bob")
    stamp = ClockStamp("unsure", "", "boot-1", 0, held=False)
    for number, (who, time_us) in enumerate([(ann, BEGUN_US), (bob, 5), (ann, 3)]):
        station.handle(replace(opened(f"v{number}", who.id, time_us), clock=stamp), closed(f"v{number}", 7))
    cyd = station.store.add_athlete("Cyd")
    assert [each.name for each in station.store.athletes()] == ["Cyd", "Ann", "Bob"]
    assert station.store.last_visit_us(ann.id) == 3
    assert station.store.last_visit_us(cyd.id) is None
