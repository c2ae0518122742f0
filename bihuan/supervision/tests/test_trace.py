"""The trace: every day with exactly one holder, every clock once, and nothing that the record does not say."""

from __future__ import annotations

import csv
import io
import itertools
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.casework import errors as engine
from bihuan.casework.delivery import deliver_pending
from bihuan.casework.models import Case, Notice
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import services as organizations
from bihuan.organizations.models import Account, Appointment
from bihuan.supervision import errors, escalation, services
from bihuan.supervision.tests.making import NOW, head, measure, order, take
from bihuan.supervision.tests.test_pages import signed_in
from bihuan.supervision.trace import days, package, reading, units
from bihuan.supervision.trace.days import Move, Outcome

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
gaps = st.integers(min_value=-600, max_value=90_000)  # minutes; some are written down after a later one
moves = st.lists(st.tuples(gaps, st.integers(1, 4), st.sampled_from([None, 7, 8])), min_size=1, max_size=15)


busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault


def history(drawn: list[tuple[int, int, int | None]]) -> list[Move]:
    when = START
    found: list[Move] = []
    for minutes, unit_id, account in drawn:
        when += timedelta(minutes=minutes)
        found.append(Move(max(when, START) if found else START, unit_id, account))
    return found


@busy
@given(moves, st.integers(0, 400), st.integers(0, 400))
def test_every_day_has_exactly_one_holder(drawn: list[Any], start: int, length: int) -> None:
    record = history(drawn)
    begin = date(2026, 3, 2) + timedelta(days=start)
    last = begin + timedelta(days=length)
    found = days.runs(record, first=begin, last=last)
    covered = [run.first + timedelta(days=n) for run in found for n in range(run.days)]
    assert covered == [begin + timedelta(days=n) for n in range(length + 1)]
    for run in found:
        for day in (run.first, run.last):
            stands = [m for m in days.in_order(record) if m.at.astimezone(CHINA).date() <= day][-1]
            assert (run.unit, run.account) == (stands.unit, stands.account)
    joined = itertools.pairwise(found)
    assert all((a.unit, a.account) != (b.unit, b.account) for a, b in joined)


@busy
@given(moves)
def test_whoever_had_it_for_an_hour_is_named_too(drawn: list[Any]) -> None:
    record = days.in_order(history(drawn))
    for on in {move.at.astimezone(CHINA).date() for move in record}:
        there = [move for move in record if move.at.astimezone(CHINA).date() == on]
        (run,) = days.runs(record, first=on, last=on)
        assert [*days.passed_through(record, on), there[-1]] == there
        assert (run.unit, run.account) == (there[-1].unit, there[-1].account)


STEPS: dict[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "owed": (
        ("reply", "holder", {"reply": "已办"}),
        ("postpone", "ducha", {"reply_by": "later", "reason": "需要时间"}),
        ("withdraw", "ducha", {"reason": "不再需要"}),
    ),
    "replied": (
        ("not_enough", "ducha", {"to_unit": "other", "reply_by": "later", "reason": "不够"}),
        ("settle", "ducha", {"checked": "看过"}),
    ),
}
OFFICERS = {"住建局": "chengban", "人社局": "chengban2", "石湾镇": "chengban3"}


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 20_000), st.integers(0, 2)), max_size=8),
    st.integers(0, 40),
)
def test_over_random_histories_each_day_has_one_holder_and_each_clock_stands_once(
    drawn: list[tuple[int, int, int]], later: int
) -> None:
    load_district()
    case = order()
    names = list(OFFICERS)
    now, seen = NOW, [(NOW, case.holder_unit_id)]
    for which, minutes, to in drawn:
        case.refresh_from_db()
        open_now = STEPS.get(case.state, ())
        if not open_now:
            break
        now += timedelta(minutes=minutes)
        step, who, asked = open_now[which % len(open_now)]
        holder = next(name for name in [*names, "区政府办"] if unit(name).pk == case.holder_unit_id)
        acting = actor(OFFICERS.get(holder, "ducha") if who == "holder" else who)
        values = {"later": (now.date() + timedelta(days=10)).isoformat(), "other": unit(names[to]).pk}
        filled = {name: values.get(value, value) for name, value in asked.items()}
        try:
            take(case, step, acting, now.isoformat(), **filled)
        except engine.Refused:
            continue
        case.refresh_from_db()
        seen.append((now, case.holder_unit_id))
    at_end = now + timedelta(days=later)
    trace = reading.of_case(Case.objects.get(pk=case.pk), at=at_end)
    assert [one.row.pk for one in trace.clocks] == list(
        case.clocks.order_by("start_seq", "pk").values_list("pk", flat=True)
    )
    for number in range((trace.last - trace.first).days + 1):
        day = trace.first + timedelta(days=number)
        stands = [holder for moment, holder in seen if moment.astimezone(CHINA).date() <= day][-1]
        on_it = [one.run.unit for one in trace.held if one.run.first <= day <= one.run.last]
        assert on_it == [stands]


def test_a_clock_says_by_how_much_and_who_moved_its_date() -> None:
    case = order()  # the last day is 12 March
    take(case, "postpone", actor("ducha"), "2026-03-11 09:00", reply_by="2026-03-20", reason="需要会商")
    take(case, "reply", actor("chengban"), "2026-03-23 00:00", reply="已办")
    trace = reading.of_case(case, at=at("2026-03-24 09:00"))
    first, second, judging = trace.clocks
    assert (first.ended.outcome, second.ended.outcome, judging.ended.outcome) == (
        Outcome.VOID, Outcome.LATE, Outcome.RUNNING,
    )  # fmt: skip
    assert second.ended.margin == timedelta(days=-2)
    (moved,) = first.extensions
    assert "郑立言" in moved.by
    assert second.holder == "住建局"
    assert [one.row.pk for one in trace.missed] == [second.row.pk]


def test_a_date_moved_after_it_had_passed_is_not_forgotten() -> None:
    case = order()
    take(case, "postpone", actor("ducha"), "2026-03-20 09:00", reply_by="2026-03-30", reason="需要会商")
    trace = reading.of_case(case, at=at("2026-03-21 09:00"))
    assert [one.ended.outcome for one in trace.clocks] == [Outcome.LAPSED, Outcome.RUNNING]


def test_a_gap_in_appointments_is_in_the_trace_with_its_days() -> None:
    held = Appointment.objects.get(account=head("住建局"), post__is_head=True, ends_on=None)
    organizations.end_appointment(
        appointment=held,
        ends_on=date(2026, 3, 5),
        reason=Appointment.Ended.TRANSFER,
        by=actor("guanli"),
        at=NOW,
    )
    organizations.appoint(
        account=Account.objects.get(username="chengban"),
        post=held.post,
        starts_on=date(2026, 3, 9),
        by=actor("guanli"),
        at=NOW,
    )
    trace = reading.of_case(order(), at=at("2026-03-11 09:00"))
    assert [(name, gap.starts_on, gap.ends_on) for name, gap in trace.gaps] == [
        ("住建局", date(2026, 3, 6), date(2026, 3, 8))
    ]


def test_what_was_told_is_there_with_the_moment_it_was_opened() -> None:
    case = order()
    escalation.run(at=at("2026-03-13 00:00"), deliver=True)
    notice = Notice.objects.get(account=head("住建局"), message__kind="escalated")
    notice.read_at = at("2026-03-14 10:00")
    notice.save()
    deliver_pending(at=at("2026-03-13 00:00"))
    trace = reading.of_case(case, at=at("2026-03-15 09:00"))
    (told,) = [one for one in trace.told if one.kind == "escalated"]
    assert told.opened == [(head("住建局").name, at("2026-03-14 10:00"))]
    before = reading.of_case(case, at=at("2026-03-15 09:00"), last=date(2026, 3, 13))
    (told,) = [one for one in before.told if one.kind == "escalated"]
    assert told.opened[0][1] is None  # on that day it had not been opened


def test_the_office_concerned_adds_its_statement_and_nobody_else() -> None:
    case = order()
    services.state(case=case, text="3月5日起无负责人", actor=actor("chengban"), at=NOW)
    with pytest.raises(errors.NotConcerned):
        services.state(case=case, text="我有话说", actor=actor("chengban2"), at=NOW)
    with pytest.raises(errors.NothingSaid):
        services.state(case=case, text="  ", actor=actor("chengban"), at=NOW)
    (row,) = reading.of_case(case, at=NOW).statements
    assert row.unit == unit("住建局")


def test_the_package_holds_the_timeline_and_every_entrys_hash(tmp_path: Any, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    case = order()
    take(case, "reply", actor("chengban"), reply="不能写进包里的话")
    trace = reading.of_case(case, at=at("2026-03-05 09:00"))
    box = zipfile.ZipFile(io.BytesIO(package.pack(trace)))
    rows = list(csv.reader(io.StringIO(box.read("journal.csv").decode("utf-8-sig"))))
    assert [row[-1] for row in rows[1:]] == [
        bytes(entry.hash).hex() for entry in case.entries.order_by("seq")
    ]
    told = json.loads(box.read("trace.json"))
    assert [one["unit"] for one in told["held"]] == ["住建局", "区政府办"]
    assert all("不能写进包里的话" not in box.read(name).decode() for name in box.namelist())
    assert {"proofs.json", "statements.txt", "README.txt"} <= set(box.namelist())


def test_a_units_trace_has_its_posts_and_only_its_own_clocks() -> None:
    late, other = measure(due_by="2026-03-10"), measure(to="城管局", due_by="2026-03-10")
    trace = units.of_unit(
        unit("住建局"),
        actor=actor("ducha"),
        at=at("2026-03-20 09:00"),
        first=date(2026, 3, 1),
        last=date(2026, 3, 20),
    )
    assert [(one.case.pk, one.ended.outcome) for one in trace.clocks] == [(late.pk, Outcome.OVERDUE)]
    assert other.pk not in {one.case.pk for one in trace.clocks}
    assert {post.title for post, _tenures in trace.posts} == {"局长", "信访承办人"}


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_trace_is_a_page_for_those_who_see_the_case(lang: str) -> None:
    case = order()
    address = reverse("supervision:trace", args=[case.number])
    assert "住建局" in signed_in(lang=lang).get(address).content.decode()
    assert signed_in("chengban", lang).post(address, {"text": "已向上级说明"}).status_code == 302
    assert "已向上级说明" in signed_in(lang=lang).get(address).content.decode()
    assert signed_in("chengban2", lang).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    zipped = signed_in(lang=lang).get(reverse("supervision:trace_package", args=[case.number]))
    assert zipped.content.startswith(b"PK")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2026-02-30", "日历上没有这一天"),
        ("from=2026-03-05&to=2026-03-01", "结束日期早于开始日期"),
        ("to=soon", "日期请写成"),
    ],
)
def test_a_wrong_period_is_said_and_the_whole_trace_shown(query: str, said: str) -> None:
    answer = signed_in().get(f"{reverse('supervision:trace', args=[order().number])}?{query}")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "住建局" in answer.content.decode()


def test_a_unit_sees_its_own_trace_and_no_others() -> None:
    own, other = (reverse("supervision:trace_unit", args=[unit(name).code]) for name in ("住建局", "城管局"))
    assert signed_in("chengban").get(own).status_code == 200
    assert signed_in("chengban").get(other).status_code == 404
    assert signed_in("ducha").get(other).status_code == 200


def test_a_right_that_nobody_used_is_no_lateness() -> None:
    gone = days.ended(due_at=NOW, stopped_at=None, stopped_by="", at=NOW + timedelta(days=9), duty=False)
    assert (gone.outcome, gone.margin) == (Outcome.EXPIRED, None)
    owed = days.ended(due_at=NOW, stopped_at=None, stopped_by="", at=NOW + timedelta(days=9))
    assert owed.outcome is Outcome.OVERDUE


def test_a_units_trace_says_who_moved_a_date_and_what_it_was_told() -> None:
    case = order()  # the last day is 12 March
    take(case, "postpone", actor("ducha"), "2026-03-11 09:00", reply_by="2026-03-20", reason="需要会商")
    escalation.run(at=at("2026-03-25 09:00"), deliver=True)
    found = units.of_unit(
        unit("住建局"),
        actor=actor("ducha"),
        at=at("2026-03-25 10:00"),
        first=date(2026, 3, 1),
        last=date(2026, 3, 25),
    )
    moved = {one.row.start_seq: one.extensions for one in found.clocks}
    assert [len(steps) for steps in moved.values()].count(1) == 1
    assert any("郑立言" in ext.by for steps in moved.values() for ext in steps)
    assert {line.kind for _case, line in found.told} >= {"escalated"}
    assert all(told.number == case.number for told, _line in found.told)


def test_a_units_package_holds_its_clocks_and_the_head_of_each_journal() -> None:
    case = order()
    client = signed_in("shenpi")
    url = reverse("supervision:trace_unit_package", args=[unit("住建局").code])
    answer = client.get(url, {"from": "2026-03-01", "to": "2026-03-31"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as box:
        assert {"clocks.csv", "told.csv", "money.csv", "heads.csv", "posts.csv", "trace.json"} <= set(
            box.namelist()
        )
        heads = list(csv.reader(io.StringIO(box.read("heads.csv").decode("utf-8-sig"))))
    case.refresh_from_db()
    assert [case.number, str(case.seq), bytes(case.head).hex()] in heads
    other = reverse("supervision:trace_unit_package", args=[unit("人社局").code])
    assert client.get(other).status_code == 404
