"""The page about the core as a library: its blocks of Python are one program, which runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulators.build import build
from simulators.link import Cable
from simulators.options import options_of_url
from station.events import Fault, Rep, SetSummary, Weigh
from station.pipeline import Pipeline
from tests.support.command import Command

if TYPE_CHECKING:
    import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "use-the-core.md").read_text(encoding="utf-8")


def test_the_program_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It weighs, finds three reps and their set on a port, and the same set in a recording."""
    port, out = "sim://textbook?seed=7&reps=3&speed=max", tmp_path / "visit.steprec"
    assert Command(tmp_path).inside("record", "--port", port, "--out", str(out)).code == 0
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 4
    for block in blocks:
        exec(block, known)  # noqa: S102  the page's own words
    events = known["events"]
    assert any(isinstance(event, Weigh) for event in events)
    assert [event.index for event in events if isinstance(event, Rep) and event.final] == [1, 2, 3]
    assert [event.reps_done for event in known["again"]] == [3]
    (of_port,) = (event for event in events if isinstance(event, SetSummary))
    assert f"set {of_port.index}: 3 reps" in capsys.readouterr().out
    assert known["size"] > 10_000


def test_without_asking_nothing_is_weighed() -> None:
    """What the page says of a step whose calibration nobody asked for is so: that is why it asks."""
    options = options_of_url("sim://textbook?seed=7&reps=2&speed=max&epoch_us=0")
    step, truth = build(options)
    cable, pipeline = Cable(step, options), Pipeline()
    cable.talker.advance(1.0)  # somebody who comes later, and did not hear what it says when it starts
    chunks = cable.carry(truth.duration_s)
    events = [event for arrived_s, raw in chunks for event in pipeline.feed(raw, cable.arrival_us(arrived_s))]
    events += pipeline.finish()
    assert not [event for event in events if isinstance(event, Rep | Weigh)]
    assert "uncalibrated" in {event.code for event in events if isinstance(event, Fault)}
