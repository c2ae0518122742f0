"""Addresses of the dated settings."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.appeals.rules import views

urlpatterns: list[URLPattern] = [
    path("desks/rules/", views.index, name="rules"),
    path("desks/rules/<str:name>/", views.show, name="rule"),
]
