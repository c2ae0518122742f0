"""Addresses: /r/… for residents, /portal/… for the offices' side of it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bihuan.portal.views import filing, follow, front, rights, staff

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("r/", front.front, name="front"),
    path("r/offices/", front.offices, name="offices"),
    path("r/figures/", front.year, name="figures"),
    path("r/figures/<int:year>/", front.year, name="year"),
    path("r/refuses/", front.refuses, name="refuses"),
    path("r/file/", filing.start, name="file"),
    path("r/file/send/", filing.send, name="send"),
    path("r/file/discard/", filing.discard, name="discard"),
    path("r/file/<str:step>/", filing.step, name="step"),
    path("r/receipt/", filing.receipt, name="receipt"),
    path("r/follow/", follow.follow, name="follow"),
    path("r/case/", follow.case, name="case"),
    path("r/case/leave/", follow.leave, name="leave"),
    path("r/case/answer/<int:question_id>/", follow.answer, name="answer"),
    path("r/case/rate/", follow.rate, name="rate"),
    path("r/case/files/", follow.add_files, name="add_files"),
    path("r/case/exit/", follow.step_out, name="exit"),
    path("r/case/wish/", follow.wish, name="wish"),
    path("r/case/rights/", rights.rights, name="rights"),
    path("r/case/do/<str:step>/", follow.do, name="do"),
    path("r/case/papers/<int:document_id>.<str:form>", follow.paper, name="paper"),
    path("portal/cases/<str:number>/code/", staff.code, name="code"),
    path("portal/cases/<str:number>/ask/", staff.ask, name="ask"),
    path("portal/letters/", staff.letters, name="letters"),
    path("portal/office/", staff.office, name="office"),
]
