"""The way to InfluxDB is encrypted and its end is who it says: on a real socket, with a certificate of our own."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest

from station.config import InfluxSection
from station.errors import InfluxError, UsageError
from station.sinks.influx import check
from tests.support.command import Command
from tests.support.scripted import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
TOKEN = "hush"  # noqa: S105  nobody's


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clinic's own certificate for 127.0.0.1; its key lies beside it."""
    folder = tmp_path_factory.mktemp("clinic")
    subject = ["-subj", "/CN=clinic", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "clinic.pem")]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(["openssl", "req", "-x509", *curve, *subject, *files], check=True, capture_output=True)
    return folder / "clinic.pem"


@pytest.fixture
def server(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """Yield a server that takes everything, over TLS."""
    scripted = ScriptedServer()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, authority.with_name("key.pem"))
    scripted._server.socket = context.wrap_socket(scripted._server.socket, server_side=True)
    monkeypatch.setattr(
        scripted._server, "handle_error", lambda *_: None
    )  # clients that hang up are the test
    scripted.url = scripted.url.replace("http:", "https:")
    with scripted:
        yield scripted


def test_unknown_certificate_gets_nothing(server: ScriptedServer) -> None:
    """By default a server that nobody vouches for never sees the token."""
    with pytest.raises(InfluxError, match=r"(?i)certificate"):
        check(InfluxSection(url=server.url), TOKEN)
    assert server.headers == []


def test_own_authority_is_trusted(server: ScriptedServer, authority: Path) -> None:
    """With the clinic's file the same server is known."""
    check(InfluxSection(url=server.url, ca_file=authority), TOKEN)
    assert any(TOKEN in headers.get("Authorization", "") for headers in server.headers)


def test_own_authority_vouches_for_its_names_only(server: ScriptedServer, authority: Path) -> None:
    """A certificate for another name is refused, whoever signed it."""
    with pytest.raises(InfluxError):
        check(InfluxSection(url=server.url.replace("127.0.0.1", "localhost"), ca_file=authority), TOKEN)
    assert server.headers == []


def test_missing_authority_is_said(server: ScriptedServer, tmp_path: Path) -> None:
    """A file that is not there is not the same as no file."""
    with pytest.raises(UsageError, match="ca_file"):
        check(InfluxSection(url=server.url, ca_file=tmp_path / "none.pem"), TOKEN)


def test_unchecked_certificate_is_loud(server: ScriptedServer, tmp_path: Path) -> None:
    """Turned off it works, and says on the error stream what that means, each time."""
    station = Command(tmp_path)
    more = {
        "STATION_INFLUX_URL": server.url,
        "STATION_INFLUX_VERIFY_TLS": "false",
        "STATION_INFLUX_TOKEN": TOKEN,
    }
    ran = station("influx", "check", "--json", **more)
    assert ran.code == 0, ran
    assert ran.err.startswith("station: warning: THE CERTIFICATE OF 127.0.0.1 IS NOT CHECKED")
    assert len(ran.document()["warnings"]) == 1
    assert TOKEN not in ran.out + ran.err
