"""Where a station can be watched: found without configuration, and named where there are several."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from station.errors import PortError, UsageError
from station.viewing.places import Place, find, places, published, read_address

if TYPE_CHECKING:
    from pathlib import Path

MINE = Place("127.0.0.1", 4000, os.getpid(), "step1", "/data/station.db")


def test_a_station_that_runs_is_found(tmp_path: Path) -> None:
    """Its file is for its user only, and gone when it ends."""
    folder = tmp_path / "views"
    with published(folder, MINE) as file:
        assert file is not None
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert find(folder) == MINE
    assert places(folder) == []
    with pytest.raises(PortError, match="no station runs here"):
        find(folder)


def test_of_several_the_one_with_this_data_is_meant(tmp_path: Path) -> None:
    """Otherwise all are named."""
    other = Place("127.0.0.1", 4001, os.getppid(), "step2", "/other/station.db")
    with published(tmp_path, MINE), published(tmp_path, other):
        assert find(tmp_path, tmp_path / "/other/station.db").port == 4001
        with pytest.raises(PortError, match=r"127\.0\.0\.1:4000 \(step1\).*127\.0\.0\.1:4001 \(step2\)"):
            find(tmp_path)


@pytest.mark.parametrize("left", [b"", b"{", b'{"host": 1}', b"\xff" * 9000])
def test_what_is_left_over_is_forgotten(tmp_path: Path, left: bytes) -> None:
    """Spoiled files, and those of processes that are no more."""
    (tmp_path / "1.json").write_bytes(left)
    dead = Place("127.0.0.1", 4000, 2**22 + 5, "gone", "")
    with published(tmp_path, dead):
        assert places(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    """The station runs, and is watched by its address."""
    (tmp_path / "views").write_text("a file")
    with published(tmp_path / "views", MINE) as file:
        assert file is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("4000", ("127.0.0.1", 4000)), ("localhost:80", ("localhost", 80)), ("[::1]:9", ("::1", 9)),
        (":9", ("127.0.0.1", 9)), ("10.0.0.7", ("10.0.0.7", 8137)), ("[::2]", ("::2", 8137)),
    ],
)  # fmt: skip
def test_addresses_are_read(text: str, address: tuple[str, int]) -> None:
    """With a port, or where a default is given without one."""
    assert read_address(text, 8137) == address


def test_any_free_port_is_zero_only_where_one_is_looked_for() -> None:
    """A server may listen on whatever is free; nobody can be called there."""
    assert read_address(":0", 8137, least_port=0) == ("127.0.0.1", 0)
    assert read_address("0", 8137, least_port=0) == ("127.0.0.1", 0)
    for text in ("", "host:", "host:-1", "host:x"):
        with pytest.raises(UsageError, match="is no address"):
            read_address(text, least_port=0)
    with pytest.raises(UsageError, match="is no address"):
        read_address(":0", 8137)


@pytest.mark.parametrize(
    "text", ["", "x", "host:", "host:0", "host:99999", "host:abc", "a b:80", "\x1b[2J:80", "1:²"]
)
def test_what_is_no_address_is_named(text: str) -> None:
    """One line, harmless."""
    with pytest.raises(UsageError, match="is no address") as refused:
        read_address(text)
    assert "\x1b" not in str(refused.value)
