"""Every test stands at one level, and the list of levels is that of the folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.levels import DOOR, FIRST, LEVELS, SLOW

TESTS = Path(__file__).parents[1]


def test_every_test_has_exactly_one_level(request: pytest.FixtureRequest) -> None:
    """Of all that this run collected."""
    for item in request.session.items:
        levels = [level for level in LEVELS if item.get_closest_marker(level) is not None]
        assert len(levels) == 1, (item.nodeid, levels)


def test_what_is_slow_does_not_go_through_the_quick_door(request: pytest.FixtureRequest) -> None:
    """All else of the core does."""
    for item in request.session.items:
        slow = (
            item.get_closest_marker("slow") is not None or item.get_closest_marker("exhaustive") is not None
        )
        quick = item.get_closest_marker("quick") is not None
        assert not (slow and quick), item.nodeid
        assert slow or quick or item.get_closest_marker("core") is None, item.nodeid


def test_every_folder_of_tests_has_one_level() -> None:
    """A folder without one, one with two, and one that is gone are mistakes."""
    named = sorted(folder for folders in LEVELS.values() for folder in folders)
    assert named == sorted({path.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py")})


def test_files_that_are_named_are_there() -> None:
    """Slow ones are of the core, which otherwise goes through the door; those let in are of other levels."""
    assert len(set(FIRST)) == len(FIRST)
    missing = [name for name in SLOW | DOOR | set(FIRST) if not (TESTS / name).is_file()]
    assert missing == []
    assert {name.partition("/")[0] for name in SLOW} <= set(LEVELS["core"])
    assert {name.partition("/")[0] for name in DOOR}.isdisjoint(LEVELS["core"])


def test_sweeps_of_many_minutes_run_only_by_name(request: pytest.FixtureRequest) -> None:
    """Also where a level is asked for by its mark."""
    if "exhaustive" in request.config.option.markexpr:
        pytest.skip("they were asked for")
    assert not any(item.get_closest_marker("exhaustive") for item in request.session.items)
