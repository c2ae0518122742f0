"""From a document to cases: bringing in, mending, accepting, and what never becomes a task."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bihuan.casework import errors as casework_errors
from bihuan.casework import services as casework
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.directives import breakdown, errors, selectors, services
from bihuan.directives.models import Directive, Measure
from bihuan.directives.services import Document, Mended
from bihuan.directives.sources import read_bytes
from bihuan.organizations.models import Unit
from bihuan.organizations.roles import Role

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02 09:00")
TEXT = """青岚区人民政府关于做好重点工作的通知

一、解决群众诉求
1.由青岚区信访局牵头，2026年6月30日前化解信访积案20件。
2.完成老旧小区改造10个，6月底前开工。
3.对重点信访人员落实专人稳控，防止进京上访。
二、强化督查
每月通报一次进展。
"""


@pytest.fixture
def directive() -> Directive:
    load_district()
    return bring(TEXT)


def bring(text: str, *, who: str = "ducha", earlier: Directive | None = None) -> Directive:
    document = Document(
        "关于做好重点工作的通知",
        read_bytes("通知.txt", text.encode()),
        "青政发〔2026〕3号",
        "青岚区人民政府",
        date(2026, 3, 1),
    )
    return services.bring_in(document=document, actor=actor(who), at=NOW, earlier=earlier)


def measure(directive: Directive, words: str) -> Measure:
    return directive.measures.get(wording__contains=words)


def test_a_document_is_kept_with_sections_measures_and_what_was_read(directive: Directive) -> None:
    assert [(s.numbering, s.title) for s in directive.sections.all()] == [
        ("一、", "解决群众诉求"),
        ("二、", "强化督查"),
    ]
    one = measure(directive, "化解信访积案")
    assert directive.text[one.start : one.end] == one.wording
    assert (one.lead, one.due_on, one.due_words) == (unit("信访局"), date(2026, 6, 30), "2026年6月30日前")
    two = measure(directive, "老旧小区")
    assert (two.lead, two.due_on) == (None, date(2026, 6, 30))
    assert measure(directive, "每月通报").due_on is None


def test_a_heading_that_names_who_answers_speaks_for_all_below(directive: Directive) -> None:
    later = bring(
        "一、改造（牵头单位：青岚区住房和城乡建设局；配合单位：青岚区城市管理局）\n完成改造20个。",
        earlier=directive,
    )
    (one,) = later.measures.all()
    assert one.lead == unit("住建局")
    assert list(one.co_units.all()) == [unit("城管局")]


def test_only_supervisors_and_leaders_bring_documents_in() -> None:
    load_district()
    with pytest.raises(errors.NotGiver):
        bring(TEXT, who="chengban")


def test_an_accepted_measure_is_a_case_of_its_lead_unit_linked_to_its_sentence(directive: Directive) -> None:
    one = measure(directive, "化解信访积案")
    case = services.accept(measure=one, actor=actor("ducha"), at=NOW)
    one.refresh_from_db()
    assert (case.process, case.state, case.holder_unit_id) == (
        "directives.measure",
        "carrying",
        unit("信访局").pk,
    )
    assert (one.case, one.standing) == (case, Measure.Standing.ACCEPTED)
    assert directive.text[one.start : one.end] in case.body
    clock = ClockRow.objects.get(case=case, name="due")
    assert clock.due_at is not None
    assert clock.due_at.astimezone(NOW.tzinfo).date() in {date(2026, 6, 30), date(2026, 7, 1)}


def test_a_measure_without_a_date_becomes_a_case_without_a_clock(directive: Directive) -> None:
    one = measure(directive, "每月通报")
    services.edit(measure=one, mended=Mended(one.wording, unit("信访局")), actor=actor("ducha"))
    case = services.accept(measure=one, actor=actor("ducha"), at=NOW)
    assert not ClockRow.objects.filter(case=case).exists()


def test_without_a_lead_unit_nothing_is_given_out(directive: Directive) -> None:
    with pytest.raises(errors.NoLead):
        services.accept(measure=measure(directive, "老旧小区"), actor=actor("ducha"), at=NOW)
    assert not Case.objects.exists()


def test_an_order_to_control_persons_never_becomes_a_task_whatever_its_wording(directive: Directive) -> None:
    one = measure(directive, "专人稳控")
    assert one.controls_persons
    for wording in (one.wording, "做好重点工作。"):
        one = services.edit(measure=one, mended=Mended(wording, unit("信访局")), actor=actor("ducha"))
        with pytest.raises(errors.ControlsPersons) as told:
            services.accept(measure=one, actor=actor("ducha"), at=NOW)
        assert "信访工作条例" in str(told.value)
    assert not Case.objects.exists()


def test_a_harmless_sentence_reworded_into_such_an_order_is_refused_too(directive: Directive) -> None:
    one = measure(directive, "化解信访积案")
    services.edit(measure=one, mended=Mended("安排专人盯防信访人员。", unit("信访局")), actor=actor("ducha"))
    with pytest.raises(errors.ControlsPersons):
        services.accept(measure=one, actor=actor("ducha"), at=NOW)


def test_the_engine_itself_refuses_such_a_task_whoever_opens_it(directive: Directive) -> None:
    with pytest.raises(casework_errors.Guarded):
        casework.open_case(
            process="directives.measure", step="order", actor=actor("ducha"), at=NOW, subject="劝返进京上访人员",
            given={"to_unit": unit("信访局").pk},
        )  # fmt: skip


def test_the_database_refuses_a_case_on_such_a_measure(directive: Directive) -> None:
    case = services.accept(measure=measure(directive, "化解信访积案"), actor=actor("ducha"), at=NOW)
    Measure.objects.filter(case=case).update(case=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(controls_persons=True).update(case=case)


def test_what_was_settled_cannot_be_settled_again(directive: Directive) -> None:
    one = measure(directive, "化解信访积案")
    services.accept(measure=one, actor=actor("ducha"), at=NOW)
    with pytest.raises(errors.Settled):
        services.accept(measure=one, actor=actor("ducha"), at=NOW)
    with pytest.raises(errors.Settled):
        services.dismiss(measure=one, actor=actor("ducha"))
    assert Case.objects.count() == 1


def test_merged_measures_are_one_in_the_first_s_place(directive: Directive) -> None:
    one, two = measure(directive, "化解信访积案"), measure(directive, "老旧小区")
    merged = services.merge(measures=[two, one], actor=actor("ducha"))
    two.refresh_from_db()
    assert (merged.pk, two.merged_into_id, two.standing) == (one.pk, one.pk, Measure.Standing.MERGED)
    assert "积案20件" in merged.wording
    assert "改造10个" in merged.wording
    assert merged.end == two.end
    with pytest.raises(errors.NotTogether):
        services.merge(measures=[merged], actor=actor("ducha"))


def test_merging_an_order_to_control_persons_makes_the_whole_one(directive: Directive) -> None:
    merged = services.merge(
        measures=[measure(directive, "老旧小区"), measure(directive, "专人稳控")], actor=actor("ducha")
    )
    services.edit(measure=merged, mended=Mended("完成改造。", unit("信访局")), actor=actor("ducha"))
    with pytest.raises(errors.ControlsPersons):
        services.accept(measure=merged, actor=actor("ducha"), at=NOW)


def test_a_split_measure_keeps_both_spans_in_the_document(directive: Directive) -> None:
    one = measure(directive, "老旧小区")
    place = one.start + directive.text[one.start :].index("6月底")
    first, second = services.split(measure=one, at=place, actor=actor("ducha"))
    assert (
        directive.text[first.start : first.end] + directive.text[second.start : second.end]
        == "完成老旧小区改造10个，6月底前开工。"
    )
    with pytest.raises(errors.NoSuchPlace):
        services.split(measure=first, at=first.start, actor=actor("ducha"))


def test_a_new_version_says_what_changed_and_leaves_the_earlier_one(directive: Directive) -> None:
    later = bring(TEXT.replace("20件", "30件"), earlier=directive)
    assert later.version == 2
    ((before, after),) = selectors.changes(later)
    assert "20件" in before
    assert "30件" in after
    assert list(selectors.library()) == [later]
    with pytest.raises(errors.SameText):
        bring(later.text, earlier=later)


def test_the_library_is_searched_by_words_of_the_text(directive: Directive) -> None:
    assert list(selectors.library("老旧小区 青政发")) == [directive]
    assert not selectors.library("没有的词")


def test_the_library_shows_the_words_asked_for_in_their_place_and_how_long_a_document_is(
    directive: Directive,
) -> None:
    (found,) = selectors.library("老旧小区")
    assert "老旧小区" in vars(found)["excerpt"]
    (plain,) = selectors.library()
    assert directive.text.startswith(vars(plain)["excerpt"])
    assert vars(plain)["about_pages"] == 1


def test_every_character_of_the_document_is_shown_once(directive: Directive) -> None:
    shown = "\n".join("".join(part.words for part in line) for line in selectors.parts_of(directive))
    assert shown.split() == directive.text.split()
    marked = [part.measure for line in selectors.parts_of(directive) for part in line if part.measure]
    assert [one.pk for one in marked] == [one.pk for one in selectors.measures_of(directive)]


def test_the_breakdown_table_has_a_row_for_each_task_and_none_for_what_is_forbidden(
    directive: Directive,
) -> None:
    rows = list(breakdown.rows(directive))
    assert [str(row[2])[:6] for row in rows] == ["由青岚区信访", "完成老旧小区", "每月通报一次"]
    assert rows[0][3:6] == ("信访局", "", "2026-06-30")
    assert breakdown.as_xlsx(directive).startswith(b"PK")
    text = read_bytes("a.docx", breakdown.as_docx(directive)).text
    assert "完成老旧小区改造10个" in text
    assert "稳控" not in text


def take(case: Case, step: str, who: str, **given: object) -> None:
    casework.take(case_id=case.pk, step=step, actor=actor(who), at=NOW, given=given)
    case.refresh_from_db()


def test_the_doer_reports_and_the_giver_confirms(directive: Directive) -> None:
    one = measure(directive, "老旧小区")
    services.edit(
        measure=one,
        mended=Mended(one.wording, unit("住建局"), due_on=date(2026, 6, 30)),
        actor=actor("ducha"),
    )
    case = services.accept(measure=one, actor=actor("ducha"), at=NOW)
    take(case, "progress", "chengban", progress="已开工3个。", percent=30)
    take(case, "report_done", "chengban", result="10个全部完工。")
    assert (case.state, case.holder_unit_id) == ("reported", actor("ducha").unit_id)
    take(
        case,
        "send_back",
        "ducha",
        to_unit=unit("住建局").pk,
        due_by=date(2026, 7, 31),
        reason="还有1个没有开工。",
    )
    take(case, "report_done", "chengban", result="10个全部完工。")
    take(case, "confirm", "ducha", checked="到现场看过。")
    assert case.state == "done"
    assert not ClockRow.objects.filter(case=case, stopped_at__isnull=True).exists()


def test_nobody_confirms_the_work_of_the_own_unit(directive: Directive) -> None:
    case = services.accept(measure=given_to_supervisors(directive), actor=actor("ducha"), at=NOW)
    Entry.objects.filter(case=case)
    reporter = dataclasses.replace(actor("ducha"), roles=frozenset({Role.OFFICER, Role.SUPERVISOR}))
    casework.take(case_id=case.pk, step="report_done", actor=reporter, at=NOW, given={"result": "做完了。"})
    with pytest.raises(casework_errors.Guarded):
        casework.take(
            case_id=case.pk, step="confirm", actor=reporter, at=NOW, given={"checked": "自己看过。"}
        )


def given_to_supervisors(directive: Directive) -> Measure:
    one = measure(directive, "每月通报")
    unit_id = actor("ducha").unit_id
    assert unit_id is not None
    own = Unit.objects.get(pk=unit_id)
    return services.edit(measure=one, mended=Mended(one.wording, own), actor=actor("ducha"))
