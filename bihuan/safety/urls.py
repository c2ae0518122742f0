"""Addresses of the slice."""

from __future__ import annotations

from django.urls import path

from bihuan.safety.views import (
    checklists,
    enterprises,
    hazards,
    home,
    inspections,
    maps,
    plans,
    registers,
    rewards,
    risk,
)

app_name = "safety"
urlpatterns = [
    path("", home.home, name="home"),
    path("ledger/", hazards.show_ledger, name="ledger"),
    path("ledger/export/", hazards.export_ledger, name="export"),
    path("hazards/new/", hazards.find, name="find"),
    path("hazards/<str:number>/repeat/", rewards.repeat, name="repeat"),
    path("hazards/<str:number>/reward/", rewards.reward, name="reward"),
    path("rewards/", rewards.rewards, name="rewards"),
    path("suspicions/", hazards.suspicions, name="suspicions"),
    path("packs/", hazards.packs, name="packs"),
    path("statistics/", hazards.reports, name="statistics"),
    path("statistics/freeze/", hazards.freeze, name="freeze"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/new/", registers.new_enterprise, name="new_enterprise"),
    path("enterprises/code/", registers.code_said, name="code_said"),
    path("enterprises/export/", enterprises.export_enterprises, name="export_enterprises"),
    path("enterprises/expiring/", enterprises.expiring_list, name="expiring"),
    path("enterprises/<str:code>/", enterprises.enterprise, name="enterprise"),
    path("enterprises/<str:code>/edit/", registers.edit_enterprise, name="edit_enterprise"),
    path("enterprises/<str:code>/risks/new/", risk.new_point, name="new_point"),
    path("enterprises/<str:code>/cards/", risk.cards, name="cards"),
    path("enterprises/<str:code>/<str:kind>/new/", registers.part, name="new_part"),
    path("enterprises/<str:code>/<str:kind>/<int:key>/", registers.part, name="part"),
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections/new/", inspections.plan, name="plan"),
    path("inspections/<str:number>/check/", inspections.check, name="check"),
    path("plans/", plans.plans, name="plans"),
    path("plans/week/", plans.week, name="week"),
    path("plans/<int:year>/", plans.plan_year, name="plan_year"),
    path("draws/", inspections.draws, name="draws"),
    path("draws/new/", inspections.new_draw, name="new_draw"),
    path("draws/<str:number>/", inspections.draw, name="draw"),
    path("draws/<str:number>/file/", inspections.draw_file, name="draw_file"),
    path("checklists/", checklists.checklists, name="checklists"),
    path("checklists/upload/", checklists.upload, name="upload_checklist"),
    path("checklists/<int:key>/xlsform/", checklists.xlsform_of, name="xlsform"),
    path("map/", maps.map_page, name="map"),
    path("map/boundaries/", maps.boundaries, name="boundaries"),
    path("risks/", risk.points, name="points"),
    path("risks/export/", risk.export_points, name="export_points"),
    path("risks/<int:key>/", risk.point, name="point"),
    path("risks/<int:key>/edit/", risk.edit_point, name="edit_point"),
    path("risks/<int:key>/card/", risk.card, name="card"),
]
