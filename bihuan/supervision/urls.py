"""Addresses of supervision."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.supervision.views import opening, queue

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("supervision/", queue.home, name="home"),
    path("supervision/owed/", queue.owed, name="owed"),
    path("supervision/kinds/<str:kind>/", queue.kind, name="kind"),
    path("supervision/open/<str:kind>/", opening.start, name="start"),
]
