"""Addresses of enforcement."""

from __future__ import annotations

from django.urls import path

from bihuan.safety.enforcement.views import desk, local, own

app_name = "enforcement"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("articles/", desk.articles, name="articles"),
    path("new/<str:kind>/", desk.new, name="new"),
    path("amounts/", local.own_amounts, name="local"),
    path("amounts/<str:kind>/new/", local.new_amount, name="new_amount"),
    path("amounts/<str:kind>/<int:key>/end/", local.end_amount, name="end_amount"),
    path("own/", own.own, name="own"),
    path("own/<str:number>/", own.own_case, name="own_case"),
    path("own/<str:number>/files/<int:file_id>/", own.own_file, name="own_file"),
    path("own/<str:number>/<int:document_id>.pdf", own.own_document, name="own_document"),
]
