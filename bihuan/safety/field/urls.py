"""Addresses of the field. The worker lies at the root, so that it may answer for pages and files alike."""

from __future__ import annotations

from django.urls import path

from bihuan.safety.field.views import desk, phone, sending

app_name = "field"
urlpatterns = [
    # the application itself: the same for everybody, with nothing in it
    path("field-worker.js", phone.worker, name="worker"),
    path("safety/field/", phone.shell, {"lang": "zh-hans"}, name="shell"),
    path("safety/field/en/", phone.shell, {"lang": "en"}, name="shell_en"),
    path("safety/field/manifest.webmanifest", phone.manifest, name="manifest"),
    # what the application asks and sends
    path("safety/field/key/", sending.key, name="key"),
    path("safety/field/work/", sending.work, name="work"),
    path("safety/field/files/<str:number>/", sending.files, name="files"),
    path("safety/field/files/<str:number>/<str:sha256>/", sending.file, name="file"),
    path("safety/field/records/<str:number>/<uuid:submission>/", sending.record, name="record"),
    # at the desk
    path("safety/field/held/", desk.held, name="held"),
    path("safety/field/devices/", desk.devices, name="devices"),
    path("safety/field/devices/<uuid:device>/end/", desk.end_device, name="end_device"),
    path("safety/field/evidence/<str:number>/", desk.evidence, name="evidence"),
    path("safety/field/evidence/<str:number>/package/", desk.package, name="package"),
    path("safety/field/evidence/<str:number>/<str:sha256>/", desk.original, name="original"),
    path("safety/field/evidence/<str:number>/<str:sha256>/shown/", desk.shown, name="shown"),
    path("safety/field/photos/<str:number>/<str:sha256>/", desk.hazard_photo, name="hazard_photo"),
]
