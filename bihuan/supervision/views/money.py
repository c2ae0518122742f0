"""The money: lines of the budget, what became of them, the yearly statement as a workbook."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.casework.errors import Refused
from bihuan.common.tables.writing import write_rows
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.supervision import money_selectors, services
from bihuan.supervision.duty_forms import DatedForm
from bihuan.supervision.models import BudgetLine, Campaign, Money
from bihuan.supervision.permissions import MONEY
from bihuan.supervision.views.duties import case_of, filled, readers, today
from bihuan.supervision.views.tabs import tabs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
keepers = needs_role(*sorted(MONEY))


def _amount(text: str) -> Any:
    try:
        return services.amount_of(text)
    except Refused as refused:
        raise forms.ValidationError(str(refused)) from None


class LineForm(DatedForm):
    """A line of the budget."""

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2100)
    code = forms.CharField(label=gettext_lazy("科目编码"), max_length=40)
    title = forms.CharField(label=gettext_lazy("科目名称"), max_length=120)
    unit = forms.CharField(label=gettext_lazy("单位"))
    planned = forms.CharField(label=gettext_lazy("预算（元）"), max_length=24)

    def clean_planned(self) -> Any:
        """Exact."""
        return _amount(self.cleaned_data["planned"])


class MoveForm(DatedForm):
    """One movement."""

    line = forms.ModelChoiceField(label=gettext_lazy("科目"), queryset=BudgetLine.objects.none())
    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=Money.Kind.choices, widget=forms.RadioSelect)
    amount = forms.CharField(
        label=gettext_lazy("金额（元）"), max_length=24, help_text=gettext_lazy("写错了的，用相反的数更正")
    )
    on = forms.DateField(
        label=gettext_lazy("日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    evidence = forms.CharField(label=gettext_lazy("凭证（合同号、凭证号）"), max_length=200)
    number = forms.CharField(label=gettext_lazy("用在哪一件（案件编号）"), max_length=32, required=False)
    campaign = forms.ModelChoiceField(
        label=gettext_lazy("或者哪一次集中化解"), queryset=Campaign.objects.none(), required=False
    )
    note = forms.CharField(label=gettext_lazy("备注"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = BudgetLine.objects.all()  # type: ignore[attr-defined]
        self.fields["campaign"].queryset = Campaign.objects.all()  # type: ignore[attr-defined]

    def clean_amount(self) -> Any:
        """Exact."""
        return _amount(self.cleaned_data["amount"])


def _year(request: SignedInRequest) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and 2000 <= int(text) <= 2100 else today().year


@readers
@require_GET
def money(request: SignedInRequest) -> HttpResponse:
    """The year's lines, and what the record lets one doubt."""
    year = _year(request)
    known = money_selectors.years()
    context = {
        "lines": money_selectors.lines(year), "year": year, "warnings": money_selectors.WARNINGS,
        "doubts": list(money_selectors.doubts(request.actor, timezone.now())), "tabs": tabs(request.actor, "money"),
        "may": request.actor.has(*MONEY),
        "quick": [{"label": str(one), "url": f"?year={one}", "current": one == year}
                  for one in sorted({*known, today().year}, reverse=True)],
    }  # fmt: skip
    return render(request, "supervision/money.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def new_line(request: SignedInRequest) -> HttpResponse:
    """A line of the budget."""
    form = LineForm(request.POST or None, at=timezone.now(), initial={"year": today().year})

    def do(given: dict[str, Any]) -> HttpResponse:
        services.add_line(actor=request.actor, **given)
        return redirect("supervision:money")

    return filled(request, form, do, title=_("登记预算科目"), tab="money")


@keepers
@require_http_methods(["GET", "POST"])
def new_move(request: SignedInRequest) -> HttpResponse:
    """One movement on a line."""
    start = {
        "on": today().isoformat(), "number": request.GET.get("case", "")[:32], "kind": "planned",
    }  # fmt: skip
    form = MoveForm(request.POST or None, at=timezone.now(), initial=start)

    def do(given: dict[str, Any]) -> HttpResponse:
        case = case_of(request, given.pop("number"))
        services.move(case=case, actor=request.actor, at=timezone.now(), **given)
        return redirect("casework:case", case.number) if case is not None else redirect("supervision:money")

    return filled(
        request, form, do, title=_("登记经费"), tab="money",
        text=_("只记录申请、批复、计划、签约、支出和凭证，不付款。"),
    )  # fmt: skip


@readers
@require_GET
def statement(_request: SignedInRequest, year: int) -> HttpResponse:
    """The yearly statement as a workbook: amounts as exact numbers."""
    heads = (
        _("科目编码"), _("科目名称"), _("单位"), _("预算（元）"), _("已申请（元）"), _("已批复（元）"), _("计划（元）"),
        _("已签约（元）"), _("已支出（元）"), _("未签约（元）"), _("提示"),
    )  # fmt: skip
    rows = [
        (one.line.code, one.line.title, one.line.unit.name, one.line.planned, one.asked, one.granted, one.set_aside,
         one.committed, one.spent, one.free, _(money_selectors.WARNINGS[one.warning]) if one.warning else "")
        for one in money_selectors.lines(year)
    ]  # fmt: skip
    name = quote(_("%(year)s年经费情况") % {"year": year})
    return HttpResponse(
        write_rows(heads, rows, sheet=str(year), widths=(16, 30, 30, 16, 16, 16, 16, 16, 16, 16, 24)), content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}.xlsx", "Cache-Control": "no-store"},
    )  # fmt: skip
