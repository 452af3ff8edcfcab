"""A station's storage in a process of its own that a test can kill: says on stdout what it was told is saved.

``python writer_process.py DATABASE NUMBER [URL TOKEN]``: visit ``NUMBER`` of endless sets, a line for each
receipt; with a url it forwards at the same time.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from station.config import InfluxSection
from station.events import Saved
from station.sinks.influx import Forwarder
from station.store import Store, StoreWriter
from tests.support.stream import OPENED_US, one_set, opened

REPS_OF_A_SET = 3
DAY_US = 86_400_000_000


def opened_us(number: int) -> int:
    """Return when visit ``number`` begins: one a day, so that no two reps share a time."""
    return OPENED_US + number * DAY_US


def main(database: str, number: str, url: str = "", token: str = "") -> None:
    """Store events one by one until killed."""
    with Store.open(Path(database)) as store:
        Forwarder(store, InfluxSection(url=url), token, lambda _event: None).start()
        writer = StoreWriter(store, "clinic", "step1")
        begin_us = opened_us(int(number))
        writer.handle([opened(f"visit{number}", time_us=begin_us)])
        for set_index in count(1):
            for event in one_set(set_index, REPS_OF_A_SET, opened_us=begin_us):
                for told in writer.handle([event]):
                    if isinstance(told, Saved):
                        sys.stdout.write(f"{told.what} {told.set} {told.index}\n")
                        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
