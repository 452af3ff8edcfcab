"""The campaign's fuzzers in small: the wire, tables, configurations, calibrations, recordings, HTTP answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.campaign import fuzz_files, fuzz_http, fuzz_wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.campaign.outcome import Outcome

SEED = 2024


@pytest.mark.parametrize("number", range(len(fuzz_wire.KINDS)), ids=list(fuzz_wire.KINDS))
def test_rubbish_on_the_wire_is_no_rep(number: int) -> None:
    """No exception, no rep, a fault told, memory bounded."""
    outcome = fuzz_wire.fuzz_kind(list(fuzz_wire.KINDS)[number], 60_000, SEED)
    assert outcome.wrong == []
    assert outcome.runs >= 60_000


@pytest.mark.parametrize("fuzz", [fuzz_files.tables, fuzz_files.configurations])
def test_files_nobody_made(fuzz: Callable[[Path, int, int], Outcome], tmp_path: Path) -> None:
    """Read, or refused in words."""
    outcome = fuzz(tmp_path, 200, SEED)
    assert outcome.wrong == []
    assert outcome.runs == 200


def test_recordings_and_calibrations_nobody_made(tmp_path: Path) -> None:
    """Read, or refused in words, also where every checksum is right."""
    assert fuzz_files.recordings(tmp_path, 40, SEED).wrong == []
    assert fuzz_files.calibrations(2000, SEED).wrong == []


def test_answers_of_a_hostile_server(tmp_path: Path) -> None:
    """No crash, no hang, no point called delivered."""
    outcome = fuzz_http.answers(tmp_path, 25, SEED)
    assert outcome.wrong == []
    assert outcome.runs == 25
