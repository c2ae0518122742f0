"""The dated amounts of one's own district: what was entered, entering one, the last day of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.forms import KeptForm
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.safety.enforcement import local
from bihuan.safety.enforcement.articles import NATIONAL, national
from bihuan.safety.enforcement.models import LocalAmount, PenaltyArticle
from bihuan.safety.enforcement.selectors import DEFAULTS, LARGE, figure_on, listing_limits
from bihuan.safety.views.shared import offices

heads = needs_role(*local.WRITERS)
DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
SOURCE = gettext_lazy("来源：文件名称和文号")


class ArticleForm(KeptForm):
    """An amount of an article."""

    code = forms.CharField(
        label=gettext_lazy("代号"),
        help_text=gettext_lazy("国家条款照抄代号，例如 安全生产法/102；地方自己的条款写“法规简称/条”"),
    )
    conduct = forms.CharField(
        label=gettext_lazy("行为"), required=False, help_text=gettext_lazy("国家条款可以不填")
    )
    party = forms.ChoiceField(
        label=gettext_lazy("当事人"), required=False, help_text=gettext_lazy("国家条款可以不选"),
        choices=[("", "—"), ("unit", gettext_lazy("单位")), ("individual", gettext_lazy("个人"))],
    )  # fmt: skip
    low = forms.IntegerField(label=gettext_lazy("最低数额（元；按收入的条款填百分数）"), min_value=0)
    high = forms.IntegerField(label=gettext_lazy("最高数额（元；按收入的条款填百分数）"), min_value=0)
    suspends = forms.BooleanField(label=gettext_lazy("可以责令停产停业整顿"), required=False)
    instrument = forms.CharField(label=SOURCE)
    in_force_from = forms.DateField(label=gettext_lazy("施行日期"), widget=DATE)


class AmountForm(KeptForm):
    """From what fine on a hearing is offered."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=[("", "—"), *LocalAmount.Kind.choices])
    amount = forms.IntegerField(label=gettext_lazy("数额（元，包括本数）或者天数"), min_value=1)
    article = forms.CharField(label=SOURCE)
    in_force_from = forms.DateField(label=gettext_lazy("施行日期"), widget=DATE)


FORMS: dict[str, tuple[type[KeptForm], type[PenaltyArticle] | type[LocalAmount], Any]] = {
    "article": (ArticleForm, PenaltyArticle, gettext_lazy("登记条款的地方数额")),
    "amount": (AmountForm, LocalAmount, gettext_lazy("登记较大数额标准、挂牌天数")),
}


@offices
def own_amounts(request: SignedInRequest) -> HttpResponse:
    """Every row that was entered, those in force first; what holds today where nothing was."""
    today = timezone.localdate()
    rows = PenaltyArticle.objects.order_by("code", "-in_force_from")
    context = {
        "articles": [(row, national(row.code, row.in_force_from), _in_force(row, today)) for row in rows[:300]],
        "amounts": [(row, _in_force(row, today)) for row in LocalAmount.objects.order_by("kind", "-in_force_from")],
        "large": [(label, figure_on(kind, today), DEFAULTS[kind], kind in LARGE) for kind, label in LocalAmount.Kind.choices],
        "money": LARGE, "clocks": listing_limits(today),
        "may_enter": request.actor.has(*local.WRITERS), "today": today,
    }  # fmt: skip
    return render(request, "enforcement/local.html", context)


def _in_force(row: PenaltyArticle | LocalAmount, on: date) -> str:
    """ "before", "now" or "over"."""
    if row.in_force_from > on:
        return "before"
    return "over" if row.in_force_to is not None and row.in_force_to < on else "now"


@heads
def new_amount(request: SignedInRequest, kind: str) -> HttpResponse:
    """GET: a form. POST: enter a row."""
    if kind not in FORMS:
        raise Http404
    made, _model, title = FORMS[kind]
    form = made(request.POST or None, initial={"in_force_from": timezone.localdate(), **_known(request)})
    if request.method == "POST":
        enter: Any = local.enter_article if kind == "article" else local.enter_amount
        try:
            enter(given=_given(request.POST), actor=request.actor, at=timezone.now())
        except Refused as refused:
            form.show(refused.fields if isinstance(refused, Incomplete) else {"": str(refused)})
        else:
            messages.success(request, _("已经登记，从施行日期起按它办理。"))
            return redirect("enforcement:local")
    context = {"form": form, "submission": "", "title": title, "back": "enforcement:local"}
    return render(request, "enforcement/new.html", context, status=422 if request.method == "POST" else 200)


@heads
@require_POST
def end_amount(request: SignedInRequest, kind: str, key: int) -> HttpResponse:
    """The last day of a row."""
    if kind not in FORMS:
        raise Http404
    model: Any = FORMS[kind][1]
    row = get_object_or_404(model, pk=key)
    try:
        local.end_row(row=row, last_day=_day(request.POST.get("last_day", "")), actor=request.actor)
    except Incomplete as incomplete:
        messages.error(request, " ".join(map(str, incomplete.fields.values())))
    else:
        messages.success(request, _("已经登记最后一天。"))
    return redirect("enforcement:local")


def _known(request: SignedInRequest) -> dict[str, Any]:
    """The national article that was chosen in the table, to begin with."""
    code = request.GET.get("code", "")
    found = next((row for row in NATIONAL if row.code == code), None)
    if found is None:
        return {}
    return {
        "code": found.code, "conduct": found.conduct, "party": found.party, "low": found.low, "high": found.high,
        "suspends": found.suspends,
    }  # fmt: skip


def _given(typed: Any) -> dict[str, Any]:
    numbers = {name: typed.get(name, "").strip() for name in ("low", "high", "amount")}
    return {
        **{name: typed.get(name, "") for name in ("code", "conduct", "party", "instrument", "kind", "article")},
        **{name: int(text) for name, text in numbers.items() if text.isdecimal()},
        "suspends": bool(typed.get("suspends")), "in_force_from": _day(typed.get("in_force_from", "")),
    }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
