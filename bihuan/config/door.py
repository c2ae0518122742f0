"""A limit on who waits: past it a request is told "busy, try again" at once, before anything of it has begun.

Each web process works on a few requests at a time. When more come, they wait here, in the order in which they came;
who would wait longer than WAIT seconds, going by how long the last ones took, or has in fact waited so long, gets 503
with Retry-After (ADR 0062). Nothing of the request has been read by then, so nothing of it is half done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

WAITING = 64  # requests of one process that wait at most: each holds a thread of the server
REFUSING = 4  # threads beside those, for probes and for saying no
WAIT = 2.0  # seconds; a person waits that long for a page without asking again
LEARNING = 0.05  # how much one request changes what the next are expected to take
# A probe that is refused would have the server restarted when it is busiest; the rest is files.
PASSES = ("/health/", "/metrics", "/static/")


def threads(at_once: int) -> int:
    """How many threads a process needs that works on so many requests at once."""
    return at_once + WAITING + REFUSING


class Door:
    """Lets `at_once` requests in at a time; a WSGI application around another."""

    def __init__(
        self, application: Application, *, at_once: int, waiting: int = WAITING, wait: float = WAIT
    ) -> None:
        self.application = application
        self.at_once, self.most, self.wait = at_once, waiting, wait
        self.free = threading.Semaphore(at_once)
        self.lock = threading.Lock()
        self.waiting = 0
        self.seconds = 0.0  # what a request takes, by the last ones

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(PASSES):
            return self.application(environ, start_response)
        if not self._enter():
            return refuse(environ, start_response)
        began = time.monotonic()
        try:
            answer = self.application(environ, start_response)
        except BaseException:
            self._leave(began)
            raise
        if getattr(answer, "streaming", False):  # it is still at work while it is sent
            return _Sent(answer, lambda: self._leave(began))
        self._leave(began)
        return answer

    def _enter(self) -> bool:
        if self.free.acquire(blocking=False):
            return True
        with self.lock:
            if self.waiting >= self.most or self.waiting * self.seconds / self.at_once > self.wait:
                return False
            self.waiting += 1
        try:
            return self.free.acquire(timeout=self.wait)
        finally:
            with self.lock:
                self.waiting -= 1

    def _leave(self, began: float) -> None:
        took = time.monotonic() - began
        with self.lock:
            self.seconds += (took - self.seconds) * LEARNING
        self.free.release()


class _Sent:
    """A streamed answer, and what is to be done when it is at its end."""

    def __init__(self, answer: Iterable[bytes], ended: Callable[[], None]) -> None:
        self.answer, self.ended = answer, ended

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        """Called by the server, however the sending ended."""
        ended, self.ended = self.ended, lambda: None
        try:
            close = getattr(self.answer, "close", None)
            if close is not None:
                close()
        finally:
            ended()


def refuse(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """The busy page, without the middlewares: saying no must cost next to nothing."""
    from bihuan.config import (
        errors,
        metrics,
    )  # the supervisor, which asks for `threads`, stays without Django

    metrics.REQUESTS.labels(environ.get("REQUEST_METHOD", ""), "busy", 503).inc()
    headers, body = errors.busy(environ.get("PATH_INFO", ""))
    start_response("503 Service Unavailable", [*headers, ("Content-Length", str(len(body)))])
    return [body]
