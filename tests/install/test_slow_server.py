"""Servers that do what they are asked after nobody waits for it any more, or may have."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from station.sinks.influx import installing
from station.sinks.influx.answers import NoAnswerError
from station.sinks.influx.asking import QueryClient

if TYPE_CHECKING:
    from tests.install.conftest import Command
    from tests.support.influxdb2 import InfluxDB2Stub
    from tools.influxd import InfluxServer


def _slow(stub: InfluxDB2Stub, path: str, monkeypatch: pytest.MonkeyPatch, *, done: bool = True) -> None:
    """Let one call be answered after the station has given up; ``done``: it is done all the same."""
    answer = stub.answer
    monkeypatch.setenv("STATION_INFLUX_TIMEOUT_S", "0.3")
    monkeypatch.setattr(installing, "_LOOK_AGAIN_S", 0.3)

    def answering(method: str, target: str, *rest: Any) -> Any:  # noqa: ANN401  as the stub's
        if (method, target.partition("?")[0]) != ("POST", f"/api/v2/{path}"):
            return answer(method, target, *rest)
        time.sleep(0.6)
        return answer(method, target, *rest) if done else (500, {})

    monkeypatch.setattr(stub, "answer", answering)


@pytest.mark.parametrize("path", ["buckets", "stacks", "dbrps", "authorizations"])
def test_what_was_made_without_an_answer_is_found_and_taken_away(
    install: Command, stub: InfluxDB2Stub, admin_2: list[str], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The server is looked at again, a little later, and only then is it said that nothing is left."""
    _slow(stub, path, monkeypatch)
    code, _said, wrong = install("--influxdb2", stub.url, *admin_2)
    assert code == 1
    assert "no complete answer" in wrong
    assert "Nothing of the installation is left" in wrong
    assert {kind: len(held) for kind, held in stub.state.kinds.items() if held} == {}


def test_what_nobody_can_know_is_said(
    install: Command, stub: InfluxDB2Stub, admin_2: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is there when it is looked for, and it may come yet: it is named, with how to remove it."""
    _slow(stub, "buckets", monkeypatch, done=False)
    code, _said, wrong = install("--influxdb2", stub.url, *admin_2)
    assert code == 1
    assert "Whether this was done is not known, look for it later: bucket steps" in wrong
    assert "influx bucket delete --name steps" in wrong
    assert "Nothing was changed" not in wrong


@pytest.mark.influx
@pytest.mark.parametrize(
    "word", ["CREATE DATABASE", "CREATE RETENTION", "CREATE CONTINUOUS", "CREATE USER", "GRANT"]
)
def test_influxdb_1_is_looked_at_as_well(
    install: Command, influx: InfluxServer, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    """A statement was done and its answer lost: database, users and files are as before."""
    influx.query('DROP DATABASE "steps"')
    for row in influx.query("SHOW USERS"):
        if row["user"].startswith("heeldrop"):
            influx.query(f'DROP USER "{row["user"]}"')
    ask = QueryClient.ask

    def asking(self: QueryClient, statements: list[str]) -> Any:  # noqa: ANN401  as the client's
        rows = ask(self, statements)
        if statements[0].startswith(word):
            raise NoAnswerError("no answer", "Wait")
        return rows

    monkeypatch.setattr(QueryClient, "ask", asking)
    monkeypatch.setattr(installing, "_LOOK_AGAIN_S", 0.01)
    code, _said, wrong = install("--v1", influx.url, *install.admin("admin:admin"))
    assert code == 1
    assert "Nothing of the installation is left" in wrong
    assert influx.query("SHOW DATABASES") == []
    assert "heeldrop" not in str(influx.query("SHOW USERS"))
    assert not any(install.tokens.glob("*"))
