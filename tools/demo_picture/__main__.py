"""Record the animated picture on top of README.md anew: ``python -m tools.demo_picture [--out FILE]``.

Beside it, one picture of the live set that stands still is written to ``kiosk.png``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.demo_picture.cutting import cut
from tools.demo_picture.film import FRAME_MS, SCENES, STILL, write, write_still
from tools.demo_picture.recording import PORT, record

OUT = Path("docs/images/demo.gif")


def main() -> None:
    """Run the kiosk, cut what it showed, write the picture, say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="where to write it (default: %(default)s)")
    parser.add_argument("--port", default=PORT, help="the simulated step (default: %(default)s)")
    options = parser.parse_args()
    recording = record(options.port)
    frames = cut(recording, SCENES, FRAME_MS)
    write(frames, options.out)
    write_still(cut(recording, STILL, FRAME_MS)[-1], options.out.with_name("kiosk.png"))
    seconds, megabytes = sum(frame.shown_ms for frame in frames) / 1000, options.out.stat().st_size / 1e6
    print(f"{options.out}: {len(frames)} pictures, {seconds:.1f} s, {megabytes:.2f} MB")


if __name__ == "__main__":
    main()
