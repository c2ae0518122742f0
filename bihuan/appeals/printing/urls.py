"""Addresses of templates, texts and printing."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.appeals.printing.views import runs, templates, texts

app_name = "printing"
urlpatterns: list[URLPattern] = [
    path("printing/", runs.index, name="index"),
    path("printing/start", runs.start, name="start"),
    path("printing/runs/<int:run_id>/", runs.show, name="run"),
    path("printing/runs/<int:run_id>/progress", runs.progress, name="progress"),
    path("printing/runs/<int:run_id>/confirm", runs.confirm, name="confirm"),
    path("printing/runs/<int:run_id>/<str:part>.pdf", runs.file, name="file"),
    path("printing/templates/", templates.index, name="templates"),
    path("printing/templates/<str:kind>/", templates.show, name="template"),
    path("printing/templates/<str:kind>/file", templates.file, name="template_file"),
    path("printing/templates/<str:kind>/example", templates.example, name="template_example"),
    path("printing/templates/<str:kind>/reset", templates.reset, name="template_reset"),
    path("printing/texts/", texts.index, name="texts"),
    path("printing/texts/<int:text_id>/", texts.index, name="text"),
    path("printing/texts/<int:text_id>/remove", texts.remove, name="remove_text"),
    path("cases/<str:number>/texts/<int:text_id>/", texts.apply, name="apply_text"),
    path("cases/<str:number>/receipt", texts.receipt, name="receipt"),
]
