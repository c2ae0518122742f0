"""Addresses of enforcement."""

from __future__ import annotations

from django.urls import path

from bihuan.safety.enforcement import local_views, own_views, views

app_name = "enforcement"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("articles/", views.articles, name="articles"),
    path("new/<str:kind>/", views.new, name="new"),
    path("amounts/", local_views.own_amounts, name="local"),
    path("amounts/<str:kind>/new/", local_views.new_amount, name="new_amount"),
    path("amounts/<str:kind>/<int:key>/end/", local_views.end_amount, name="end_amount"),
    path("own/", own_views.own, name="own"),
    path("own/<str:number>/", own_views.own_case, name="own_case"),
    path("own/<str:number>/<int:document_id>.pdf", own_views.own_document, name="own_document"),
]
