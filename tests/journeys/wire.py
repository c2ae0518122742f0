"""A wire between a browser and the site that can be cut: in the middle of a request, after so many bytes, or altogether."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

BLOCK = 16_384


class Wire:
    """Forwards what goes through. `cut()` breaks every connection and takes no more; `mend()` takes them again."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.whole = True
        self.left: int | None = None  # bytes towards the site before it breaks by itself
        self.broke = threading.Event()
        self.unheard = b""  # a request whose answer is to be lost
        self.asked = False
        self.ends: set[socket.socket] = set()
        self.lock = threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """The signal is gone."""
        with self.lock:
            self.whole = False
            ends, self.ends = self.ends, set()
        for one in ends:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self.broke.set()

    def cut_after(self, count: int) -> None:
        """The signal goes when so many more bytes have passed towards the site."""
        self.broke.clear()
        self.left = count

    def lose_answer_to(self, request: bytes) -> None:
        """The signal goes when the site answers the request: it was done, and nobody heard."""
        self.broke.clear()
        self.unheard, self.asked = request, False

    def mend(self) -> None:
        """The signal is back."""
        self.left, self.unheard, self.asked = None, b"", False
        self.whole = True

    def close(self) -> None:
        """The end of the test."""
        self.cut()
        self.door.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _address = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        if not self.whole:
            near.close()
            return
        far = socket.create_connection(("127.0.0.1", self.target))
        with self.lock:
            self.ends |= {near, far}
        back = threading.Thread(target=self._pump, args=(far, near), kwargs={"forth": False}, daemon=True)
        back.start()
        self._pump(near, far, forth=True)
        back.join()
        for one in (near, far):
            one.close()
        with self.lock:
            self.ends -= {near, far}

    def _pump(self, source: socket.socket, target: socket.socket, *, forth: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(BLOCK):
                if forth and self.left is not None:
                    self.left -= len(data)
                    if self.left <= 0:
                        self.left = None
                        self.cut()
                        return
                self.asked |= forth and bool(self.unheard) and self.unheard in data
                if self.asked and not forth:
                    self.cut()
                    return
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def wired(address: str) -> Iterator[Wire]:
    """A wire to the site at the address."""
    wire = Wire(int(address.rsplit(":", 1)[1]))
    yield wire
    wire.close()
