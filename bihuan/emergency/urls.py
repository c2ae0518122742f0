"""Addresses of the slice."""

from __future__ import annotations

from django.urls import path

from bihuan.emergency.views import accidents

app_name = "emergency"
urlpatterns = [
    path("accidents/", accidents.board, name="accidents"),
    path("accidents/new/", accidents.report, name="report"),
]
