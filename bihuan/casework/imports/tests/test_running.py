"""A row is done once: through trial runs, kills, the same file twice, and rows that go wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError, connection

from bihuan.casework.imports import running, sealing, selectors, services, targets
from bihuan.casework.imports.models import Batch, Import, ImportedKey, Outcome
from bihuan.casework.imports.targets import ImportTarget, RowResult, State
from bihuan.casework.imports.tests.ledger import COLUMNS, HEADINGS, apply_batch, rows_of, written
from bihuan.common.tables.dates import SHANGHAI
from bihuan.common.tables.opening import open_book
from bihuan.common.tables.reasons import Reason
from bihuan.common.tables.tests.books import xlsx
from bihuan.common.tables.writing import write_rejected
from bihuan.organizations.actor import SYSTEM

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger")]


def received(rows: list[list[Any]], name: str = "台账.xlsx") -> Import:
    job = services.receive(target="ledger", content=xlsx(rows), file_name=name, actor=SYSTEM, at=NOW).job
    services.map_columns(job=job, mapping=job.mapping, at=NOW)
    return job


def run(job: Import) -> Import:
    services.start(job=job, actor=SYSTEM, at=NOW, rehearse=False, inline=True)
    return running.run(job.pk, clock=lambda: NOW)


def rehearse(job: Import) -> Import:
    services.start(job=job, actor=SYSTEM, at=NOW, rehearse=True, inline=True)
    return running.rehearse(job.pk, clock=lambda: NOW)


def test_every_good_row_is_in_with_a_link_to_what_it_became() -> None:
    job = run(received(rows_of(25)))
    assert (job.state, job.total, job.done, job.applied) == (Import.State.DONE, 25, 25, 25)
    assert len(written()) == 25
    outcome = Outcome.objects.get(job=job, row=4)
    assert (outcome.state, outcome.label, outcome.link) == ("applied", "L-3", "/l/3/")


def test_nothing_of_the_file_lies_about_once_it_is_in() -> None:
    job = run(received(rows_of(3)))
    assert not Batch.objects.exists()
    assert bytes(job.preview) == b""
    assert not Outcome.objects.exclude(cells=None).exists()


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_when_the_import_is_done() -> None:
    job = received(rows_of(3))
    assert sealing.file_path(job.pk).exists()
    run(job)
    assert not sealing.file_path(job.pk).exists()


def test_what_waits_is_sealed_in_the_database_and_on_disk() -> None:
    rows: list[list[Any]] = [
        HEADINGS,
        [1, "王桂兰的来信", "2024-05-01", ""],
        [2, "王桂兰的来信", "坏日期", ""],
    ]
    job = received(rows)
    rehearse(job)
    job.refresh_from_db()
    name = "王桂兰".encode()
    assert name not in sealing.file_path(job.pk).read_bytes()
    assert name not in bytes(job.preview)
    assert all(name not in bytes(batch.content) for batch in Batch.objects.all())
    kept = Outcome.objects.get(job=job, rehearsal=True)
    assert kept.cells is not None
    assert name not in bytes(kept.cells)


def test_bad_rows_are_rejected_with_reasons_and_the_others_go_in() -> None:
    rows = rows_of(12)
    rows[3][2] = "2019年2月30日"
    rows[5][1] = ""
    rows[7][1] = "拒"
    job = run(received(rows))
    assert (job.applied, job.rejected, job.state) == (9, 3, Import.State.DONE)
    said = {row: why for row, _cells, why in selectors.rejected_rows(job, rehearsal=False)}
    assert "不存在" in said[4]
    assert "必填" in said[6]
    assert said[8] == "单位不存在（100%）"


def test_reasons_are_counted_by_kind_and_not_by_value() -> None:
    rows = rows_of(6)
    rows[1][2], rows[2][2], rows[3][2] = "4月1日", "5月1日", "19-4-24"
    kinds = selectors.reasons_of(run(received(rows)), rehearsal=False)
    assert [(kind.rows, kind.first) for kind in kinds] == [(2, 2), (1, 4)]
    assert "4月1日" in str(kinds[0].reason)


def test_rejected_rows_mended_and_brought_in_again_add_only_themselves() -> None:
    rows = rows_of(5)
    rows[2][2] = "坏日期"
    job = run(received(rows))
    workbook = write_rejected(selectors.heading_texts(job), selectors.rejected_rows(job, rehearsal=False))
    read = [cells for _number, cells in open_book(workbook).sheet().rows()]
    assert read[0] == ["原行号", "原因", *HEADINGS]
    assert read[1][0] == 3.0
    mended = [read[0], [*read[1][:4], "2024-05-01", *read[1][5:]]]
    again = run(received(mended, "改好的.xlsx"))
    assert (again.applied, again.skipped) == (1, 0)
    assert written() == ["1", "2", "3", "4", "5"]


def test_a_trial_run_writes_nothing_and_says_what_the_run_would() -> None:
    rows = rows_of(25)
    rows[3][2] = "坏日期"
    rows[9][1] = "拒"
    rows[20][0] = 1  # the same number as the first row, two batches earlier
    job = rehearse(received(rows))
    assert job.state == Import.State.READY
    assert job.rehearsal == {"total": 25, "applied": 22, "rejected": 2, "skipped": 1}
    assert written() == []
    assert not ImportedKey.objects.exists()
    done = run(job)
    assert (done.applied, done.rejected, done.skipped) == (22, 2, 1)
    assert not Outcome.objects.filter(rehearsal=True).exists()


def test_a_trial_run_may_be_answered_by_the_target_without_writing(ledger: ImportTarget) -> None:
    asked: list[int] = []

    def check(rows: Any, actor: Any, at: Any) -> list[RowResult]:
        asked.append(len(rows))
        return [RowResult.applied("") for _row in rows]

    targets.register(ImportTarget("ledger", "台账", COLUMNS, apply_batch, check_batch=check, batch=10))
    assert rehearse(received(rows_of(15))).rehearsal["applied"] == 15
    assert asked == [10, 5]


def test_the_same_file_twice_is_the_same_import_and_adds_nothing() -> None:
    content = xlsx(rows_of(5))
    first = services.receive(target="ledger", content=content, file_name="a.xlsx", actor=SYSTEM, at=NOW)
    services.map_columns(job=first.job, mapping=first.job.mapping, at=NOW)
    run(first.job)
    again = services.receive(target="ledger", content=content, file_name="b.xlsx", actor=SYSTEM, at=NOW)
    assert (again.job.pk, again.new) == (first.job.pk, False)
    with pytest.raises(services.ImportRefusedError):
        services.start(job=again.job, actor=SYSTEM, at=NOW, rehearse=False, inline=True)
    assert len(written()) == 5


def test_the_same_rows_in_another_file_are_skipped_and_named() -> None:
    run(received(rows_of(5)))
    job = run(received(rows_of(7), "另一份.xlsx"))
    assert (job.applied, job.skipped) == (2, 5)
    assert len(written()) == 7
    skipped = selectors.outcomes_of(job, rehearsal=False)
    assert "L-1" in skipped[0].why
    assert skipped[0].link == "/l/1/"


def test_the_same_row_twice_in_one_file_goes_in_once_and_is_told() -> None:
    rows: list[list[Any]] = [*rows_of(12), [3, "第3件", "2024-05-01", ""]]
    job = run(received(rows))
    assert (job.applied, job.skipped) == (12, 1)
    assert "第 4 行" in selectors.outcomes_of(job, rehearsal=False)[0].why


def test_a_rejected_row_does_not_keep_its_key() -> None:
    rows = rows_of(2)
    rows[1][1] = "拒"
    run(received(rows))
    assert run(received(rows_of(2), "b.xlsx")).applied == 1


def test_without_a_key_of_its_own_the_content_is_the_key() -> None:
    targets.register(ImportTarget("ledger", "台账", COLUMNS, apply_batch, batch=10))
    run(received(rows_of(3)))
    changed = rows_of(3)
    changed[1][1] = "改过的标题"
    assert run(received(changed, "b.xlsx")).applied == 1


def test_a_row_on_which_the_slice_fails_spoils_only_itself() -> None:
    rows = rows_of(20)
    rows[7][1] = "炸"
    job = run(received(rows))
    assert (job.applied, job.rejected) == (19, 1)
    assert [row for row, _c, _w in selectors.rejected_rows(job, rehearsal=False)] == [8]


def test_a_slice_that_fails_on_every_row_stops_the_import_and_loses_none(ledger: ImportTarget) -> None:
    broken = True

    def fails(rows: Any, actor: Any, at: Any) -> list[RowResult]:
        if broken:
            raise ValueError("a fault in the slice")
        return apply_batch(rows, actor, at)

    targets.register(ImportTarget("ledger", "台账", COLUMNS, fails, batch=20))
    job = received(rows_of(40))
    with pytest.raises(running.FaultyTargetError) as refused:
        run(job)
    services.give_up(import_id=job.pk, why=refused.value)
    job.refresh_from_db()
    assert (job.state, job.done, job.rejected) == (Import.State.BROKEN, 0, 0)
    broken = False
    assert run(job).applied == 40


def test_a_remark_on_a_row_that_is_in_is_counted_apart_from_rejections(ledger: ImportTarget) -> None:
    def remarks(rows: Any, actor: Any, at: Any) -> list[RowResult]:
        return [
            RowResult.applied("L", "", Reason("地点“%(place)s”不认识", {"place": str(row.number)}))
            for row in rows
        ]

    targets.register(ImportTarget("ledger", "台账", COLUMNS, remarks, batch=10))
    rows = rows_of(5)
    rows[2][2] = "坏日期"
    job = rehearse(received(rows))
    assert job.rehearsal["applied"] == 4
    for rehearsal in (True, False):
        found = selectors.reasons_of(job, rehearsal=rehearsal, remarks=True)
        assert [(kind.rows, kind.first) for kind in found] == [(4, 2)]
        assert [kind.rows for kind in selectors.reasons_of(job, rehearsal=rehearsal)] == [1]
        assert [row.row for row in selectors.remarked_of(job, rehearsal=rehearsal)] == [2, 4, 5, 6]
        job = run(job) if rehearsal else job


def test_a_run_that_dies_between_batches_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    job = received(rows_of(35))
    services.start(job=job, actor=SYSTEM, at=NOW, rehearse=False, inline=True)
    running._staged(job.pk)
    for _time in range(2):
        assert running.work_batch(job.pk, at=NOW)
    assert len(written()) == 20
    done = running.run(job.pk, clock=lambda: NOW)
    assert (done.applied, done.state) == (35, Import.State.DONE)
    assert written() == [str(n) for n in range(1, 36)]


def test_a_batch_that_dies_in_the_middle_leaves_nothing_and_is_done_again(ledger: ImportTarget) -> None:
    calls = 0

    def dies_once(rows: Any, actor: Any, at: Any) -> list[RowResult]:
        nonlocal calls
        calls += 1
        results = apply_batch(rows, actor, at)
        if calls == 2:
            raise OperationalError("server closed the connection unexpectedly")
        return results

    targets.register(ImportTarget("ledger", "台账", COLUMNS, dies_once, batch=10))
    job = received(rows_of(25))
    with pytest.raises(OperationalError):
        run(job)
    job.refresh_from_db()
    assert (job.state, job.done, len(written())) == (Import.State.RUNNING, 10, 10)
    done = running.run(job.pk, clock=lambda: NOW)
    assert (done.applied, len(written())) == (25, 25)


def test_a_stopped_import_keeps_what_is_in_and_can_be_gone_on_with() -> None:
    job = received(rows_of(25))
    services.start(job=job, actor=SYSTEM, at=NOW, rehearse=False, inline=True)
    running._staged(job.pk)
    running.work_batch(job.pk, at=NOW)
    services.cancel(job=job, at=NOW)
    assert running.work_batch(job.pk, at=NOW) is False
    assert (job.state, len(written())) == (Import.State.CANCELLED, 10)
    assert run(job).applied == 25
    assert len(written()) == 25


def test_a_trial_that_was_stopped_does_not_come_back_to_life() -> None:
    job = received(rows_of(25))
    services.start(job=job, actor=SYSTEM, at=NOW, rehearse=True, inline=True)
    services.cancel(job=job, at=NOW)
    assert running.rehearse(job.pk, clock=lambda: NOW).state == Import.State.READY
    assert job.rehearsal == {}


def test_an_import_stops_when_who_began_it_has_left_the_post() -> None:
    job = received(rows_of(3))
    services.start(job=job, actor=SYSTEM, at=NOW, rehearse=False, inline=True)
    from bihuan.organizations.models import Account

    account = Account.objects.create(username="gone", name="已离任")
    Import.objects.filter(pk=job.pk).update(account=account, appointment_id=1, by_name="已离任")
    with pytest.raises(running.NoActorError) as refused:
        running.run(job.pk, clock=lambda: NOW)
    services.give_up(import_id=job.pk, why=refused.value)
    job.refresh_from_db()
    assert job.state == Import.State.BROKEN
    assert "已离任" in job.problem_text
    assert written() == []


def test_a_required_column_that_is_missing_is_named_before_anything_runs() -> None:
    job = services.receive(
        target="ledger", content=xlsx([["编号", "标题"], [1, "甲"]]), file_name="a.xlsx", actor=SYSTEM, at=NOW
    ).job
    with pytest.raises(services.ImportRefusedError) as refused:
        services.map_columns(job=job, mapping=job.mapping, at=NOW)
    assert "登记时间" in str(refused.value)


def test_a_heading_cannot_be_two_things() -> None:
    job = received(rows_of(2))
    with pytest.raises(services.ImportRefusedError) as refused:
        services.map_columns(job=job, mapping={**job.mapping, "body": job.mapping["subject"]}, at=NOW)
    assert "标题" in str(refused.value)


def test_a_mapping_corrected_once_is_remembered_for_the_same_headings() -> None:
    heads = ["件号", "由来", "何时", "说明"]
    job = services.receive(
        target="ledger",
        content=xlsx([heads, [1, "甲", "2024-5-1", "x"]]),
        file_name="a.xlsx",
        actor=SYSTEM,
        at=NOW,
    ).job
    mapping = {"number": 0, "subject": 1, "received": 2, "body": 3}
    assert job.mapping != mapping
    services.map_columns(job=job, mapping=mapping, at=NOW)
    other = services.receive(
        target="ledger",
        content=xlsx([heads, [2, "乙", "2024-5-2", "y"]]),
        file_name="b.xlsx",
        actor=SYSTEM,
        at=NOW,
    ).job
    assert other.mapping == mapping


def test_the_mapping_stands_once_rows_are_in() -> None:
    job = run(received(rows_of(2)))
    with pytest.raises(services.ImportRefusedError):
        services.map_columns(job=job, mapping=job.mapping, at=NOW)
    with pytest.raises(services.ImportRefusedError):
        services.choose_sheet(job=job, sheet="台账", head_row=1)


def test_after_thirty_days_only_the_counts_remain() -> None:
    rows = rows_of(3)
    rows[1][2] = "坏日期"
    job = run(received(rows))
    waiting = received(rows_of(4), "没有做完.xlsx")
    assert services.forget(at=NOW + dt.timedelta(days=29)) == 0
    assert services.forget(at=NOW + dt.timedelta(days=31)) == 2
    job.refresh_from_db()
    assert (job.applied, job.rejected) == (2, 1)
    assert not Outcome.objects.exclude(cells=None).exists()
    assert not sealing.file_path(waiting.pk).exists()


def test_a_forgotten_file_can_be_uploaded_again() -> None:
    content = xlsx(rows_of(4))
    job = services.receive(target="ledger", content=content, file_name="a.xlsx", actor=SYSTEM, at=NOW).job
    services.map_columns(job=job, mapping=job.mapping, at=NOW)
    services.forget(at=NOW + dt.timedelta(days=31))
    again = services.receive(target="ledger", content=content, file_name="a.xlsx", actor=SYSTEM, at=NOW)
    services.map_columns(job=again.job, mapping=again.job.mapping, at=NOW)
    assert run(again.job).applied == 4


def test_only_posts_that_may_import_can() -> None:
    from bihuan.organizations.actor import Actor
    from bihuan.organizations.roles import Role

    officer = Actor(None, None, None, None, "承办", roles=frozenset({Role.OFFICER}))
    with pytest.raises(services.ImportRefusedError):
        services.receive(target="ledger", content=xlsx(rows_of(1)), file_name="a.xlsx", actor=officer, at=NOW)
    assert not Import.objects.exists()


def test_rows_come_back_as_they_were_after_waiting() -> None:
    seen: list[Any] = []

    def look(rows: Any, actor: Any, at: Any) -> list[RowResult]:
        seen.extend(rows)
        return [RowResult.applied("x") for _row in rows]

    targets.register(ImportTarget("ledger", "台账", COLUMNS, look, batch=10))
    run(received([HEADINGS, [2554.0, " 标\t题 ", dt.date(2024, 5, 1), "一\n二"]]))
    values = seen[0].values
    assert (values["number"], values["subject"], values["body"]) == ("2554", "标 题", "一\n二")
    assert values["received"].at == dt.datetime(2024, 5, 1, tzinfo=SHANGHAI)
    assert values["received"].timed is False


def test_states_of_rows_add_up_to_the_rows_done() -> None:
    rows = rows_of(30)
    rows[4][1], rows[5][2], rows[6][0] = "拒", "?", 1
    job = run(received(rows))
    assert job.applied + job.rejected + job.skipped == job.done == job.total == 30
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM imports_outcome WHERE job_id = %s AND NOT rehearsal", [job.pk])
        row = cursor.fetchone()
    assert row == (30,)
    assert {state.value for state in State} == {"applied", "rejected", "skipped"}
