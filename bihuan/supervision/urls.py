"""Addresses of supervision."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.supervision.views import campaigns, duties, money, opening, queue, trace

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("r/reception/", duties.public_roster, name="public_roster"),
    path("supervision/", queue.home, name="home"),
    path("supervision/owed/", queue.owed, name="owed"),
    path("supervision/kinds/<str:kind>/", queue.kind, name="kind"),
    path("supervision/open/<str:kind>/", opening.start, name="start"),
    path("supervision/mine/", duties.mine, name="mine"),
    path("supervision/charges/", duties.charges, name="charges"),
    path("supervision/hearings/", duties.hearings, name="hearings"),
    path("supervision/hearings/new/", duties.new_hearing, name="new_hearing"),
    path("supervision/hearings/publish/", duties.publish, name="publish"),
    path("supervision/hearings/<int:pk>/", duties.hearing, name="hearing"),
    path("supervision/hearings/<int:pk>/call-off/", duties.call_off, name="call_off"),
    path("supervision/responsibility/", duties.responsibility, name="responsibility"),
    path("supervision/responsibility/letter/", duties.new_letter, name="new_letter"),
    path("supervision/responsibility/sector/", duties.new_sector, name="new_sector"),
    path("supervision/campaigns/", campaigns.campaigns, name="campaigns"),
    path("supervision/campaigns/new/", campaigns.new_campaign, name="new_campaign"),
    path("supervision/campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("supervision/meetings/new/", campaigns.new_meeting, name="new_meeting"),
    path("supervision/meetings/<int:pk>/", campaigns.meeting, name="meeting"),
    path("supervision/agenda/<int:pk>/", campaigns.decide, name="decide"),
    path("supervision/money/", money.money, name="money"),
    path("supervision/money/line/", money.new_line, name="new_line"),
    path("supervision/money/move/", money.new_move, name="new_move"),
    path("supervision/money/<int:year>.xlsx", money.statement, name="statement"),
    path("supervision/trace/cases/<str:number>/", trace.case, name="trace"),
    path("supervision/trace/cases/<str:number>.zip", trace.packed, name="trace_package"),
    path("supervision/trace/units/<str:code>/", trace.unit, name="trace_unit"),
    path("supervision/trace/units/<str:code>.zip", trace.unit_packed, name="trace_unit_package"),
]
