"""``station athlete``: two people of one name, and another name for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.command import Command


def test_second_person_of_a_name_is_added_only_when_asked_for(station: Command) -> None:
    """Otherwise every later command with that name would be refused, and nobody would know why."""
    first = station.inside("athlete", "add", "Ann", "--json").document()["id"]
    ran = station.inside("athlete", "add", "  ann ")
    assert (ran.code, ran.out) == (2, "")
    assert f"'ann' trains here already, as {first}" in ran.err
    assert "--same-name" in ran.err
    assert station.inside("athlete", "add", "Ann", "--same-name").code == 0
    assert [one["name"] for one in station.inside("athlete", "list", "--json").document()] == ["Ann", "Ann"]


def test_other_name_keeps_the_id(station: Command) -> None:
    """What was measured stays with the person; the old name is nobody's."""
    ann = station.inside("athlete", "add", "Ann", "--json").document()["id"]
    assert station.inside("athlete", "rename", "Ann", " Ann  B ").out == f"{ann}  Ann B\n"
    assert station.inside("athlete", "show", "Ann").code == 2
    assert station.inside("athlete", "show", "Ann B", "--json").document()["id"] == ann
    assert "needs a name" in station.inside("athlete", "rename", ann, " ").err
