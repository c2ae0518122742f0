"""Templates that an office edits in Word."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from docx import Document
from pypdf import PdfReader

from bihuan.appeals.documents import LETTERS
from bihuan.appeals.printing import templates
from bihuan.appeals.printing.models import LetterTemplate
from bihuan.appeals.printing.templates import NotYourTemplate, PartsMissingError, UnknownPlacesError
from bihuan.appeals.printing.tests.words import blank, changed, rewritten, text_of
from bihuan.appeals.tests import lives
from bihuan.casework import documents as engine
from bihuan.casework import services as casework
from bihuan.casework.models import IssuedDocument
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.common.papers.word import TemplateError, fill, sound
from bihuan.common.papers.word.errors import (
    EmbeddedError,
    ExternalError,
    MacrosError,
    NotWordError,
    RevisionsError,
    TooLargeError,
)

DAY = date(2026, 3, 20)
NOON = at("2026-03-02 12:00")
every = pytest.mark.parametrize("letter", LETTERS.values(), ids=lambda letter: letter.kind)


def filled(content: bytes, kind: str = "decision", **texts: str) -> bytes:
    letter = LETTERS[kind]
    return fill(content, {**letter.texts(letter.samples), **texts}, title="t", author="a", dated=DAY)


@every
def test_the_built_in_template_passes_its_own_check_and_says_what_the_built_in_document_says(
    letter: Any,
) -> None:
    content = blank(letter.kind)
    templates.examine(letter, content)
    text = text_of(filled(content, letter.kind))
    assert "{{" not in text
    from bihuan.appeals.documents.composing import paper_of

    paper = paper_of(letter, letter.samples, dated=DAY)
    told = [line.replace("\t", "") for line in text.splitlines()]
    for block in paper.body:
        assert any(block.text in line for line in told), block.text


@every
def test_each_required_part_that_an_office_deletes_is_named_with_its_article(letter: Any) -> None:
    for place in letter.required:
        with pytest.raises(PartsMissingError) as caught:
            templates.examine(letter, changed(blank(letter.kind), {f"{{{{{place.name}}}}}": ""}))
        assert (place.name, place.article) in caught.value.missing
        assert f"{place.name}（{place.article}）" in str(caught.value)


def test_a_sentence_that_the_law_requires_of_the_text_is_missed_too() -> None:
    with pytest.raises(PartsMissingError, match=r"异议期限.*第二十三条第三款"):
        templates.examine(
            LETTERS["transfer"], changed(blank("transfer"), {"{{异议期限}}内提出异议": "及时提出异议"})
        )


def test_what_may_be_left_out_may_be_deleted_from_the_template() -> None:
    templates.examine(
        LETTERS["acceptance"],
        changed(blank("acceptance"), {"{{补充说明}}": "", "联系电话：{{联系电话}}": ""}),
    )


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(UnknownPlacesError, match="处理意建"):
        templates.examine(LETTERS["decision"], changed(blank(), {"{{处理意见}}": "{{处理意见}}{{处理意建}}"}))


def test_a_place_that_word_has_split_over_runs_is_found_and_filled() -> None:
    document = Document(io.BytesIO(blank()))
    line = next(p for p in document.paragraphs if p.text == "{{处理意见}}")
    look = line.runs[0].font.size
    line.runs[0].text = "{{处"
    for piece in ("理意", "见}", "}"):
        line.add_run(piece).font.size = look
    out = io.BytesIO()
    document.save(out)
    templates.examine(LETTERS["decision"], out.getvalue())
    assert "五月修好。" in text_of(filled(out.getvalue(), 处理意见="五月修好。"))


def test_a_content_control_named_after_a_place_is_filled() -> None:
    control = (
        '<w:p><w:sdt><w:sdtPr><w:tag w:val="处理意见"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r>'
        "</w:sdtContent></w:sdt></w:p>"
    )
    content = rewritten(
        changed(blank(), {"{{处理意见}}": ""}),
        "word/document.xml",
        lambda data: data.replace(b"<w:sectPr", control.encode() + b"<w:sectPr", 1),
    )
    templates.examine(LETTERS["decision"], content)
    text = text_of(filled(content, 处理意见="五月修好。"))
    assert "五月修好。" in text
    assert "单击此处" not in text


def test_a_text_of_several_lines_becomes_as_many_paragraphs_of_the_same_look() -> None:
    document = Document(io.BytesIO(filled(blank(), 事实和理由="一。\n\n二。\n三。")))
    lines = [p for p in document.paragraphs if p.text in ("一。", "二。", "三。")]
    assert [p.text for p in lines] == ["一。", "二。", "三。"]
    assert len({(p.paragraph_format.first_line_indent, p.runs[0].font.size) for p in lines}) == 1


def test_a_section_without_text_goes_with_its_heading_and_the_others_move_up() -> None:
    text = text_of(filled(blank("re_review"), "re_review", 听证情况=""))
    assert "听证情况" not in text
    assert "二、事实和理由" in text
    assert "五、终结说明" in text


def test_what_looks_like_code_in_a_text_is_text() -> None:
    hostile = "{{ 7*7 }} {% raw %} <w:p/> ]]> {{发文机关}} \x00"
    text = text_of(filled(blank(), 处理意见=hostile))
    assert "{{ 7*7 }} {% raw %} <w:p/> ]]> {{发文机关}}" in text


def test_the_same_template_and_texts_give_the_same_bytes() -> None:
    content = blank()
    assert filled(content) == filled(content)


REL = b'<Relationship Id="rId99" Type="%s" Target="%s" TargetMode="%s"/></Relationships>'
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def linked(kind: bytes, target: bytes, mode: bytes = b"External") -> bytes:
    return rewritten(
        blank(), "word/_rels/document.xml.rels",
        lambda data: data.replace(b"</Relationships>", REL % (OFFICE + kind, target, mode)),
    )  # fmt: skip


def body(added: bytes) -> bytes:
    return rewritten(
        blank(), "word/document.xml", lambda data: data.replace(b"<w:sectPr", added + b"<w:sectPr", 1)
    )


def added(name: str) -> bytes:
    return rewritten(blank(), "", bytes, **{name: b"x"})


FIELD = b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>%s</w:instrText></w:r></w:p>'


MACRO_TYPE = (
    b'<Default Extension="q" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
ENTITY = b'<!DOCTYPE x [<!ENTITY a "b">]><w:document'
HOSTILE: dict[str, tuple[Any, type[TemplateError]]] = {
    "text": (lambda: b"hello", NotWordError),
    "old word": (lambda: b"\xd0\xcf\x11\xe0" + bytes(3000), NotWordError),
    "macro": (lambda: added("word/vbaProject.bin"), MacrosError),
    "macro type": (
        lambda: rewritten(blank(), "[Content_Types].xml", lambda data: data.replace(b"</Types>", MACRO_TYPE)),
        MacrosError,
    ),
    "activex": (lambda: added("word/activeX/a.xml"), MacrosError),
    "embedded": (lambda: added("word/embeddings/a.xlsx"), EmbeddedError),
    "picture elsewhere": (lambda: linked(b"image", b"http://evil.example/x.png"), ExternalError),
    "link": (lambda: linked(b"hyperlink", b"http://evil.example/"), ExternalError),
    "template elsewhere": (
        lambda: linked(b"attachedTemplate", b"file:///c:/x.dotm", b"Internal"),
        ExternalError,
    ),
    "includetext": (lambda: body(FIELD % b' INCLUDETEXT "c:/secret.txt" '), ExternalError),
    "dde": (lambda: body(FIELD % b" DDEAUTO c:/x.exe "), ExternalError),
    "tracked": (lambda: body(b'<w:p><w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'), RevisionsError),
    "altchunk": (lambda: body(b"<w:altChunk/>"), EmbeddedError),
    "entity": (
        lambda: rewritten(blank(), "word/document.xml", lambda data: data.replace(b"<w:document", ENTITY, 1)),
        NotWordError,
    ),
    "large": (lambda: bytes(3 * 1024 * 1024), TooLargeError),
}


@pytest.mark.parametrize(("make", "error"), HOSTILE.values(), ids=HOSTILE)
def test_what_could_run_or_fetch_or_hide_something_is_refused(make: Any, error: type[TemplateError]) -> None:
    with pytest.raises(error) as caught:
        sound(make())
    assert "请" in str(caught.value)


@pytest.fixture
def district(db: None) -> None:
    load_district()


def head_of(short_name: str) -> Any:
    """Who looks after the templates of the unit in the sample."""
    return {"住建局": actor("shenpi"), "信访局": actor("fenliu")}[short_name]


@pytest.mark.django_db
def test_a_document_is_made_from_the_version_that_held_when_it_was_issued(district: None) -> None:
    bureau = unit("住建局")
    boss = head_of("住建局")

    def upload(words: str, moment: str) -> LetterTemplate:
        content = changed(blank(), {"现已办结。": words})
        return templates.keep(
            kind="decision",
            unit_id=bureau.pk,
            content=content,
            name="处理意见书.docx",
            actor=boss,
            at=at(moment),
        )

    plain = IssuedDocument.objects.get(case=lives.decided(), kind="decision")
    first = upload("第一版。", "2026-03-21 09:00")
    old = IssuedDocument.objects.get(case=lives.decided(), kind="decision")
    upload("第二版。", "2026-03-22 09:00")
    new = IssuedDocument.objects.get(case=lives.decided(), kind="decision")
    templates.reset(kind="decision", unit_id=bureau.pk, actor=boss, at=at("2026-03-23 09:00"))
    last = IssuedDocument.objects.get(case=lives.decided(), kind="decision")
    assert old.data["template"] == first.pk
    assert "第一版。" in text_of(engine.render(old, "docx"))
    assert "第二版。" in text_of(engine.render(new, "docx"))
    assert "template" not in plain.data
    assert "template" not in last.data
    assert "现已办结。" in text_of(engine.render(last, "docx"))
    pdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(engine.render(new, "pdf"))).pages)
    assert "第二版。" in pdf.replace("\n", "")
    assert "救济途径和期限" in pdf.replace("\n", "")


@pytest.mark.django_db
def test_a_unit_without_a_template_uses_the_districts(district: None) -> None:
    mine = templates.keep(
        kind="decision",
        unit_id=unit("住建局").pk,
        content=blank(),
        name="a",
        actor=head_of("住建局"),
        at=NOON,
    )
    ours = templates.keep(
        kind="decision", unit_id=None, content=blank(), name="b", actor=head_of("信访局"), at=NOON
    )
    assert templates.current("decision", unit("住建局").pk) == mine.pk
    assert templates.current("decision", unit("信访局").pk) == ours.pk
    assert templates.current("review", unit("住建局").pk) is None
    templates.reset(kind="decision", unit_id=unit("住建局").pk, actor=head_of("住建局"), at=NOON)
    assert templates.current("decision", unit("住建局").pk) == ours.pk


@pytest.mark.django_db
def test_a_template_without_a_required_part_changes_nothing(district: None) -> None:
    with pytest.raises(PartsMissingError, match="法律法规依据（《信访工作条例》第三十二条）"):
        templates.keep(
            kind="decision", unit_id=unit("住建局").pk, content=changed(blank(), {"{{法律法规依据}}": ""}), name="a",
            actor=head_of("住建局"), at=NOON,
        )  # fmt: skip
    assert not LetterTemplate.objects.exists()


@pytest.mark.django_db
def test_only_ones_own_units_template_can_be_changed(district: None) -> None:
    for unit_id, who in ((unit("信访局").pk, "shenpi"), (None, "shenpi"), (unit("住建局").pk, "chengban")):
        with pytest.raises(NotYourTemplate):
            templates.keep(
                kind="decision", unit_id=unit_id, content=blank(), name="a", actor=actor(who), at=NOON
            )


@pytest.mark.django_db
def test_a_version_cannot_be_changed_or_removed(district: None) -> None:
    row = templates.keep(
        kind="decision",
        unit_id=unit("住建局").pk,
        content=blank(),
        name="a",
        actor=head_of("住建局"),
        at=NOON,
    )
    for change in (row.delete, lambda: LetterTemplate.objects.update(content=b"")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_preview_is_laid_out_by_the_template_that_the_office_uses() -> None:
    load_district()
    case = lives.handling()
    content = changed(blank(), {"现已办结": "我局已经办结"})
    templates.keep(
        kind="decision",
        unit_id=unit("住建局").pk,
        content=content,
        name="我局.docx",
        actor=actor("shenpi"),
        at=NOON,
    )
    pdf = casework.rehearse_file(
        case_id=case.pk, step="decide", actor=actor("chengban"), at=at("2026-03-20 15:00"), given=lives.DECISION,
        number="（出具时编号）",
    )  # fmt: skip
    assert pdf is not None
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")
    assert "我局已经办结" in text
    assert "（出具时编号）" in text
    assert not IssuedDocument.objects.filter(kind="decision").exists()
