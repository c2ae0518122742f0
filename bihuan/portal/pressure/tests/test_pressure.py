"""Pressure is reported past whoever exerts it, and only the unit above reads the words."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from bihuan.casework import services as casework
from bihuan.casework.clock_audit import verify
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.models import Case, ClockRow
from bihuan.casework.selectors import visible_cases
from bihuan.casework.tests.cast import at, load_district, unit
from bihuan.organizations.models import Appointment, Unit
from bihuan.organizations.selectors import actor as actor_on
from bihuan.portal.pressure import services
from bihuan.portal.pressure.process import OFFICE
from bihuan.portal.pressure.services import Report
from bihuan.vault.models import Opening
from bihuan.vault.purposes import MAY_OPEN

pytestmark = pytest.mark.django_db
WORDS = "三月一日下午，单位的人到我家说再写信就扣我母亲的低保。"
NOW = at("2026-03-02 09:00")


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def _below() -> Unit:
    """A unit that answers to another of the district."""
    return (
        Unit.objects.filter(superior__isnull=False, code__startswith="QL-", posts__appointments__isnull=False)
        .order_by("code")
        .distinct()[0]
    )


def _someone_of(unit_id: int) -> Appointment:
    return Appointment.objects.filter(post__unit=unit_id, ends_on__isnull=True).select_related("account")[0]


def _actor_of(unit_id: int):  # type: ignore[no-untyped-def]
    one = _someone_of(unit_id)
    found = actor_on(one.account_id, one.pk, NOW.date())
    assert found is not None
    return found


def _reported() -> Case:
    case, issued = services.report(
        given=Report(_below().pk, WORDS, "13900000000"), at=NOW, submission=uuid4()
    )
    assert issued is not None
    return case


def test_it_goes_to_the_unit_above_with_a_clock_of_fifteen_days() -> None:
    case = _reported()
    assert case.holder_unit_id == _below().superior_id
    clock = ClockRow.objects.get(case=case)
    assert (clock.name, str(clock.due_at)) == ("tell", "2026-03-17 16:00:00+00:00")
    assert list(verify(case_id=case.pk)) == []


def test_the_unit_complained_about_never_sees_it() -> None:
    case = _reported()
    theirs = _actor_of(_below().pk)
    assert not visible_cases(theirs).filter(pk=case.pk).exists()
    client = Client()
    client.force_login(_someone_of(_below().pk).account)
    for address in (f"/cases/{case.number}/", "/pressure/"):
        assert case.number not in client.get(address).content.decode().replace(f'value="{case.number}"', "")
    assert client.post(f"/pressure/{case.number}/read/").status_code == 404
    with pytest.raises(NotYours):
        services.read(case=case, actor=theirs, at=NOW)


def test_nobody_else_in_the_district_reads_the_words_not_even_who_sees_all() -> None:
    case = _reported()
    others = Appointment.objects.filter(
        post__roles__overlap=["leader", "auditor", "supervisor", "dispatcher"]
    )
    tried = 0
    for one in others.exclude(post__unit=case.holder_unit_id):
        who = actor_on(one.account_id, one.pk, NOW.date())
        if who is None:
            continue
        tried += 1
        with pytest.raises(NotYours):
            services.read(case=case, actor=who, at=NOW)
    assert tried > 1
    assert not Opening.objects.filter(case_number=case.number).exists()


def test_the_words_lie_nowhere_but_in_the_vault() -> None:
    case = _reported()
    assert WORDS not in f"{case.subject}{case.body}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(data::text, ''), '') FROM casework_entry WHERE case_id = %s",
            [case.pk],
        )
        row = cursor.fetchone()
    assert row is not None
    assert "低保" not in row[0]


def test_the_unit_above_reads_it_and_the_opening_is_written() -> None:
    case = _reported()
    reader = next(
        who
        for one in Appointment.objects.filter(post__unit=case.holder_unit_id)
        if (who := actor_on(one.account_id, one.pk, NOW.date())) is not None and who.has(*MAY_OPEN)
    )
    assert services.read(case=case, actor=reader, at=NOW) == (WORDS, "13900000000")
    assert Opening.objects.filter(case_number=case.number, account_id=reader.account_id).count() == 1


def test_a_resident_reports_without_a_name_and_follows_with_number_and_code() -> None:
    client = Client()
    assert client.get("/r/pressure/").status_code == 200
    form = {"about_unit": str(_below().pk), "words": WORDS, "submission": str(uuid4())}
    page = client.post("/r/pressure/", form)
    case = Case.objects.get(process="pressure.report")
    assert case.number in page.content.decode()
    again = client.post("/r/pressure/", form)  # sent twice
    assert again.status_code == 200
    assert Case.objects.filter(process="pressure.report").count() == 1
    assert WORDS not in page.content.decode()
    found = re.search(r"<strong class=\"num\">([\d ]{12,16})</strong>", page.content.decode())
    assert found is not None
    client.post("/r/follow/", {"number": case.number, "code": found.group(1)})
    followed = client.get("/r/case/")
    assert followed.status_code == 200
    assert case.number in followed.content.decode()


@pytest.mark.parametrize(
    "form", [{}, {"about_unit": "x", "words": WORDS}, {"about_unit": "1", "words": "短"}]
)
def test_what_is_missing_is_said_where_it_is_missing(form: dict[str, str]) -> None:
    page = Client().post("/r/pressure/", form)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert not Case.objects.exists()


def test_a_unit_with_nobody_above_goes_to_who_supervises_the_district() -> None:
    top = next(
        one for one in Unit.objects.filter(superior__isnull=True) if services.above(one.pk, NOW) is not None
    )
    found = services.above(top.pk, NOW)
    assert found is not None
    assert found.id != top.pk


def test_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(Incomplete):
        services.report(given=Report(10**8, WORDS), at=NOW, submission=uuid4())


def test_it_is_looked_into_and_answered() -> None:
    case = _reported()
    doer = next(
        who
        for one in Appointment.objects.filter(post__unit=case.holder_unit_id)
        if (who := actor_on(one.account_id, one.pk, NOW.date())) is not None and who.has(*OFFICE)
    )
    casework.take(
        case_id=case.pk,
        step="look_into",
        actor=doer,
        at=at("2026-03-03 09:00"),
        given={},
        seen=Case.objects.get(pk=case.pk).seq,
    )
    casework.take(
        case_id=case.pk, step="answer_pressure", actor=doer, at=at("2026-03-10 09:00"), seen=Case.objects.get(pk=case.pk).seq,
        given={"found": "true", "done": "责令改正", "reply": "已责令停止"},
    )  # fmt: skip
    case.refresh_from_db()
    assert case.phase == "ended"
    assert not ClockRow.objects.filter(case=case, stopped_at__isnull=True).exists()
    assert unit("信访局")  # the cast is there
