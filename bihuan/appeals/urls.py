"""Addresses of the appeals slice."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bihuan.appeals.views import petitioner

app_name = "appeals"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bihuan.appeals.intake.urls")),
    path("", include("bihuan.appeals.desks.urls")),
    path("", include("bihuan.appeals.together.urls")),
    path("", include("bihuan.appeals.rounds.urls")),
    path("", include("bihuan.appeals.rules.urls")),
    path("appeals/<str:number>/petitioner/", petitioner.petitioner, name="petitioner"),
]
