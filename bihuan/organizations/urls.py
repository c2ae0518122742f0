"""Addresses: /accounts/ (signing in, one's own account) and /organization/ (the structure)."""

from __future__ import annotations

from allauth.account.views import logout, reauthenticate
from django.urls import URLPattern, URLResolver, include, path, re_path

from bihuan.organizations.views import accounts, administration, own, sign_in, structure

app_urls: list[URLPattern | URLResolver] = [
    path("accounts/", own.account, name="account"),
    path("accounts/password/", own.password, name="password"),
    path("accounts/sessions/end/", own.end_session, name="end_session"),
    path("accounts/act-as/", own.act_as, name="act_as"),
    path("organization/", structure.tree, name="tree"),
    path("organization/units/new/", administration.new_unit, name="new_unit"),
    path("organization/units/<str:code>/", structure.unit, name="unit"),
    path("organization/units/<str:code>/rename/", administration.rename_unit, name="rename_unit"),
    path("organization/units/<str:code>/superior/", administration.set_superior, name="set_superior"),
    path("organization/units/<str:code>/close/", administration.close_unit, name="close_unit"),
    path("organization/units/<str:code>/posts/new/", administration.new_post, name="new_post"),
    path("organization/posts/<int:post_id>/", administration.change_post, name="change_post"),
    path("organization/posts/<int:post_id>/appoint/", administration.appoint, name="appoint"),
    path(
        "organization/appointments/<int:appointment_id>/end/",
        administration.end_appointment,
        name="end_appointment",
    ),
    path(
        "organization/appointments/<int:appointment_id>/transfer/", administration.transfer, name="transfer"
    ),
    path("organization/accounts/", accounts.accounts, name="accounts"),
    path("organization/accounts/new/", accounts.new_account, name="new_account"),
    re_path(
        rf"^organization/accounts/(?P<account_id>\d+)/(?P<action>{'|'.join(accounts.ACTIONS)})/$",
        accounts.act_on_account,
        name="act_on_account",
    ),
    path("organization/changes/", accounts.changes, name="changes"),
]

# allauth looks these names up without a namespace.
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/login/", sign_in.SignInView.as_view(), name="account_login"),
    path("accounts/logout/", logout, name="account_logout"),
    path("accounts/inactive/", sign_in.inactive, name="account_inactive"),
    path("accounts/reauthenticate/", reauthenticate, name="account_reauthenticate"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("", include((app_urls, "organizations"))),
]
