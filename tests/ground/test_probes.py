"""Health, metrics and the pages for what goes wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from psycopg_pool import PoolTimeout

from bihuan.config import probes


def _fails_with(problem: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise problem

    return view


def _wraps_a_lost_connection(request: HttpRequest) -> HttpResponse:
    try:
        raise OperationalError("terminating connection")
    except OperationalError as lost:
        raise ValueError("while rendering") from lost


urlpatterns = [
    path("gone", _fails_with(OperationalError("server closed the connection; password=hunter2"))),
    path("closed", _fails_with(InterfaceError("connection already closed"))),
    path("exhausted", _fails_with(OperationalError(str(PoolTimeout("couldn't get a connection"))))),
    path("wrapped", _wraps_a_lost_connection),
    path("api/v1/gone", _fails_with(OperationalError("gone"))),
    path("broken", _fails_with(KeyError("张三 13800000000"))),
]
# As in bihuan/config/urls.py, which a test below compares.
handler404, handler500 = "bihuan.config.errors.not_found", "bihuan.config.errors.fault"


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def _these_urls(settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]


@pytest.fixture
def _nothing_known_about_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "_migrated_until", 0.0)


def test_live_answers_without_a_database(browser: Client) -> None:
    # No django_db mark: pytest-django would refuse any query.
    assert browser.get("/health/live").json() == {"live": True}


@pytest.mark.django_db
@pytest.mark.usefixtures("_nothing_known_about_migrations")
def test_ready_when_the_database_answers_and_is_migrated(browser: Client) -> None:
    answer = browser.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


@pytest.mark.django_db
@pytest.mark.usefixtures("_nothing_known_about_migrations")
def test_not_ready_while_a_migration_is_missing(browser: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = browser.get("/health/ready")
    assert answer.status_code == 503
    assert "bihuan migrate" in answer.json()["reason"]


def test_not_ready_when_the_database_is_away(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("no")

    monkeypatch.setattr(connection, "cursor", away)
    answer = browser.get("/health/ready")
    assert answer.status_code == 503
    assert "does not answer" in answer.json()["reason"]
    assert answer["Retry-After"]


def test_probes_answer_for_any_host_name(browser: Client) -> None:
    with override_settings(ALLOWED_HOSTS=["works.example.cn"]):
        assert browser.get("/health/live", headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize("address", ["/gone", "/closed", "/exhausted", "/wrapped"])
def test_a_database_that_goes_away_gives_a_busy_page_in_both_languages(browser: Client, address: str) -> None:
    answer = browser.get(address)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "系统正忙" in page
    assert "Busy, please try again" in page
    assert "hunter2" not in page


def test_the_api_is_told_busy_in_json(browser: Client) -> None:
    answer = browser.get("/api/v1/gone")
    assert (answer.status_code, answer.json()) == (503, {"error": "busy, try again"})


def test_another_fault_is_a_500_that_shows_a_number_and_nothing_else(browser: Client) -> None:
    answer = browser.get("/broken", headers={"x-request-id": "0123456789abcdef"})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "0123456789abcdef" in page
    assert "张三" not in page


@pytest.mark.django_db
def test_an_unknown_address_is_a_404_page_in_both_languages(browser: Client) -> None:
    answer = browser.get("/no/such/page")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
    assert "Not found" in answer.content.decode()


def test_an_endless_upload_is_refused_before_it_is_read(browser: Client) -> None:
    answer = browser.post("/gone", data=b"", content_type="x/y", CONTENT_LENGTH=str(10**12))
    assert answer.status_code == 413


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded"])
def test_metrics_are_not_given_through_a_proxy(browser: Client, header: str) -> None:
    assert browser.get("/metrics", headers={header: "203.0.113.9"}).status_code == 403


def test_metrics_are_not_given_to_another_machine(browser: Client) -> None:
    assert browser.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403


@pytest.mark.django_db
def test_metrics_count_by_route_and_never_by_address(browser: Client) -> None:
    browser.get("/no/such/page/of/zhangsan")
    answer = browser.get("/metrics", REMOTE_ADDR="127.0.0.1")
    text = answer.content.decode()
    assert 'bihuan_http_requests_total{method="GET",route="unknown",status="404"}' in text
    assert "bihuan_database_up 1.0" in text
    assert "zhangsan" not in text


@pytest.mark.django_db
def test_metrics_are_given_to_who_has_the_token(browser: Client) -> None:
    with override_settings(METRICS_TOKEN="t" * 32):
        right = browser.get(
            "/metrics", REMOTE_ADDR="203.0.113.9", headers={"authorization": "Bearer " + "t" * 32}
        )
        wrong = browser.get("/metrics", REMOTE_ADDR="127.0.0.1", headers={"authorization": "Bearer x"})
    assert (right.status_code, wrong.status_code) == (200, 403)


def test_the_real_addresses_use_the_same_pages() -> None:
    from bihuan.config import urls

    assert (urls.handler404, urls.handler500) == (handler404, handler500)
    assert (urls.handler400, urls.handler403) == (
        "bihuan.config.errors.bad_request",
        "bihuan.config.errors.forbidden",
    )
