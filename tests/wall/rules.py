"""What is put into the addresses of Bihuan so that every one of them is asked for a walled case.

An address with parameters needs a rule here, or the matrix fails: either all its parameters come from a case (`OF_CASE`),
or `OTHERS` says what opens it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.architecture.doors import addresses

# What a case has to give, by the name of the parameter. `tests.wall.world.Kept` holds each of them.
OF_CASE = frozenset(
    (
        "number", "name", "step", "file_id", "document_id", "form", "task_id", "part_id", "seat", "text_id", "sha256",
        "submission", "wall_id",
    )
)  # fmt: skip
# Addresses whose parameters name something else. What is shown there may still list cases, so each is asked for too:
# with what the world holds under that name, else with this value, which need not exist.
_GROUPS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("mfa_remove_webauthn mfa_edit_webauthn", {"pk": 1}),
    ("appeals:round appeals:round_log", {"pk": 1}),
    ("directives:document directives:next directives:together directives:measure", {"pk": 1}),
    ("directives:original", {"pk": 1}),
    ("emergency:hand_over emergency:take_over emergency:open_shelter", {"key": 1}),
    ("emergency:answer emergency:response emergency:evaluate", {"key": 1}),
    ("emergency:decide_alert emergency:alert_file emergency:plan", {"key": 1}),
    ("emergency:follow_alert", {"kind": "update", "key": 1}),
    ("emergency:change_stock", {"kind": "team", "key": 1}),
    ("emergency:add", {"kind": "shift"}),
    ("directives:breakdown", {"pk": 1, "kind": "xlsx"}),
    ("organizations:unit organizations:rename_unit organizations:set_superior", {"code": "QL-ZJ"}),
    ("organizations:close_unit organizations:new_post", {"code": "QL-ZJ"}),
    ("organizations:change_post organizations:appoint", {"post_id": 1}),
    ("organizations:end_appointment organizations:transfer", {"appointment_id": 1}),
    ("organizations:act_on_account", {"account_id": 1, "action": "unlock"}),
    ("casework:change_view", {"view_id": 1}),
    ("casework:bulk_take", {"step": "forward"}),
    ("printing:run printing:progress printing:confirm", {"run_id": 1}),
    ("printing:file", {"run_id": 1, "part": "documents"}),
    ("printing:template printing:template_file printing:template_example", {"kind": "decision"}),
    ("printing:template_reset", {"kind": "decision"}),
    ("printing:text printing:remove_text", {"text_id": 1}),
    ("appeals:rule", {"name": "triage"}),
    ("supervision:kind supervision:start", {"kind": "order"}),
    ("supervision:hearing supervision:call_off supervision:campaign supervision:meeting", {"pk": 1}),
    ("supervision:decide", {"pk": 1}),
    ("supervision:statement", {"year": 2026}),
    ("supervision:trace_unit supervision:trace_unit_package", {"code": "WALLED"}),
    ("safety:plan_year", {"year": 2026}),
    ("safety:xlsform", {"key": 1}),
    ("imports:show imports:columns imports:sheet imports:start", {"import_id": 1}),
    ("imports:stop imports:progress imports:rejected", {"import_id": 1}),
    ("openjournal:consistency", {"old": 1}),
    ("openjournal:consistency_between", {"old": 1, "new": 2}),
    ("enforcement:new", {"kind": "penalty"}),
    ("enforcement:new_amount", {"kind": "article"}),
    ("enforcement:end_amount", {"kind": "article", "key": 1}),
    ("field:end_device", {"device": "00000000-0000-0000-0000-000000000000"}),
    ("safety:enterprise safety:edit_enterprise safety:new_point safety:cards safety:notice", {"code": "E1"}),
    ("safety:new_part", {"code": "E1", "kind": "people"}),
    ("safety:part", {"code": "E1", "kind": "people", "key": 1}),
    ("safety:draw safety:draw_file", {"number": "1"}),
    ("safety:point safety:card safety:edit_point", {"key": 1}),
    ("insight:export", {"key": "oldest"}),
    ("insight:leader_sheet", {"key": "tasks"}),
    ("insight:ordered insight:ordered_sheet", {"pk": 1}),
    ("vault:approve", {"request_id": "00000000-0000-0000-0000-000000000000"}),
    ("vault:review", {"emergency_id": 1}),
    ("portal:year", {"year": 2026}),
    ("portal:step", {"step": "matter"}),
    ("portal:answer", {"question_id": 1}),
    ("portal:do", {"step": "rate"}),
    ("portal:paper", {"document_id": 1, "form": "pdf"}),
    ("api_pages:revoke", {"token_id": 1}),
    ("api:process", {"name": "appeals.petition"}),
)
OTHERS: dict[str, Mapping[str, Any]] = {name: given for names, given in _GROUPS for name in names.split()}

# Addresses that end what the matrix is played with.
NOT_ASKED = {"account_logout": "ends the session", "organizations:end_session": "ends the session"}


def parameters(route: str) -> frozenset[str]:
    """The names of what an address asks for."""
    return frozenset(re.findall(r"<(?:\w+:)?(\w+)>", route))


def split() -> tuple[list[str], list[tuple[str, frozenset[str]]], list[str]]:
    """(addresses that ask for nothing or for what a rule gives, addresses of a case with their parameters, without rule)."""
    plain, of_case, ruleless = [], [], []
    for route, name in addresses():
        asked = parameters(route)
        if not name or name in NOT_ASKED:
            continue
        if not asked or name in OTHERS:
            plain.append(name)
        elif "number" in asked and asked <= OF_CASE:
            of_case.append((name, asked))
        else:
            ruleless.append(name)
    return plain, of_case, ruleless
