"""Addresses of the Board."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.insight import views
from bihuan.insight.leaders import views as leaders
from bihuan.insight.ordered import views as ordered

app_name = "insight"
urlpatterns: list[URLPattern] = [
    path("", views.board, name="board"),
    path("indicators/", views.indicators, name="indicators"),
    path("print/", views.printed, name="print"),
    path("leader/", leaders.page, name="leader"),
    path("leader/<slug:key>.xlsx", leaders.sheet, name="leader_sheet"),
    path("documents/<int:pk>/", ordered.page, name="ordered"),
    path("documents/<int:pk>.xlsx", ordered.sheet, name="ordered_sheet"),
    path("export/<slug:key>.xlsx", views.sheet, name="export"),
]
