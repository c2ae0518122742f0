"""Addresses of the desks."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.appeals.desks import views

urlpatterns: list[URLPattern] = [
    path("desks/", views.first, name="desks"),
    path("desks/review/", views.review, name="review_desk"),
    path("desks/calls/", views.calls, name="call_backs"),
    path("desks/backlog/", views.backlog, name="backlog"),
]
