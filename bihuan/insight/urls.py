"""Addresses of the Board."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.insight import views

app_name = "insight"
urlpatterns: list[URLPattern] = [
    path("", views.board, name="board"),
    path("indicators/", views.indicators, name="indicators"),
    path("print/", views.printed, name="print"),
    path("export/<slug:key>.xlsx", views.sheet, name="export"),
]
