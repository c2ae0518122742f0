"""Who answers for what, and what only bears a name."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.organizations import services as organizations
from bihuan.organizations.models import Account, Appointment
from bihuan.supervision import duty_selectors, errors, services
from bihuan.supervision.models import AgendaItem, Hearing, Letter, Sector
from bihuan.supervision.tests.making import NOW, head, measure, take
from bihuan.supervision.tests.test_processes import charge


def leader() -> Account:
    return Account.objects.get(username="lingdao")


def day(on: str = "2026-03-02", kind: str = "reception") -> Hearing:
    return services.set_hearing(
        kind=kind,
        leader=leader(),
        on=date.fromisoformat(on),
        place="信访局一楼",
        actor=actor("fenliu"),
        at=NOW,
    )


def shows(case: Case, when: str) -> list[str]:
    (found,) = [one for one in duty_selectors.duties(actor("ducha"), at(when)) if one.case.pk == case.pk]
    return found.shows


def test_a_letter_is_signed_by_whoever_leads_the_unit_on_that_day() -> None:
    letter = services.sign_letter(
        year=2026,
        unit=unit("住建局"),
        duties="及时就地解决",
        signed_on=date(2026, 3, 2),
        actor=actor("ducha"),
    )
    assert letter.signer_id == head("住建局").pk
    with pytest.raises(errors.Taken):
        services.sign_letter(
            year=2026, unit=unit("住建局"), duties="又一份", signed_on=date(2026, 3, 2), actor=actor("ducha")
        )


def test_a_gap_in_appointments_is_said_and_a_letter_is_refused() -> None:
    held = Appointment.objects.get(account=head("城管局"), post__is_head=True)
    organizations.end_appointment(
        appointment=held,
        ends_on=date(2026, 2, 10),
        reason=Appointment.Ended.RETIRED,
        by=actor("guanli"),
        at=NOW,
    )
    (row,) = [one for one in duty_selectors.responsible(date(2026, 3, 2)) if one.unit == unit("城管局")]
    assert row.head == ""
    with pytest.raises(errors.NotInOffice):
        services.sign_letter(
            year=2026, unit=unit("城管局"), duties="x", signed_on=date(2026, 3, 2), actor=actor("ducha")
        )


def test_a_sector_has_one_leader_at_a_time() -> None:
    for who, on in ((leader(), date(2026, 1, 1)), (head("区政府"), date(2026, 3, 1))):
        services.set_sector(
            name="燃气", kind="sector", unit=unit("住建局"), leader=who, starts_on=on, actor=actor("ducha")
        )
    assert [row.leader_id for row in duty_selectors.sectors(date(2026, 2, 28))] == [leader().pk]
    assert [row.leader_id for row in duty_selectors.sectors(date(2026, 3, 1))] == [head("区政府").pk]
    with pytest.raises(errors.BadDates):
        services.set_sector(
            name="燃气",
            kind="sector",
            unit=unit("住建局"),
            leader=None,
            starts_on=date(2026, 2, 1),
            actor=actor("ducha"),
        )
    assert Sector.objects.count() == 2


def test_only_published_days_are_shown_to_the_public_and_letters_never() -> None:
    shown, hidden, letters = day("2026-03-10"), day("2026-03-17"), day("2026-03-11", "letter")
    services.publish(hearings=[shown.pk, letters.pk], actor=actor("fenliu"), at=NOW)
    assert list(duty_selectors.published(date(2026, 3, 2))) == [shown]
    assert hidden.published_at is None
    services.call_off(hearing=shown, reason="区里开会", actor=actor("fenliu"), at=NOW)
    (row,) = duty_selectors.published(date(2026, 3, 2))
    assert row.called_off == "区里开会"


def test_what_was_promised_becomes_a_case_with_its_day() -> None:
    heard = services.hear(
        hearing=day(),
        matter="小区停水",
        actor=actor("fenliu"),
        at=NOW,
        promised="三天内恢复供水",
        due_by=date(2026, 3, 5),
    )
    promise = heard.promise
    assert promise is not None
    assert (promise.state, promise.duty.leader_id) == ("promised", leader().pk)
    assert promise.holder_unit_id == unit("区政府").pk
    assert shows(promise, "2026-03-05 12:00") == []
    assert shows(promise, "2026-03-06 00:00") == ["past_its_day"]


def test_a_day_that_has_not_come_has_heard_nothing() -> None:
    with pytest.raises(errors.NotHeldYet):
        services.hear(hearing=day("2026-03-09"), matter="停水", actor=actor("fenliu"), at=NOW)
    with pytest.raises(errors.NotAllowed):
        services.hear(hearing=day(), matter="停水", actor=actor("chengban"), at=NOW)


def test_a_name_without_an_own_contact_is_shown() -> None:
    case = charge()
    assert shows(case, "2026-04-01 09:00") == []
    assert shows(case, "2026-04-02 09:00") == ["no_contact"]
    contact = {"met_on": "2026-04-02", "how": "met", "heard": "要求安置", "answered": "一周内回复"}
    take(case, "contact", actor("lingdao"), "2026-04-02 10:00", **contact)
    assert shows(case, "2026-04-02 11:00") == []


def test_a_case_passed_down_the_line_is_shown_until_it_comes_back() -> None:
    case = charge()
    take(case, "pass_down", actor("lingdao"), to_unit=unit("住建局").pk, reason="请先办")
    assert shows(case, "2026-03-05 09:00") == ["passed_down"]


def test_an_end_without_confirmation_stays_visible() -> None:
    case = charge()
    take(case, "make_plan", actor("lingdao"), plan="先查清面积")
    take(case, "report_result", actor("lingdao"), "2026-03-20 09:00", result="已安置")
    take(
        case,
        "not_solved",
        actor("fenliu"),
        "2026-03-21 09:00",
        to_unit=unit("区政府").pk,
        said="没有",
        due_by="2026-05-01",
    )
    take(case, "report_result", actor("lingdao"), "2026-04-20 09:00", result="已安置")
    given = {"reason": "联系不上"}
    Case.objects.filter(pk=case.pk).update(holder_unit=unit("区政府办"))  # the office that would close it
    take(case, "close_unconfirmed", actor("ducha"), "2026-04-21 09:00", **given)
    assert shows(case, "2026-04-22 09:00") == ["unconfirmed"]


def test_a_postponed_promise_still_shows_the_day_it_missed() -> None:
    case = services.promise(
        leader=leader(), actor=actor("fenliu"), at=NOW, subject="恢复供水",
        given={"occasion": "visit", "promised": "恢复供水", "due_by": "2026-03-05"},
    )  # fmt: skip
    take(case, "postpone", actor("fenliu"), "2026-03-09 09:00", due_by="2026-04-01", reason="管道老化")
    assert shows(case, "2026-03-10 09:00") == ["past_its_day"]


def test_a_campaign_counts_cases_by_unit_and_takes_each_once() -> None:
    cases = [measure(), measure(to="城管局")]
    campaign = services.start_campaign(
        title="积案化解", goal="", starts_on=date(2026, 3, 1), ends_on=date(2026, 6, 30), actor=actor("ducha")
    )
    numbers = [case.number for case in cases]
    add = {"campaign": campaign, "actor": actor("ducha"), "at": NOW}
    assert services.add_cases(numbers=numbers, **add) == 2  # type: ignore[arg-type]
    assert services.add_cases(numbers=numbers, **add) == 0  # type: ignore[arg-type]
    with pytest.raises(errors.NoSuchCase):
        services.add_cases(numbers=["XF-2026-999999"], **add)  # type: ignore[arg-type]
    (progress,) = duty_selectors.campaigns(at("2026-05-01 09:00"))
    assert (progress.total, progress.open, progress.overdue) == (2, 2, 2)
    assert {part.unit for part in duty_selectors.by_unit(campaign, NOW)} == {
        unit("住建局").name,
        unit("城管局").name,
    }


def test_old_cases_are_taken_in_by_age_not_by_whose_they_are() -> None:
    measure()
    campaign = services.start_campaign(
        title="旧案", goal="", starts_on=date(2026, 3, 1), ends_on=date(2026, 6, 30), actor=actor("ducha")
    )
    add = {"campaign": campaign, "actor": actor("ducha"), "at": NOW}
    assert services.add_cases(registered_before=date(2026, 3, 2), **add) == 0  # type: ignore[arg-type]
    assert services.add_cases(registered_before=date(2026, 3, 3), **add) == 1  # type: ignore[arg-type]


def test_what_a_meeting_decides_is_followed_up_as_a_case() -> None:
    meeting = services.call_meeting(
        title="第一次联席会议", on=date(2026, 3, 2), place="三楼", convenor="副区长", units=[unit("住建局")],
        agenda=["停水问题", " ", "物业费公示"], actor=actor("ducha"),
    )  # fmt: skip
    first, second = meeting.agenda.all()
    services.decide(
        item=first, decided="三月底前换管", actor=actor("ducha"), at=NOW, to_unit_id=unit("水务局").pk,
        due_by=date(2026, 3, 31),
    )  # fmt: skip
    case = Case.objects.get(process="supervision.decision")
    assert (case.holder_unit_id, case.state) == (unit("水务局").pk, "carrying")
    with pytest.raises(errors.Taken):
        services.decide(item=first, decided="再来一次", actor=actor("ducha"), at=NOW)
    services.close_minutes(meeting=meeting, minutes="议定二事", actor=actor("ducha"), at=NOW)
    with pytest.raises(errors.Closed):
        services.decide(
            item=AgendaItem.objects.get(pk=second.pk), decided="晚了", actor=actor("ducha"), at=NOW
        )


def test_an_officer_signs_no_letters_and_starts_no_campaigns() -> None:
    with pytest.raises(errors.NotAllowed):
        services.start_campaign(
            title="x", goal="", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 2), actor=actor("chengban")
        )
    with pytest.raises(errors.BadDates):
        services.start_campaign(
            title="x", goal="", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1), actor=actor("ducha")
        )
    assert not Letter.objects.exists()
