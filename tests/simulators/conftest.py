"""Shared by the simulator tests: sim:// known to pyserial, and no step left unplugged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import serial

from simulators import protocol_sim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def open_sim() -> Iterator[Callable[..., protocol_sim.Serial]]:
    """Return a function that opens a URL the way the station does; all ports are closed afterwards."""
    if "simulators" not in serial.protocol_handler_packages:
        serial.protocol_handler_packages.append("simulators")
    opened: list[protocol_sim.Serial] = []

    def open_it(url: str, *, baudrate: int = 115200, timeout: float | None = 0.05) -> protocol_sim.Serial:
        port = serial.serial_for_url(url, baudrate=baudrate, timeout=timeout)
        assert isinstance(port, protocol_sim.Serial)
        opened.append(port)
        return port

    yield open_it
    for port in opened:
        port.close()
    protocol_sim.UNPLUGGED.clear()
