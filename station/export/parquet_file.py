"""Tables as Parquet, by Apache Arrow: typed columns, each with its unit and meaning in the file's own schema."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from station.errors import StationError
from station.export.cells import words
from station.extras import how_to_get

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from station.export.columns import Column

_GROUP_ROWS: Final = 50_000
"""Rows of a group: large enough to compress, small enough for a Raspberry Pi's memory."""


_REPEATING: Final = ("text", "list", "pairs", "bool", "date")
"""Kinds of columns whose values come again and again: stored once, and then by number. Measured values do not."""


def refuse_without() -> None:
    """Say how to get Apache Arrow where it is missing."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415  an extra: most stations never write Parquet
    except ImportError as error:
        raise StationError(
            "Parquet needs the package pyarrow, which is not here",
            f"Install it: {how_to_get('parquet')}; or export CSV",
        ) from error


def write_parquet(
    path: Path,
    columns: Sequence[Column],
    batches: Iterable[Sequence[tuple[Any, ...]]],
    about: Mapping[str, str],
) -> int:
    """Write rows as the database has them; ``about`` goes into the file's metadata. Return how many rows."""
    import pyarrow as pa  # noqa: PLC0415  an extra: most stations never write Parquet
    import pyarrow.parquet as pq  # noqa: PLC0415  as above

    schema = pa.schema([_field(pa, column) for column in columns], metadata=dict(about))
    number = 0
    repeating = [column.name for column in columns if column.kind in _REPEATING]
    with pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=repeating) as writer:
        for group in _groups(batches):
            values = zip(*group, strict=True)
            arrays = [
                pa.array(_values(column, each), type=schema.field(column.name).type)
                for column, each in zip(columns, values, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            number += len(group)
    return number


def _groups(batches: Iterable[Sequence[tuple[Any, ...]]]) -> Iterator[list[tuple[Any, ...]]]:
    waiting: list[Sequence[tuple[Any, ...]]] = []
    rows = 0
    for batch in batches:
        waiting.append(batch)
        rows += len(batch)
        if rows >= _GROUP_ROWS:
            yield list(chain.from_iterable(waiting))
            waiting, rows = [], 0
    if rows:
        yield list(chain.from_iterable(waiting))


def _field(pa: Any, column: Column) -> Any:  # noqa: ANN401  pyarrow has no types
    kinds = {
        "float": pa.float64(),
        "int": pa.int64(),
        "bool": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
        "date": pa.date32(),
    }
    said = {
        "unit": column.unit,
        "meaning": column.meaning,
        "formula": column.formula,
        "source": column.source,
    }
    metadata = {name: text for name, text in said.items() if text}
    return pa.field(column.name, kinds.get(column.kind, pa.string()), metadata=metadata)


def _values(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.kind == "bool":
        return [None if value is None else bool(value) for value in values]
    if column.kind == "date":
        return [None if value is None else date.fromisoformat(value) for value in values]
    if column.kind in ("list", "pairs"):
        known = {value: words(column.kind, value) for value in set(values)}
        return [known[value] for value in values]
    return values
