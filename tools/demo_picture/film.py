"""The scenes of the picture on top of README.md, and how they become a file."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from PIL import Image

from tools.bench.kiosk import COLUMNS, ROWS
from tools.demo_picture.cutting import Scene
from tools.demo_picture.drawing import picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.demo_picture.cutting import Frame
    from tools.demo_picture.terminal import Rgb

FRAME_MS: Final = 120
SCENES: Final = (
    Scene("A kiosk at the step: a foot pedal is enough", "Step on", 0.0, 0.1, held_s=1.0),
    Scene("Who is training?", "Emil", 0.1, 0.1, held_s=0.9),
    Scene("Who is training?", "Add", 0.1, 0.1, held_s=0.6),
    Scene("What the plan suggests today, and why", "Today", 0.5, 0.1, held_s=1.9),
    Scene("Weighed, standing still  (2.5 times as fast)", "Stand still", 0.0, 5.0, speed=2.5),
    Scene(
        "Lower slowly on one leg: each rep is judged  (2.5 times as fast)", "working", 0.0, 15.0, speed=2.5
    ),
    Scene("Twelve reps  (30 times as fast)", "working", 0.0, 62.0, speed=30.0),
    Scene("Rest, and what comes next", "That set is done", 1.0, 0.1, held_s=2.0),
    Scene("Every rep is on disk before it is told as saved", "reps are saved", 1.5, 0.1, held_s=2.6),
)


STILL: Final = (Scene("", "1 of 12 reps", 0.0, 0.1), Scene("", "working", 3.7, 0.1))
"""The way to the picture that stands still: in the second rep, the first one judged."""


def write_still(frame: Frame, out: Path) -> None:
    """Write one picture as a PNG, without its caption."""
    picture(frame.cells, COLUMNS, ROWS, _ground([frame])).save(out, optimize=True)


def write(frames: Sequence[Frame], out: Path) -> None:
    """Write frames as an animated GIF that begins anew for ever, with one palette for all of them."""
    ground = _ground(frames)
    images = [picture(frame.cells, COLUMNS, ROWS, ground, frame.caption) for frame in frames]
    palette = _palette(images)
    flat = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in images]
    out.parent.mkdir(parents=True, exist_ok=True)
    flat[0].save(
        out,
        save_all=True,
        append_images=flat[1:],
        duration=[frame.shown_ms for frame in frames],
        loop=0,
        optimize=False,
        disposal=1,
    )


def _ground(frames: Sequence[Frame]) -> Rgb:
    """Return the colour that most cells have behind them."""
    return Counter(cell.paper for frame in frames for cell in frame.cells.values()).most_common(1)[0][0]


def _palette(images: Sequence[Image.Image]) -> Image.Image:
    """Return the 256 colours that stand for all that are in some of the images."""
    some = list(islice(images, 0, None, max(1, len(images) // 12)))
    sheet = Image.new("RGB", (some[0].width, some[0].height * len(some)))
    for number, image in enumerate(some):
        sheet.paste(image, (0, number * image.height))
    return sheet.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
