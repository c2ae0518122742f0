"""One view with one query: what the framework and the server cost before anything is done."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def empty(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM casework_case WHERE id = 1")
        row = cursor.fetchone()
    return HttpResponse(row[0] if row else "")


urlpatterns = [path("", empty)]
