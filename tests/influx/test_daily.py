"""Rows by day: of fields that exist, each once, the same in InfluxQL and in Flux."""

from __future__ import annotations

import re

import pytest

from station.metrics import registry
from station.sinks.influx import daily
from tools.dashboards import schema


@pytest.mark.parametrize("each", daily.kept(), ids=lambda each: f"{each.measurement}.{each.name}")
def test_every_field_is_one_that_stations_write(each: daily.Kept) -> None:
    """Looked up where the boards look theirs up."""
    assert schema.field(each.measurement, each.field).name == each.field


def test_every_number_of_the_registry_has_its_day() -> None:
    """A new metric of reps, sets or sessions is kept without a word here."""
    made = {(each.measurement, each.field) for each in daily.kept()}
    numbers = {
        (level, metric.name)
        for level in ("rep", "set", "session")
        for metric in registry.metrics(level)
        if metric.kind != "text"
    }
    assert numbers <= made


@pytest.mark.parametrize("measurement", daily.measurements())
def test_both_languages_make_the_same_fields_the_same_way(measurement: str) -> None:
    """What InfluxQL aggregates by name, Flux aggregates too, and every row's name is there once."""
    mine = [each for each in daily.kept() if each.measurement == measurement]
    names = [each.name for each in mine]
    assert len(names) == len(set(names))
    query = daily.influxql(measurement, "steps", "main")
    told = re.findall(r'(\w+)\("(\w+)"\) AS "(\w+)"', query)
    assert told == [(each.how, each.field, each.name) for each in mine]
    made = set()
    for part in daily.flux(measurement, "steps").split("points\n")[1:]:
        how = re.findall(r"fn: (\w+), createEmpty", part)
        renamed = re.findall(r'set\(key: "_field", value: "(\w+)"\)', part)
        fields = re.findall(r'r\._field == "(\w+)"', part)
        assert len(how) == 1
        assert f'set(key: "_measurement", value: "{measurement}_daily")' in part
        made |= {(how[0], field, renamed[0] if renamed else field) for field in fields}
    assert made == set(told)


def test_an_entry_taken_back_is_in_neither() -> None:
    """Both leave out what a person withdrew."""
    assert 'WHERE "withdrawn" = false' in daily.influxql("symptom", "steps", "main")
    assert "not r.withdrawn" in daily.flux("symptom", "steps")


def test_a_query_is_known_again_in_the_servers_spelling() -> None:
    """InfluxDB 1 leaves quotes out; another list of values is another query."""
    mine = daily.continuous_query("rep", "steps", "main")
    assert daily.same_query(mine, mine.replace('"', "").replace(", ", ","))
    assert not daily.same_query(mine, mine.replace("eccentric_tut_s", "rise_s"))
