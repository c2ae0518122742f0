"""Addresses of the bulletin."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.insight.bulletin import views

app_name = "bulletin"
urlpatterns: list[URLPattern] = [
    path("", views.bulletin, name="bulletin"),
    path("bulletin.docx", views.document, name="document"),
]
