"""A real InfluxDB on this machine: Debian's influxd behind nginx, for tests and ``make demo-influx``.

Debian has influxd 1.6.7, which knows neither ``/api/v2/write`` nor ``Token`` authorization: nginx rewrites
both, as an operator of an old server would. Everything listens on loopback and lives in one folder.

``python -m tools.influxd run`` starts one and prints how a station reaches it.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

UNPACKED = Path(__file__).parents[1] / ".cache" / "debian"
"""Where ``tools/debian-packages`` unpacks the servers."""
BUCKET = "steps"
START_DEADLINE_S = 15.0
STOP_DEADLINE_S = 10.0

_INFLUXD_CONF = """
reporting-disabled = true
bind-address = "127.0.0.1:{rpc_port}"
[meta]
  dir = "{folder}/meta"
[data]
  dir = "{folder}/data"
  wal-dir = "{folder}/wal"
  wal-fsync-delay = "0s"
  query-log-enabled = false
[monitor]
  store-enabled = false
[subscriber]
  enabled = false
[continuous_queries]
  enabled = false
[http]
  bind-address = "127.0.0.1:{http_port}"
  auth-enabled = true
  log-enabled = false
  max-row-limit = 0
[logging]
  level = "error"
"""

# influxd 1.6 takes an unknown precision for nanoseconds without a word, so `us` is translated and anything
# else refused. Bodies stay in memory: written to a file first, every write above 16 kB would take 44 ms more.
_NGINX_CONF = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 2048; }}
http {{
  log_format writes '$msec $status $request_length $request_time';
  access_log {access_log};
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  client_max_body_size 25m;
  client_body_buffer_size 1m;
  map $arg_precision $precision_v1 {{ default ""; "" n; ns n; us u; ms ms; s s; }}
  map $arg_bucket $database {{
    default "db=$arg_bucket";
    "~^(?<db>[^%/]+)(?:/|%2F)(?<rp>.+)$" "db=$db&rp=$rp";
  }}
  map $http_authorization $login {{ default ""; "~^Token (?<u>[\\w.-]+):(?<p>[\\w.~-]+)$" "&u=$u&p=$p"; }}
  map $http_authorization $other_authorization {{ default $http_authorization; "~^Token " ""; }}
  upstream influxd {{ server 127.0.0.1:{http_port} max_fails=0; keepalive 8; }}
  server {{
    listen 127.0.0.1:{port};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    location = /api/v2/write {{
      if ($precision_v1 = "") {{ return 400 '{{"code":"invalid","message":"unknown precision"}}'; }}
      proxy_set_header Authorization $other_authorization;
      proxy_connect_timeout 2s;
      proxy_read_timeout 30s;
      error_page 502 504 = @busy;
      proxy_pass http://influxd/write?$database&precision=$precision_v1$login;
    }}
    location @busy {{
      default_type application/json;
      add_header Retry-After 1 always;
      return 503 '{{"code":"unavailable","message":"influxd does not answer"}}';
    }}
    location = /nginx {{ return 204; }}
    location / {{ proxy_pass http://influxd; }}
  }}
}}
"""


class ServersMissingError(Exception):
    """influxd or nginx is not on this machine; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """The two programs."""

    influxd: Path
    nginx: Path


def find_binaries() -> Binaries:
    """Return the programs, unpacked into the project or installed on the system."""
    found = {}
    for name, places in {"influxd": ("usr/bin",), "nginx": ("usr/sbin",)}.items():
        unpacked = [UNPACKED / place / name for place in places]
        installed = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        usable = [path for path in unpacked if os.access(path, os.X_OK)] or (
            [Path(installed)] if installed else []
        )
        if not usable:
            raise ServersMissingError(
                f"no {name} here: run tools/debian-packages .cache/debian on a Debian machine"
            )
        found[name] = usable[0]
    return Binaries(found["influxd"], found["nginx"])


def free_port() -> int:
    """Return a loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1.0)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.NO_CONTENT
    except OSError:
        return False
    finally:
        connection.close()


def _start(command: list[str], port: int, path: str, log: Path) -> subprocess.Popen[bytes]:
    """Start a server and return when it answers; ``RuntimeError`` carries what it said instead."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)  # noqa: S603  own command
    deadline = time.monotonic() + START_DEADLINE_S
    while not _answers(port, path):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise RuntimeError(f"{command[0]} did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.01)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_DEADLINE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class InfluxServer:
    """One influxd with bucket ``steps``, a user who may only write and one who may only read.

    ``url`` and ``write_token`` are what a station is configured with; ``query`` reads as administrator.
    """

    write_token = "station:write-only"  # noqa: S105  a test server on loopback
    read_token = "coach:read-only"  # noqa: S105  as above
    _admin = b64encode(b"admin:admin").decode()

    def __init__(
        self, folder: Path, binaries: Binaries | None = None, *, access_log: Path | None = None
    ) -> None:
        """``access_log`` gets a line for every request: when, status, bytes, seconds."""
        self._access_log = "off" if access_log is None else f"{access_log} writes"
        self._binaries = binaries or find_binaries()
        self._folder = folder
        self._http_port = free_port()
        self._port = free_port()
        self._influxd: subprocess.Popen[bytes] | None = None
        self._nginx: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start both servers; the first time, make the bucket and its users."""
        fresh = not (self._folder / "influxd.conf").exists()
        self._configure()
        self.start_influxd()
        self.start_nginx()
        if fresh:
            self._make_users()

    def _configure(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        user = "user root;" if os.geteuid() == 0 else ""
        places = {"folder": self._folder, "http_port": self._http_port, "port": self._port, "user": user}
        places["access_log"] = self._access_log
        (self._folder / "influxd.conf").write_text(_INFLUXD_CONF.format(rpc_port=free_port(), **places))
        (self._folder / "nginx.conf").write_text(_NGINX_CONF.format(**places))

    def _make_users(self) -> None:
        self.query("CREATE USER admin WITH PASSWORD 'admin' WITH ALL PRIVILEGES")
        for token in (self.write_token, self.read_token):
            user, _, password = token.partition(":")
            self.query(f"CREATE USER {user} WITH PASSWORD '{password}'")
        self.empty()

    def empty(self) -> None:
        """Begin with an empty bucket. Dropping its measurements would not do: after a deletion some stay."""
        self.query(f'DROP DATABASE "{BUCKET}"')
        self.make_bucket(BUCKET)
        for token, right in ((self.write_token, "WRITE"), (self.read_token, "READ")):
            self.query(f"GRANT {right} ON {BUCKET} TO {token.partition(':')[0]}")

    def make_bucket(self, name: str) -> None:
        """Make a database that keeps everything; the station's user may not write to it yet."""
        self.query(f'CREATE DATABASE "{name}" WITH DURATION INF')

    def start_influxd(self) -> None:
        """Start influxd on the port it always had."""
        command = [str(self._binaries.influxd), "run", "-config", str(self._folder / "influxd.conf")]
        self._influxd = _start(command, self._http_port, "/ping", self._folder / "influxd.log")

    def start_nginx(self) -> None:
        """Start the rewriting proxy on the port it always had."""
        folder = str(self._folder)
        command = [str(self._binaries.nginx), "-p", folder, "-e", f"{folder}/nginx.log", "-c", "nginx.conf"]
        self._nginx = _start(command, self._port, "/nginx", self._folder / "nginx.log")

    @property
    def influxd_pid(self) -> int:
        """Return the process number of influxd; 0 while it does not run."""
        return 0 if self._influxd is None else self._influxd.pid

    def kill_influxd(self) -> None:
        """End influxd as a power cut would."""
        if self._influxd is not None:
            self._influxd.kill()
            self._influxd.wait()
            self._influxd = None

    def stop_nginx(self) -> None:
        """End the proxy: the address then refuses connections."""
        if self._nginx is not None:
            _end(self._nginx)
            self._nginx = None

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """Freeze influxd: it accepts requests, and answers them when the block has ended."""
        if self._influxd is None:
            raise RuntimeError("influxd does not run")
        self._influxd.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._influxd.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End both servers; the folder keeps the data."""
        self.stop_nginx()
        if self._influxd is not None:
            _end(self._influxd)
            self._influxd = None

    def query(self, influxql: str, bucket: str = BUCKET) -> list[dict[str, Any]]:
        """Return a query's rows as ``{column: value}`` with tags merged in, times in microseconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self._http_port, timeout=30.0)
        try:
            connection.request(
                "POST",
                "/query?" + urlencode({"db": bucket, "epoch": "u"}),
                urlencode({"q": influxql}),
                {
                    "Authorization": f"Basic {self._admin}",
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )
            answer = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        outcome = answer["results"][0] if "results" in answer else answer
        if "error" in outcome:
            raise RuntimeError(f"{influxql}: {outcome['error']}")
        return [
            dict(zip(series["columns"], row, strict=True)) | series.get("tags", {})
            for series in outcome.get("series", [])
            for row in series.get("values", [])
        ]

    def environment(self) -> dict[str, str]:
        """Return the variables that make a station forward to this server."""
        return {
            "STATION_INFLUX_URL": self.url,
            "STATION_INFLUX_BUCKET": BUCKET,
            "STATION_INFLUX_TOKEN": self.write_token,
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def main() -> int:
    """Run a server until Ctrl-C or SIGTERM."""
    if sys.argv[1:] != ["run"]:
        print("usage: python -m tools.influxd run", file=sys.stderr)
        return 2
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda _number, _frame: sys.exit(0))  # unwinds: servers end, the folder goes
    with tempfile.TemporaryDirectory(prefix="influxd-") as folder:
        try:
            with InfluxServer(Path(folder)) as server:
                for name, value in server.environment().items():
                    print(f"export {name}={value}")
                print(f"export FLEET_READ_TOKEN={server.read_token}")
                print("# Ctrl-C ends it and deletes its data", flush=True)
                signal.pause()
        except ServersMissingError as error:
            print(f"tools.influxd: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
