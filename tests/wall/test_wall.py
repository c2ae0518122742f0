"""Who is complained about, accused or recused never receives the case: by the queries, and by the database without them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.test import Client

from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.processes.report import REPORT
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.lives import MONDAY
from bihuan.casework import delivery, errors, selectors, services
from bihuan.casework.models import Case, Notice
from bihuan.casework.tests.cast import actor, load_district, unit
from bihuan.casework.wall import locks, policy
from bihuan.casework.wall.acting import behind_wall
from bihuan.casework.wall.models import Wall
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Account, Appointment, Post
from bihuan.organizations.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def seen_by(who: str | Actor) -> set[str]:
    acting = actor(who) if isinstance(who, str) else who
    return set(selectors.visible_cases(acting).values_list("number", flat=True))


def reported(accused: str = "住建局") -> Case:
    return services.open_case(
        process=REPORT.name, step="receive_report", actor=actor("dengji"), at=MONDAY, subject="反映收受礼金",
        given={"received_on": date(2026, 3, 2), "channel": "letter", "accused_unit": unit(accused).pk},
    )  # fmt: skip


def wall_off(
    case: Case, by: str = "lingdao", *, unit_id: int | None = None, account_id: int | None = None
) -> Case:
    return services.put_up_wall(
        case_id=case.pk,
        why="complained",
        reason="信访人反映的就是他。",
        actor=actor(by),
        at=MONDAY,
        unit_id=unit_id,
        account_id=account_id,
    )


def test_a_unit_never_sees_again_what_complains_about_it() -> None:
    case = lives.handling()
    assert case.number in seen_by("chengban")
    wall_off(case, unit_id=unit("住建局").pk)
    assert case.number not in seen_by("chengban")
    with pytest.raises(Case.DoesNotExist):
        selectors.visible_case(actor("chengban"), case.number)
    assert case.number in seen_by("fenliu")


def test_who_answers_for_the_district_does_not_see_what_accuses_them() -> None:
    case = wall_off(lives.handling(), by="ducha", account_id=actor("lingdao").account_id)
    assert case.number not in seen_by("lingdao")
    assert case.number in seen_by("ducha")


def test_leaving_the_accused_unit_opens_nothing() -> None:
    case = reported()
    chengban = actor("chengban")
    assert chengban.account_id is not None
    Appointment.objects.filter(account=chengban.account_id).update(ends_on=date(2026, 3, 2))
    moved = Appointment.objects.create(
        account_id=chengban.account_id,
        post=Post.objects.get(title="督查室督查员"),
        starts_on=date(2026, 3, 3),
        acting=True,
    )
    from bihuan.organizations.selectors import actor as actor_on

    now = actor_on(chengban.account_id, moved.pk, date(2026, 3, 4))
    assert now is not None
    assert now.has(Role.SUPERVISOR)
    assert case.number not in seen_by(now)


def test_who_left_before_the_wall_stood_is_not_behind_it() -> None:
    chengban = actor("chengban")
    Appointment.objects.filter(account=chengban.account_id).update(ends_on=date(2026, 2, 20))
    post = Post.objects.get(title="督查室督查员")
    moved = Appointment.objects.create(
        account_id=chengban.account_id or 0, post=post, starts_on=date(2026, 2, 21), acting=True
    )
    case = reported()
    from bihuan.organizations.selectors import actor as actor_on

    now = actor_on(chengban.account_id or 0, moved.pk, date(2026, 3, 4))
    assert now is not None
    assert not now.behind_wall
    assert case.number in seen_by(now)


def test_nobody_else_is_asked_about_walls() -> None:
    reported()
    assert not actor("chengban2").behind_wall
    assert actor("chengban").behind_wall
    assert policy.passes(actor("chengban2")) == Q()


def test_what_the_accused_held_goes_to_the_unit_above_and_never_to_nobody() -> None:
    case = wall_off(lives.handling(), unit_id=unit("住建局").pk)
    assert case.holder_unit == unit("区政府")
    assert case.holder_account_id is None
    assert case.number in seen_by("lingdao")


def test_where_no_unit_is_left_above_the_wall_is_refused() -> None:
    case = lives.handling()
    for name in ("市政府", "区政府"):
        case = wall_off(case, unit_id=unit(name).pk, by="ducha")
    with pytest.raises(errors.Barred):
        wall_off(case, unit_id=unit("住建局").pk, by="ducha")
    assert Case.objects.get(pk=case.pk).holder_unit == unit("住建局")


def test_the_refusal_says_who_may_take_it_instead() -> None:
    case = wall_off(lives.registered(), unit_id=unit("住建局").pk)
    with pytest.raises(errors.Barred, match=r"第三十条.*区政府"):
        services.take(
            case_id=case.pk,
            step="forward",
            actor=actor("fenliu"),
            at=MONDAY,
            given={"to_unit": unit("住建局").pk},
        )


def test_an_official_behind_the_wall_is_given_nothing_of_it() -> None:
    case = lives.handling()
    account = actor("chengban").account_id
    wall_off(case, account_id=account)
    assert account is not None
    with pytest.raises(errors.Incomplete, match="利害关系"):
        services.assign(case_id=case.pk, account_id=account, actor=actor("shenpi"), at=MONDAY)
    assert case.number in seen_by("shenpi"), "the unit goes on without the one official"


def test_a_letter_that_becomes_a_report_is_kept_from_the_accused_in_both_cases() -> None:
    case = lives.handling()
    case = lives.forwarded()
    case = services.take(
        case_id=lives.registered().pk, step="take_as_report", actor=actor("fenliu"), at=MONDAY,
        given={"to_unit": unit("纪委监委").pk, "accused_unit": unit("住建局").pk, "reason": "反映收受礼金。"},
    )  # fmt: skip
    new = Case.objects.get(origin=case)
    assert {case.number, new.number} & seen_by("chengban") == set()
    assert set(Wall.objects.filter(unit=unit("住建局")).values_list("case", flat=True)) == {case.pk, new.pk}


def test_who_is_named_later_is_behind_the_wall_of_the_first_letter_too() -> None:
    first = lives.forwarded()
    report = services.spawn(
        origin=first, actor=actor("fenliu"), at=MONDAY, process=REPORT.name, step="receive_report", subject="另案",
        given={"received_on": date(2026, 3, 2), "channel": "letter"},
    )  # fmt: skip
    services.take(
        case_id=report.pk, step="name_the_accused", actor=actor("fenliu"), at=MONDAY,
        given={"accused_unit": unit("住建局").pk, "reason": "核实后补登。"},
    )  # fmt: skip
    assert first.number not in seen_by("chengban")
    first.refresh_from_db()
    assert first.holder_unit == unit("区政府")


def test_a_wall_put_up_by_mistake_is_taken_down_with_a_reason() -> None:
    case = wall_off(lives.handling(), account_id=actor("chengban").account_id)
    (wall,) = Wall.objects.filter(case=case)
    with pytest.raises(errors.Incomplete):
        services.take_down_wall(
            case_id=case.pk, wall_id=wall.pk, reason=" ", actor=actor("lingdao"), at=MONDAY
        )
    services.take_down_wall(
        case_id=case.pk, wall_id=wall.pk, reason="重名。", actor=actor("lingdao"), at=MONDAY
    )
    assert case.number in seen_by("chengban")
    assert case.entries.filter(step__in=("wall_up", "wall_down")).count() == 2


def test_nobody_takes_down_the_wall_they_stand_behind() -> None:
    case = wall_off(lives.handling(), by="ducha", account_id=actor("lingdao").account_id)
    (wall,) = Wall.objects.filter(case=case)
    with pytest.raises(errors.NotYours):
        services.take_down_wall(
            case_id=case.pk, wall_id=wall.pk, reason="x", actor=actor("lingdao"), at=MONDAY
        )


def test_a_message_reaches_nobody_behind_the_wall() -> None:
    case = lives.forwarded()
    wall_off(case, account_id=actor("chengban").account_id)
    delivery.deliver_pending(at=MONDAY + timedelta(minutes=1))
    told = set(Notice.objects.filter(message__case=case).values_list("account__username", flat=True))
    assert told
    assert "chengban" not in told


# The database, without the queries of the application.


def hanging() -> dict[str, str]:
    """Tables of models that hang on a case, with the column that says on which."""
    found = {"casework_case": "id"}
    for model in apps.get_models():
        for asked in model._meta.concrete_fields:
            if asked.related_model is Case and asked.model is model and model is not Case:
                found[model._meta.db_table] = str(asked.column)
    return found


def test_every_table_that_hangs_on_a_case_has_its_rule_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
            " WHERE polname LIKE 'walled%%' AND c.relrowsecurity"
        )
        ruled = {name for (name,) in cursor.fetchall()}
    assert set(hanging()) - ruled == set(), "run locks.lay(), or give the table a foreign key"
    assert {"casework_searchtext", "casework_notice"} <= ruled, (
        "what hangs on it without a model, and at one remove"
    )


def test_raw_sql_as_the_actor_finds_nothing_of_the_case() -> None:
    case, other = lives.decided(), lives.handling()
    delivery.deliver_pending(at=MONDAY)
    wall_off(case, unit_id=unit("住建局").pk)
    chengban, held = actor("chengban"), {}
    with connection.cursor() as cursor:
        for table, column in hanging().items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [case.pk])
            (held[table],) = cursor.fetchone() or (0,)
        with behind_wall(chengban):
            for table, column in hanging().items():
                cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [case.pk])
                assert cursor.fetchone() == (0,), table
            cursor.execute(
                "SELECT count(*) FROM casework_notice n JOIN casework_outboxmessage m ON m.id = n.message_id"
            )
            cursor.execute("SELECT count(*) FROM casework_searchtext WHERE case_id = %s", [case.pk])
            assert cursor.fetchone() == (0,)
            cursor.execute("UPDATE casework_case SET subject = 'x' WHERE id = %s", [case.pk])
            assert cursor.rowcount == 0
            cursor.execute("SELECT count(*) FROM casework_case WHERE id = %s", [other.pk])
            assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM casework_case WHERE id = %s", [case.pk])
        assert cursor.fetchone() == (1,), "the owner is not touched"
    assert sum(1 for count in held.values() if count) > 6, "there was something to find"


def test_a_query_that_forgets_the_wall_meets_the_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    case = lives.handling()
    wall_off(case, account_id=actor("chengban").account_id)
    monkeypatch.setattr(policy, "asked", lambda _actor: False)
    assert case.number in seen_by("chengban"), "the query is broken"
    client = Client()
    client.force_login(
        Account.objects.get(username="chengban"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert case.number not in client.get("/cases/").content.decode()
    other = lives.handling()
    assert client.get(f"/cases/{other.number}/").status_code == 200, "and the rest of the work goes on"


def test_the_role_sees_nothing_before_it_is_told_for_whom() -> None:
    reported()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {locks.ROLE}")
        with pytest.raises(DatabaseError):
            cursor.execute("SELECT count(*) FROM casework_case")
        transaction.set_rollback(True)


def test_nothing_of_the_role_is_left_after_a_request() -> None:
    reported()
    client = Client()
    client.force_login(
        Account.objects.get(username="chengban"), backend="django.contrib.auth.backends.ModelBackend"
    )
    client.get("/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user")
        assert cursor.fetchone() == (True,)


def test_without_the_role_nobody_behind_a_wall_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    reported()
    monkeypatch.setattr(locks, "available", lambda: False)
    for who, status in (("chengban", 503), ("chengban2", 200)):
        client = Client()
        client.force_login(
            Account.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend"
        )
        assert client.get("/cases/").status_code == status


def test_the_wall_is_not_in_the_plans_of_those_before_whom_none_stands() -> None:
    reported()
    plan = selectors.visible_cases(actor("chengban2")).explain()
    assert "ProjectSet" not in plan
    assert "ProjectSet" in selectors.visible_cases(actor("chengban")).explain(), "what the function gives"


def test_the_python_and_the_database_agree_on_who_stands_behind() -> None:
    case = wall_off(reported(), account_id=actor("fucha").account_id)
    told = {pk for _case, pk in policy.behind([case.pk])}
    for account in Account.objects.all():
        acting = actor(account.username) if account.appointments.filter(ends_on=None).exists() else None
        if acting is not None:
            assert acting.behind_wall == (account.pk in told) == policy.stands(acting, case.pk), (
                account.username
            )


def test_the_system_stands_behind_no_wall() -> None:
    case = reported()
    assert case.number in seen_by(SYSTEM)
    assert PETITION.name != case.process


# The page.


def browser(username: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_page_puts_up_the_wall_and_shows_who_why_and_since_when() -> None:
    case = lives.handling()
    address = f"/cases/{case.number}/wall/"
    leader = browser("lingdao")
    assert leader.get(address).status_code == 200
    sent = {"unit": "住建局", "why": "complained", "reason": "反映的就是住建局。"}
    assert leader.post(address, sent).status_code == 302
    page = leader.get(address).content.decode()
    assert "青岚区住房和城乡建设局" in page
    assert "被投诉、反映" in page
    assert "青岚区住房和城乡建设局" in leader.get(f"/cases/{case.number}/").content.decode()
    assert browser("chengban").get(address).status_code == 404
    assert browser("chengban").post(address, sent).status_code == 404


def test_the_page_says_what_is_wrong_and_who_may_not() -> None:
    case = lives.handling()
    address = f"/cases/{case.number}/wall/"
    leader = browser("lingdao")
    assert (
        "没有叫"
        in leader.post(address, {"person": "没有这个人", "why": "recused", "reason": "x"}).content.decode()
    )
    assert leader.post(address, {"person": "chengban", "why": "recused", "reason": ""}).status_code == 422
    assert (
        browser("chengban").post(address, {"person": "shenpi", "why": "recused", "reason": "x"}).status_code
        == 403
    )
    assert not Wall.objects.exists()


def test_who_recuses_themselves_is_led_away_from_the_case() -> None:
    case = lives.handling()
    sent = {"person": "shenpi", "why": "recused", "reason": "当事人是亲戚。"}
    assert browser("shenpi").post(f"/cases/{case.number}/wall/", sent).headers["Location"] == "/cases/"
    assert case.number not in seen_by("shenpi")


def test_the_page_takes_the_wall_down() -> None:
    case = wall_off(lives.handling(), account_id=actor("chengban").account_id)
    (wall,) = Wall.objects.filter(case=case)
    assert browser("lingdao").post(f"/cases/{case.number}/wall/{wall.pk}/lift/", {}).status_code == 422
    assert (
        browser("lingdao")
        .post(f"/cases/{case.number}/wall/{wall.pk}/lift/", {"reason": "重名。"})
        .status_code
        == 302
    )
    assert case.number in seen_by("chengban")


# Registering.


def letter_about(**changes: str) -> dict[str, str]:
    return {
        "channel": "letter", "received_on": "2026-03-02", "track": "petition", "subject": "窗口多次推诿不办",
        "body": "三次去办事都被推到别的窗口。", "place": "", "topic": "", **changes,
    }  # fmt: skip


def test_a_letter_about_the_office_that_registers_it_goes_to_the_unit_above_at_once() -> None:
    response = browser("dengji").post("/register/", letter_about(accused_unit="信访局"), follow=True)
    case = Case.objects.get()
    assert (case.holder_unit, case.registry_unit) == (unit("区政府"), unit("信访局"))
    assert "已经由上一级单位办理" in response.content.decode()
    assert seen_by("fenliu") == set()
    assert case.number in seen_by("ducha")


def test_a_letter_about_another_unit_is_never_forwarded_to_it() -> None:
    browser("dengji").post("/register/", letter_about(accused_unit="住建局"))
    case = Case.objects.get()
    with pytest.raises(errors.Barred, match="住建局"):
        services.take(
            case_id=case.pk, step="forward", actor=actor("fenliu"), at=case.registered_at,
            given={"to_unit": unit("住建局").pk},
        )  # fmt: skip


def test_a_letter_about_an_official_is_kept_from_them_from_its_first_moment() -> None:
    browser("dengji").post("/register/", letter_about(accused_official="fenliu"))
    case = Case.objects.get()
    assert case.number not in seen_by("fenliu")
    assert case.number in seen_by("dengji")
    delivery.deliver_pending(at=case.registered_at)
    assert not Notice.objects.filter(account__username="fenliu").exists()


def test_an_official_nobody_knows_is_asked_for_again() -> None:
    page = browser("dengji").post("/register/", letter_about(accused_official="查无此人"))
    assert page.status_code == 422
    assert "查无此人" in page.content.decode()
    assert not Case.objects.exists()
