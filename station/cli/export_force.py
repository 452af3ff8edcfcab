"""``station export force``: the forces of a visit's sets, as tables that ``station analyze`` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.cli.common import output, print_json, say
from station.config import recordings_dir
from station.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from station.config import Config
    from station.export.forces import Piece
    from station.store import Store


def export_force(config: Config, store: Store, options: argparse.Namespace) -> int:
    """Print one set's forces, or write those of one set to a file and those of all to a folder."""
    from station.export.forces import pieces, visit_of, write_piece  # noqa: PLC0415  replays, so it needs the pipeline

    if options.session is None:
        raise UsageError("the forces of which visit?", "Give its id: station export sessions")
    visit = visit_of(store, options.session)
    found = pieces(store, visit, recordings_dir(config), options.set)
    if options.out is not None:
        rows = _to_disk(found, options.out, one=options.set is not None)
        _tell(rows, options)
    elif options.json:
        raise UsageError("--json tells what was written", "Say where to: --out FOLDER")
    elif len(found) > 1:
        raise UsageError(
            f"session '{visit.id}' has {len(found)} sets",
            "Choose one with --set N, or take all with --out FOLDER",
        )
    else:
        write_piece(output(), found[0])
    return 0


def _to_disk(found: Sequence[Piece], out: Path, *, one: bool) -> dict[str, int]:
    """Write pieces, whole or not at all; return the rows of each file."""
    from station.export.beside import whole_file, whole_folder  # noqa: PLC0415  with what writes
    from station.export.forces import write_piece  # noqa: PLC0415  as above

    if one:
        with whole_file(out) as partial, partial.open("w", encoding="utf-8", newline="") as file:
            return {str(out): write_piece(file, found[0])}
    rows: dict[str, int] = {}
    with whole_folder(out) as folder:
        for piece in found:
            name = f"set{piece.index:02}.csv"
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                rows[str(out / name)] = write_piece(file, piece)
    return rows


def _tell(rows: dict[str, int], options: argparse.Namespace) -> None:
    if options.json:
        print_json({"session_id": options.session, "rows": rows})
        return
    for name, number in rows.items():
        say(f"{name}: {number:,} samples")
