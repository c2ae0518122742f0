"""A small HTTP client for many users in one thread: each user is a generator that yields requests and gets answers.

Costs about a tenth of a millisecond a request, so that it measures the server beside it and not itself.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Status 0: nothing came in time; -1: the connection broke."""

    status: int
    location: str = ""
    body: bytes = b""
    retry_after: str = ""
    cookies: tuple[str, ...] = ()  # as they were set: name=value; attributes


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, and under which name its time is kept."""

    kind: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Pause:
    """The user does nothing for so long."""

    seconds: float


User = Generator[Ask | Pause, Answer, None]


@dataclass
class Kept:
    """Every answer: (kind, status, milliseconds, finished at)."""

    rows: list[tuple[str, int, float, float]] = field(default_factory=list)

    def times(self, *kinds: str) -> list[float]:
        return sorted(
            ms for kind, status, ms, _at in self.rows if 200 <= status < 400 and (not kinds or kind in kinds)
        )

    def count(self, *kinds: str) -> int:
        return sum(1 for kind, *_rest in self.rows if not kinds or kind in kinds)


def percentile(ordered: Sequence[float], part: float) -> float:
    """Of a sorted list; 0 when it is empty."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def get(path: str, cookie: str, kind: str, *, more: str = "") -> Ask:
    """`more`: further header lines, each ended by a line break."""
    return Ask(kind, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{more}\r\n".encode())


def post(path: str, cookie: str, fields: dict[str, str], kind: str, *, more: str = "") -> Ask:
    body = urlencode(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{more}"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return Ask(kind, head.encode() + body)


@dataclass
class _Line:
    """The connection of one user and the answer that is arriving on it."""

    user: User
    sock: socket.socket | None = None
    kind: str = ""
    began: float = 0.0
    rests: float = 0.0  # until when
    buffer: bytearray = field(default_factory=bytearray)
    wanted: int | None = None
    head: dict[str, str] = field(default_factory=dict)
    status: int = 0
    cookies: list[str] = field(default_factory=list)


class Drive:
    """Runs users until each has ended; users look at the clock themselves."""

    def __init__(self, port: int, *, timeout: float = 60.0) -> None:
        self.port, self.timeout = port, timeout
        self.kept = Kept()
        self.selector = selectors.DefaultSelector()

    def run(self, users: Sequence[User]) -> Kept:
        lines = [_Line(user) for user in users]
        waiting = set()
        for at, line in enumerate(lines):
            if self._send(line, None):
                waiting.add(at)
        going = [line for at, line in enumerate(lines) if at in waiting]
        looked = time.monotonic()
        while going:
            for key, _events in self.selector.select(0.05):
                self._receive(key.data)
            now = time.monotonic()
            for line in going:
                if 0 < line.rests <= now:
                    line.rests = 0.0
                    self._send(line, Answer(0))
            if now - looked > 0.5:
                looked = now
                for line in going:
                    if line.sock is not None and not line.rests and now - line.began > self.timeout:
                        self._broken(line, 0)
            going = [line for line in going if line.sock is not None or line.rests]
        return self.kept

    def _send(self, line: _Line, answer: Answer | None) -> bool:
        """Give the user its answer and send what it asks next. False when it has nothing more to ask."""
        while True:
            try:
                ask = next(line.user) if answer is None else line.user.send(answer)
            except StopIteration:
                self._close(line)
                return False
            if isinstance(ask, Pause):
                line.rests = time.monotonic() + ask.seconds
                return True
            line.kind, line.began, line.wanted = ask.kind, time.monotonic(), None
            try:
                if line.sock is None:
                    line.sock = socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout)
                    line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.selector.register(line.sock, selectors.EVENT_READ, line)
                line.sock.sendall(ask.raw)
            except OSError:
                self._close(line)
                self._keep(line, -1)
                answer = Answer(-1)
                continue
            return True

    def _receive(self, line: _Line) -> None:
        assert line.sock is not None
        try:
            got = line.sock.recv(262_144)
        except OSError:
            got = b""
        if not got:
            if line.rests:  # the server has closed what nobody used
                self._close(line)
            else:
                self._broken(line, -1)
            return
        line.buffer += got
        if line.wanted is None and not self._read_head(line):
            return
        assert line.wanted is not None
        if len(line.buffer) < line.wanted:
            return
        body = bytes(line.buffer[: line.wanted])
        line.buffer.clear()
        self._keep(line, line.status)
        answer = Answer(
            line.status, line.head.get("location", ""), body, line.head.get("retry-after", ""), tuple(line.cookies)
        )  # fmt: skip
        if line.head.get("connection", "").lower() == "close":
            self._close(line)
        self._send(line, answer)

    def _read_head(self, line: _Line) -> bool:
        end = line.buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        first, *rest = line.buffer[:end].decode("latin-1").split("\r\n")
        line.status = int(first.split(" ", 2)[1])
        pairs = [(name.lower(), value.strip()) for name, _, value in (row.partition(":") for row in rest)]
        line.head = dict(pairs)
        line.cookies = [value for name, value in pairs if name == "set-cookie"]
        line.wanted = int(line.head.get("content-length", "0"))
        del line.buffer[: end + 4]
        return True

    def _broken(self, line: _Line, status: int) -> None:
        self._close(line)
        self._keep(line, status)
        self._send(line, Answer(status))

    def _keep(self, line: _Line, status: int) -> None:
        now = time.monotonic()
        self.kept.rows.append((line.kind, status, (now - line.began) * 1000, now))

    def _close(self, line: _Line) -> None:
        if line.sock is not None:
            self.selector.unregister(line.sock)
            line.sock.close()
        line.sock = None
        line.buffer.clear()
