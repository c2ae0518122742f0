"""The pages: who may open them, and the way from pasted text to a task."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.casework.models import Case
from bihuan.casework.tests.cast import load_district, unit
from bihuan.directives import sample
from bihuan.directives.models import Directive, Measure
from bihuan.organizations.models import Account

pytestmark = pytest.mark.django_db
TEXT = (
    "一、改造\n青岚区住房和城乡建设局要在2026年6月30日前完成改造20个，惠及3000户。\n"
    "对重点信访人员落实专人稳控。\n每月通报进展。\n"
)


@pytest.fixture(autouse=True)
def _district() -> None:
    load_district()


def signed_in(username: str = "ducha") -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def bring_in(client: Client, **more: object) -> Directive:
    answer = client.post(reverse("directives:bring_in"), {"title": "重点工作", "text": TEXT, **more})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return Directive.objects.latest("pk")


def test_pasted_text_becomes_a_page_with_its_measures_marked() -> None:
    client = signed_in()
    directive = bring_in(client)
    page = client.get(reverse("directives:document", args=[directive.pk])).content.decode()
    assert page.count("<mark") == 3
    assert "有1处要求对人进行控制" in page
    library = client.get(reverse("directives:library"), {"q": "改造"}).content.decode()
    assert "重点工作" in library


def test_a_file_is_read_and_one_that_cannot_be_says_why() -> None:
    client = signed_in()
    directive = bring_in(client, text="", file=SimpleUploadedFile("通知.txt", TEXT.encode("gb18030")))
    assert directive.source_name == "通知.txt"
    answer = client.post(
        reverse("directives:bring_in"),
        {"title": "扫描件", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")},
    )
    assert answer.status_code == 422
    assert "已损坏" in answer.content.decode()
    answer = client.post(reverse("directives:bring_in"), {"title": "空的"})
    assert answer.status_code == 422


def test_a_measure_is_mended_and_given_out_on_its_page() -> None:
    client = signed_in()
    one = bring_in(client).measures.get(wording__contains="改造20个")
    address = reverse("directives:measure", args=[one.pk])
    assert "20个" in client.get(address).content.decode()
    filled = {"wording": one.wording, "lead": unit("住建局").pk, "due_on": "2026-07-31", "do": "accept"}
    answer = client.post(address, filled)
    case = Case.objects.get(process="directives.measure")
    assert answer.headers["Location"] == reverse("casework:case", args=[case.number])
    assert client.get(answer.headers["Location"]).status_code == 200
    assert "已交办" in client.get(address).content.decode()


def test_an_order_to_control_persons_shows_the_articles_and_offers_no_way_to_give_it_out() -> None:
    client = signed_in()
    one = bring_in(client).measures.get(controls_persons=True)
    address = reverse("directives:measure", args=[one.pk])
    page = client.get(address).content.decode()
    assert "第四十六条第六项" in page
    assert 'value="accept"' not in page
    answer = client.post(address, {"wording": one.wording, "lead": unit("信访局").pk, "do": "accept"})
    assert answer.status_code == 422
    assert "不能成为任务" in answer.content.decode()
    assert not Case.objects.filter(process="directives.measure").exists()


def test_several_are_given_out_merged_or_set_aside_at_once() -> None:
    client = signed_in()
    directive = bring_in(client)
    address = reverse("directives:together", args=[directive.pk])
    one, control, monthly = directive.measures.all()
    answer = client.post(address, {"measure": [one.pk, control.pk], "do": "accept"})
    assert answer.status_code == 422
    assert "人身控制" in answer.content.decode()
    assert Case.objects.filter(process="directives.measure").count() == 1
    assert client.post(address, {"measure": [monthly.pk], "do": "dismiss"}).status_code == 302
    monthly.refresh_from_db()
    assert monthly.standing == Measure.Standing.DISMISSED


def test_a_measure_is_split_where_the_reader_says() -> None:
    client = signed_in()
    one = bring_in(client).measures.get(wording__contains="改造20个")
    place = one.start + one.wording.index("惠及")
    client.post(reverse("directives:measure", args=[one.pk]), {"do": "split", "place": str(place)})
    assert [m.wording for m in one.directive.measures.all()][:2] == [
        "青岚区住房和城乡建设局要在2026年6月30日前完成改造20个，", "惠及3000户。",
    ]  # fmt: skip
    bad = client.post(reverse("directives:measure", args=[one.pk]), {"do": "split", "place": "x"})
    assert bad.status_code == 422


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_the_breakdown_is_offered_as_a_file(kind: str) -> None:
    client = signed_in()
    directive = bring_in(client)
    answer = client.get(reverse("directives:breakdown", args=[directive.pk, kind]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_a_new_version_shows_what_changed() -> None:
    client = signed_in()
    directive = bring_in(client)
    address = reverse("directives:next", args=[directive.pk])
    assert client.post(address, {"title": "重点工作", "text": TEXT}).status_code == 422
    answer = client.post(address, {"title": "重点工作", "text": TEXT.replace("20个", "30个")})
    page = client.get(answer.headers["Location"]).content.decode()
    assert "与上一版不同的地方" in page
    assert "改造30个" in page


def test_an_officer_reads_but_gives_nothing_out() -> None:
    directive = bring_in(signed_in())
    officer = signed_in("chengban")
    assert officer.get(reverse("directives:document", args=[directive.pk])).status_code == 200
    assert officer.get(reverse("directives:bring_in")).status_code == 403
    assert (
        officer.post(reverse("directives:together", args=[directive.pk]), {"do": "accept"}).status_code == 403
    )
    assert signed_in("dengji").get(reverse("directives:library")).status_code == 403


def test_the_pages_stand_in_english_too() -> None:
    client = signed_in()
    directive = bring_in(client)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("directives:document", args=[directive.pk])).content.decode()
    assert "Breakdown, Excel" in page
    assert "Orders to control persons: 1" in page


def test_the_file_itself_is_kept_and_given_back(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    client = signed_in()
    content = TEXT.encode("gb18030")
    directive = bring_in(client, text="", file=SimpleUploadedFile("通知.txt", content))
    address = reverse("directives:original", args=[directive.pk])
    assert address in client.get(reverse("directives:document", args=[directive.pk])).content.decode()
    assert b"".join(client.get(address)) == content
    pasted = bring_in(client)
    assert client.get(reverse("directives:original", args=[pasted.pk])).status_code == 404
    assert signed_in("dengji").get(address).status_code == 403


def test_a_tasks_page_leads_back_to_its_sentence() -> None:
    client = signed_in()
    one = bring_in(client).measures.get(wording__contains="改造20个")
    filled = {"wording": "改造小区", "lead": unit("住建局").pk, "due_on": "2026-07-31", "do": "accept"}
    answer = client.post(reverse("directives:measure", args=[one.pk]), filled)
    page = client.get(answer.headers["Location"]).content.decode()
    assert f"{reverse('directives:document', args=[one.directive_id])}#m{one.pk}" in page
    assert "改造20个" in page


def test_the_sample_documents_are_loaded_once_and_order_no_control() -> None:
    sample.load()
    sample.load()
    assert Directive.objects.count() == 2
    assert Measure.objects.filter(controls_persons=True, case__isnull=False).count() == 0
    assert Measure.objects.filter(controls_persons=True).exists()
    assert Case.objects.filter(process="directives.measure").count() >= 4
