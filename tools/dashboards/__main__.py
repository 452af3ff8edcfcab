"""Write the files of all boards, or compare them with what is there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.dashboards.files import files

FOLDER = Path(__file__).parents[2] / "dashboards"


def main() -> int:
    """Write, or with ``--check`` compare; 1 when a file differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.dashboards", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail when a file is not as it would be"
    )
    asked = parser.parse_args()
    stale = [name for name, text in files().items() if not _same(FOLDER / name, text)]
    if asked.check:
        for name in stale:
            print(f"dashboards/{name} is not what the boards say: run python -m tools.dashboards")
        return 1 if stale else 0
    for name in stale:
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(files()[name], encoding="utf-8")
        print(f"wrote dashboards/{name}")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
