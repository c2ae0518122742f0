"""Addresses of suspension."""

from __future__ import annotations

from django.urls import path

from bihuan.safety.suspension import views

app_name = "suspension"
urlpatterns = [path("", views.board, name="board"), path("new/", views.new, name="new")]
