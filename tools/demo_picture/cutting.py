"""From a recording to the frames of a short film: which part of it, how fast, what stands still for how long."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.demo_picture.recording import Shown
    from tools.demo_picture.terminal import Cells


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of a recording, shown faster or slower than it was."""

    caption: str
    """What stands below it."""
    words: str
    """It begins with the first screen, after the scene before, that shows these."""
    skipped_s: float
    """... and so much later, s of the recording."""
    lasts_s: float
    """Seconds of the recording; a scene ends with the recording at the latest."""
    speed: float = 1.0
    """Seconds of the recording a second of the film."""
    held_s: float = 0.0
    """So long its last screen stays, s of the film."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the film."""

    cells: Cells
    caption: str
    shown_ms: int


def cut(recording: Sequence[Shown], scenes: Sequence[Scene], frame_ms: int) -> list[Frame]:
    """Return the film: a picture every ``frame_ms``, equal ones joined.

    ``ValueError`` names a scene whose words do not come.
    """
    frames: list[Frame] = []
    at_s = 0.0
    for scene in scenes:
        begins_s = _begin(recording, scene, at_s)
        at_s = begins_s + scene.lasts_s
        for cells, shown_ms in _played(recording, scene, begins_s, frame_ms):
            if frames and (frames[-1].cells, frames[-1].caption) == (cells, scene.caption):
                shown_ms += frames.pop().shown_ms  # noqa: PLW2901  it goes on being shown
            frames.append(Frame(cells, scene.caption, shown_ms))
    return frames


def _begin(recording: Sequence[Shown], scene: Scene, after_s: float) -> float:
    for one in recording:
        if one.at_s >= after_s and scene.words in one.text:
            return one.at_s + scene.skipped_s
    raise ValueError(
        f"no screen after {after_s:.1f} s shows {scene.words!r}: record anew, or change the scenes"
    )


def _played(
    recording: Sequence[Shown], scene: Scene, begins_s: float, frame_ms: int
) -> Iterator[tuple[Cells, int]]:
    """Yield the screens of a scene with how long each is shown."""
    times = [one.at_s for one in recording]
    count = max(1, round(scene.lasts_s / scene.speed * 1000 / frame_ms))
    for number in range(count):
        now_s = begins_s + number * frame_ms / 1000 * scene.speed
        cells = recording[max(0, bisect_right(times, now_s) - 1)].cells
        last = number == count - 1
        yield cells, frame_ms + (round(scene.held_s * 1000) if last else 0)
