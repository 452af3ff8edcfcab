"""Ctrl-C, SIGTERM and SIGHUP at every instant of an installation: all of it stands, or nothing does."""

from __future__ import annotations

import os
import signal
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from station.cli.holding import HeldSignals
from station.sinks.influx.asking import QueryClient

if TYPE_CHECKING:
    from pathlib import Path

    from tests.install.conftest import Command
    from tests.support.influxdb2 import InfluxDB2Stub
    from tools.influxd import InfluxServer

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _counts(stub: InfluxDB2Stub) -> dict[str, int]:
    return {kind: len(held) for kind, held in stub.state.kinds.items()}


def _signalled(stub: InfluxDB2Stub, number: int, received: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a signal come while the server works on its changing call ``number``, the try of the boards left out."""
    seen = {"calls": -1}
    answer = stub.answer

    def answering(method: str, *rest: Any) -> Any:  # noqa: ANN401  as the stub's
        seen["calls"] += method != "GET"
        if seen["calls"] == number and method != "GET":
            os.kill(os.getpid(), received)
        return answer(method, *rest)

    monkeypatch.setattr(stub, "answer", answering)


@pytest.mark.parametrize("instant", list(product(range(1, 9), SIGNALS)))
def test_a_signal_while_influxdb_2_works_leaves_nothing(
    install: Command,
    stub: InfluxDB2Stub,
    admin_2: list[str],
    monkeypatch: pytest.MonkeyPatch,
    instant: tuple[int, int],
) -> None:
    """Whatever call is under way is waited for and taken back; the exit code is that of the signal."""
    number, received = instant
    _signalled(stub, number, received, monkeypatch)
    code, _said, wrong = install("--influxdb2", stub.url, *admin_2)
    assert code == 128 + received
    assert "Stopped. Nothing of the installation is left" in wrong
    assert set(_counts(stub).values()) == {0}
    assert stub.state.applied == {}
    assert not any(install.tokens.glob("*"))


def test_a_signal_when_everything_stands_leaves_everything(
    install: Command, stub: InfluxDB2Stub, admin_2: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """During the last proof it comes too late to take anything back: what to configure is still told."""
    _signalled(stub, 11, signal.SIGINT, monkeypatch)
    code, said, wrong = install("--influxdb2", stub.url, *admin_2)
    assert code == 130
    assert "[influx]" in said
    assert "the installation stays" in wrong
    assert _counts(stub)["authorizations"] == 2


@pytest.mark.influx
@pytest.mark.parametrize("received", SIGNALS)
@pytest.mark.parametrize("word", ["CREATE DATABASE", "CREATE CONTINUOUS", "CREATE USER", "GRANT"])
def test_a_signal_while_influxdb_1_works_leaves_nothing(
    install: Command, influx: InfluxServer, monkeypatch: pytest.MonkeyPatch, word: str, received: int
) -> None:
    """Database, users and files are as before, and the next run installs."""
    influx.query('DROP DATABASE "steps"')
    for row in influx.query("SHOW USERS"):
        if row["user"].startswith("heeldrop"):
            influx.query(f'DROP USER "{row["user"]}"')
    ask = QueryClient.ask

    def asking(self: QueryClient, statements: list[str]) -> Any:  # noqa: ANN401  as the client's
        if statements[0].startswith(word):
            os.kill(os.getpid(), received)
        return ask(self, statements)

    options = ["--v1", influx.url, *install.admin("admin:admin")]
    with monkeypatch.context() as patch:
        patch.setattr(QueryClient, "ask", asking)
        code, _said, wrong = install(*options)
    assert code == 128 + received
    assert "Nothing of the installation is left" in wrong
    assert influx.query("SHOW DATABASES") == []
    assert "heeldrop" not in str(influx.query("SHOW USERS"))
    assert not any(install.tokens.glob("*"))
    assert install(*options)[0] == 0


def test_a_signal_between_grafanas_files_takes_them_back(
    install: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files written before it go, with their folders."""
    folder = tmp_path / "provisioning"
    folder.mkdir()
    fsync, seen = os.fsync, []

    def syncing(descriptor: int) -> None:
        seen.append(descriptor)
        if len(seen) == 4:
            os.kill(os.getpid(), signal.SIGTERM)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", syncing)
    where = ["--grafana", str(folder), "--url", "http://influx:8086", "--offline"]
    code, _said, wrong = install(*where, *install.admin("t"))
    assert code == 128 + signal.SIGTERM
    assert "Nothing of the installation is left" in wrong
    assert list(folder.iterdir()) == []


def test_what_was_ignored_stays_ignored_and_handlers_come_back() -> None:
    """A program under ``nohup`` goes on when its terminal closes."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    mine = signal.getsignal(signal.SIGINT)
    try:
        with HeldSignals() as held:
            os.kill(os.getpid(), signal.SIGHUP)
            held.go_on()
            assert signal.getsignal(signal.SIGINT) is not mine
        assert held.received is None
        assert signal.getsignal(signal.SIGINT) is mine
    finally:
        signal.signal(signal.SIGHUP, before)
