"""Money: exact, for one thing, never changed, and doubted where the record gives reason."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.supervision import errors, money_selectors, services
from bihuan.supervision.models import BudgetLine, Money
from bihuan.supervision.tests.making import NOW, measure
from bihuan.supervision.tests.test_pages import signed_in


def line(planned: str = "1000.00") -> BudgetLine:
    return services.add_line(
        year=2026,
        code="2120101",
        title="老旧小区改造",
        unit=unit("住建局"),
        planned=Decimal(planned),
        actor=actor("ducha"),
    )


def pay(row: BudgetLine, case: Case, kind: str, amount: str, on: date = date(2026, 3, 2)) -> Money:
    return services.move(
        line=row,
        case=case,
        kind=kind,
        amount=Decimal(amount),
        on=on,
        evidence="合同2026-1",
        actor=actor("ducha"),
        at=NOW,
    )


def doubts(when: str) -> list[str]:
    return [one.key for one in money_selectors.doubts(actor("ducha"), at(when))]


@pytest.mark.parametrize("text", ["", "abc", "1.005", "NaN", "1e30", "Infinity"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(errors.BadAmount):
        services.amount_of(text)


def test_amounts_are_exact() -> None:
    assert services.amount_of("1,234,567.89") == Decimal("1234567.89")
    row, case = line(), measure()
    for _again in range(10):
        pay(row, case, "committed", "0.10")
    (state,) = money_selectors.lines(2026)
    assert state.committed == Decimal("1.00")
    assert state.free == Decimal("999.00")


def test_money_is_for_one_case_or_one_campaign() -> None:
    row = line()
    with pytest.raises(errors.NoTarget):
        services.move(
            line=row,
            kind="planned",
            amount=Decimal(1),
            on=date(2026, 3, 2),
            evidence="x",
            actor=actor("ducha"),
            at=NOW,
        )


def test_a_mistake_is_set_right_by_its_opposite() -> None:
    row, case = line(), measure()
    pay(row, case, "spent", "500.00")
    pay(row, case, "spent", "-500.00")
    assert money_selectors.lines(2026)[0].spent == Decimal("0.00")
    assert Money.objects.count() == 2


def test_a_line_says_when_more_was_committed_than_it_holds() -> None:
    row, case = line("100.00"), measure()
    pay(row, case, "committed", "100.01")
    assert money_selectors.lines(2026)[0].warning == "over_budget"


def test_a_measure_without_money_and_money_without_progress_are_shown() -> None:
    row, case = line(), measure(due_by="2026-03-31")
    Case.objects.filter(pk=case.pk).update(facts={**case.facts, "budget_line": "2120101"})
    assert doubts("2026-03-03 09:00") == ["no_money"]
    pay(row, case, "planned", "300.00")
    assert doubts("2026-03-03 09:00") == ["not_committed"]
    pay(row, case, "committed", "300.00")
    pay(row, case, "spent", "100.00")
    assert doubts("2026-03-03 09:00") == []
    assert doubts("2026-04-03 09:00") == ["no_progress"]
    pay(row, case, "spent", "300.00", date(2026, 4, 2))
    assert doubts("2026-04-03 09:00") == ["over_committed"]


def test_a_head_keeps_the_money_of_the_own_unit_only() -> None:
    row, case = line(), measure(to="城管局")
    with pytest.raises(errors.NotAllowed):
        services.add_line(
            year=2026, code="1", title="x", unit=unit("城管局"), planned=Decimal(1), actor=actor("shenpi")
        )
    with pytest.raises(errors.NotAllowed):
        services.move(
            line=row, case=case, kind="planned", amount=Decimal(1), on=date(2026, 3, 2), evidence="x",
            actor=actor("chengban"), at=NOW,
        )  # fmt: skip


def test_the_yearly_statement_is_a_workbook_of_exact_numbers() -> None:
    pay(line(), measure(), "committed", "123.45")
    answer = signed_in().get(reverse("supervision:statement", args=[2026]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    head, row = book.get_sheet_by_index(0).to_python()
    assert dict(zip(head, row, strict=True))["已签约（元）"] == 123.45


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_money_is_written_down_on_pages(lang: str) -> None:
    client, case = signed_in(lang=lang), measure()
    given = {"year": "2026", "code": "2120101", "title": "改造", "unit": "住建局", "planned": "1,000.00"}
    assert client.post(reverse("supervision:new_line"), {**given, "planned": "十块"}).status_code == 422
    assert client.post(reverse("supervision:new_line"), given).status_code == 302
    move = {
        "line": BudgetLine.objects.get().pk, "kind": "committed", "amount": "250.50", "on": "2026-03-02", "evidence": "合同1",
        "number": case.number,
    }  # fmt: skip
    address = reverse("supervision:new_move")
    assert client.post(address, {**move, "number": "XF-2026-999999"}).status_code == 422
    assert client.post(address, {**move, "on": "2026-02-30"}).status_code == 422
    assert client.post(address, move).status_code == 302
    assert "250.50" in client.get(reverse("supervision:money"), {"year": 2026}).content.decode()
    assert "250.50" in client.get(reverse("supervision:trace", args=[case.number])).content.decode()


def test_money_asked_for_and_not_granted_is_shown_after_thirty_days() -> None:
    case = measure()
    budget = line()
    pay(budget, case, "asked", "5000")
    assert doubts("2026-03-20 09:00").count("not_granted") == 0
    assert "not_granted" in doubts("2026-04-20 09:00")
    (state,) = money_selectors.lines(2026)
    assert (state.asked, state.granted, state.set_aside) == (
        Decimal("5000.00"),
        Decimal("0.00"),
        Decimal("0.00"),
    )
    pay(budget, case, "granted", "5000")
    assert "not_granted" not in doubts("2026-04-20 09:00")
