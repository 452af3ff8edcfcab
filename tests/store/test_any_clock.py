"""Whatever is done to a clock, in any order: nothing is reordered, doubled or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.clocked import DAY_S, YEAR_S, Station, check
from tests.support.drawn import examples

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


ERRORS_S = [-57 * YEAR_S, -20 * YEAR_S, -DAY_S * 40, -7200, -60, -1, 0, 1, 60, 3600, 4 * YEAR_S, 80 * YEAR_S]
TURN = st.one_of(
    st.tuples(st.just("visit"), st.just(0)),
    st.tuples(st.just("open"), st.just(0)),
    st.tuples(st.just("train"), st.just(0)),
    st.tuples(st.just("go"), st.sampled_from([0, 1, 600, 7200, DAY_S])),
    st.tuples(st.just("set"), st.sampled_from(ERRORS_S)),
    st.tuples(st.just("sync"), st.just(0)),
    st.tuples(st.just("look"), st.just(0)),
    st.tuples(st.just("deliver"), st.just(0)),
    st.tuples(st.just("restart"), st.just(0)),
    st.tuples(st.just("reboot"), st.sampled_from(ERRORS_S)),
)


@settings(
    max_examples=examples(30, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(turns=st.lists(TURN, max_size=14))
def test_any_steps_starts_and_sessions(
    tmp_path_factory: pytest.TempPathFactory, turns: list[tuple[str, int]]
) -> None:
    """Whatever becomes of the clock: stored once, in order, under keys of their own, sums true, deltas exact."""
    station = Station(tmp_path_factory.mktemp("any") / "station.db")
    try:
        for what, number in turns:
            _do(station, what, number)
            check(station)
        station.close()
        station.synchronise()
        check(station)
        for name, real_us in station.real_us.items():
            clock, held = station.clock(name)
            assert clock != "wrong" or held
            if station.boots[name] == station.machine.boot_id:
                assert not held
                error_us = station.opened_us(name) - real_us
                assert 0 <= error_us <= 20, (name, clock)  # a free microsecond later at most
        station.deliver()
        assert station.store.outbox_counts() == (0, 0)
        check(station)
    finally:
        station.store.close()


def _do(station: Station, what: str, number: int) -> None:
    if what == "go":
        station.host.go(number)
    elif what == "set":
        station.machine.in_sync = False
        station.set_wrong(number)
    elif what == "train" and not station.name:
        station.open()
    elif what == "reboot":
        station.reboot(error_s=number)
    else:
        acts: dict[str, Callable[[], object]] = {
            "visit": station.visit, "open": station.open, "train": station.train, "sync": station.synchronise,
            "look": station.keeper.look, "deliver": station.deliver, "restart": station.restart,
        }  # fmt: skip
        acts[what]()
