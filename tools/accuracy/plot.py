"""Pictures of single reps.

``python -m tools.accuracy.plot --scenario textbook --seed 3 --rep 2 --out rep.png``
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulators.scenarios import SCENARIOS
from tools.accuracy.drawing import figure_of, write
from tools.accuracy.running import SHAPES
from tools.accuracy.scene import scene_of, typical_rep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.figure import Figure


def _gallery(seed: int) -> Iterator[tuple[str, Figure]]:
    """Yield a picture of every scenario, even and human-like movement in turn."""
    for number, name in enumerate(SCENARIOS):
        scene = scene_of(name, SHAPES[number % len(SHAPES)], seed)
        yield name, figure_of(scene, typical_rep(scene))


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what was asked."""
    parser = argparse.ArgumentParser("python -m tools.accuracy.plot", description=__doc__)
    parser.add_argument("--scenario", choices=list(SCENARIOS), default="textbook")
    parser.add_argument("--shapes", choices=SHAPES, default="human")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rep", type=int, help="from 1 over all sets (one with a typical error)")
    parser.add_argument("--out", type=Path, metavar="FILE", default=Path("rep.png"))
    parser.add_argument("--all", type=Path, metavar="DIR", help="one rep of every scenario, into this folder")
    asked = parser.parse_args(arguments)
    if asked.all:
        for name, figure in _gallery(asked.seed):
            write(figure, asked.all / f"{name}.png")
        return 0
    scene = scene_of(asked.scenario, asked.shapes, asked.seed)
    number = asked.rep or typical_rep(scene)
    if scene.pairs and not 1 <= number <= len(scene.pairs):
        parser.error(f"--rep {number}: {asked.scenario} with seed {asked.seed} has {len(scene.pairs)} reps")
    write(figure_of(scene, number), asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
