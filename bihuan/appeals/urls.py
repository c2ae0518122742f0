"""Addresses of the appeals slice."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "appeals"
urlpatterns: list[URLPattern | URLResolver] = [path("", include("bihuan.appeals.intake.urls"))]
