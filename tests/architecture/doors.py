"""Every address of Bihuan, and who may open it. A new address needs a line here, or the tests fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from bihuan.organizations.roles import OUTSIDE, Role


def addresses() -> list[tuple[str, str]]:
    """(route, name) of every address, named as `reverse` knows it."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, before: str, space: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, route, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield route, f"{space}{one.name or ''}"


@dataclass(frozen=True, slots=True)
class Door:
    """Who may open an address. `roles` empty: every signed-in account that holds a post (`post`) or any (`account`)."""

    who: str  # public | account | post | program | roles
    roles: frozenset[Role] = frozenset()


PUBLIC = Door("public")
ACCOUNT = Door("account")  # one's own account: no post is needed
PROGRAM = Door("program")  # a token or a session, of somebody with a post; the services say what may be done
POST = Door("post")  # what is seen depends on the case: selectors.visible_case answers 404


def only(*roles: Role) -> Door:
    """A door for these roles."""
    return Door("roles", frozenset(roles))


ADMINISTRATOR = only(Role.ADMINISTRATOR)
INTAKE = only(Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD)
PRINTING = only(Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER)
IMPORTING = only(Role.INTAKE, Role.DISPATCHER, Role.INSPECTOR)
BOARD = only(Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER, Role.AUDITOR, Role.UNIT_HEAD)
APPEALS = only(
    Role.INTAKE,
    Role.DISPATCHER,
    Role.OFFICER,
    Role.UNIT_HEAD,
    Role.REVIEWER,
    Role.SUPERVISOR,
    Role.LEADER,
    Role.AUDITOR,
)
SAFETY = only(
    Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.SAFETY_OFFICER,
    Role.PRINCIPAL,
)  # fmt: skip
SAFETY_OFFICES = only(
    Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR
)
SAFETY_WRITERS = only(Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER)
EMERGENCY = only(
    Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.REVIEWER,
)  # fmt: skip
EMERGENCY_WRITING = only(Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER)
INSPECTING = only(Role.INSPECTOR, Role.UNIT_HEAD)
OFFICIALS = only(*(set(Role) - OUTSIDE))  # enterprises are no office

DOCUMENTS = only(Role.SUPERVISOR, Role.LEADER, Role.UNIT_HEAD, Role.OFFICER, Role.AUDITOR)
GIVING = only(Role.SUPERVISOR, Role.LEADER)

SUPERVISED = only(Role.SUPERVISOR, Role.LEADER, Role.DISPATCHER, Role.AUDITOR, Role.UNIT_HEAD, Role.OFFICER)

SUPERVISED_AND_INTAKE = only(*SUPERVISED.roles, Role.INTAKE)
URGING = only(Role.SUPERVISOR, Role.LEADER, Role.DISPATCHER)

DOORS: dict[str, Door] = {
    # supervision: who answers for duties reads; who may open what is the process table's to say
    **dict.fromkeys(
        (
            "supervision:home", "supervision:owed", "supervision:kind", "supervision:start", "supervision:trace",
            "supervision:trace_package", "supervision:trace_unit", "supervision:trace_unit_package",
        ),
        SUPERVISED,
    ),
    **dict.fromkeys(
        ("supervision:charges", "supervision:hearings", "supervision:hearing", "supervision:responsibility",
         "supervision:campaigns", "supervision:money", "supervision:statement", "supervision:campaign",
         "supervision:meeting"), SUPERVISED_AND_INTAKE,
    ),
    **dict.fromkeys(
        ("supervision:new_letter", "supervision:new_sector", "supervision:new_campaign", "supervision:new_meeting",
         "supervision:decide"), URGING,
    ),
    **dict.fromkeys(
        ("supervision:new_hearing", "supervision:publish", "supervision:call_off"),
        only(Role.SUPERVISOR, Role.LEADER, Role.DISPATCHER, Role.INTAKE),
    ),
    **dict.fromkeys(
        ("supervision:new_line", "supervision:new_move"), only(Role.SUPERVISOR, Role.LEADER, Role.UNIT_HEAD)
    ),
    "supervision:mine": only(Role.LEADER, Role.UNIT_HEAD),
    "supervision:public_roster": PUBLIC,  # which leader hears people when and where, by law public
    # official documents: those who answer for duties read them, supervisors and leaders turn them into tasks
    **dict.fromkeys(("directives:library", "directives:document", "directives:breakdown", "directives:original"), DOCUMENTS),
    **dict.fromkeys(
        ("directives:bring_in", "directives:next", "directives:together", "directives:measure"), GIVING
    ),
    # before anybody has signed in
    **dict.fromkeys(
        ("set_language", "account_login", "account_logout", "account_inactive", "mfa_authenticate",
         "mfa_login_webauthn"),
        PUBLIC,
    ),
    # the open journal: hashes, numbers of entries, and a page that checks a receipt where it is read
    **dict.fromkeys(
        (
            "openjournal:index", "openjournal:head", "openjournal:head_file", "openjournal:keys",
            "openjournal:consistency", "openjournal:consistency_between", "openjournal:check", "openjournal:check_file",
        ),
        PUBLIC,
    ),
    "components": PUBLIC,  # the gallery of components, in a demo only
    # one's own account
    **dict.fromkeys(
        (
            "account_reauthenticate", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
            "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
            "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
            "mfa_edit_webauthn", "organizations:account", "organizations:password", "organizations:end_session",
            "organizations:act_as",
        ),
        ACCOUNT,
    ),
    # who works here is no secret inside; changing it is the administrator's
    "organizations:tree": OFFICIALS,
    "organizations:unit": OFFICIALS,
    **dict.fromkeys(
        (
            "organizations:new_unit", "organizations:rename_unit", "organizations:set_superior",
            "organizations:close_unit", "organizations:new_post", "organizations:change_post",
            "organizations:appoint", "organizations:end_appointment", "organizations:transfer",
            "organizations:accounts", "organizations:new_account", "organizations:act_on_account",
        ),
        ADMINISTRATOR,
    ),
    "organizations:changes": only(Role.ADMINISTRATOR, Role.AUDITOR),
    # cases: the case itself says to whom it is visible and who may do what
    **dict.fromkeys(
        (
            "casework:cases", "casework:export", "casework:views", "casework:change_view",
            "casework:bulk", "casework:bulk_assign", "casework:bulk_take", "casework:notices",
            "casework:read_notices", "casework:case", "casework:print", "casework:take", "casework:check",
            "casework:preview", "casework:assign", "casework:comment", "casework:add_task", "casework:finish_task",
            "casework:link", "casework:ask_for_help", "casework:answer_part", "casework:release_part",
            "casework:upload", "casework:file", "casework:wall", "casework:wall_lift", "casework:document",
            "casework:document_page", "printing:apply_text", "printing:receipt", "appeals:petitioner",
        ),
        POST,
    ),
    "appeals:register": INTAKE,
    "appeals:likely": INTAKE,
    "appeals:ledger": only(Role.INTAKE, Role.DISPATCHER),
    **dict.fromkeys(("appeals:desks", "appeals:rules", "appeals:rule"), only(*APPEALS.roles, Role.ADMINISTRATOR)),
    **dict.fromkeys(
        (
            "appeals:groups", "appeals:group", "appeals:group_join", "appeals:group_serve", "appeals:group_review",
            "appeals:group_represent", "appeals:group_leave", "appeals:rounds", "appeals:round",
        ),
        APPEALS,
    ),
    **dict.fromkeys(("appeals:round_new", "appeals:round_log"), INTAKE),
    "appeals:review_desk": only(Role.REVIEWER),
    "appeals:call_backs": only(Role.INTAKE, Role.DISPATCHER),
    "appeals:backlog": BOARD,
    **dict.fromkeys(
        (
            "printing:index", "printing:start", "printing:run", "printing:progress", "printing:confirm", "printing:file",
            "printing:templates", "printing:template", "printing:template_file", "printing:template_example",
            "printing:template_reset", "printing:texts", "printing:text", "printing:remove_text",
        ),
        PRINTING,
    ),
    **dict.fromkeys(
        (
            "imports:index", "imports:show", "imports:columns", "imports:sheet", "imports:start", "imports:stop",
            "imports:progress", "imports:rejected",
        ),
        IMPORTING,
    ),
    **dict.fromkeys(
        (
            "api:processes", "api:process", "api:explain", "api:cases", "api:case", "api:steps", "api:take",
            "api:register",
        ),
        PROGRAM,
    ),
    **dict.fromkeys(("api:openapi-json", "api:api-root", ""), PUBLIC),  # the schema; what says "there is nothing here"
    **dict.fromkeys(("api_pages:docs", "api_pages:tokens", "api_pages:revoke"), POST),
    # the residents' pages: number and code open one case, and each try costs time (docs/adr/0071)
    **dict.fromkeys(
        (
            "root", "casework:today",  # one address: the residents' first page until somebody signs in
            "portal:front", "portal:offices", "portal:figures", "portal:year", "portal:refuses", "portal:file",
            "portal:send", "portal:discard", "portal:step", "portal:receipt", "portal:follow", "portal:case",
            "portal:leave", "portal:answer", "portal:rate", "portal:add_files", "portal:do", "portal:paper",
            "portal:exit", "portal:wish", "portal:rights", "pressure:report",
        ),
        PUBLIC,
    ),
    "portal:code": POST,  # the case says whose it is, the service who gives codes out
    "portal:ask": POST,
    "vault:alarms": only(Role.SUPERVISOR, Role.AUDITOR, Role.UNIT_HEAD, Role.DISPATCHER),
    **dict.fromkeys(("vault:requests", "vault:approve"), only(Role.UNIT_HEAD, Role.DISPATCHER, Role.SUPERVISOR)),
    **dict.fromkeys(("vault:keeping", "vault:emergencies", "vault:review"), only(Role.SUPERVISOR, Role.AUDITOR)),
    "vault:emergency": only(
        Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER, Role.LEADER, Role.SUPERVISOR, Role.INSPECTOR
    ),
    "pressure:desk": POST,  # of one's own unit alone
    "pressure:read": POST,  # the unit that holds it, the one above: services.may_read
    "portal:letters": only(Role.INTAKE, Role.DISPATCHER),
    "portal:office": only(Role.INTAKE, Role.DISPATCHER, Role.UNIT_HEAD),
    **dict.fromkeys(
        (
            "safety:home", "safety:ledger", "safety:export", "safety:find", "safety:packs", "safety:enterprises",
            "safety:enterprise", "safety:new_point", "safety:points", "safety:point", "safety:card", "safety:cards",
            "safety:edit_enterprise", "safety:new_part", "safety:part", "safety:export_enterprises", "safety:expiring",
            "safety:map", "safety:export_points", "safety:edit_point", "safety:order",
            "safety:notice",
        ),
        SAFETY,
    ),
    **dict.fromkeys(
        (
            "safety:suspicions", "safety:statistics", "safety:inspections", "safety:draws", "safety:draw",
            "safety:draw_file", "safety:checklists", "safety:plans", "safety:plan_year",
            "safety:xlsform",
        ),
        SAFETY_OFFICES,
    ),
    **dict.fromkeys(
        ("safety:freeze", "safety:plan", "safety:week", "safety:upload_checklist", "safety:check", "safety:new_draw",
         "safety:officers"),
        INSPECTING,
    ),
    # on site: the application itself holds nothing about anybody; what it asks and sends is the inspectors'
    **dict.fromkeys(("field:worker", "field:shell", "field:shell_en", "field:manifest"), PUBLIC),
    **dict.fromkeys(
        (
            "field:key", "field:work", "field:files", "field:file", "field:record", "field:devices", "field:end_device",
        ),
        INSPECTING,
    ),
    **dict.fromkeys(
        ("field:evidence", "field:package", "field:original", "field:shown", "field:held"), SAFETY_OFFICES
    ),
    "field:hazard_photo": SAFETY,
    **dict.fromkeys(("safety:new_enterprise", "safety:code_said", "safety:boundaries", "safety:repeat"), SAFETY_WRITERS),
    **dict.fromkeys(("enforcement:desk", "enforcement:articles", "enforcement:new", "enforcement:local"), SAFETY_OFFICES),
    **dict.fromkeys(("enforcement:new_amount", "enforcement:end_amount"), only(Role.UNIT_HEAD)),
    **dict.fromkeys(
        ("enforcement:own", "enforcement:own_case", "enforcement:own_document", "enforcement:own_file"), only(*OUTSIDE)
    ),
    **dict.fromkeys(
        (
            "emergency:home", "emergency:hand_over", "emergency:take_over", "emergency:accidents", "emergency:responses",
            "emergency:response", "emergency:plans", "emergency:plan", "emergency:stock", "emergency:alerts",
            "emergency:alert_file",
        ),
        EMERGENCY,
    ),
    **dict.fromkeys(
        (
            "emergency:report", "emergency:new_response", "emergency:evaluate", "emergency:add", "emergency:write_alert",
            "emergency:decide_alert", "emergency:follow_alert", "emergency:change_stock", "emergency:open_shelter",
        ),
        EMERGENCY_WRITING,
    ),
    **dict.fromkeys(("emergency:calls", "emergency:answer"), POST),  # whoever was called, whatever their role
    **dict.fromkeys(("campaigns:home", "campaigns:board", "campaigns:week_form"), SAFETY_OFFICES),
    **dict.fromkeys(("campaigns:new", "campaigns:kinds", "campaigns:units"), INSPECTING),
    "suspension:board": SAFETY,
    "suspension:new": INSPECTING,
    **dict.fromkeys(
        ("safety:rewards", "safety:reward"), only(Role.INTAKE, Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER)
    ),
    "insight:board": BOARD,
    **dict.fromkeys(
        ("bulletin:bulletin", "bulletin:document"),
        only(Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER, Role.AUDITOR),
    ),
    "insight:indicators": BOARD,
    **dict.fromkeys(
        ("insight:leader", "insight:leader_sheet"),
        only(Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER, Role.AUDITOR),
    ),
    **dict.fromkeys(("insight:ordered", "insight:ordered_sheet"), DOCUMENTS),
    "insight:print": BOARD,
    "insight:export": BOARD,
}  # fmt: skip
