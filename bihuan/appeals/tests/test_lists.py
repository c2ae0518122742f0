"""The list of cases, Today, notices, bulk steps and exports, as a browser sees them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from bihuan.appeals.tests import lives
from bihuan.casework import delivery, exporting, services
from bihuan.casework.choices import Choices
from bihuan.casework.filters import Filters
from bihuan.casework.listing import finding, paging
from bihuan.casework.listing.columns import chosen
from bihuan.casework.listing.finding import Wanted
from bihuan.casework.models import Case, Entry, Notice, SavedView
from bihuan.casework.posts import officers_in
from bihuan.casework.selectors import visible_cases
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.organizations.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> Iterator[None]:
    load_district()
    with translation.override("zh-hans"):  # a request in English leaves its language behind
        yield


def sign_in(username: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def numbers(client: Client, address: str) -> list[str]:
    """The numbers on one page of the list, in order."""
    page = client.get(address).content.decode()
    return re.findall(r'<a class="mono" href="[^"]+">([^<]+)</a>', page)


def keys(*cases: Case) -> list[str]:
    return [f"{case.pk}-{Case.objects.get(pk=case.pk).seq}" for case in cases]


@pytest.mark.parametrize(
    "username", ["dengji", "fenliu", "chengban", "shenpi", "ducha", "lingdao", "shenji", "guanli"]
)
def test_every_role_has_its_pages_in_both_languages(username: str) -> None:
    lives.handling()
    client = sign_in(username)
    for path in ("/", "/cases/", "/notices/?all=1", "/cases/views/"):
        assert client.get(path).status_code == 200
        client.cookies["django_language"] = "en"
        page = client.get(path)
        assert page.status_code == 200
        main = page.content.decode().split("<main")[1].split("</main>")[0]
        assert not re.search("全部|检索|登记|在办|期限|通知", main), path
        del client.cookies["django_language"]


# -- who sees what ------------------------------------------------------------------------------------------------


def test_a_unit_without_part_in_a_case_finds_it_in_no_list_count_search_or_export() -> None:
    case = lives.handling()
    stranger, officer = sign_in("chengban2"), sign_in("chengban")
    for address in (
        "/cases/?sort=due",
        f"/cases/?q={case.number}",
        "/cases/?q=屋面漏雨",
        "/cases/?unit=QL-ZJ",
    ):
        assert numbers(stranger, address) == [], address
        assert "共 0 件" in stranger.get(address).content.decode()
        assert numbers(officer, address) == [case.number], address
    for kind in ("xlsx", "csv"):
        assert case.number.encode() not in _cells(stranger, f"/cases/export/?format={kind}", kind)
        assert case.number.encode() in _cells(officer, f"/cases/export/?format={kind}", kind)


def test_a_list_shows_the_same_cases_as_visible_cases_whatever_the_order() -> None:
    made = [lives.handling(), lives.registered(), lives.decided(), lives.forwarded(to="人社局")]
    for username in ("dengji", "fenliu", "chengban", "chengban2", "ducha", "guanli"):
        expected = set(visible_cases(actor(username)).values_list("number", flat=True))
        for sort in paging.SORTS:
            assert set(numbers(sign_in(username), f"/cases/?sort={sort}")) == expected, (username, sort)
    assert len(made) == 4


def test_no_ended_case_is_left_among_those_that_run() -> None:
    case = lives.registered()
    services.take(
        case_id=case.pk, step="direct", actor=actor("fenliu"), at=lives.MONDAY,
        given={"competent": "区法院", "reason": "依法应当通过诉讼解决。"},
    )  # fmt: skip
    assert not case.involvements.filter(running=True).exists()
    assert numbers(sign_in("dengji"), "/cases/?phase=open") == []
    assert numbers(sign_in("dengji"), "/cases/?phase=ended") == [case.number]


# -- pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["lingdao", "dengji"])
def test_turning_pages_shows_each_row_once_while_others_are_added(
    username: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 3)
    monkeypatch.setattr(
        "bihuan.casework.listing.finding.find.__kwdefaults__", {"after": "", "before": "", "size": 3}
    )
    days = [0, 1, 1, 1, 2, 3, 3, 4]  # some registered at the very same moment
    for day in days:
        lives.registered(lives.MONDAY + timedelta(days=day))
    for _n in range(2):
        lives.decided()  # without a deadline
    client = sign_in(username)
    for sort in paging.SORTS:
        there = set(Case.objects.values_list("number", flat=True))
        seen: list[str] = []
        pages: list[list[str]] = []
        address = f"?sort={sort}"
        while address:
            page = client.get(f"/cases/{address}")
            shown = [case.number for case in page.context["found"].page.cases]
            seen += shown
            if pages:
                again = client.get(f"/cases/{page.context['previous_url']}").context["found"].page.cases
                assert {case.number for case in again} & set(pages[-1]), (
                    "the page before shows what was there"
                )
            pages.append(shown)
            lives.registered(lives.MONDAY + timedelta(days=len(seen) % 5))  # somebody registers meanwhile
            address = page.context["next_url"]
            assert len(pages) < 30
        assert len(seen) == len(set(seen)), sort
        assert there <= set(seen), sort


# -- search -------------------------------------------------------------------------------------------------------


@pytest.fixture
def letters() -> list[Case]:
    bodies = [
        f"我家住{place}，{what}已有{n}个月，请尽快处理。编号{n * 37}。"
        for n, (place, what) in enumerate(
            (place, what)
            for place in ("文昌社区", "铁桥社区", "窑头村", "解放路18号")
            for what in ("屋顶漏雨", "暖气不热", "自来水发黄", "夜里施工吵闹", "欠发工资", "停车位被占")
        )
    ]
    return [lives.registered(subject=f"来信{n}", body=body) for n, body in enumerate(bodies)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_run_of_two_characters_of_a_letter_finds_it(letters: list[Case], data: Any) -> None:
    case = data.draw(st.sampled_from(letters))
    runs = re.findall(r"(?=([\u4e00-\u9fff]{2}))", case.body)
    run = data.draw(st.sampled_from(runs))
    found = set(numbers(sign_in("lingdao"), f"/cases/?q={run}"))
    assert found == {other.number for other in letters if run in other.body or run in other.subject}


def test_a_match_is_marked_and_nothing_in_it_is_markup() -> None:
    lives.registered(subject="<b>屋顶</b>漏雨", body="<script>alert(1)</script>屋顶漏雨多年")
    page = sign_in("dengji").get("/cases/?q=漏雨").content.decode()
    assert "<mark>漏雨</mark>" in page
    assert "<script>alert" not in page
    assert "<b>屋顶" not in page


# -- many at once -------------------------------------------------------------------------------------------------


def test_a_bulk_step_does_what_it_can_and_says_why_of_the_rest() -> None:
    one, two, moved = lives.registered(), lives.registered(), lives.registered()
    ticked = keys(one, two, moved)
    services.take(
        case_id=moved.pk,
        step="forward",
        actor=actor("fenliu"),
        at=lives.MONDAY,
        given={"to_unit": unit("人社局").pk},
    )
    stale = lives.registered()
    ticked += keys(stale)
    services.comment(case_id=stale.pk, text="先别转", actor=actor("dengji"), at=lives.MONDAY)
    client = sign_in("fenliu")
    data = {"cases": ticked, "submission": str(uuid4()), "to_unit": "住建局"}
    page = client.post("/cases/bulk/forward/", data)
    assert [outcome.done for outcome in page.context["outcomes"]] == [True, True, False, False]
    assert all(str(outcome.why) for outcome in page.context["outcomes"][2:])
    assert set(
        Case.objects.filter(pk__in=[one.pk, two.pk]).values_list("state", "holder_unit__short_name")
    ) == {("forwarded", "住建局")}
    moved.refresh_from_db()
    stale.refresh_from_db()
    assert (moved.holder_unit.short_name, stale.state) == ("人社局", "registered")
    before = Entry.objects.count()
    again = client.post("/cases/bulk/forward/", data)
    assert Entry.objects.count() == before
    assert [outcome.done for outcome in again.context["outcomes"]] == [True, True, False, False]


def test_a_bulk_form_that_is_wrong_does_nothing_and_keeps_what_was_typed() -> None:
    case = lives.registered()
    page = sign_in("fenliu").post(
        "/cases/bulk/forward/",
        {"cases": keys(case), "submission": str(uuid4()), "to_unit": "没有这个局", "note": "请尽快办理"},
    )
    assert page.status_code == 422
    assert "没有叫“没有这个局”的单位" in page.content.decode()
    assert "请尽快办理" in page.content.decode()
    case.refresh_from_db()
    assert case.state == "registered"


def test_only_steps_common_to_all_and_made_for_many_are_offered() -> None:
    registered, forwarded = lives.registered(), lives.forwarded()
    client = sign_in("fenliu")

    def offered(*cases: Case) -> list[str]:
        page = client.post("/cases/bulk/", {"cases": keys(*cases)})
        return [step.name for step, _form in page.context["forms"]]

    assert offered(registered) == ["forward"]
    assert offered(registered, forwarded) == []
    hidden = sign_in("chengban2").post("/cases/bulk/", {"cases": keys(registered)})
    assert hidden.context["picked"] == []
    assert registered.subject not in hidden.content.decode()


def test_a_head_gives_many_cases_to_one_person() -> None:
    one, two = lives.forwarded(), lives.forwarded()
    officer = Account.objects.get(username="chengban")
    sign_in("shenpi").post(
        "/cases/bulk/assign/", {"cases": keys(one, two), "submission": str(uuid4()), "account": officer.pk}
    )
    assert set(Case.objects.values_list("holder_account", flat=True)) == {officer.pk}


# -- views --------------------------------------------------------------------------------------------------------


def test_a_saved_view_is_ones_own_and_may_be_begun_with() -> None:
    lives.handling()
    client = sign_in("chengban")
    client.post(
        "/cases/views/", {"name": "在办", "query": "state=handling&sort=due&nonsense=1", "default": "1"}
    )
    view = SavedView.objects.get()
    assert view.query == "state=handling&sort=due"
    assert client.get("/cases/").headers["Location"] == "/cases/?state=handling&sort=due"
    other = sign_in("chengban2")
    assert other.get("/cases/").status_code == 200
    assert other.post(f"/cases/views/{view.pk}/", {"delete": "1"}).status_code == 404
    client.post("/cases/views/", {"name": "超期", "query": "overdue=1", "default": "1"})
    assert SavedView.objects.get(is_default=True).name == "超期"
    client.post(f"/cases/views/{view.pk}/", {"name": "超期"})
    view.refresh_from_db()
    assert view.name == "在办", "two views of one name are refused"
    client.post(f"/cases/views/{view.pk}/", {"name": "手上的"})
    client.post(f"/cases/views/{SavedView.objects.get(name='超期').pk}/", {"delete": "1"})
    assert list(SavedView.objects.values_list("name", flat=True)) == ["手上的"]


# -- exports ------------------------------------------------------------------------------------------------------


def _cells(client: Client, address: str, kind: str) -> bytes:
    answer = client.get(address)
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    if kind == "csv":
        return data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return "\n".join(
        "\t".join(str(cell) for cell in row) for row in sheet.iter_rows(values_only=True)
    ).encode()


def test_an_export_has_the_lists_rows_and_columns_and_nothing_of_the_person() -> None:
    lives.handling()
    lives.registered(subject="=1+1", body="我叫丁一帆，电话19900001234")
    text = _cells(sign_in("lingdao"), "/cases/export/?columns=state,topic&sort=registered", "xlsx").decode()
    assert text.splitlines()[0] == "编号\t事由\t状态\t事项"
    assert len(text.splitlines()) == 3
    assert "=1+1" in text
    for private in ("丁一帆", "19900001234", "漏雨已经三年"):
        assert private not in text
    lines = _cells(sign_in("lingdao"), "/cases/export/?format=csv&state=registered", "csv").decode(
        "utf-8-sig"
    )
    assert "'=1+1" in lines
    assert len(lines.strip().splitlines()) == 2


def test_an_export_says_that_it_was_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(3):
        lives.registered()
    when = at("2026-03-02 10:00")
    export = exporting.Export(
        actor=actor("lingdao"),
        wanted=Wanted(Filters(), columns=chosen([])),
        choices=Choices(on=when.date()),
        at=when,
        most=2,
    )
    rows = list(export.rows())
    assert (len(rows), export.count) == (3, 2)
    assert "只导出了前 2 件" in str(rows[-1][0])


# -- today --------------------------------------------------------------------------------------------------------


def test_today_has_the_earliest_deadline_first_each_with_its_one_step() -> None:
    late = lives.handling(at("2026-02-02 09:00"))
    later = lives.handling()
    undated = lives.decided()
    for case in (late, later, undated):
        services.assign(
            case_id=case.pk,
            account_id=actor("chengban").account_id or 0,
            actor=actor("chengban"),
            at=at("2026-03-21 09:00"),
        )
    page = sign_in("chengban").get("/")
    lines = page.context["mine"].lines
    assert [line.case.number for line in lines] == [late.number, later.number, undated.number]
    assert [line.step.name for line in lines] == ["decide", "decide", "serve"]
    assert f"/cases/{late.number}/take/decide/" in page.content.decode()
    assert "没有法定期限" in page.content.decode()


def test_today_asks_the_database_as_often_for_many_cases_as_for_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _n in range(25):
        lives.forwarded()
    clients = [sign_in(username) for username in ("chengban", "ducha", "fenliu")]
    for client in clients:
        client.get("/")  # "last seen" is written once
        with django_assert_max_num_queries(13):
            client.get("/")
        with django_assert_max_num_queries(9):
            client.get("/cases/?sort=due")


def test_a_leader_begins_with_the_districts_oldest_overdue() -> None:
    lives.handling()
    oldest = lives.handling(at("2026-01-05 09:00"))
    page = sign_in("lingdao").get("/")
    assert page.context["overdue"].lines[0].case.number == oldest.number
    assert page.context["mine"] is None


def test_an_empty_today_says_what_happens_next() -> None:
    page = sign_in("chengban3").get("/").content.decode()
    assert "您手上没有待办案件" in page
    assert "有案件指定给您时，会出现在这里" in page
    assert "您的岗位不办理案件" in sign_in("guanli").get("/").content.decode()


# -- notices ------------------------------------------------------------------------------------------------------


def test_a_notice_is_read_by_its_own_reader_only() -> None:
    case = lives.forwarded()
    delivery.deliver_pending(at=lives.MONDAY)
    officer, stranger = sign_in("chengban"), sign_in("chengban2")
    notice = Notice.objects.get(account__username="chengban")
    assert case.number in officer.get("/notices/").content.decode()
    assert case.number not in stranger.get("/notices/").content.decode()
    stranger.post("/notices/read/", {"notice": notice.pk})
    assert Notice.objects.filter(pk=notice.pk, read_at__isnull=True).exists()
    assert officer.post("/notices/read/", {"notice": notice.pk, "next": "/"}).headers["Location"] == "/"
    assert Notice.objects.filter(pk=notice.pk, read_at__isnull=False).exists()
    assert case.number not in officer.get("/notices/").content.decode()
    assert case.number in officer.get("/notices/?all=1").content.decode()
    assert officer.post("/notices/read/", {"next": "https://evil.example/"}).headers["Location"] == "/"


def test_the_administrator_is_told_of_no_case_and_given_none() -> None:
    case = lives.forwarded(to="区政府办")
    delivery.deliver_pending(at=lives.MONDAY)
    assert Notice.objects.filter(message__case=case).exists()
    assert not Notice.objects.filter(account__username="guanli").exists()
    assert Account.objects.get(username="guanli").pk not in officers_in(
        unit("区政府办").pk, lives.MONDAY.date()
    )


def test_a_common_word_within_a_few_cases_is_found_where_the_first_matches_do_not_reach(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "FIRST_MATCHES", 3)
    wanted = [lives.forwarded(to="人社局").number for _n in range(2)]
    for _n in range(8):
        lives.registered()
    for few in (5000, 0):  # read the few, or go through all that match
        monkeypatch.setattr(finding, "FEW", few)
        assert set(numbers(sign_in("lingdao"), "/cases/?q=漏雨&unit=QL-RS")) == set(wanted)
    monkeypatch.setattr(finding, "SORTED_MATCHES", 4)
    page = sign_in("lingdao").get("/cases/?q=漏雨&sort=due").content.decode()
    assert "只把最新的" in page
