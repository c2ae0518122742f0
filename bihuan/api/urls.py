"""Addresses of the API and of the pages about it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from bihuan.api import views
from bihuan.api.root import api

pages: list[URLPattern | URLResolver] = [
    path("api/v1/docs", views.docs, name="docs"),
    path("accounts/tokens/", views.own_tokens, name="tokens"),
    path("accounts/tokens/<int:token_id>/revoke/", views.revoke, name="revoke"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "api_pages"))),
    path("api/v1/", api.urls),
    re_path(r"^api/.*$", views.nothing_here),
]
