"""Athletes: names, visits, and being forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError, UsageError
from tests.support.stream import OPENED_US, closed, one_set, opened

if TYPE_CHECKING:
    from pathlib import Path

    from station.store import Store, StoreWriter


def test_athlete_comes_back(store: Store) -> None:
    """Name and mass are kept; the id is random hex and says nothing about the person."""
    added = store.add_athlete("  Zoë O'Neil; DROP TABLE reps -- ", 62.5)
    assert store.athlete(added.id) == added
    assert added.name == "Zoë O'Neil; DROP TABLE reps --"
    assert int(added.id, 16) >= 0
    assert store.add_athlete("Zoë").id != added.id


def test_most_recent_visit_comes_first(store: Store, writer: StoreWriter) -> None:
    """The list begins with whom the operator most likely wants."""
    first, second, third = (store.add_athlete(name) for name in ("A", "B", "C"))
    writer.handle([opened("late", first.id, OPENED_US * 2), closed("late", OPENED_US * 2)])
    assert [each.id for each in store.athletes()] == [first.id, third.id, second.id]
    assert store.last_visit_us(first.id) == OPENED_US * 2
    assert store.last_visit_us(second.id) is None


def test_renaming_keeps_the_id(store: Store) -> None:
    """Everything already sent still belongs to the same person."""
    added = store.add_athlete("Ann")
    assert store.rename_athlete(added.id, "Anna").id == added.id
    assert store.set_body_mass(added.id, 71.0).body_mass_kg == 71.0
    assert store.athlete(added.id).name == "Anna"


@pytest.mark.parametrize("name", ["", "   ", "a\x1b[31mred", "two\nlines", "x" * 121])
def test_names_that_could_do_harm_are_refused(store: Store, name: str) -> None:
    """Empty, endless and control-character names never reach a terminal."""
    with pytest.raises(UsageError):
        store.add_athlete(name)
    assert store.athletes() == []


@pytest.mark.parametrize("mass_kg", [0.0, -70.0, 4000.0, float("nan")])
def test_masses_nobody_has_are_refused(store: Store, mass_kg: float) -> None:
    """A mass in grams or a typing error is named."""
    with pytest.raises(UsageError, match="kg"):
        store.add_athlete("Ann", mass_kg)


def test_unknown_athlete_is_named(store: Store) -> None:
    """Asking for, renaming or erasing nobody says which id."""
    for ask in (store.athlete, store.erase_athlete):
        with pytest.raises(StoreError, match="'nobody'"):
            ask("nobody")


def test_erased_athlete_leaves_nothing(database: Path, store: Store, writer: StoreWriter) -> None:
    """Sessions, reps and waiting points go too, and no byte of the name stays in any file."""
    name = "Wilhelmina Ungewöhnlich"
    gone, stays = store.add_athlete(name), store.add_athlete("Bob")
    writer.handle([opened("a", gone.id), *one_set(), closed("a")])
    writer.handle([opened("b", stays.id), *one_set(), closed("b")])
    store.erase_athlete(gone.id)
    assert [each.id for each in store.sessions()] == ["b"]
    assert {row.point.tags["athlete"] for row in store.outbox_waiting(100)} == {stays.id}
    assert [(total.queued, total.erased) for total in store.outbox_totals()] == [(6, 3), (2, 1), (2, 1)]
    contents = b"".join(path.read_bytes() for path in database.parent.iterdir())
    assert name.encode() not in contents
    assert gone.id.encode() not in contents


def test_nobody_is_erased_in_the_middle_of_a_session(store: Store, writer: StoreWriter) -> None:
    """The session has to end first; nothing is deleted."""
    athlete = store.add_athlete("Ann")
    writer.handle([opened("a", athlete.id)])
    with pytest.raises(StoreError, match="open"):
        store.erase_athlete(athlete.id)
    assert store.athlete(athlete.id) == athlete


def test_sessions_of_one_athlete_newest_first(store: Store, writer: StoreWriter) -> None:
    """The history of one person, and only of that person, limited."""
    ann, bob = store.add_athlete("Ann"), store.add_athlete("Bob")
    for number, who in enumerate((ann, bob, ann, ann)):
        writer.handle([opened(f"v{number}", who.id, OPENED_US + number), closed(f"v{number}")])
    assert [each.id for each in store.sessions(ann.id)] == ["v3", "v2", "v0"]
    assert [each.id for each in store.sessions(limit=2)] == ["v3", "v2"]
