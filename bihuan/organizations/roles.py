"""The roles that posts carry. Pure: process tables name these, and start-up refuses any other name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What the holder of a post may do. An account has the roles of its current appointments alone."""

    INTAKE = "intake"  # 登记员: registers letters, visits, calls
    DISPATCHER = "dispatcher"  # 分流员: triage, transfer, verifies objections (信访部门, art. 22-23)
    OFFICER = "officer"  # 承办人: handles and decides for the competent unit (art. 28-34)
    UNIT_HEAD = "unit_head"  # 单位负责人: assigns inside the unit, approves extensions (art. 34)
    REVIEWER = "reviewer"  # 复查复核员: review and re-review (art. 35-36)
    SUPERVISOR = "supervisor"  # 督查员: urges, lists, follows what is late (art. 38-40)
    LEADER = "leader"  # 领导: sees the whole district (art. 18)
    AUDITOR = "auditor"  # 审计员: reads everything but identities, changes nothing
    INSPECTOR = "inspector"  # 安全监管执法人员
    ADMINISTRATOR = "administrator"  # 系统管理员: posts and accounts; can open no case
    SAFETY_OFFICER = "safety_officer"  # 企业安全管理人员: of an enterprise, which sees only itself
    PRINCIPAL = "principal"  # 企业主要负责人: first responsible for its safety (安全生产法 art. 5)


# Roles of enterprises: they are no office. They see their own cases, no notes of offices and no directory of officials.
OUTSIDE = frozenset({Role.SAFETY_OFFICER, Role.PRINCIPAL})


@dataclass(frozen=True, slots=True)
class RoleText:
    """Chinese label (a gettext msgid) and one sentence of what the role is for."""

    label: str
    purpose: str


ROLE_TEXTS: dict[Role, RoleText] = {
    Role.INTAKE: RoleText("登记员", "登记来信、来访、来电和网上诉求"),
    Role.DISPATCHER: RoleText("分流员", "分流、转送、交办，核实异议"),
    Role.OFFICER: RoleText("承办人", "受理、调查、出具处理意见"),
    Role.UNIT_HEAD: RoleText("单位负责人", "指定承办人，批准延期"),
    Role.REVIEWER: RoleText("复查复核员", "办理复查、复核"),
    Role.SUPERVISOR: RoleText("督查员", "催办、督办、挂牌"),
    Role.LEADER: RoleText("区领导", "查看全区情况，包案、接访"),
    Role.AUDITOR: RoleText("审计员", "查阅案件和记录，不作任何改动"),
    Role.INSPECTOR: RoleText("执法人员", "安全生产检查和执法"),
    Role.ADMINISTRATOR: RoleText("系统管理员", "维护机构、岗位和账号，不能打开案件"),
    Role.SAFETY_OFFICER: RoleText("企业安全管理人员", "自查、上报和整改本企业的隐患"),
    Role.PRINCIPAL: RoleText("企业主要负责人", "签署治理方案，验收整改，对本企业安全生产全面负责"),
}
