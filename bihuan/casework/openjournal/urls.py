"""Public addresses of the open journal, under open-journal/."""

from __future__ import annotations

from django.urls import path

from bihuan.casework.openjournal import views

app_name = "openjournal"
urlpatterns = [
    path("", views.open_journal, name="index"),
    path("head.json", views.head, name="head"),
    path("head.txt", views.head_file, name="head_file"),
    path("keys.json", views.keys, name="keys"),
    path("consistency/<int:old>.json", views.consistency, name="consistency"),
    path("consistency/<int:old>/<int:new>.json", views.consistency, name="consistency_between"),
    path("check/", views.check, name="check"),
    path("check.html", views.check_file, name="check_file"),
]
