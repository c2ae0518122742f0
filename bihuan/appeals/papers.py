"""The documents of a petition (信访工作条例 art. 22, 23, 31-35) as papers. Plain data in, pure; no models.

A petitioner's name goes into a document that is made for the petitioner, and into no document between offices.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.common.papers.numbering import chinese, written_date
from bihuan.common.papers.paper import Block, Heading, Paper, Paragraph, paragraphs

# Art. 32(1)-(3): what a decision can say, in the words of the article.
RESULTS = {
    "support": "请求事实清楚，符合法律、法规、规章或者其他有关规定，"
    "依照《信访工作条例》第三十二条第一款第一项的规定，予以支持。",
    "explain": "请求事由合理但缺乏法律依据，依照《信访工作条例》第三十二条第一款第二项的规定，作出解释说明。",
    "refuse": "请求缺乏事实根据或者不符合法律、法规、规章或者其他有关规定，"
    "依照《信访工作条例》第三十二条第一款第三项的规定，不予支持。",
}
LONGEST_EXTENSION = 30  # days, art. 34


class LetterError(Exception):
    """Base of what makes a document impossible. `str(error)` is a text for the user."""


class LetterIncompleteError(LetterError):
    """A part that the 条例 requires is missing; `missing` holds the labels of the parts."""

    def __init__(self, missing: Iterable[str | Promise]) -> None:
        self.missing = tuple(missing)
        super().__init__(self.missing)

    def __str__(self) -> str:
        parts = "、".join(str(label) for label in self.missing)
        return str(_("还不能出具文书，请先补全：%(parts)s。") % {"parts": parts})


class ExtensionTooLongError(LetterError):
    """More than the 30 days of art. 34."""

    def __str__(self) -> str:
        return str(_("延长期限不得超过30日（《信访工作条例》第三十四条），请改短。"))


def acceptance(
    *,
    unit: str,
    number: str,
    case_number: str,
    petitioner: str,
    channel: str,
    subject: str,
    received_on: date,
    handle_by: date,
    dated: date,
    how: str = "",
    department: str = "",
    phone: str = "",
    code: str = "",
    **form: Any,
) -> Paper:
    """受理告知书: that it was received, by which path and procedure it is handled, until when (art. 23, 31(6), 34)."""
    asks = f"您可以凭登记编号{case_number}" + (f"和查询码{code}" if code else "") + "查询办理进展和结果"
    who = department or unit
    asks += f"，也可以联系{who}（电话：{phone}）。" if phone else f"，也可以联系{who}。"
    body: tuple[Block, ...] = (
        Paragraph(
            f"您通过{channel}反映的“{subject}”信访事项（登记编号：{case_number}），"
            f"我单位于{written_date(received_on)}收到。根据《信访工作条例》第二十三条的规定，"
            "现将接收情况以及处理途径和程序书面告知如下："
        ),
        Heading("接收情况"),
        Paragraph("该信访事项属于我单位职权范围，我单位予以受理。"),
        Heading("处理途径和程序"),
        Paragraph(
            "我单位将依照《信访工作条例》第三十一条第六项的规定，听取您陈述事实和理由，"
            "并调查核实，出具信访处理意见书。"
        ),
        *paragraphs(how),
        Heading("办理期限"),
        Paragraph(
            f"根据《信访工作条例》第三十四条的规定，该信访事项的办理期限至{written_date(handle_by)}。"
            "情况复杂的，经本单位负责人批准，可以适当延长办理期限，但延长期限不超过30日，并告知您延期理由。"
        ),
        Heading("查询方式"),
        Paragraph(asks),
    )
    return _to_petitioner("信访事项受理告知书", unit, number, petitioner, body, dated, form)


def transfer(
    *,
    office: str,
    number: str,
    case_number: str,
    unit: str,
    channel: str,
    subject: str,
    received_on: date,
    dated: date,
    note: str = "",
    report_by: date | None = None,
    attachments: tuple[str, ...] = (),
    **form: Any,
) -> Paper:
    """转送函, or 交办函 with `report_by` (art. 22). It names no petitioner: who it is, is opened in the system."""
    verb = "交由你单位办理" if report_by else "转送你单位"
    items = [
        "属于你单位职权范围的，请自收到之日起15日内书面告知信访人接收情况以及处理途径和程序。",
        (
            "不属于你单位或者本系统职权范围的，请自收到之日起5个工作日内提出异议，并详细说明理由，"
            "经我单位核实同意后，交还相关材料。"
        ),
    ]
    if report_by:
        items.append(f"请于{written_date(report_by)}前反馈办理结果，提交办结报告。")
    items.append("信访人的身份信息仅限办理该事项时依规查阅，不得泄露，不得转给被反映的单位和人员。")
    body: tuple[Block, ...] = (
        Paragraph(
            f"信访人通过{channel}反映的“{subject}”信访事项（登记编号：{case_number}），"
            f"我单位于{written_date(received_on)}收到并登记。根据《信访工作条例》第二十二条的规定，"
            f"现{verb}，请依照《信访工作条例》第二十三条等规定办理："
        ),
        *(Paragraph(f"{chinese(n)}、{text}") for n, text in enumerate(items, 1)),
        *paragraphs(note),
    )
    title = f"{office}\n关于{'交办' if report_by else '转送'}信访事项的函"
    return _between_offices(title, office, number, unit, body, dated, attachments, form)


def objection(
    *,
    unit: str,
    number: str,
    case_number: str,
    office: str,
    subject: str,
    received_on: date,
    reason: str,
    dated: date,
    competent: str = "",
    attachments: tuple[str, ...] = (),
    **form: Any,
) -> Paper:
    """异议函: not within this organ's powers, with its reasons in detail (art. 23(3)). Raises LetterIncompleteError."""
    _need((_("异议理由"), reason))
    suggestion = (Paragraph(f"我单位认为，该信访事项应当由{competent}办理。"),) if competent else ()
    body: tuple[Block, ...] = (
        Paragraph(
            f"你单位转送的“{subject}”信访事项（登记编号：{case_number}），我单位于{written_date(received_on)}收到。"
            "该信访事项不属于我单位或者本系统职权范围，根据《信访工作条例》第二十三条第三款的规定，现提出异议，理由如下："
        ),
        *paragraphs(reason),
        *suggestion,
        Paragraph("请予核实。经你单位核实同意后，我单位即交还相关材料。"),
    )
    return _between_offices(
        f"{unit}\n关于信访事项转送异议的函", unit, number, office, body, dated, attachments, form
    )


def extension(
    *,
    unit: str,
    number: str,
    case_number: str,
    petitioner: str,
    subject: str,
    due_on: date,
    days: int,
    extended_to: date,
    reason: str,
    dated: date,
    **form: Any,
) -> Paper:
    """延长办理期限告知书: how long, and why (art. 34). Raises LetterIncompleteError, ExtensionTooLongError."""
    _need((_("延期理由"), reason))
    if not 0 < days <= LONGEST_EXTENSION:
        raise ExtensionTooLongError
    body: tuple[Block, ...] = (
        Paragraph(
            f"您反映的“{subject}”信访事项（登记编号：{case_number}），我单位正在办理，"
            f"原办理期限至{written_date(due_on)}。因情况复杂，根据《信访工作条例》第三十四条的规定，"
            f"经本单位负责人批准，延长办理期限{days}日，至{written_date(extended_to)}。"
        ),
        Heading("延期理由"),
        *paragraphs(reason),
        Paragraph("特此告知。"),
    )
    return _to_petitioner("信访事项延长办理期限告知书", unit, number, petitioner, body, dated, form)


def decision(
    *,
    unit: str,
    number: str,
    case_number: str,
    petitioner: str,
    channel: str,
    subject: str,
    received_on: date,
    request: str,
    facts: str,
    result: str,
    opinion: str,
    basis: str,
    dated: date,
    review_organ: str = "",
    review_days: int = 30,
    remedy: str = "",
    attachments: tuple[str, ...] = (),
    **form: Any,
) -> Paper:
    """信访处理意见书, with all that art. 32 says it must state and the remedy of art. 35.

    `result` is support, explain or refuse. `facts` are facts and reasons. The remedy is either written out in `remedy`
    or made from `review_organ` and `review_days`. Raises LetterIncompleteError.
    """
    if not remedy.strip() and review_organ.strip():
        remedy = (
            f"如果您对本处理意见不服，可以自收到本处理意见书之日起{review_days}日内请求{review_organ}复查"
            "（《信访工作条例》第三十五条）。"
        )
    _need(
        (_("投诉请求"), request),
        (_("事实和理由"), facts),
        (_("处理结果"), result if result in RESULTS else ""),
        (_("处理意见"), opinion),
        (_("法律法规依据"), basis),
        (_("救济途径和期限"), remedy),
    )
    body: tuple[Block, ...] = (
        Paragraph(
            f"您通过{channel}反映的“{subject}”信访事项（登记编号：{case_number}），"
            f"我单位于{written_date(received_on)}收到并依法受理。经听取您陈述的事实和理由并调查核实，现已办结。"
            "根据《信访工作条例》第三十一条第六项、第三十二条的规定，处理意见如下："
        ),
        Heading("投诉请求"),
        *paragraphs(request),
        Heading("事实和理由"),
        *paragraphs(facts),
        Heading("处理意见"),
        Paragraph(RESULTS[result]),
        *paragraphs(opinion),
        Heading("法律法规依据"),
        *paragraphs(basis),
        Heading("救济途径和期限"),
        *paragraphs(remedy),
    )
    form["attachments"] = attachments
    return _to_petitioner("信访处理意见书", unit, number, petitioner, body, dated, form)


GIST = {
    "support": "结果：支持您的请求。",
    "explain": "结果：您的请求有道理，但是没有法律依据，我们在下面向您说明。",
    "refuse": "结果：不支持您的请求，理由写在下面。",
}


def decision_points(
    *, result: str, review_organ: str, review_days: int = 30, phone: str = ""
) -> tuple[str, ...]:
    """The gist of a decision in everyday words, for its large-print copy (the first day is not counted: 民法典 201)."""
    points = (
        GIST[result],
        f"如果您不同意：从收到正式文书的第二天算起，{review_days}天之内，可以请{review_organ}再查一次，这叫“复查”。",
        "请把盖章的正式文书收好，请求复查的时候带上。",
    )
    return (*points, f"有不明白的，可以打电话问：{phone}") if phone else points


def _need(*parts: tuple[str | Promise, str]) -> None:
    missing = [label for label, text in parts if not text.strip()]
    if missing:
        raise LetterIncompleteError(missing)


def _to_petitioner(
    title: str,
    unit: str,
    number: str,
    petitioner: str,
    body: tuple[Block, ...],
    dated: date,
    form: dict[str, Any],
) -> Paper:
    """`form` takes the other parts of a Paper as they are: note, copies_to, printed_by and the rest."""
    return Paper(
        **{"organ": unit, "signature": unit} | form,
        title=f"{unit}\n{title}",
        number=number,
        addressee=petitioner or "信访人",
        body=body,
        dated=dated,
    )


def _between_offices(
    title: str,
    sender: str,
    number: str,
    receiver: str,
    body: tuple[Block, ...],
    dated: date,
    attachments: tuple[str, ...],
    form: dict[str, Any],
) -> Paper:
    return Paper(
        **{"organ": sender, "signature": sender} | form,
        title=title,
        number=number,
        addressee=receiver,
        body=body,
        dated=dated,
        attachments=attachments,
    )
