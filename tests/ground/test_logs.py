"""Logs hold no personal data: not from addresses, queries, bodies, library lines, or the text of errors."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator

import pytest
import structlog
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from bihuan.config import logs

PRIVATE = ["张三", "zhangsan", "13800138000", "110101199003078888"]
Lines = Callable[[], list[dict[str, object]]]


def _fails(request: HttpRequest, word: str) -> HttpResponse:
    raise ValueError(f"cannot read {request.POST.get('name')} {word} 110101199003078888")


urlpatterns = [path("letters/<str:word>/", _fails)]
handler404, handler500 = "bihuan.config.errors.not_found", "bihuan.config.errors.fault"


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What was written, as the JSON lines of a production server."""
    stream = io.StringIO()
    logging.config.dictConfig(logs.setup(level="INFO", pretty=False))
    handler = logging.getLogger().handlers[-1]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def test_a_request_is_one_line_with_route_status_and_number(lines: Lines, settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    Client(raise_request_exception=False).post(
        "/letters/zhangsan/?phone=13800138000", {"name": "张三"}, headers={"x-request-id": "abcdef012345"}
    )
    (line,) = [line for line in lines() if line["event"] == "request"]
    assert line["route"] == "letters/<str:word>/"
    assert line["status"] == 500
    assert line["request_id"] == "abcdef012345"


def test_nothing_that_somebody_typed_reaches_the_log(lines: Lines, settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    Client(raise_request_exception=False).post("/letters/zhangsan/?phone=13800138000", {"name": "张三"})
    written = lines()
    assert not [word for word in PRIVATE if word in json.dumps(written, ensure_ascii=False)]
    (error,) = [line for line in written if line.get("error")]
    assert error["error"] == "ValueError"
    assert "_fails" in str(error["at"])


def test_a_library_line_is_kept_without_its_arguments(lines: Lines) -> None:
    logging.getLogger("axes.handlers").warning("Repeated login failure by %s", "zhangsan")
    (line,) = lines()
    assert line["event"] == "Repeated login failure by %s"


def test_a_hostile_request_number_is_replaced(lines: Lines, settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    Client().get("/nothing", headers={"x-request-id": 'x"\n{"forged": "张三"}'})
    assert "forged" not in json.dumps(lines())


@pytest.mark.django_db
def test_an_error_of_the_database_names_the_constraint_and_not_the_value(lines: Lines) -> None:
    log = structlog.get_logger("bihuan.test")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE letters (phone text CONSTRAINT one_phone UNIQUE)")
        cursor.execute("INSERT INTO letters VALUES ('13800138000')")
        try:
            with transaction.atomic():
                cursor.execute("INSERT INTO letters VALUES ('13800138000')")
        except IntegrityError:
            log.exception("not_saved")
    (line,) = lines()
    assert line["constraint_name"] == "one_phone"
    assert "13800138000" not in json.dumps(line)
