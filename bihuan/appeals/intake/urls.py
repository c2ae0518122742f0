"""Addresses of the intake desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.appeals.intake import views
from bihuan.appeals.views.ledger import ledger

urlpatterns: list[URLPattern] = [
    path("register/", views.register, name="register"),
    path("register/likely/", views.likely, name="likely"),
    path("register/ledger.xlsx", ledger, name="ledger"),
]
