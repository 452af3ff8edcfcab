"""What the generated pages say in words of their own covers what there is, and nothing that is gone."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from station.events import Fault, Rep, SetSummary, codes
from station.pipeline import Pipeline
from station.wire.messages import LineFaultCode, SampleFlag
from tools.accuracy.playing import play
from tools.reference import influxdb_words, store_words
from tools.reference.codes import reasons_told
from tools.reference.points import points
from tools.reference.store import newest, tables_of

STATION = Path(__file__).parents[2] / "station"
KNOWN_CODES = {*codes.OF_LINES, *codes.OF_CONVERSIONS, *codes.OF_PLATES}
PLAYED = (
    ("stumble", 2, ()),
    ("bilateral", 2, ()),
    ("spikes", 3, (("drop", "0.05"), ("corrupt", "0.02"))),
    ("dumbbell", 2, ()),
)


def test_every_table_of_the_store_stands_under_a_heading() -> None:
    """A table that a migration adds is on the page, under one heading."""
    explained = [name for tables in store_words.GROUPS.values() for name in tables]
    assert sorted(explained) == tables_of(newest())


def test_no_column_is_explained_that_is_gone() -> None:
    """Words about a column leave with it."""
    store = newest()
    there = {
        name: {row[1] for row in store.execute("SELECT * FROM pragma_table_info(?)", (name,))}
        for name in tables_of(store)
    }
    gone = {name: words.keys() - there[name] for name, words in store_words.OF_TABLE.items()}
    assert {name: columns for name, columns in gone.items() if columns} == {}
    assert store_words.COLUMNS.keys() <= set().union(*there.values())


def test_no_field_is_explained_that_is_not_sent() -> None:
    """Words about a measurement, tag or field of InfluxDB leave with it."""
    made = points()
    fields = {re.sub(r"_l$", "_", name) for point in made for name in point.fields}
    assert influxdb_words.FIELDS.keys() <= fields
    assert influxdb_words.MEASUREMENTS.keys() == {point.measurement for point in made}
    assert [influxdb_words.TAGS.keys() == point.tags.keys() for point in made] == [True] * len(made)


def test_every_code_of_a_fault_is_explained() -> None:
    """Codes that the code names are in the table, and the table has none that it does not name."""
    sources = [path.read_text(encoding="utf-8") for path in STATION.rglob("*.py")]
    trees = [ast.parse(source) for source in sources if f"{Fault.__name__}(" in source]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    named = {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == Fault.__name__
        and isinstance(call.args[0], ast.Constant)
    }
    flags = {str(flag.name).lower() for flag in SampleFlag}
    assert named
    assert named | flags | set(get_args(LineFaultCode)) | {"stuck"} == KNOWN_CODES
    assert codes.OF_LINES.keys() == set(get_args(LineFaultCode))


@pytest.mark.parametrize(("scenario", "seed", "parameters"), PLAYED)
def test_what_happens_to_a_step_is_on_the_page_of_codes(
    scenario: str, seed: int, parameters: tuple[tuple[str, str], ...]
) -> None:
    """Each reason and each code that a simulated visit tells is one of those the page lists."""
    pipeline = Pipeline()
    events = [
        event
        for arrival_us, data in play(scenario, seed, *parameters).gathered(1.0)
        for event in pipeline.feed(data, arrival_us)
    ]
    events += pipeline.finish()
    listed = [re.compile(re.escape(reason).replace(r"\.\.\.", ".+")) for reason in reasons_told()]
    told = {why for event in events if isinstance(event, (Rep, SetSummary)) for why in event.refused.values()}
    assert [why for why in told if not any(reason.fullmatch(why) for reason in listed)] == []
    faults = {event.code for event in events if isinstance(event, Fault)}
    assert faults
    assert {code for code in faults if not code.isupper()} <= KNOWN_CODES
