"""How long a rep takes to be saved: its row and its line in the outbox, committed and synced to the disk."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from station.events import Rep
from station.store import Store, StoreWriter
from tools.bench.drain import visit

VISITS: Final = 5


def saves_s(visits: int = VISITS) -> list[float]:
    """Return how long each rep of so many long visits took."""
    took_s = []
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "station.db") as store:
        writer = StoreWriter(store, "clinic", "step1")
        for number in range(visits):
            for event in visit(number):
                live = replace(event, final=False) if isinstance(event, Rep) else event
                begun_s = time.perf_counter()
                writer.handle([live])
                if live is not event:
                    took_s.append(time.perf_counter() - begun_s)
    return took_s
