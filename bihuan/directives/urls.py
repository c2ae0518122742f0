"""Addresses of the directives slice."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from bihuan.directives.views import library, measures

app_name = "directives"
urlpatterns: list[URLPattern] = [
    path("directives/", library.library, name="library"),
    path("directives/new/", library.bring_in, name="bring_in"),
    path("directives/<int:pk>/", library.document, name="document"),
    path("directives/<int:pk>/original/", library.original, name="original"),
    path("directives/<int:pk>/next/", library.bring_in, name="next"),
    path("directives/<int:pk>/together/", library.together, name="together"),
    re_path(r"^directives/(?P<pk>\d+)/breakdown\.(?P<kind>xlsx|docx)$", library.table, name="breakdown"),
    path("directives/measures/<int:pk>/", measures.measure, name="measure"),
]
