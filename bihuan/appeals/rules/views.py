"""Pages of the dated settings: everybody in office reads them, the administrator sets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.appeals.desks.sheets import Cell, sheet
from bihuan.appeals.desks.tabs import STAFF, tabs
from bihuan.appeals.rules import selectors
from bihuan.appeals.rules.catalog import BY_NAME, GROUPS, Mark, Setting
from bihuan.appeals.rules.forms import ValueForm
from bihuan.appeals.rules.services import set_value
from bihuan.appeals.rules.words import BOUNDS, MARKS, amount_words, how_words
from bihuan.casework import registry
from bihuan.casework.errors import Incomplete, Refused
from bihuan.organizations import directory
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.models import Jurisdiction
from bihuan.organizations.roles import Role

READERS = (*STAFF, Role.ADMINISTRATOR)


@needs_role(*READERS)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Every setting as it stands today where the actor's unit is, with its source."""
    today, place = timezone.localdate(), _home(request)
    rows = [_row(one) for one in selectors.standings(place=place, on=today)]
    if request.GET.get("format") == "xlsx":
        heads = [
            _("哪一项"), _("现在"), _("怎样计算"), _("从"), _("依据"), _("本地规定"), _("核对情况"), _("可以怎样改"), _("说明"),
        ]  # fmt: skip
        cells: Iterable[Sequence[Cell]] = (
            (row.label, row.amount, row.how, row.since, row.source, _("是") if row.local else "", row.mark, row.bound, row.note)
            for row in rows
        )  # fmt: skip
        return sheet(_("期限和规定"), "rules", heads, cells)
    groups = [(group, [row for row in rows if row.group == group]) for group in GROUPS]
    home = Jurisdiction.objects.filter(pk=place or 0).values_list("name", flat=True).first()
    context = {
        "groups": groups, "home": home, "sets": request.actor.has(Role.ADMINISTRATOR), "today": today,
        "tabs": tabs(request.actor, "appeals:rules"),
    }  # fmt: skip
    return render(request, "appeals/rules.html", context)


@needs_role(*READERS)
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, name: str) -> HttpResponse:
    """One setting: what is in force, every value it had, and for the administrator the form of a new one."""
    setting = BY_NAME.get(name)
    if setting is None:
        raise Http404
    sets = request.actor.has(Role.ADMINISTRATOR)
    today = timezone.localdate()
    now = selectors.standing(setting, place=_home(request), on=today)
    form = ValueForm(now=now, today=today, data=request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            made = set_value(
                name=name, value=form.value(), place_id=form.place(), in_force_from=form.day("in_force_from"),
                source=form.text("source"), reason=form.text("reason"), actor=request.actor, at=timezone.now(),
            )  # fmt: skip
        except Incomplete as incomplete:
            form.show(incomplete.fields)
        except Refused as refused:
            form.show({getattr(refused, "field", ""): str(refused)})
        else:
            messages.success(request, _("已设定，%(day)s起生效。") % {"day": made.in_force_from.isoformat()})
            return redirect("appeals:rule", name)
    amount, unit, roll = selectors.default_of(setting)
    past = [
        {
            "given": one, "amount": amount_words(setting, one.amount, one.unit), "how": how_words(one.roll, one.start),
            "ahead": one.in_force_from > today,
        }
        for one in selectors.history(setting)
    ]  # fmt: skip
    context = {
        "setting": setting, "row": _row(now), "form": form, "sets": sets, "past": past,
        "only_local": _is_local(setting),
        "default": _("没有全国规定") if _is_local(setting) else amount_words(setting, amount, unit),
        "default_how": "" if _is_local(setting) else how_words(roll, now.starts[0] if now.starts else ""),
    }  # fmt: skip
    return render(request, "appeals/rule.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class Line:
    """A setting in the reader's words."""

    name: str
    label: str
    group: str
    amount: str
    how: str
    since: date | None
    source: str
    local: bool
    mark: str
    sure: bool
    bound: str
    note: str
    where: str
    next_from: date | None


def _row(one: selectors.Standing) -> Line:
    setting = one.setting
    return Line(
        name=setting.name, label=_(setting.label), group=setting.group,
        amount=_("不计算（本地没有设定）") if one.off else amount_words(setting, one.amount, one.unit),
        how="" if one.off else how_words(one.roll, one.start), since=one.since,
        source=one.source if one.local else _(setting.article), local=one.local, mark=str(MARKS[setting.mark]),
        sure=setting.mark is Mark.READ, bound=str(BOUNDS[setting.bound]),
        note=_(setting.note) if setting.note else "", where=_(setting.where), next_from=one.next_from,
    )  # fmt: skip


def _is_local(setting: Setting) -> bool:
    return setting.is_limit and registry.get(setting.process).clock(setting.clock).local


def _home(request: SignedInRequest) -> int | None:
    unit = directory.unit(request.actor.unit_id)
    return unit.jurisdiction_id if unit is not None else None
