"""From what an issued document keeps to the text of each place. Pure: the same data gives the same words for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.common.papers.numbering import written_date

# Art. 32(1)-(3): what a decision can say, in the words of the article.
RESULTS = {
    "support": "请求事实清楚，符合法律、法规、规章或者其他有关规定，"
    "依照《信访工作条例》第三十二条第一款第一项的规定，予以支持。",
    "explain": "请求事由合理但缺乏法律依据，依照《信访工作条例》第三十二条第一款第二项的规定，作出解释说明。",
    "refuse": "请求缺乏事实根据或者不符合法律、法规、规章或者其他有关规定，"
    "依照《信访工作条例》第三十二条第一款第三项的规定，不予支持。",
}
REVIEWED = {
    "uphold": "原意见认定事实清楚，适用依据正确，处理恰当，予以维持。",
    "change": "原意见认定事实不清、适用依据不当或者处理不当，予以变更。",
    "revoke": "原意见认定事实不清、适用依据不当或者处理不当，予以撤销，责令重新办理。",
}
GROUNDS = {
    "not_ours": "该事项不属于我单位或者本系统职权范围，根据《信访工作条例》第二十三条第一款的规定，"
    "我单位不予受理，现告知您向有权处理的机关、单位提出。",
    "in_progress": "该事项已经受理或者正在办理，根据《信访工作条例》第十九条第三款的规定，"
    "在规定期限内向上级机关、单位又提出同一信访事项的，上级机关、单位不予受理。",
    "re_reviewed": "该事项已经作出复核意见，您仍然以同一事实和理由提出投诉请求，"
    "根据《信访工作条例》第三十六条第三款的规定，不再受理。",
    "legal_path": "该事项应当通过法律程序解决，根据《信访工作条例》第三十一条的规定，导入相应程序处理，我单位不予受理。",
}
# The same in everyday words, for the plain copy.
PLAIN = {
    "support": "结果：支持您的请求。",
    "explain": "结果：您的请求有道理，但是没有法律依据，我们在下面向您说明。",
    "refuse": "结果：不支持您的请求，理由写在下面。",
    "uphold": "结果：原来的决定不变。",
    "change": "结果：原来的决定改了。",
    "revoke": "结果：原来的决定不算了，要求重新办。",
    "not_ours": "这件事不归我们管。",
    "in_progress": "同一件事，别的单位已经在办了。",
    "re_reviewed": "同样的事实和理由，已经作过最后一次复核。",
    "legal_path": "这件事要走法律程序，我们不能替代。",
}
# Art. 31(1)-(5): the paths, in the words of the article. The keys are those of the step that leads there.
PATHS = {
    "litigation": "诉讼、检察、公安等司法程序（第三十一条第一项）",
    "arbitration": "仲裁（第三十一条第二项）",
    "party_appeal": "党员申诉、申请复审（第三十一条第三项）",
    "administrative": "行政复议、裁决、确认、许可、处罚等行政程序（第三十一条第四项）",
    "duty": "申请查处违法行为、履行法定职责（第三十一条第五项）",
}
# The national figures, as a letter says them; a district's own ones are kept with the document (`limits`).
LIMITS = {
    "notice": "15日", "objection": "5个工作日", "extension": "30日", "review_right": "30日", "re_review_right": "30日",
    "reconsider": "60日",
}  # fmt: skip
RECONSIDER = (
    "您可以自知道或者应当知道该行政行为之日（{day}）的次日起{limit}内申请行政复议（《行政复议法》第二十条）。"
)
PROCEDURE = (
    "我单位将依照《信访工作条例》第三十一条第六项的规定，听取您陈述事实和理由，"
    "并调查核实，出具信访处理意见书。"
)
REVIEW_REMEDY = (
    "如不服本处理意见，可以自收到本意见书之日起{limit}内向{organ}请求复查（《信访工作条例》第三十五条）。"
)
RE_REVIEW_REMEDY = (
    "如不服本复查意见，可以自收到本意见书之日起{limit}内向{organ}请求复核（《信访工作条例》第三十六条）。"
)
FINALITY = (
    "根据《信访工作条例》第三十六条第三款的规定，信访人对复核意见不服，仍然以同一事实和理由提出投诉请求的，"
    "各级党委和政府信访部门和其他机关、单位不再受理。"
)
REVOKED_REMEDY = (
    "原意见撤销后，由原办理单位重新作出处理意见。您对重新作出的处理意见不服的，"
    "可以自收到之日起{limit}内请求复查（《信访工作条例》第三十五条）。"
)
UPPER = "上一级机关"

# Where the steps of one process call by another name what the document asks for. The first that has a text is taken.
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "reason": ("reason", "grounds", "why", "note"),
    "demand": ("demand", "requirement", "required", "note"),
    "report_by": ("report_by", "report_due", "due_on", "answer_by"),
    "answer_by": ("answer_by", "due_on", "by_date"),
    "dispute": ("dispute", "facts", "matter", "subject"),
    "agreement": ("agreement", "terms", "opinion"),
    "other_party": ("other_party", "party", "parties"),
    "perform_by": ("perform_by", "execute_by", "keep_by"),
    "requested": ("requested_on", "asked_on", "received_on", "sent_on"),
    "help": ("help", "help_unit", "helper"),
    "competent": ("competent", "competent_organ", "to_organ"),
}
DATES = frozenset({"report_by", "answer_by", "perform_by", "requested"})


def words_of(kind: str, data: Mapping[str, Any], *, number: str, addressee: str = "") -> dict[str, str]:
    """The text of every place by its key. `addressee`: the petitioner's name on the copy that is sent."""
    texts = {
        name: str(value) for name, value in data.items() if isinstance(value, (str, int)) and value != ""
    }
    words: dict[str, str] = {**texts}
    for key, names in OTHER_NAMES.items():
        words[key] = next((texts[name] for name in names if texts.get(name, "").strip()), "")
    for key in DATES:
        words[key] = _day(words[key])
    received = data.get("received_on") if kind in ("acceptance", "receipt") else None
    words |= {
        "number": number,
        "addressee": addressee
        or ((texts.get("proposed_to") or data.get("holder", "")) if kind in BETWEEN else "信访人"),
        "issued": _day(data.get("issued_on")),
        "received": _day(received or data.get("case_received_on")),
        "sent": _day(data.get("sent_on")),
        "handle_by": _day(data.get("handle_by")),
        "handle_by_before": _day(data.get("handle_by_before")),
        "next_by": _day(data.get("next_by")),
        "until": _day(data.get("until")),
        "finish_by": _day(data.get("finish_by")),
    }
    limits = {**LIMITS, **data.get("limits", {})}
    words |= {f"limit_{name}": text for name, text in limits.items()}
    words |= {f"plain_{name}": _days(text) for name, text in limits.items()}
    result = str(data.get("review_result") or data.get("result") or "")
    ground = str(data.get("ground") or ("legal_path" if data.get("path") else "not_ours"))
    words |= {
        "result_words": (REVIEWED if kind in ("review", "re_review") else RESULTS).get(result, ""),
        "result_plain": PLAIN.get(result, ""),
        "ground_words": GROUNDS.get(ground, ""),
        "ground_plain": PLAIN.get(ground, ""),
        "path_words": PATHS.get(str(data.get("path") or ""), ""),
        "reconsider": RECONSIDER.format(day=_day(data.get("known_on")), limit=limits["reconsider"])
        if data.get("known_on")
        else "",
        "remedy_until": _day(data.get("remedy_until")),
        "procedure": texts.get("procedure") or PROCEDURE,
        "finality": FINALITY,
        "review_organ": texts.get("review_organ") or texts.get("superior") or UPPER,
        "help": words["help"] or texts.get("holder", ""),
    }
    if kind in ("review", "re_review", "end"):
        words["decided_by"] = texts.get("decided_by", "")
        words["re_reviewed"] = _day(data.get("decision_on"))
        words["re_review_number"] = texts.get("decision_number", "")
    if not words.get("remedy", "").strip() and kind in ("decision", "review"):
        sentence, right = (
            (REVOKED_REMEDY, "review_right") if result == "revoke"
            else (REVIEW_REMEDY, "review_right") if kind == "decision"
            else (RE_REVIEW_REMEDY, "re_review_right")
        )  # fmt: skip
        words["remedy"] = sentence.format(organ=words["review_organ"], limit=limits[right])
    return words


BETWEEN = frozenset({"order", "transfer", "assignment", "objection", "urging", "proposal"})


def _days(limit: str) -> str:
    """As one says it: 30天 for 30日; working days and hours stay as they are."""
    return f"{limit[:-1]}天" if limit[:-1].isdigit() and limit.endswith("日") else limit


def _day(value: Any) -> str:
    """2026年3月2日 from an ISO date; what is no date stays as it is."""
    try:
        return written_date(date.fromisoformat(str(value)[:10])) if value else ""
    except ValueError:
        return str(value)
