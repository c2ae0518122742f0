"""Addresses under /imports/."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.casework.imports import views

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<int:import_id>/", views.show, name="show"),
    path("<int:import_id>/columns/", views.columns, name="columns"),
    path("<int:import_id>/sheet/", views.sheet, name="sheet"),
    path("<int:import_id>/start/", views.start, name="start"),
    path("<int:import_id>/stop/", views.stop, name="stop"),
    path("<int:import_id>/progress/", views.progress, name="progress"),
    path("<int:import_id>/rejected.xlsx", views.rejected, name="rejected"),
]
