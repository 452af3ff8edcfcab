"""A server that answers by script: what InfluxDB 2, 3 and the proxies before them say, on a real socket."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

Reply = tuple[int, "Mapping[str, str]", bytes]
STORED: Reply = (204, {}, b"")
CUT: Reply = (0, {}, b"")
"""Cut the connection after the request has been read, as a router does after the server stored it."""


class ScriptedServer:
    """Plays its replies in order, then says 204 for ever; keeps the bodies it was sent."""

    def __init__(self, *replies: Reply) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[Mapping[str, str]] = []
        self._replies = list(replies)
        script = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                script.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                script.headers.append(dict(self.headers))
                script.answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Send the next reply."""
        status, headers, body = self._replies.pop(0) if self._replies else STORED
        handler.close_connection = True
        if status:
            handler.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
