"""The correction of a registration: its guard, its consequence, what its form has filled in, its words in the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.appeals.processes.hotline import HOTLINE
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.processes.report import REPORT
from bihuan.appeals.processes.suggestion import SUGGESTION
from bihuan.appeals.topics import topic_paths
from bihuan.casework import assistants, consequences, searching
from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt
from bihuan.casework.models import Case
from bihuan.casework.showing import labels
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction

CORRECTED = (PETITION.name, HOTLINE.name, SUGGESTION.name, REPORT.name)
BEFORE = {
    "subject_before": gettext_lazy("原来写的问题"),
    "topic_before": gettext_lazy("原来的内容分类"),
    "place_before": gettext_lazy("原来的地点"),
}


def something_corrected(attempt: Attempt) -> None:
    """Something becomes different, and the entry keeps what stood there before: it is added to what is given.

    What is the same as before is taken out again. The place is named in full, so that the journal can be read.
    """
    case, given = attempt.case, attempt.given
    place = _place(str(given.get("place_new") or "").strip())
    topic = str(given.get("topic_new") or "").strip()
    if topic and topic != case.topic and not _topic_known(topic):
        raise Guarded(_("分类表里没有这一类，也没有登记过，请照分类表写全。"), field="topic_new")
    changes = (
        ("subject", str(given.get("subject_new") or "").strip(), case.subject),
        ("topic", topic, case.topic),
        ("place", place.name if place is not None else "", _named(case)),
    )
    for name, new, old in changes:
        same = new in ("", old)
        if name == "place" and place is not None:
            same = place.pk == case.jurisdiction_id
        if same:
            given.pop(f"{name}_new", None)
        else:
            given[f"{name}_new"], given[f"{name}_before"] = new, old or "—"
    if "place_new" in given and place is not None:
        given["place_code"] = place.code
    if not any(f"{name}_new" in given for name, _new, _old in changes):
        raise Guarded(_("没有要更正的内容：请改问题、分类或者地点中的一项。"))


def correct(taken: consequences.Taken) -> None:
    """The case says it as corrected, and is found by it from now on."""
    case, given = taken.case, taken.given
    case.subject = given.get("subject_new", case.subject)
    case.topic = given.get("topic_new", case.topic)
    if "place_code" in given:
        case.jurisdiction = Jurisdiction.objects.get(code=given["place_code"], valid_to__isnull=True)
    case.save(update_fields=["subject", "topic", "jurisdiction"])
    if "subject_new" in given:
        searching.rewrite(case)


def for_correction(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """What is registered now."""
    del actor, at
    return {"subject_new": case.subject, "topic_new": case.topic, "place_new": _code(case)}


def register_all() -> None:
    """Make consequence, form and words known to the engine."""
    labels.DATA_LABELS.update(BEFORE)
    for process in CORRECTED:
        consequences.register(process, "correct", correct)
        assistants.register(process, "correct", assistants.Assistant(prefill=for_correction))


def _topic_known(topic: str) -> bool:
    """Of the tree that ships, or a district's own word: one that something was registered under."""
    return topic in topic_paths() or Case.objects.filter(topic=topic).exists()


def _place(typed: str) -> Jurisdiction | None:
    if not typed:
        return None
    living = Jurisdiction.objects.filter(valid_to__isnull=True)
    found = list(living.filter(code=typed)[:1]) or list(living.filter(name=typed)[:2])
    if len(found) == 1:
        return found[0]
    raise Guarded(
        _("没有找到这个地点，请写全名或者12位区划代码。") if not found else _("有同名的地点，请写区划代码。"),
        field="place_new",
    )


def _named(case: Case) -> str:
    return case.jurisdiction.name if case.jurisdiction is not None else ""


def _code(case: Case) -> str:
    return case.jurisdiction.code if case.jurisdiction is not None else ""
