"""Addresses of campaigns."""

from __future__ import annotations

from django.urls import path

from bihuan.safety.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaigns, name="home"),
    path("new/", views.new, name="new"),
    path("kinds/", views.kinds, name="kinds"),
    path("<str:number>/", views.board, name="board"),
    path("<str:number>/form.xlsx", views.week_form, name="week_form"),
    path("<str:number>/units/", views.units, name="units"),
]
