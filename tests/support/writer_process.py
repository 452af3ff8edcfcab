"""A station's storage in a process of its own that a test can kill: says on stdout what it was told is saved.

``python writer_process.py DATABASE SESSION``: one visit of endless sets, a line for each receipt.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from station.store import Store, StoreWriter
from tests.support.stream import one_set, opened

REPS_OF_A_SET = 3


def main(database: str, session_id: str) -> None:
    """Store events one by one until killed."""
    with Store.open(Path(database)) as store:
        writer = StoreWriter(store, "clinic", "step1")
        for set_index in count(1):
            for event in [opened(session_id)] if set_index == 1 else one_set(set_index - 1, REPS_OF_A_SET):
                for saved in writer.handle([event]):
                    sys.stdout.write(f"{saved.what} {saved.set} {saved.index}\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
