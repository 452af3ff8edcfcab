"""Write the careers that a person reads: ``python -m tools.careers`` renews ``tests/programme/careers/``.

Look at what changed before you commit it: these pages are what the programme tells people, day by day.
"""

from __future__ import annotations

import sys
from pathlib import Path

from simulators.career.__main__ import PLAN, START
from simulators.career.cases import CASES
from simulators.career.driver.career import Career
from simulators.career.timeline import page

FOLDER = Path(__file__).parents[1] / "tests" / "programme" / "careers"
WEEKS = 14
SEED = 1


def lived(case: str) -> str:
    """Return one career's page."""
    career = Career(CASES[case], SEED, START, PLAN)
    days = list(career.days(WEEKS))
    return page(career.traits, career.head, days)


def main() -> None:
    """Renew the pages of the cases named, by default of all."""
    for case in sys.argv[1:] or CASES:
        (FOLDER / f"{case}.txt").write_text(lived(case), encoding="utf-8")


if __name__ == "__main__":
    main()
