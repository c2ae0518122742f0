"""What templates say about people and changes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.organizations.actor import Actor
from bihuan.organizations.models import OrganizationChange
from bihuan.organizations.roles import ROLE_TEXTS, Role
from bihuan.organizations.sign_in import devices

ACTIONS = {
    "create_jurisdiction": gettext_noop("新增区划"),
    "create_unit": gettext_noop("新增机构"),
    "rename_unit": gettext_noop("机构更名"),
    "set_superior": gettext_noop("设置上一级机关"),
    "close_unit": gettext_noop("撤销机构"),
    "create_post": gettext_noop("新增岗位"),
    "change_post": gettext_noop("修改岗位"),
    "appoint": gettext_noop("任职"),
    "appoint_acting": gettext_noop("代理任职"),
    "end_appointment": gettext_noop("结束任职"),
    "create_account": gettext_noop("新增账号"),
    "disable_account": gettext_noop("停用账号"),
    "enable_account": gettext_noop("启用账号"),
    "reset_password": gettext_noop("重置密码"),
    "change_password": gettext_noop("修改密码"),
    "unlock": gettext_noop("解锁账号"),
}
FIELDS = {
    "code": gettext_noop("代码"),
    "name": gettext_noop("名称"),
    "short_name": gettext_noop("简称"),
    "kind": gettext_noop("类别"),
    "level": gettext_noop("级别"),
    "parent": gettext_noop("上级区划"),
    "jurisdiction": gettext_noop("所在区划"),
    "superior": gettext_noop("上一级机关"),
    "valid_from": gettext_noop("自"),
    "valid_to": gettext_noop("至"),
    "unit": gettext_noop("机构"),
    "title": gettext_noop("岗位名称"),
    "roles": gettext_noop("角色"),
    "is_head": gettext_noop("单位负责人岗位"),
    "seats": gettext_noop("名额"),
    "account": gettext_noop("人员"),
    "post": gettext_noop("岗位"),
    "starts_on": gettext_noop("开始日期"),
    "ends_on": gettext_noop("结束日期"),
    "acting": gettext_noop("代理"),
    "instrument": gettext_noop("任命文号"),
    "ended_reason": gettext_noop("离任原因"),
    "username": gettext_noop("用户名"),
    "is_active": gettext_noop("可以登录"),
    "must_change_password": gettext_noop("须改密码"),
}


def has_role(actor: Actor | None, roles: str) -> bool:
    """`{% if actor|has_role:"administrator,auditor" %}`"""
    return actor is not None and actor.has(*(Role(role) for role in roles.split(",")))


def device_name(user_agent: str) -> str:
    """Chrome · Windows"""
    return devices.device_name(user_agent)


def action_label(change: OrganizationChange) -> str:
    """The change in the reader's words."""
    return _(ACTIONS[change.action])


def differences(change: OrganizationChange) -> list[tuple[str, str, str]]:
    """(field, before, after) of what changed; for something new, what it is."""
    found = []
    for name, label in FIELDS.items():
        before, after = change.before.get(name), change.after.get(name)
        if before != after and not (before is None and after in ("", False, [])):
            found.append((_(label), _value(name, before), _value(name, after)))
    return found


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name == "roles" and isinstance(value, list):
        return _("、").join(_(ROLE_TEXTS[Role(role)].label) for role in value)
    for field, choices in _CHOICES.items():
        if name == field and value:
            return str(dict(choices).get(value, value))
    return "—" if value in (None, "") else str(value)


_CHOICES = {
    field: OrganizationChange._meta.apps.get_model("organizations", model)._meta.get_field(field).flatchoices
    for model, field in (("unit", "kind"), ("jurisdiction", "level"), ("appointment", "ended_reason"))
}
