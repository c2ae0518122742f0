"""Addresses of matters raised together: each by the number of its case, a seat by its place in it."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.appeals.together import views

urlpatterns: list[URLPattern] = [
    path("desks/groups/", views.index, name="groups"),
    path("desks/groups/<str:number>/", views.show, name="group"),
    path("desks/groups/<str:number>/join/", views.join, name="group_join"),
    path("desks/groups/<str:number>/<int:seat>/serve/", views.serve, name="group_serve"),
    path("desks/groups/<str:number>/<int:seat>/review/", views.review, name="group_review"),
    path("desks/groups/<str:number>/<int:seat>/represent/", views.represent, name="group_represent"),
    path("desks/groups/<str:number>/<int:seat>/leave/", views.leave, name="group_leave"),
]
