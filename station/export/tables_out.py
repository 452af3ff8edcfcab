"""One table, or all of them with their dictionary, out of the database into files."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

import station
from station.export.beside import whole_file, whole_folder
from station.export.columns import TABLE_NAMES, table
from station.export.csv_file import write_csv, write_words
from station.export.parquet_file import refuse_without, write_parquet
from station.store.tables import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from station.export.columns import Table
    from station.store import Store
    from station.store.tables import Pick, TableName

SCHEMA: Final = "station.export/1"
Format = Literal["csv", "parquet"]
DICTIONARY: Final = ("table", "column", "kind", "unit", "key", "meaning", "formula", "rests_on")


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote."""

    rows: dict[TableName, int]
    """By table."""
    cursor: str
    """Where the next one goes on, with ``--since``."""
    under_way: int
    """Visits that were left out, or are there as far as they went, because they have not ended."""


class Exporter:
    """Writes tables of one store; ``pick`` says of whom and since when."""

    def __init__(self, store: Store, pick: Pick, *, with_names: bool = False) -> None:
        self._store = store
        self._pick = pick
        self._with_names = with_names

    def to_stream(self, name: TableName, file: TextIO) -> Written:
        """Write one table as CSV to an open file."""
        with self._reading() as reading:
            what = self._table(name)
            number = write_csv(file, what.columns, reading.rows(name, what.names))
            return Written({name: number}, str(reading.here), reading.under_way())

    def to_file(self, name: TableName, path: Path, form: Format) -> Written:
        """Write one table to a new file, whole or not at all. ``StationError`` says in plain words why not."""
        _ready(form)
        with self._reading() as reading:
            with whole_file(path) as partial:
                number = self._write(reading, name, partial, form)
            return Written({name: number}, str(reading.here), reading.under_way())

    def to_folder(self, path: Path, form: Format) -> Written:
        """Write every table of one moment, ``dictionary.csv`` and ``export.json`` to a new folder."""
        _ready(form)
        with self._reading() as reading:
            with whole_folder(path) as partial:
                written = {
                    name: self._write(reading, name, partial / f"{name}.{form}", form) for name in TABLE_NAMES
                }
                with (partial / "dictionary.csv").open("w", encoding="utf-8", newline="") as file:
                    write_dictionary(file, with_names=self._with_names)
                document = self._about(reading) | {"rows": written}
                (partial / "export.json").write_bytes(
                    msgspec.json.format(msgspec.json.encode(document)) + b"\n"
                )
            return Written(written, str(reading.here), reading.under_way())

    @contextmanager
    def _reading(self) -> Iterator[Reading]:
        """Read everything as it is at one moment, which the cursor names."""
        with self._store.snapshot() as connection:
            yield Reading(connection, self._pick)

    def _table(self, name: TableName) -> Table:
        return table(name, with_names=self._with_names)

    def _write(self, reading: Reading, name: TableName, path: Path, form: Format) -> int:
        what = self._table(name)
        batches = reading.rows(name, what.names)
        if form == "parquet":
            about = {key: str(value) for key, value in self._about(reading).items() if value is not None}
            return write_parquet(path, what.columns, batches, about | {"table": name})
        with path.open("w", encoding="utf-8", newline="") as file:
            return write_csv(file, what.columns, batches)

    def _about(self, reading: Reading) -> dict[str, Any]:
        since = self._pick.after
        return {
            "schema": SCHEMA,
            "station_version": station.__version__,
            "cursor": str(reading.here),
            "since": None if since is None else str(since),
            "with_names": self._with_names,
        }


def _ready(form: Format) -> None:
    if form == "parquet":
        refuse_without()


def write_dictionary(file: TextIO, *, with_names: bool = False) -> None:
    """Write what every column of every table is, as CSV."""
    lines = [
        (what.name, each.name, each.kind, each.unit, "yes" if each.name in what.key else "", each.meaning,
         each.formula, each.source)
        for what in (table(name, with_names=with_names) for name in TABLE_NAMES)
        for each in what.columns
    ]  # fmt: skip
    write_words(file, DICTIONARY, lines)
