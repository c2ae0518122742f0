"""Addresses of the desk over the vault: what was opened unusually, what waits for a second person, what ends when."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bihuan.vault import emergency_views, views

app_name = "vault"
urlpatterns: list[URLPattern | URLResolver] = [
    path("protection/", views.alarms, name="alarms"),
    path("protection/requests/", views.requests, name="requests"),
    path("protection/requests/<str:request_id>/approve/", views.approve, name="approve"),
    path("protection/emergencies/", emergency_views.emergencies, name="emergencies"),
    path("protection/emergencies/<int:emergency_id>/review/", emergency_views.review, name="review"),
    path("protection/emergency/<str:number>/", emergency_views.emergency, name="emergency"),
    path("protection/keeping/", views.keeping, name="keeping"),
]
