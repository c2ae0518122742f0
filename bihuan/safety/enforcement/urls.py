"""Addresses of enforcement."""

from __future__ import annotations

from django.urls import path

from bihuan.safety.enforcement import views

app_name = "enforcement"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("articles/", views.articles, name="articles"),
    path("new/<str:kind>/", views.new, name="new"),
]
