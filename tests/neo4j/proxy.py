"""What stands between driver and server, and cuts the connection at a commit or before it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The Bolt message COMMIT: a chunk of two bytes, a structure without fields of type 0x12."""

RELATED = b"DEPENDS_ON"
REVISION = b"CREATE (r:GraphmodelRevision)"


class Proxy:
    """Cuts all connections where ``mark`` is sent for the ``at``-th time: ``before`` the server gets it, or before its
    answer comes back. ``gone``: it takes no connections afterwards.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self.seen = 0
        self.arm(0)
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(
        self, at: int, *, mark: bytes = COMMIT, since: bytes = b"", before: bool = True, gone: bool = False
    ) -> None:
        """From now on, or once ``since`` has been sent; 0 cuts never."""
        self.seen = 0
        self._at, self._mark, self._since, self._before, self._gone = at, mark, since, before, gone

    def close(self) -> None:
        """Nobody gets through any more."""
        with suppress(OSError):  # wakes the thread that accepts
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
            except OSError:
                return
            with self._lock:
                self._open += [client, server]
            silent = threading.Event()
            threading.Thread(target=self._forth, args=(client, server, silent), daemon=True).start()
            threading.Thread(target=self._back, args=(server, client, silent), daemon=True).start()

    def _forth(self, client: socket.socket, server: socket.socket, silent: threading.Event) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                if self._struck(data):
                    if not self._before:
                        silent.set()
                        server.sendall(data)
                        continue
                    self._end()
                    return
                server.sendall(data)
        self._close(client, server)

    def _back(self, server: socket.socket, client: socket.socket, silent: threading.Event) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                if silent.is_set():
                    self._end()
                    return
                client.sendall(data)
        self._close(client, server)

    def _struck(self, data: bytes) -> bool:
        with self._lock:
            if self._since in data:
                self._since = b""
            found = not self._since and self._mark in data
            self.seen += found
            return found and self.seen == self._at

    def _end(self) -> None:
        if self._gone:
            self.close()
        else:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            cut, self._open = self._open, []
        self._close(*cut)

    @staticmethod
    def _close(*sockets: socket.socket) -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def between(url: str) -> Iterator[Proxy]:
    """A proxy to that server."""
    proxy = Proxy(url)
    try:
        yield proxy
    finally:
        proxy.close()
