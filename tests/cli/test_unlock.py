"""``station athlete unlock``: a forgotten PIN is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.store import Store

if TYPE_CHECKING:
    from tests.support.command import Command


def test_forgotten_pin_is_removed(station: Command) -> None:
    """The kiosk asks for none any more; said also where there never was one."""
    assert station.inside("athlete", "add", "Ann").code == 0
    with Store.open(station.data / "station.db") as store:
        (ann,) = store.athletes()
        store.set_pin(ann.id, "0420")
    told = station.inside("athlete", "unlock", "ann")
    assert (told.code, told.out.strip()) == (0, "the kiosk asks Ann for no PIN any more")
    with Store.open(station.data / "station.db") as store:
        assert not store.has_pin(ann.id)
    assert "never did" in station.inside("athlete", "unlock", "Ann").out


def test_nobody_cannot_be_unlocked(station: Command) -> None:
    """A name that is not there is named, with what to do."""
    assert station.inside("athlete", "add", "Ann").code == 0
    told = station.inside("athlete", "unlock", "Bob")
    assert told.code != 0
    assert "no athlete 'Bob'" in told.err
