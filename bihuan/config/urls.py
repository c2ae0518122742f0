"""The root of all addresses: each slice brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bihuan.portal.views.front import root

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", root, name="root"),  # before casework, whose Today it hands on to
    path("", include("bihuan.organizations.urls")),
    path("", include("bihuan.casework.urls")),
    path("", include("bihuan.appeals.urls")),
    path("", include("bihuan.appeals.printing.urls")),
    path("", include("bihuan.directives.urls")),
    path("", include("bihuan.supervision.urls")),
    path("imports/", include("bihuan.casework.imports.urls")),
    path("open-journal/", include("bihuan.casework.openjournal.urls")),
    path("emergency/", include("bihuan.emergency.urls")),
    path("safety/enforcement/", include("bihuan.safety.enforcement.urls")),
    path("safety/campaigns/", include("bihuan.safety.campaigns.urls")),
    path("safety/suspension/", include("bihuan.safety.suspension.urls")),
    path("", include("bihuan.safety.field.urls")),
    path("safety/", include("bihuan.safety.urls")),
    path("board/bulletin/", include("bihuan.insight.bulletin.urls")),
    path("board/", include("bihuan.insight.urls")),
    path("", include("bihuan.vault.urls")),
    path("", include("bihuan.portal.urls")),
    path("", include("bihuan.portal.pressure.urls")),
    path("", include("bihuan.api.urls")),
    path("_components/", include("bihuan.common.gallery")),
]

handler400 = "bihuan.config.errors.bad_request"
handler403 = "bihuan.config.errors.forbidden"
handler404 = "bihuan.config.errors.not_found"
handler500 = "bihuan.config.errors.fault"
