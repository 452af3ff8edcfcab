"""Tables as files: every value as it is stored, typed and explained, about people without names."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from station.events import SymptomNoted
from station.export.cells import Cells, harmless_cell
from station.export.columns import TABLE_NAMES, TABLES, Column, table
from station.export.tables_out import Exporter
from station.metrics import registry
from station.store import Store, StoreWriter
from station.store.points import SYMPTOM_FIELDS
from station.store.tables import Pick
from tests.support.stream import OPENED_US, closed, one_set, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.command import Command


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Yield a store with a visit of Ann, what she said, and a visit of a guest."""
    with Store.open(tmp_path / "data" / "station.db") as made:
        ann = made.add_athlete('=Ann, "the" first')
        writer = StoreWriter(made, "clinic", "step1")
        writer.handle([opened("a", ann.id), *one_set(), closed("a")])
        said = SymptomNoted(ann.id, OPENED_US + 5, {"during": 2.5, "sharp": 0.0}, "left", "a", note="-1+1")
        writer.handle([said])
        later_us = OPENED_US + 3_600_000_000
        writer.handle([opened("b", time_us=later_us), *one_set(opened_us=later_us)])
        writer.handle([closed("b", later_us + 60_000_000)])
        yield made


def as_csv(store: Store, name: Any, pick: Pick | None = None, **options: bool) -> list[dict[str, str]]:  # noqa: ANN401  a table's name
    """Return a table as a program reads it."""
    file = io.StringIO()
    Exporter(store, pick or Pick(), **options).to_stream(name, file)
    return list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))


def test_numbers_come_back_to_the_last_bit(store: Store) -> None:
    """What a program reads is what the store has: floats exactly, nothing where nothing is."""
    rows = as_csv(store, "reps")
    stored = [rep for visit in ("a", "b") for rep in store.reps(visit)]
    assert len(rows) == len(stored) == 6
    for row, rep in zip(rows, stored, strict=True):
        for metric in registry.metrics("rep"):
            value = getattr(rep, metric.name)
            told = row[metric.name]
            assert (None if told == "" else float(told) if metric.kind == "float" else told) == value
        assert row["faults"] == ";".join(rep.faults)
        assert dict(pair.split("=") for pair in row["refused"].split(";")) == rep.refused
        assert row["final"] == "true"
        told_us = datetime.fromisoformat(row["start_time"]).timestamp() * 1e6
        assert told_us == pytest.approx(rep.start_time_us, abs=1000)


@pytest.mark.parametrize(
    "value", [0.1 + 0.2, 1e-300, -0.0, 5e-324, 1.7976931348623157e308, 1e22, 123456789.123456789]
)
def test_any_float_survives(value: float) -> None:
    """Small, large and awkward numbers read back to the same."""
    (line,) = Cells([Column("x", "float", "", "")]).lines([(value,)])
    assert float(line) == value


def test_sessions_and_sets_have_every_metric_once(store: Store) -> None:
    """The header is the dictionary: unique names, every metric of the registry, and the same values as stored."""
    for name, level in (("sets", "set"), ("sessions", "session"), ("reps", "rep")):
        names = TABLES[name].names  # type: ignore[index]  # three of its keys
        assert len(names) == len(set(names))
        assert {metric.name for metric in registry.METRICS if metric.level == level} <= set(names)
    for row, visit in zip(as_csv(store, "sessions"), ("a", "b"), strict=True):
        came_to = store.session_summary(visit)
        assert came_to is not None
        assert (row["session_id"], row["reps_done"], row["sets_done"]) == (visit, "3", "1")
        assert row["reps_clean"] == str(came_to.reps_clean)


def test_what_people_said_has_a_column_a_kind(store: Store) -> None:
    """Kinds are columns, by the names that InfluxDB has too; what was not said is empty, no is 0."""
    (row,) = as_csv(store, "symptoms")
    assert set(SYMPTOM_FIELDS.values()) <= set(row)
    assert (row["during_nrs"], row["sharp"], row["after_nrs"]) == ("2.5", "0.0", "")
    assert (row["leg"], row["withdrawn"], row["session_id"]) == ("left", "false", "a")
    assert abs(date.fromisoformat(row["day"]) - date(2025, 10, 9)).days <= 1


def test_nobody_has_a_name_unless_asked(store: Store, tmp_path: Path) -> None:
    """Files hold random ids; with names there are names, and notes, and neither is a formula."""
    Exporter(store, Pick()).to_folder(tmp_path / "plain", "csv")
    assert not any(b"Ann" in file.read_bytes() or b"1+1" in file.read_bytes()
                   for file in (tmp_path / "plain").iterdir())  # fmt: skip
    named = as_csv(store, "symptoms", with_names=True)
    assert named[0]["athlete_name"] == '\'=Ann, "the" first'
    assert named[0]["note"] == "'-1+1"
    assert [row["athlete_name"] for row in as_csv(store, "reps", with_names=True)] == [
        *['\'=Ann, "the" first'] * 3,
        *[""] * 3,
    ]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\x1b[2J", "a\nb", "\u202eabc"])
def test_cells_command_nobody(text: str) -> None:
    """No cell begins a formula, drives a terminal or ends its line."""
    cell = harmless_cell(text)
    assert cell.isprintable()
    assert not cell.startswith(("=", "+", "-", "@"))


def test_one_person_and_a_day(store: Store) -> None:
    """Rows of one person, or of visits from a time on."""
    (ann,) = store.athletes()
    assert {row["session_id"] for row in as_csv(store, "reps", Pick(athlete_id=ann.id))} == {"a"}
    later = Pick(from_us=OPENED_US + 1_000_000)
    assert {row["session_id"] for row in as_csv(store, "sets", later)} == {"b"}
    assert as_csv(store, "symptoms", later) == []


def test_parquet_says_the_same_in_types_with_units(store: Store, tmp_path: Path) -> None:
    """The same rows, typed; every column has its meaning, those with a unit have it."""
    for name in TABLE_NAMES:
        path = tmp_path / f"{name}.parquet"
        Exporter(store, Pick()).to_file(name, path, "parquet")
        read = pq.read_table(path)
        what = table(name)
        assert read.column_names == what.names
        for column in what.columns:
            said = read.schema.field(column.name).metadata
            assert said[b"meaning"].decode() == column.meaning
            assert said.get(b"unit", b"").decode() == column.unit
        for row, typed in zip(as_csv(store, name), read.to_pylist(), strict=True):
            for column in what.columns:
                assert _same(row[column.name], typed[column.name]), column.name


def _same(told: str, typed: object) -> bool:
    if typed is None:
        return told == ""
    if isinstance(typed, bool):
        return told == str(typed).lower()
    if isinstance(typed, (int, float)):
        return float(told) == typed
    if isinstance(typed, datetime):
        return abs(datetime.fromisoformat(told).timestamp() - typed.replace(tzinfo=UTC).timestamp()) < 0.0011
    return told == str(typed)


def test_the_folder_is_complete_and_explains_itself(store: Store, tmp_path: Path) -> None:
    """Every table of one moment, the dictionary of every column, and where the next export goes on."""
    written = Exporter(store, Pick()).to_folder(tmp_path / "out", "csv")
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert names == {*(f"{name}.csv" for name in TABLE_NAMES), "dictionary.csv", "export.json"}
    assert written.rows == {"reps": 6, "provisional": 6, "sets": 2, "sessions": 2, "symptoms": 1}
    with (tmp_path / "out" / "dictionary.csv").open(newline="", encoding="utf-8") as file:
        explained = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    for name in TABLE_NAMES:
        with (tmp_path / "out" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        assert [(name, column) for column in header] == [key for key in explained if key[0] == name]
        assert all(explained[name, column]["meaning"] for column in header)
        keys = [column for column in header if explained[name, column]["key"]]
        assert len({tuple(row[key] for key in keys) for row in as_csv(store, name)}) == written.rows[name]


def test_units_of_names_and_columns_agree() -> None:
    """A name that ends in a unit is of that unit."""
    for name in TABLE_NAMES:
        for column in table(name).columns:
            for ending, unit in (("_kg", "kg"), ("_n", "N"), ("_m", "m"), ("_min", "min"), ("_kg_s", "kg s")):
                if column.name.endswith(ending) and column.kind == "float":
                    assert column.unit == unit, column.name


def test_the_command_writes_what_it_says(station: Command, store: Store, tmp_path: Path) -> None:
    """File, format by its name, JSON, cursor, and nothing new the second time."""
    assert len(store.sessions()) == 2
    path = tmp_path / "reps.parquet"
    told = station.inside("export", "reps", "--out", str(path), "--json").document()
    assert told["rows"] == {"reps": 6}
    assert pq.read_metadata(path).num_rows == 6
    again = station.inside("export", "all", "--since", told["cursor"], "--out", str(tmp_path / "new"))
    assert "0 reps" in again.out
    assert "--since" in again.out
    first = station.inside("export", "sets", "--since", "start")
    assert first.out.count("\n") == 3
    assert f"next time: --since {told['cursor']}" in first.err
    dictionary = list(csv.DictReader(io.StringIO(station.inside("export", "dictionary").out)))
    assert {row["table"] for row in dictionary} == set(TABLE_NAMES)
    assert station.inside("export", "sets", "--since", "2200-01-01").out.count("\n") == 1
