"""Addresses of the rounds of screening."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.appeals.rounds import views

urlpatterns: list[URLPattern] = [
    path("desks/rounds/", views.index, name="rounds"),
    path("desks/rounds/new/", views.new, name="round_new"),
    path("desks/rounds/<int:pk>/", views.show, name="round"),
    path("desks/rounds/<int:pk>/log/", views.log, name="round_log"),
]
