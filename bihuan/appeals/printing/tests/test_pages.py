"""The pages of templates, texts and printing, as a browser sees them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.appeals.printing import batches, runs, templates, texts
from bihuan.appeals.printing.models import LetterTemplate, PrintRun, ReplyText
from bihuan.appeals.printing.tests.words import blank, changed, text_of
from bihuan.appeals.services import groups
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import page, set_clock, sign_in
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.issued.models import DocumentVoid
from bihuan.casework.models import IssuedDocument
from bihuan.casework.tests.cast import actor, at, load_district, unit

MOMENT = at("2026-03-21 10:00")


@pytest.fixture(autouse=True)
def district(db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    load_district()
    set_clock(monkeypatch, "2026-03-21 10:00")


def decision() -> IssuedDocument:
    return IssuedDocument.objects.get(case=lives.decided(), kind="decision")


def said(response: Any) -> str:
    return str(response.content.decode())


def test_documents_are_chosen_printed_and_given_back_as_one_pdf() -> None:
    issued, client = decision(), sign_in("chengban")
    assert issued.number in said(client.get("/printing/"))
    assert issued.number not in said(client.get("/printing/?kind=review"))
    response = client.post("/printing/start", {"chosen": [issued.pk], "envelope": ""})
    assert response.status_code == 302
    run = PrintRun.objects.get()
    assert "正在生成" in said(client.get(f"/printing/runs/{run.pk}/"))
    assert client.get(f"/printing/runs/{run.pk}/progress").status_code == 200
    batches.make(run_id=run.pk, clock=lambda: MOMENT)
    shown = said(client.get(f"/printing/runs/{run.pk}/"))
    assert issued.number in shown
    file = client.get(f"/printing/runs/{run.pk}/documents.pdf")
    assert file.content.startswith(b"%PDF")
    assert "no-store" in file["Cache-Control"]
    assert client.get(f"/printing/runs/{run.pk}/envelopes.pdf").status_code == 404
    assert issued.number not in said(client.get("/printing/")).split("最近打印的")[0]
    assert "打印了文书" in page(client, issued.case)


def test_a_run_is_its_units_own() -> None:
    run = runs.start(actor=actor("chengban"), at=MOMENT, document_ids=[decision().pk])
    stranger = sign_in("chengban2")
    for path in ("", "progress", "documents.pdf"):
        assert stranger.get(f"/printing/runs/{run.pk}/{path}").status_code == 404
    assert stranger.post(f"/printing/runs/{run.pk}/confirm").status_code == 404


def test_nothing_ticked_is_said() -> None:
    response = sign_in("chengban").post("/printing/start", {"envelope": ""})
    assert response.status_code == 422
    assert "请先选择要打印的文书" in said(response)


def test_the_second_person_confirms_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "ALONE", 0)
    run = runs.start(actor=actor("chengban"), at=MOMENT, document_ids=[decision().pk], named=True)
    address = f"/printing/runs/{run.pk}/"
    assert "同意打开" not in said(sign_in("chengban").get(address))
    second = sign_in("shenpi")
    assert "同意打开" in said(second.get(address))
    second.post(f"{address}confirm")
    run.refresh_from_db()
    assert run.state == PrintRun.State.RUNNING


def upload(content: bytes, name: str = "意见书.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_template_is_downloaded_edited_uploaded_and_used() -> None:
    client = sign_in("shenpi")
    assert "信访处理意见书" in said(client.get("/printing/templates/"))
    content = client.get("/printing/templates/decision/file?for=unit").content
    assert "青岚区住房和城乡建设局" in text_of(content)
    edited = changed(content, {"现已办结。": "现已办理完毕。"})
    response = client.post("/printing/templates/decision/?for=unit", {"file": upload(edited)})
    assert response.status_code == 302
    assert "第1版" in said(client.get("/printing/templates/decision/"))
    issued = decision()
    word = sign_in("chengban").get(f"/cases/{issued.case.number}/documents/{issued.pk}.docx")
    assert "现已办理完毕。" in text_of(word.content)
    client.post("/printing/templates/decision/reset?for=unit")
    assert templates.current("decision", unit("住建局").pk) is None


def test_a_template_without_a_part_is_refused_with_its_name_and_article() -> None:
    bad = changed(blank(), {"{{法律法规依据}}": "", "{{救济途径和期限}}": ""})
    response = sign_in("shenpi").post("/printing/templates/decision/?for=unit", {"file": upload(bad)})
    assert response.status_code == 422
    assert "法律法规依据（《信访工作条例》第三十二条）；救济途径和期限（《信访工作条例》第三十五条）" in said(
        response
    )
    assert not LetterTemplate.objects.exists()


def test_a_template_is_tried_with_sample_data_before_it_is_used() -> None:
    response = sign_in("shenpi").post(
        "/printing/templates/decision/?for=unit", {"file": upload(blank()), "try": "1"}
    )
    assert response.content.startswith(b"%PDF")
    assert not LetterTemplate.objects.exists()


def test_an_officer_sees_templates_and_cannot_change_them() -> None:
    client = sign_in("chengban")
    assert "检查并启用" not in said(client.get("/printing/templates/decision/"))
    response = client.post("/printing/templates/decision/?for=district", {"file": upload(blank())})
    assert response.status_code == 422
    assert not LetterTemplate.objects.exists()


def test_a_template_of_another_unit_is_not_given_out() -> None:
    row = templates.keep(
        kind="decision",
        unit_id=unit("住建局").pk,
        content=blank(),
        name="a",
        actor=actor("shenpi"),
        at=MOMENT,
    )
    assert sign_in("chengban2").get(f"/printing/templates/decision/file?version={row.pk}").status_code == 404


def text(**changes: Any) -> ReplyText:
    given = {
        "kind": "decision", "field": "basis", "title": "屋面维修依据",
        "text": "《住宅专项维修资金管理办法》第二十四条。登记编号{{登记编号}}，{{复查机关}}。", **changes,
    }  # fmt: skip
    return texts.save(actor=actor("chengban"), at=MOMENT, **given)


def test_a_text_is_put_into_the_form_filled_from_the_case_and_nothing_is_sent() -> None:
    row, case, client = text(), lives.handling(), sign_in("chengban")
    assert "屋面维修依据" in page(client, case)
    form = said(client.get(f"/cases/{case.number}/texts/{row.pk}/"))
    assert f"登记编号{case.number}，青岚区人民政府。" in form
    case.refresh_from_db()
    assert case.state == "handling"


def test_a_text_appears_for_its_topic_its_unit_and_a_step_that_is_open() -> None:
    case = lives.handling()
    case.topic = "城乡建设/房屋维修/屋面"
    who = actor("chengban")
    below, same, other = (
        text(topic="城乡建设", title="上级"),
        text(topic=case.topic, title="同类"),
        text(topic="城乡", title="别类"),
    )
    found = {one.row.pk for one in texts.suited(case, who, MOMENT)}
    assert {below.pk, same.pk} <= found
    assert other.pk not in found
    assert list(texts.suited(case, actor("chengban2"), MOMENT)) == []
    assert list(texts.suited(lives.forwarded(), who, MOMENT)) == []


def test_a_text_with_an_unknown_place_or_twice_the_same_name_is_refused() -> None:
    with pytest.raises(Incomplete, match="姓名"):
        text(text="{{姓名}}您好")
    text()
    with pytest.raises(Incomplete, match="title"):
        text()
    with pytest.raises(NotYours):
        texts.save(actor=actor("shenji"), at=MOMENT, kind="decision", field="basis", title="a", text="b")
    response = sign_in("chengban").post(
        "/printing/texts/", {"where": "decision:basis", "title": "", "text": "x"}
    )
    assert response.status_code == 422
    assert "请起一个名称" in said(response)


def test_texts_are_added_changed_and_removed_on_the_page() -> None:
    client = sign_in("chengban")
    client.post(
        "/printing/texts/", {"where": "decision:facts", "title": "开头", "text": "经查，", "topic": ""}
    )
    row = ReplyText.objects.get()
    client.post(
        f"/printing/texts/{row.pk}/",
        {"where": "decision:facts", "title": "开头", "text": "经核实，", "topic": ""},
    )
    assert "经核实，" in said(client.get("/printing/texts/"))
    assert sign_in("chengban2").post(f"/printing/texts/{row.pk}/remove").status_code == 404
    client.post(f"/printing/texts/{row.pk}/remove")
    assert not ReplyText.objects.exists()


def test_a_receipt_is_issued_once_and_stands_among_the_documents() -> None:
    case, client = lives.registered(), sign_in("dengji")
    assert "出具登记回执" in page(client, case)
    client.post(f"/cases/{case.number}/receipt")
    issued = IssuedDocument.objects.get(case=case, kind="receipt")
    shown = page(client, case)
    assert issued.number in shown
    file = client.get(f"/cases/{case.number}/documents/{issued.pk}.docx")
    assert case.number in text_of(file.content)
    assert "2026年3月17日" in text_of(file.content)
    client.post(f"/cases/{case.number}/receipt")
    assert IssuedDocument.objects.filter(kind="receipt").count() == 1


def test_the_page_of_a_document_corrects_it_for_the_head_alone() -> None:
    issued = decision()
    address = f"/cases/{issued.case.number}/documents/{issued.pk}/"
    assert "作废并另行出具" not in said(sign_in("chengban").get(address))
    head = sign_in("shenpi")
    form = said(head.get(address))
    assert "作废并另行出具" in form
    given = {key: issued.data[key] for key in ("request", "facts", "opinion", "basis", "remedy")}
    refused = head.post(address, {**given, "basis": "", "why": "改", "do": "replace"})
    assert refused.status_code == 422
    assert "法律法规依据" in said(refused)
    head.post(
        address,
        {**given, "facts": "经现场勘查，4栋屋面防水层破损，情况属实。", "why": "楼号写错", "do": "replace"},
    )
    void = DocumentVoid.objects.get(document=issued)
    assert void.replacement is not None
    shown = said(head.get(address))
    assert void.replacement.number in shown
    assert "楼号写错" in shown
    assert "已作废" in page(head, issued.case)


def test_the_large_print_copy_stands_beside_what_goes_to_a_resident_alone() -> None:
    issued, client = decision(), sign_in("chengban")
    assert "大字版" in page(client, issued.case)
    file = client.get(f"/cases/{issued.case.number}/documents/{issued.pk}.plain")
    assert file.content.startswith(b"%PDF")
    transfer = IssuedDocument.objects.get(case=issued.case, kind="transfer")
    assert client.get(f"/cases/{issued.case.number}/documents/{transfer.pk}.plain").status_code == 404
    word = client.get(f"/cases/{issued.case.number}/documents/{issued.pk}.docx")
    assert text_of(io.BytesIO(word.content).getvalue())


def test_a_matter_raised_together_leads_to_a_printing_for_everyone_in_it() -> None:
    issued = decision()
    groups.join(case_id=issued.case_id, person={"name": "彭桂芳"}, actor=actor("chengban"), at=MOMENT)
    client = sign_in("chengban")
    assert f"case={issued.case.number}" in said(client.get(f"/desks/groups/{issued.case.number}/"))
    listed = said(client.get(f"/printing/?printed=all&case={issued.case.number.lower()}"))
    assert issued.number in listed
    assert "联名事项每人一份" in listed
    client.post("/printing/start", {"chosen": [issued.pk], "envelope": "", "each": "on"})
    run = PrintRun.objects.get()
    assert run.total == 2
    assert "序号2" in said(client.get(f"/printing/runs/{run.pk}/"))
    batches.make(run_id=run.pk, clock=lambda: MOMENT)
    assert "1、2" in page(client, issued.case), "the journal counts as the page of the group does"
    assert issued.number not in said(client.get("/printing/?case=XF-0000-000000"))
