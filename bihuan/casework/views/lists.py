"""The list of cases: filters in the address, order, pages, columns."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, ngettext

from bihuan.casework.choices import Choices
from bihuan.casework.listing import address, chips, empties
from bihuan.casework.listing.cells import rows_markup
from bihuan.casework.listing.columns import ListColumn
from bihuan.casework.listing.controls import controls
from bihuan.casework.listing.finding import CAP, SORTED_MATCHES, Found, Wanted, find
from bihuan.casework.models import SavedView
from bihuan.casework.registry import all_processes
from bihuan.casework.spec import Step
from bihuan.common.calendar.working import CHINA
from bihuan.common.columns import Column
from bihuan.common.habits import number
from bihuan.organizations.access import SignedInRequest, signed_in
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role

ASSIGNERS = frozenset(
    {Role.OFFICER, Role.UNIT_HEAD, Role.DISPATCHER, Role.INTAKE, Role.REVIEWER, Role.INSPECTOR}
)


@signed_in
def cases(request: SignedInRequest) -> HttpResponse:
    """The cases the actor may see. Without any wish, their default view."""
    views = list(SavedView.objects.filter(account=request.user).order_by("name"))
    if not request.GET:
        default = next((view for view in views if view.is_default), None)
        if default is not None:
            return HttpResponseRedirect(f"{reverse('casework:cases')}?{default.query or 'sort=-registered'}")
    at = timezone.now()
    choices = Choices(on=at.astimezone(CHINA).date())
    wanted, faults = address.read(request.GET, choices)
    found = find(
        actor=request.actor, wanted=wanted, choices=choices, at=at, after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )  # fmt: skip
    query, selects = address.write(wanted), _selects(request.actor)
    more = {"after": found.page.after} if found.page.after else {}
    less = _earlier(found.page.before, searching=bool(found.searched))
    context: dict[str, Any] = {
        "rows": rows_markup(found.page.cases, wanted.columns, found.searched, at, selects=selects),
        "columns": _heads(wanted, selects=selects),
        "selects": selects,
        "found": found,
        "total_text": _total_text(found.total),
        "empty": empties.of_list(request.actor, wanted, found),
        "faults": [*faults, *_cut(found)],
        "controls": controls(wanted, choices, request.actor),
        "chips": chips.in_force(wanted, choices),
        "quick": chips.ready_made(wanted, choices, request.actor, request.user.username, at),
        "views": _views(views, query),
        "query": query,
        "next_url": f"?{address.write(wanted, more=more)}" if more else "",
        "previous_url": f"?{address.write(wanted, more=less)}" if less is not None else "",
        "at": at,
    }
    fragment = request.htmx and not request.htmx.history_restore_request
    response = render(request, "casework/list_body.html" if fragment else "casework/list.html", context)
    if fragment:  # the address as it would be written here, not every empty control of the form
        paging = {name: request.GET[name] for name in ("after", "before") if request.GET.get(name)}
        response["HX-Push-Url"] = f"{request.path}?{address.write(wanted, more=paging) or 'sort=-registered'}"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _cut(found: Found) -> list[str]:
    if not found.cut:
        return []
    return [
        gettext("检索到的案件很多，只把最新的 %(count)s 件排了序。请多写几个字，或者加上其他条件。")
        % {"count": SORTED_MATCHES}
    ]


def _total_text(total: int | None) -> str:
    if total is None:
        return gettext("最新登记的在前")
    if total > CAP:
        return gettext("共 %(count)s 件以上") % {"count": number(CAP)}
    return ngettext("共 %(count)s 件", "共 %(count)s 件", total) % {"count": number(total)}


def _earlier(before: str, *, searching: bool) -> dict[str, str] | None:
    """What leads to the page before: a cursor, or for a search the trail without its last part ("" for the first page)."""
    if searching:
        return {"after": before} if before else None
    return {"before": before} if before else None


def _selects(actor: Actor) -> bool:
    """True when there is something the actor may do to many cases at once."""
    bulk: list[Step] = [step for process in all_processes() for step in process.steps if step.bulk]
    return actor.has(*ASSIGNERS) or any(actor.has(*step.roles) for step in bulk)


def _heads(wanted: Wanted, *, selects: bool) -> list[Column]:
    heads = [Column("", key="select", tight=True)] if selects else []
    return heads + [_head(column, wanted) for column in wanted.columns]


def _head(column: ListColumn, wanted: Wanted) -> Column:
    if not column.sort:
        return Column(column.label, key=column.name)
    here = wanted.sort.lstrip("-") == column.sort
    first = "due" if column.sort == "due" else f"-{column.sort}"
    other = column.sort if first.startswith("-") else f"-{column.sort}"
    order = other if wanted.sort == first else first
    direction = ("descending" if wanted.sort.startswith("-") else "ascending") if here else ""
    return Column(
        column.label,
        key=column.name,
        url=f"?{address.write(wanted, sort=order) or 'sort=-registered'}",
        sort=direction,
    )


def _views(views: list[SavedView], query: str) -> list[dict[str, object]]:
    return [
        {
            "label": view.name,
            "url": f"?{view.query or 'sort=-registered'}",
            "current": _same(view.query, query),
        }
        for view in views
    ]


def _same(one: str, other: str) -> bool:
    return QueryDict(one) == QueryDict(other)
