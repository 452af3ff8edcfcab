"""What a server or proxy answers never reaches the terminal by way of a library's log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from station.config import InfluxSection
from station.sinks.influx.client import WriteClient
from tools.campaign.fuzz_http import RawServer

if TYPE_CHECKING:
    import pytest

ANSWER = b"HTTP/1.1 502 x\r\nContent-Length: 23\r\n\r\n<html>bad gateway</html>"


def test_page_of_a_proxy_starts_no_log_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """After an answer that is not JSON a library's warning is as silent as before it."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    with RawServer() as server, WriteClient(InfluxSection(url=server.url, timeout_s=2.0), "t") as client:
        server.answer = [ANSWER]
        assert client.send(b"x").meaning == "busy"
    logging.getLogger("urllib3.connection").warning("\x1b[2J of a server")
    assert capfd.readouterr().err == ""
