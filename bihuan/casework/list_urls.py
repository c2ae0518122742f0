"""Addresses of Today, the list of cases and notices. Included before the address of one case, which takes any word."""

from __future__ import annotations

from django.urls import path

from bihuan.casework.views import bulk, exports, lists, notices, saved, today

urlpatterns = [
    path("", today.today, name="today"),
    path("cases/", lists.cases, name="cases"),
    path("cases/export/", exports.export, name="export"),
    path("cases/views/", saved.views, name="views"),
    path("cases/views/<int:view_id>/", saved.change, name="change_view"),
    path("cases/bulk/", bulk.choose, name="bulk"),
    path("cases/bulk/assign/", bulk.assign, name="bulk_assign"),
    path("cases/bulk/<str:step>/", bulk.take, name="bulk_take"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="read_notices"),
]
