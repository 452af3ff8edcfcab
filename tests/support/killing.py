"""Killing a writing process at a random instant, and what it had promised by then."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import writer_process

if TYPE_CHECKING:
    import random

ROOT = Path(__file__).parents[2]
Receipt = tuple[str, str, str]
"""What, set and index, as printed."""


def receipts_until_killed(
    database: Path, number: int, chance: random.Random, *influx: str, most: int = 40
) -> set[Receipt]:
    """Let a process store visit ``number``, kill it at a random instant, return what it had called saved.

    The instant is anywhere in the first ``most`` receipts and a little after.
    """
    command = [sys.executable, writer_process.__file__, str(database), str(number), *influx]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    assert process.stdout is not None
    with closing(process.stdout) as output:
        lines = [output.readline() for _ in range(chance.randrange(1, most))]
        time.sleep(chance.random() * 0.01)  # the instant itself, anywhere within a few commits
        process.kill()
        lines += output.readlines()
    process.wait()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return {(what, set_index, index) for what, set_index, index in whole}
