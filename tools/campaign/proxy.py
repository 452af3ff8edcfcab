"""A proxy between station and server that misbehaves on purpose, on a real socket."""

from __future__ import annotations

import http.client
import random
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from types import TracebackType

Habit = Literal["pass", "slow", "503", "401", "413", "drop before", "drop after", "cut answer"]
NOT_PASSED_ON = ("connection", "keep-alive", "transfer-encoding", "content-length", "host")
LARGEST_BYTES = 2000
"""What the proxy calls too large while it says 413: a handful of points."""
SLOW_S = 1.5


class Proxy:
    """Passes requests on, or does what its habit says; ``share`` of the requests are treated so."""

    def __init__(self, url: str, seed: int = 1) -> None:
        self._target = urlsplit(url)
        self.habit: Habit = "pass"
        self.share = 1.0
        self.struck = 0
        """Requests that met the habit."""
        self._chance = random.Random(seed)  # noqa: S311  reproducible
        self._lock = threading.Lock()
        self._calm = threading.Event()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with suppress(OSError, http.client.HTTPException):
                    proxy.handle(self, body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def behave(self, habit: Habit, share: float = 1.0) -> None:
        """Take up a habit."""
        self.habit, self.share = habit, share

    def handle(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """Treat one request as the habit says."""
        with self._lock:
            habit = self.habit if self._chance.random() < self.share else "pass"
            self.struck += habit != "pass"
        if habit == "503":
            self._answer(request, 503, b'{"code":"unavailable","message":"busy"}', {"Retry-After": "1"})
        elif habit == "401":
            self._answer(request, 401, b'{"code":"unauthorized","message":"unauthorized access"}')
        elif habit == "413" and len(body) > LARGEST_BYTES:
            self._answer(request, 413, b"<html>too large</html>")
        elif habit == "drop before":
            self._drop(request)
        else:
            if habit == "slow":
                self._calm.wait(SLOW_S)
            status, headers, answer = self._pass_on(request, body)
            if habit == "drop after":
                self._drop(request)
            elif habit == "cut answer":
                request.wfile.write(b"HTTP/1.1 20")
                self._drop(request)
            else:
                self._answer(request, status, answer, headers)

    def _pass_on(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(
            self._target.hostname or "", self._target.port or 80, timeout=30
        )
        headers = {
            name: value for name, value in request.headers.items() if name.lower() not in NOT_PASSED_ON
        }
        try:
            connection.request("POST", request.path, body, headers)
            answer = connection.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in NOT_PASSED_ON}
            return answer.status, kept, answer.read()
        finally:
            connection.close()

    @staticmethod
    def _answer(
        request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        request.send_response_only(status)
        for name, value in (headers or {}).items():
            request.send_header(name, value)
        if status != http.client.NO_CONTENT:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    @staticmethod
    def _drop(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        request.wfile.flush()
        request.connection.shutdown(2)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._calm.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
