"""Addresses: /r/pressure/ for residents, /pressure/ for the unit above."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bihuan.portal.pressure import views

app_name = "pressure"
urlpatterns: list[URLPattern | URLResolver] = [
    path("r/pressure/", views.report, name="report"),
    path("pressure/", views.desk, name="desk"),
    path("pressure/<str:number>/read/", views.read, name="read"),
]
