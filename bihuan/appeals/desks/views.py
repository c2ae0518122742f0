"""Pages of the desks, each also as a workbook (`?format=xlsx`): exactly what the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.appeals.desks import selectors
from bihuan.appeals.desks.sheets import Cell, day_of, sheet
from bihuan.appeals.desks.tabs import STAFF, WATCHING, desks_of, tabs
from bihuan.appeals.rules import spoken
from bihuan.organizations import directory
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import Role


@needs_role(*STAFF, Role.ADMINISTRATOR)
def first(request: SignedInRequest) -> HttpResponse:
    """The first desk of the actor's: where the one entry in the navigation leads."""
    return redirect(desks_of(request.actor)[0].url_name)


@needs_role(Role.REVIEWER)
def review(request: SignedInRequest) -> HttpResponse:
    """The review desk of the higher unit: what was asked, until when, which opinion was given."""
    rows = selectors.review_desk(request.actor)
    if request.GET.get("format") == "xlsx":
        heads = [_("编号"), _("事项"), _("请求"), _("提出日期"), _("状态"), _("期限"), _("结果")]
        cells: Iterable[Sequence[Cell]] = (
            (row.case.number, row.case.subject, _(row.asked) if row.asked else "", row.asked_on, _(row.state),
             day_of(row.case.next_due_at), _(row.opinion) if row.opinion else "")
            for row in rows
        )  # fmt: skip
        return sheet(_("复查复核"), "review", heads, cells)
    return _page(request, "review", "appeals:review_desk", rows=rows)


@needs_role(Role.INTAKE, Role.DISPATCHER)
def calls(request: SignedInRequest) -> HttpResponse:
    """Call-backs: who to call is opened on the case, for the purpose of telling."""
    rows = selectors.call_backs(request.actor)
    if request.GET.get("format") == "xlsx":
        heads = [_("编号"), _("事项"), _("状态"), _("等了几天"), _("没有联系上"), _("上次"), _("哪里不满意")]
        today = selectors.today_of(timezone.now())
        cells: Iterable[Sequence[Cell]] = (
            (row.case.number, row.case.subject, _(row.state), (today - selectors.today_of(row.case.holder_since)).days,
             row.calls, day_of(row.last_call), row.words)
            for row in rows
        )  # fmt: skip
        return sheet(_("回访"), "calls", heads, cells)
    return _page(request, "calls", "appeals:call_backs", rows=rows)


@needs_role(*WATCHING)
def backlog(request: SignedInRequest) -> HttpResponse:
    """What lies open: age and reason by unit and by topic, and what was promised by a date."""
    at = timezone.now()
    today = selectors.today_of(at)
    units, topics = selectors.heaps(request.actor, at=at)
    if request.GET.get("format") == "xlsx":
        heads = [_("单位或者内容"), _("在办"), _("最早收到"), _("最长天数"), _("已超期"), _("等在哪里")]
        cells: Iterable[Sequence[Cell]] = (
            (_(heap.name or "没有分类"), heap.count, heap.oldest, heap.days(today), heap.late,
             "；".join(f"{_(label)} {count}" for label, count in heap.waiting))
            for heap in (*units, *topics)
        )  # fmt: skip
        return sheet(_("积存"), "backlog", heads, cells)
    return _page(
        request,
        "backlog",
        "appeals:backlog",
        units=units,
        topics=topics,
        promises=selectors.promises(request.actor),
        today=today,
    )


def _page(request: SignedInRequest, name: str, here: str, **context: Any) -> HttpResponse:
    unit, now = directory.unit(request.actor.unit_id), timezone.now()
    limits = spoken.on_pages(place=unit.jurisdiction_id if unit else None, on=selectors.today_of(now))
    context |= {"limits": limits, "at": now, "most": selectors.MOST, "tabs": tabs(request.actor, here)}
    return render(request, f"appeals/desk_{name}.html", context)
