"""Addresses of the slice."""

from __future__ import annotations

from django.urls import path

from bihuan.emergency.views import accidents, alerts, plan, readiness

app_name = "emergency"
urlpatterns = [
    path("", readiness.home, name="home"),
    path("shifts/<int:key>/hand-over/", readiness.hand_over, name="hand_over"),
    path("calls/<int:key>/answer/", readiness.answer, name="answer"),
    path("accidents/", accidents.board, name="accidents"),
    path("accidents/new/", accidents.report, name="report"),
    path("responses/", readiness.responses, name="responses"),
    path("responses/new/", readiness.new_response, name="new_response"),
    path("responses/<int:key>/", readiness.response, name="response"),
    path("plans/", readiness.plans, name="plans"),
    path("plans/<int:key>/", plan.plan, name="plan"),
    path("drills/<int:key>/evaluate/", readiness.evaluate, name="evaluate"),
    path("stock/", readiness.stock, name="stock"),
    path("shelters/<int:key>/open/", plan.open_shelter, name="open_shelter"),
    path("calls/", readiness.calls, name="calls"),
    path("shifts/<int:key>/take-over/", readiness.take_over, name="take_over"),
    path("stock/<str:kind>/<int:key>/", plan.change_stock, name="change_stock"),
    path("add/<str:kind>/", readiness.add, name="add"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/new/", alerts.write, name="write_alert"),
    path("alerts/<int:key>/decide/", alerts.decide, name="decide_alert"),
    path("alerts/<int:key>/<str:kind>/write/", alerts.follow, name="follow_alert"),
    path("alerts/<int:key>/file/", alerts.file, name="alert_file"),
]
