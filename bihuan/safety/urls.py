"""Addresses of the slice."""

from __future__ import annotations

from django.urls import path

from bihuan.safety.views import enterprises, hazards, home, inspections, risk

app_name = "safety"
urlpatterns = [
    path("", home.home, name="home"),
    path("ledger/", hazards.show_ledger, name="ledger"),
    path("ledger/export/", hazards.export_ledger, name="export"),
    path("hazards/new/", hazards.find, name="find"),
    path("suspicions/", hazards.suspicions, name="suspicions"),
    path("packs/", hazards.packs, name="packs"),
    path("statistics/", hazards.reports, name="statistics"),
    path("statistics/freeze/", hazards.freeze, name="freeze"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/<str:code>/", enterprises.enterprise, name="enterprise"),
    path("enterprises/<str:code>/risks/new/", risk.new_point, name="new_point"),
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections/new/", inspections.plan, name="plan"),
    path("inspections/<str:number>/check/", inspections.check, name="check"),
    path("draws/", inspections.draws, name="draws"),
    path("draws/new/", inspections.new_draw, name="new_draw"),
    path("draws/<str:number>/", inspections.draw, name="draw"),
    path("draws/<str:number>/file/", inspections.draw_file, name="draw_file"),
    path("checklists/", inspections.checklists, name="checklists"),
    path("risks/", risk.points, name="points"),
    path("risks/<int:key>/", risk.point, name="point"),
    path("risks/<int:key>/card/", risk.card, name="card"),
]
