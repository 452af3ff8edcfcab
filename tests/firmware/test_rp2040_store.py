"""The RP2040's store of bytes in flash, compiled for this machine: power may fail in any operation."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

REPOSITORY = Path(__file__).parents[2]
PORT = REPOSITORY / "hardware/firmware/rp2040"
STORE_BYTES = 1024
OPERATIONS_OF_A_NEW_SECTOR = 6
"""Erase, four pages, header."""


class Store:
    """The store and the chip under it."""

    def __init__(self, library: Path) -> None:
        self._c = ctypes.CDLL(str(library))
        self._c.chip_new()
        self.power()

    def power(self, operations: int = -1, seed: int = 0) -> None:
        """Switch on; power fails in the flash operation after so many, unless negative."""
        self._c.chip_power(operations, seed)
        self._c.store_init()

    def fail_after(self, operations: int, seed: int) -> None:
        """Let power fail in the flash operation after so many."""
        self._c.chip_power(operations, seed)

    def write(self, address: int, value: int) -> bool:
        """Write a byte; whether power lasted."""
        self._c.store_start_write(address, value)
        for _ in range(100):
            if not self._c.store_busy():
                return not self._c.chip_is_dark()
            self._c.store_poll()
        pytest.fail("a write never ended")

    def content(self) -> list[int]:
        """Return all bytes."""
        return [self._c.store_read(address) & 0xFF for address in range(STORE_BYTES)]

    def wear_out(self) -> None:
        """Let the chip take no bit any more."""
        self._c.chip_wear_out()

    @property
    def erased(self) -> int:
        """How many sectors were erased."""
        return int(self._c.chip_erased())


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the store compiled for this machine, with everything the compiler can check switched on."""
    if shutil.which("cc") is None:
        pytest.skip("no C compiler here: apt-get install gcc libc6-dev")
    built = tmp_path_factory.mktemp("store") / "store.so"
    sources: list[str | Path] = [PORT / "store.c", REPOSITORY / "hardware/firmware/core/crc16.c"]
    sources.append(REPOSITORY / "tests/firmware/native/rp2040_flash.c")
    checks = ["-Wall", "-Wextra", "-Werror", "-fsanitize=undefined", "-fno-sanitize-recover"]
    where = [f"-I{PORT}", f"-I{REPOSITORY / 'hardware/firmware/core'}"]
    command: list[str | Path] = [
        "cc",
        "-std=c99",
        "-O1",
        "-shared",
        "-fPIC",
        *checks,
        *where,
        *sources,
        "-o",
        built,
    ]
    subprocess.run(command, check=True)
    return built


def test_bytes_are_kept(library: Path) -> None:
    """What was written last is there after a restart, however often sectors were changed; the rest is blank."""
    chance, store, known = np.random.default_rng(1), Store(library), [0xFF] * STORE_BYTES
    assert store.content() == known
    for _ in range(2000):
        address, value = int(chance.integers(STORE_BYTES)), int(chance.integers(256))
        assert store.write(address, value)
        known[address] = value
    assert store.content() == known
    store.power()
    assert store.content() == known
    assert 5 <= store.erased <= 7


@pytest.mark.parametrize("seed", range(4))
def test_power_cut_in_any_operation_spares_all_other_bytes(library: Path, seed: int) -> None:
    """Thousands of cuts, in appends and in all steps of a new sector: a byte is old or new, all others as they were."""
    chance, store, known = np.random.default_rng(seed), Store(library), [0xFF] * STORE_BYTES
    changed, unchanged = 0, 0
    for _ in range(3000):
        address, value = int(chance.integers(STORE_BYTES)), int(chance.integers(256))
        operations = int(chance.choice([-1, 0, int(chance.integers(OPERATIONS_OF_A_NEW_SECTOR))]))
        store.fail_after(operations, int(chance.integers(1 << 32)))
        lasted = store.write(address, value)
        if not lasted:
            store.power()
            found = store.content()
            assert found[address] in {known[address], value}
            changed += found[address] != known[address]
            unchanged += found[address] == known[address] != value
            value = found[address]
            known[address] = value
            assert found == known
        known[address] = value
    assert changed > 20
    assert unchanged > 100
    assert store.erased > 5


def test_worn_out_chip_is_noticed(library: Path) -> None:
    """What the chip does not take reads back as it was, so that the core can say that it is not stored."""
    store = Store(library)
    assert store.write(7, 1)
    store.wear_out()
    store.write(7, 0)
    assert store.content()[7] == 1
