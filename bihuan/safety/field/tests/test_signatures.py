"""What was signed by hand on the phone stands in the papers: the pictures themselves, or in words that it was refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from bihuan.casework.documents import compose
from bihuan.common.papers import render_docx, render_pdf
from bihuan.safety.field.tests.test_receiving import (
    assigned,
    district,
    picture,
    send,
    sha,
    sign,
    told,
    upload,
)
from bihuan.safety.tests import cast

__all__ = ["district"]
pytestmark = pytest.mark.django_db


def pictures_of(docx: bytes) -> set[bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return {file.read(name) for name in file.namelist() if name.startswith("word/media/")}


def test_three_signatures_stand_in_the_site_record_and_the_officers_in_the_measure() -> None:
    row = assigned()
    sign(row)
    upload(
        row, picture(9), kind="unit", name="other.png", position=None, no_place="signature"
    )  # not of the record
    send(row, told(row, measures=[{"measure": "stop_using", "scope": "停用二车间冲床。"}]))
    site, measure = row.case.documents.order_by("seq")
    paper = compose(site)
    assert [one.label for one in paper.signatures] == [
        "主办人员签名（罗守安）", f"协办人员签名（{cast.colleague().name}）", "被检查单位负责人签名（钱大有）",
    ]  # fmt: skip
    assert pictures_of(render_docx(paper)) == {picture(1), picture(2), picture(3)}
    assert [one.picture for one in compose(measure).signatures] == [picture(1), picture(2)]
    assert render_pdf(paper).count(b"/Subtype /Image") == 3


def test_a_refused_signature_is_said_in_words() -> None:
    row = assigned()
    for kind, shade in (("lead", 1), ("second", 2)):
        upload(row, picture(shade), kind=kind, name=f"{kind}.png", position=None, no_place="signature")
    hashes = {"lead": sha(picture(1)), "second": sha(picture(2))}
    send(row, told(row, signature="refused", refusal="负责人看过记录后离开。", signatures=hashes))
    last = compose(row.case.documents.get()).signatures[-1]
    assert (last.label, last.picture) == ("被检查单位负责人", b"")
    assert "拒绝签字。负责人看过记录后离开。" in last.text
