"""Addresses of one case; the lists bring their own."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from bihuan.casework.views import case, files, papers, steps, working
from bihuan.casework.wall import views as wall

app_name = "casework"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/print/", case.print_case, name="print"),
    path("cases/<str:number>/take/<str:step>/", steps.take, name="take"),
    path("cases/<str:number>/take/<str:step>/check/", steps.check, name="check"),
    path("cases/<str:number>/take/<str:step>/preview.pdf", steps.preview_pdf, name="preview"),
    path("cases/<str:number>/assign/", working.assign, name="assign"),
    path("cases/<str:number>/comments/", working.comment, name="comment"),
    path("cases/<str:number>/tasks/", working.add_task, name="add_task"),
    path("cases/<str:number>/tasks/<int:task_id>/done/", working.finish_task, name="finish_task"),
    path("cases/<str:number>/links/", working.link, name="link"),
    path("cases/<str:number>/parts/", working.ask_for_help, name="ask_for_help"),
    path("cases/<str:number>/parts/<int:part_id>/answer/", working.answer_part, name="answer_part"),
    path("cases/<str:number>/parts/<int:part_id>/release/", working.release_part, name="release_part"),
    path("cases/<str:number>/wall/", wall.wall, name="wall"),
    path("cases/<str:number>/wall/<int:wall_id>/lift/", wall.lift, name="wall_lift"),
    path("cases/<str:number>/files/", files.upload, name="upload"),
    path("cases/<str:number>/files/<int:file_id>/", files.file, name="file"),
    path("cases/<str:number>/documents/<int:document_id>/", papers.page, name="document_page"),
    path("cases/<str:number>/documents/<int:document_id>.<str:form>", papers.document, name="document"),
]
if find_spec("bihuan.casework.list_urls") is not None:
    urlpatterns.insert(0, path("", include("bihuan.casework.list_urls")))
