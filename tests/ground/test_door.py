"""Who would wait too long is told so at once, and nothing of what they sent has begun."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import RequestFactory

from bihuan.config.door import Door


class Slow:
    """An application that writes down what it began and what it ended, when it is let go on."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.began: list[str] = []
        self.ended: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.began.append(environ["PATH_INFO"])
        self.go.wait(10)
        self.ended.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b"done"]


class Visitor(threading.Thread):
    """One request in a thread of its own."""

    def __init__(self, door: Door, path: str) -> None:
        super().__init__(daemon=True)
        self.door, self.path = door, path
        self.status, self.headers, self.body, self.seconds = "", {}, b"", 0.0  # type: ignore[var-annotated]
        self.start()

    def run(self) -> None:
        def answer(status: str, headers: list[tuple[str, str]]) -> None:
            self.status, self.headers = status, dict(headers)

        began = time.monotonic()
        environ = RequestFactory().get(self.path).environ
        self.body = b"".join(self.door(environ, answer))
        self.seconds = time.monotonic() - began


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.002)
    assert true()


def test_who_finds_the_waiting_full_is_refused_and_never_begun() -> None:
    slow = Slow()
    door = Door(slow, at_once=2, waiting=3, wait=30)
    visitors = [Visitor(door, f"/cases/{n}/") for n in range(5)]
    until(lambda: door.waiting == 3)
    late = Visitor(door, "/cases/late/")
    late.join(10)
    assert late.status.startswith("503")
    assert int(late.headers["Retry-After"]) > 0
    assert "系统正忙" in late.body.decode()
    assert "Busy" in late.body.decode()
    slow.go.set()
    for visitor in visitors:
        visitor.join(10)
        assert visitor.status == "200 OK"
    assert sorted(slow.ended) == sorted(
        visitor.path for visitor in visitors
    )  # each exactly once, and not the late one


def test_who_has_waited_too_long_is_refused_and_never_begun() -> None:
    slow = Slow()
    door = Door(slow, at_once=1, waiting=5, wait=0.05)
    first = Visitor(door, "/first/")
    until(lambda: slow.began == ["/first/"])
    second = Visitor(door, "/second/")
    second.join(10)
    assert second.status.startswith("503")
    slow.go.set()
    first.join(10)
    assert slow.began == ["/first/"]
    assert (door.waiting, door.free._value) == (0, 1)


def test_who_would_wait_too_long_by_what_the_last_ones_took_does_not_wait_at_all() -> None:
    slow = Slow()
    door = Door(slow, at_once=1, waiting=50, wait=30)
    door.seconds = 20.0
    waiting = [Visitor(door, "/one/"), Visitor(door, "/two/"), Visitor(door, "/three/")]
    until(lambda: door.waiting == 2)  # forty seconds: more than thirty
    late = Visitor(door, "/late/")
    late.join(10)
    assert late.status.startswith("503")
    slow.go.set()
    for visitor in waiting:
        visitor.join(10)
        assert visitor.status == "200 OK"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics", "/static/x.css"])
def test_probes_and_files_pass_however_many_wait(path: str) -> None:
    slow = Slow()
    door = Door(slow, at_once=1, waiting=0)
    inside = Visitor(door, "/cases/")
    until(lambda: bool(slow.began))
    passing = Visitor(door, path)
    until(lambda: path in slow.began)
    slow.go.set()
    for visitor in (inside, passing):
        visitor.join(10)
        assert visitor.status == "200 OK"


def test_the_api_is_told_in_json() -> None:
    slow = Slow()
    door = Door(slow, at_once=1, waiting=0)
    inside = Visitor(door, "/cases/")
    until(lambda: bool(slow.began))
    refused = Visitor(door, "/api/v1/cases")
    refused.join(10)
    assert refused.headers["Content-Type"] == "application/json"
    assert refused.body == b'{"error": "busy, try again"}'
    slow.go.set()
    inside.join(10)


def test_an_error_in_the_application_leaves_its_place_free() -> None:
    def broken(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError

    door = Door(broken, at_once=1, waiting=0)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            door({"PATH_INFO": "/"}, lambda *_: None)


def test_a_streamed_answer_keeps_its_place_until_it_has_been_sent() -> None:
    class Streamed:
        streaming = True
        closed = False

        def __iter__(self) -> Any:
            return iter([b"a", b"b"])

        def close(self) -> None:
            self.closed = True

    streamed = Streamed()
    door = Door(lambda *_: streamed, at_once=1, waiting=0)
    answer = door({"PATH_INFO": "/"}, lambda *_: None)
    assert door.free._value == 0
    assert b"".join(answer) == b"ab"
    answer.close()  # type: ignore[attr-defined]
    answer.close()  # type: ignore[attr-defined]
    assert streamed.closed
    assert door.free._value == 1
