"""Taking steps on the page: refused without losing a word, once for a double click, consciously when stale."""

from __future__ import annotations

import io
from uuid import uuid4

import docx
import pypdf
import pytest

from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import HTMX, page, set_clock, sign_in, steps_shown, take
from bihuan.appeals.tests.lives import DECISION
from bihuan.casework import services as casework
from bihuan.casework.models import Entry, IssuedDocument
from bihuan.casework.tests.cast import actor, at, load_district, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district(monkeypatch: pytest.MonkeyPatch) -> None:
    load_district()
    set_clock(monkeypatch, "2026-03-20 10:00")


def test_a_step_taken_leads_back_to_the_case_and_its_new_steps() -> None:
    case = lives.registered()
    client = sign_in("fenliu")
    response = take(client, case, "forward", to_unit="住建局", note="请办理")
    assert (response.status_code, response["Location"]) == (303, f"/cases/{case.number}/")
    case.refresh_from_db()
    assert (case.state, case.holder_unit) == ("forwarded", unit("住建局"))
    assert "“转送”已完成。" in page(client, case)


def test_htmx_gets_the_new_case_in_place() -> None:
    case = lives.registered()
    response = take(sign_in("fenliu"), case, "forward", to_unit="住建局", htmx=True)
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert {"forward", "accept"}.isdisjoint(
        steps_shown(text)
    )  # the registry has only the side steps of a supervisor
    assert 'hx-swap-oob="true"' in text


def test_a_unit_is_meant_by_its_name_its_short_name_or_its_id() -> None:
    for typed in ("青岚区住房和城乡建设局", " 住建局 ", str(unit("住建局").pk)):
        case = lives.registered()
        assert take(sign_in("fenliu"), case, "forward", to_unit=typed).status_code == 303
        case.refresh_from_db()
        assert case.holder_unit == unit("住建局")


def test_a_unit_that_is_none_is_refused_at_its_field_with_the_text_kept() -> None:
    case = lives.registered()
    response = take(sign_in("fenliu"), case, "forward", to_unit="住建委", note="写了很久的意见")
    text = response.content.decode()
    assert response.status_code == 422
    assert "没有叫“住建委”的单位" in text
    assert "写了很久的意见" in text
    assert Entry.objects.filter(case=case).count() == 1


def test_a_wrong_role_is_refused_and_told() -> None:
    case = lives.forwarded()
    response = take(sign_in("dengji"), case, "accept", received_on="2026-03-02", notified_on="2026-03-02")
    assert response.status_code == 403
    assert "您现在的岗位不能操作" in response.content.decode()
    case.refresh_from_db()
    assert case.state == "forwarded"


def test_a_step_out_of_its_state_keeps_what_was_written() -> None:
    case = lives.registered()
    casework.take(
        case_id=case.pk, step="forward", actor=actor("fenliu"), at=at("2026-03-03 09:00"),
        given={"to_unit": unit("住建局").pk},
    )  # fmt: skip
    case.refresh_from_db()
    response = take(sign_in("fenliu"), case, "forward", to_unit="住建局", note="写了很久的意见")
    assert response.status_code == 422
    assert "案件现在的状态不能做这一步" in response.content.decode()
    assert "写了很久的意见" in response.content.decode()


@pytest.mark.parametrize("htmx", [False, True])
def test_a_stale_form_names_who_acted_keeps_the_text_and_goes_through_when_sent_again(htmx: bool) -> None:
    case = lives.handling()
    casework.comment(case_id=case.pk, text="等一等", actor=actor("shenpi"), at=at("2026-03-19 09:00"))
    client = sign_in("chengban")
    response = take(client, case, "decide", **DECISION, confirmed="1", htmx=htmx)
    text = response.content.decode()
    assert response.status_code == 422
    assert "赵明川" in text
    assert "期间有人办理了这个案件" in text
    assert DECISION["facts"] in text
    case.refresh_from_db()
    assert case.state == "handling"
    assert f'name="seen" value="{case.seq}"' in text
    assert take(client, case, "decide", **DECISION, confirmed="1").status_code == 303


def test_ones_own_note_does_not_make_ones_own_form_stale() -> None:
    case = lives.handling()
    casework.comment(case_id=case.pk, text="备查", actor=actor("chengban"), at=at("2026-03-19 09:00"))
    assert take(sign_in("chengban"), case, "decide", **DECISION, confirmed="1").status_code == 303


def test_a_form_without_the_length_of_the_journal_is_stale() -> None:
    case = lives.registered()
    client = sign_in("fenliu")
    response = client.post(f"/cases/{case.number}/take/forward/", {"to_unit": "住建局"})
    assert response.status_code == 422
    assert Entry.objects.filter(case=case).count() == 1


def test_a_double_click_acts_once() -> None:
    case = lives.registered()
    client = sign_in("fenliu")
    form = {"seen": case.seq, "submission": uuid4(), "to_unit": "住建局"}
    answers = [client.post(f"/cases/{case.number}/take/forward/", form).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert Entry.objects.filter(case=case, step="forward").count() == 1


def test_what_cannot_be_undone_is_taken_only_when_confirmed() -> None:
    case = lives.handling()
    response = take(sign_in("chengban"), case, "decide", **DECISION)
    assert response.status_code == 422
    assert "不能撤回" in response.content.decode()
    assert DECISION["opinion"] in response.content.decode()
    case.refresh_from_db()
    assert case.state == "handling"


def test_the_letter_gate_speaks_at_its_field() -> None:
    case = lives.handling()
    response = take(sign_in("chengban"), case, "decide", **{**DECISION, "basis": "有关规定"}, confirmed="1")
    assert response.status_code == 422
    assert "请写明法律法规依据" in response.content.decode()
    assert DECISION["facts"] in response.content.decode()


def test_what_is_lacking_is_told_while_somebody_writes() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    half = {**DECISION, "facts": "", "basis": "《信访工作条例》"}
    text = client.post(f"/cases/{case.number}/take/decide/check/", half, **HTMX).content.decode()
    assert text.count("is-lacking") == 2
    assert text.count("is-there") == 3
    assert Entry.objects.filter(case=case, step="decide").count() == 0


def test_the_remedy_is_filled_in_with_the_organ_that_reviews_the_unit() -> None:
    text = page(sign_in("chengban"), lives.handling())
    assert "自收到本意见书之日起30日内向青岚区人民政府请求复查" in text


def test_a_preview_shows_the_letter_and_issues_nothing() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    issued = IssuedDocument.objects.count()
    response = take(client, case, "decide", **DECISION, preview="1")
    text = response.content.decode()
    assert response.status_code == 200
    assert "投诉请求" in text
    assert "（出具时编号）" in text
    pdf = client.post(f"/cases/{case.number}/take/decide/preview.pdf", DECISION)
    assert pdf["Content-Type"] == "application/pdf"
    assert IssuedDocument.objects.count() == issued
    case.refresh_from_db()
    assert case.state == "handling"
    # The number is given out only now, and it is the first.
    take(client, case, "decide", **DECISION, confirmed="1")
    assert IssuedDocument.objects.get(case=case, kind="decision").ordinal == 1


def test_a_decided_case_gives_a_word_file_and_a_pdf_with_every_part_of_the_letter() -> None:
    case = lives.decided()
    issued = case.documents.get(kind="decision")
    client = sign_in("chengban")
    word = client.get(f"/cases/{case.number}/documents/{issued.pk}.docx")
    pdf = client.get(f"/cases/{case.number}/documents/{issued.pk}.pdf")
    said = "".join(p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs)
    printed = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    wanted = [issued.number, *(DECISION[part] for part in ("request", "facts", "opinion", "basis", "remedy"))]
    for text in wanted:
        assert text in said
        assert "".join(text.split()) in "".join(printed.split())
    assert "attachment" in word["Content-Disposition"]
    assert pdf["X-Content-Type-Options"] == "nosniff"
    assert "丁一帆" not in said


def test_every_document_of_the_table_can_be_made() -> None:
    case = lives.forwarded()
    case = casework.take(
        case_id=case.pk, step="object", actor=actor("chengban"), at=at("2026-03-04 09:00"),
        given={"reason": "房屋维修属于物业管理，应当由望溪街道办理。"},
    )  # fmt: skip
    other = lives.handling()
    casework.take(
        case_id=other.pk, step="ask_extension", actor=actor("chengban"), at=at("2026-03-10 09:00"),
        given={"reason": "需要房屋安全鉴定。", "days": 20},
    )  # fmt: skip
    casework.take(
        case_id=other.pk, step="grant_extension", actor=actor("shenpi"), at=at("2026-03-11 09:00"),
        given={"reason": "鉴定机构排期较长。", "notified_on": at("2026-03-11 09:00").date()},
    )  # fmt: skip
    decided = lives.decided()
    kinds = set()
    for issued in IssuedDocument.objects.select_related("case").filter(case__in=[case, other, decided]):
        response = sign_in("fenliu").get(f"/cases/{issued.case.number}/documents/{issued.pk}.docx")
        assert response.status_code == 200
        kinds.add(issued.kind)
        if issued.kind == "extension":
            said = "".join(p.text for p in docx.Document(io.BytesIO(response.content)).paragraphs)
            assert "2026年5月1日" in said
            assert "延长办理期限20日，至2026年5月21日" in said
    assert kinds == {"transfer", "objection", "acceptance", "extension", "decision"}


def test_a_form_from_elsewhere_is_refused() -> None:
    case = lives.registered()
    client = sign_in("fenliu", enforce_csrf_checks=True)
    assert take(client, case, "forward", to_unit="住建局").status_code == 403


def test_a_step_has_a_page_of_its_own_that_needs_no_script() -> None:
    case = lives.forwarded()
    text = sign_in("chengban").get(f"/cases/{case.number}/take/object/").content.decode()
    assert "详细理由" in text
    assert 'action="/cases/' in text
    assert sign_in("chengban").get(f"/cases/{case.number}/take/lapse/").status_code == 404


def test_every_lack_of_the_letter_gate_can_be_said_in_english() -> None:
    from bihuan.appeals import gate
    from bihuan.appeals.assistants import LACKS

    whole = {"request": "请求修复屋面", "facts": "经查，屋面确实漏雨，已经三年。", "opinion": "支持请求，尽快维修。",
             "basis": "《住宅专项维修资金管理办法》第二十四条", "remedy": "可以在30日内向区政府请求复查。"}  # fmt: skip
    broken = [{}, {**whole, "basis": "《信访工作条例》"}, {**whole, "remedy": "如不服可以向上级反映情况。"},
              {**whole, "remedy": "可以向青岚区人民政府请求复查。"}, {**whole, "opinion": whole["facts"]}]  # fmt: skip
    said = {lack.text for letter in broken for lack in gate.lacks(letter)}
    said |= {lack.text for lack in gate.review_lacks(whole, remedy=True)}
    assert said == set(LACKS)
