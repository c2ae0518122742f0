"""The sample district's supervision: one of each kind, in different states, over cases that the other samples made."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Unit
from bihuan.organizations.selectors import actor as actor_on
from bihuan.organizations.selectors import head_of
from bihuan.supervision import escalation, services
from bihuan.supervision.models import Meeting

LETTER = "对本单位的信访工作和分管领域的安全生产负责：依法按期受理、办理、答复；重要事项亲自研究、亲自接待；整改到位。"


def load(seed: int = 1) -> None:
    """Once. Nothing in it depends on the seed: it is written by hand."""
    del seed
    if Meeting.objects.exists():
        return
    _Sample(timezone.now()).write()


class _Sample:
    def __init__(self, at: datetime) -> None:
        self.at, self.today = at, at.astimezone(CHINA).date()

    def who(self, username: str) -> Actor:
        found = actor_on(Account.objects.get(username=username).pk, None, self.today)
        assert found is not None, username
        return found

    def unit(self, code: str) -> Unit:
        return Unit.objects.get(code=code)

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def moment(self, days: int, hour: int = 10) -> datetime:
        return min(datetime.combine(self.day(days), time(hour), CHINA), self.at)

    def late(self, code: str, skip: int = 0) -> Case:
        """One of the sample's petitions that its unit lets run late, received before what is done about it here."""
        rows = Case.objects.filter(
            process="appeals.petition", holder_unit__code=code, next_due_at__lte=self.moment(-40)
        )
        return rows.order_by("-next_due_at", "pk")[skip]

    def take(self, case: Case, step: str, who: str, days: int, **given: object) -> None:
        casework.take(case_id=case.pk, step=step, actor=self.who(who), at=self.moment(days, 15), given=given)

    def write(self) -> None:
        self.responsibility()
        self.instruments()
        self.hearings()
        self.charges()
        self.meeting()
        self.money()
        escalation.run(at=self.at, deliver=True)

    def responsibility(self) -> None:
        ducha = self.who("ducha")
        signed = date(self.today.year, 1, 20)
        for unit in Unit.objects.filter(
            kind__in=[Unit.Kind.DEPARTMENT, Unit.Kind.TOWN], valid_to__isnull=True
        ):
            if head_of(unit, signed) is not None:
                services.sign_letter(
                    year=self.today.year, unit=unit, duties=LETTER, signed_on=signed, actor=ducha
                )
        leader = Account.objects.get(username="lingdao")
        for name, kind, code in (
            ("城镇燃气", "sector", "QL-ZJ"), ("道路运输", "sector", "QL-JT"), ("校外培训机构", "business", "QL-JY"),
            ("劳动和社会保障领域的信访", "petitions", "QL-RS"),
        ):  # fmt: skip
            services.set_sector(
                name=name,
                kind=kind,
                unit=self.unit(code),
                leader=leader,
                starts_on=date(self.today.year, 1, 1),
                actor=ducha,
            )

    def supervise(self, process: str, days: int, subject: str, origin: Case | None, **given: object) -> Case:
        return services.supervise(
            process=f"supervision.{process}", actor=self.who("ducha"), at=self.moment(days), subject=subject, given=given,
            origin=origin,
        )  # fmt: skip

    def instruments(self) -> None:
        bureau, labour = self.unit("QL-ZJ"), self.unit("QL-RS")
        first, second = self.late("QL-ZJ"), self.late("QL-ZJ", 1)
        urging = self.supervise(
            "urging",
            -34,
            first.subject,
            first,
            to_unit=bureau.pk,
            urged="办理期限已过，请说明进度。",
            reply_by=self.day(-29),
        )
        given = {
            "to_unit": bureau.pk,
            "requirement": "催办没有答复。请书面回复办理情况和依据。",
            "reply_by": self.day(-14),
        }
        self.take(urging, "raise", "ducha", -28, **given)
        order = Case.objects.get(process="supervision.order", origin=urging)
        self.take(order, "reply", "chengban", -12, reply="已约见开发企业，正在核对合同。")
        again = {"to_unit": bureau.pk, "reply_by": self.day(-4), "reason": "没有写明什么时候办结。"}
        self.take(order, "not_enough", "ducha", -10, **again)
        self.supervise(
            "order",
            -3,
            second.subject,
            second,
            to_unit=bureau.pk,
            requirement="请书面回复。",
            reply_by=self.day(6),
        )
        listed = self.late("QL-RS")
        self.supervise(
            "listing", -20, listed.subject, listed, to_unit=labour.pk, level="district", requirement="限期办结，逐旬报进展。",
            finish_by=self.day(25),
        )  # fmt: skip
        self.supervise(
            "proposal", -40, "物业服务费公示", None, to_unit=bureau.pk, kind="policy",
            finding="同类事项多次发生，没有统一的公示办法。",
            proposal="制定物业服务费公示办法，并检查落实。",
        )  # fmt: skip
        check = self.supervise(
            "check", -9, "接访窗口值守", None, kind="unannounced", unit_checked=self.unit("QL-100").pk, place="石湾镇接访室",
            look_at="工作时间是否有人接待，登记是否及时。", on_day=self.day(-7),
        )  # fmt: skip
        self.take(
            check,
            "record",
            "ducha",
            -7,
            seen_on=self.day(-7),
            found="上午九点四十分无人值守。",
            outcome="faults",
        )
        faults = {
            "to_unit": self.unit("QL-100").pk,
            "faults": "接访窗口无人值守。",
            "rectify_by": self.day(8),
        }
        self.take(check, "hand_over", "ducha", -6, **faults)
        talk = self.supervise(
            "interview", -15, "多件事项超期", None, to_unit=self.unit("QL-CG").pk, why="三件事项超期，督办两次没有结果。",
            meets_on=self.day(-11), place="区政府三楼会议室", who_comes="局长、分管副局长",
        )  # fmt: skip
        self.take(
            talk, "hold", "ducha", -11, held_on=self.day(-11), who_came="局长", said="推诿、拖延，没有专人负责。",
            undertaken="一个月内办结三件，明确专人。", rectify_by=self.day(18),
        )  # fmt: skip

    def hearings(self) -> None:
        clerk, leader = self.who("fenliu"), Account.objects.get(username="lingdao")
        mayor = head_of(self.unit("QL-ZF"), self.today)
        assert mayor is not None
        keys = []
        for who, kind, days, place, remit in (
            (mayor.account, "reception", 6, "区信访局一楼接访大厅", "全面工作"),
            (leader, "reception", 13, "区信访局一楼接访大厅", "城乡建设、交通"),
            (leader, "visit", 20, "新渡街道锦园社区", "城乡建设、交通"),
            (leader, "letter", 3, "区政府办", "城乡建设、交通"),
            (leader, "reception", -18, "区信访局一楼接访大厅", "城乡建设、交通"),
        ):
            row = services.set_hearing(
                kind=kind, leader=who, on=self.day(days), place=place, remit=remit, starts=time(9), ends=time(11, 30),
                actor=clerk, at=self.at,
            )  # fmt: skip
            keys.append(row)
        services.publish(hearings=[row.pk for row in keys], actor=clerk, at=self.moment(-25))
        past = keys[-1]
        services.hear(
            hearing=past, matter="锦园社区二次供水经常停水，物业说泵坏了。", answered="先用备用泵，再换新泵。", actor=clerk,
            at=self.moment(-18, 11), promised="锦园社区二次供水换泵", due_by=self.day(-3), to_unit_id=self.unit("QL-SW").pk,
        )  # fmt: skip
        services.hear(
            hearing=past, matter="工地夜间施工噪声。", answered="由城管局当晚去查，三天内答复。", actor=clerk,
            at=self.moment(-18, 11), promised="查处夜间施工并答复", due_by=self.day(-15), to_unit_id=self.unit("QL-CG").pk,
        )  # fmt: skip

    def charges(self) -> None:
        leader, clerk = Account.objects.get(username="lingdao"), self.who("fenliu")
        for days, skip, due, contact in ((-50, 2, 30, -42), (-45, 3, -5, None)):
            origin = self.late("QL-ZJ", skip)
            case = services.take_charge(
                leader=leader, actor=clerk, at=self.moment(days), subject=origin.subject, origin=origin,
                given={"matter": "查清责任，依法解决。", "due_by": self.day(due)},
            )  # fmt: skip
            self.take(
                case, "make_plan", "lingdao", days + 5, plan="一、查合同；二、约双方；三、依法作出处理。"
            )
            if contact is not None:
                self.take(
                    case, "contact", "lingdao", contact, met_on=self.day(contact), how="visited", heard="要求一次说清责任。",
                    answered="两周内给书面答复。",
                )  # fmt: skip
            else:
                self.take(
                    case,
                    "pass_down",
                    "lingdao",
                    days + 6,
                    to_unit=self.unit("QL-ZJ").pk,
                    reason="请住建局先拿意见。",
                )
        campaign = services.start_campaign(
            title=f"{self.today.year}年信访积案集中化解", goal="把收到超过一年、仍未办结的逐件办结，由当事人确认。",
            starts_on=self.day(-60), ends_on=self.day(60), actor=self.who("ducha"),
        )  # fmt: skip
        services.add_cases(
            campaign=campaign, actor=self.who("ducha"), at=self.moment(-60), registered_before=self.day(-365)
        )

    def meeting(self) -> None:
        ducha = self.who("ducha")
        meeting = services.call_meeting(
            title="信访工作联席会议第三次会议", on=self.day(-8), place="区政府三楼会议室", convenor="副区长 韩致平",
            units=[self.unit("QL-ZJ"), self.unit("QL-SW")], agenda=["老旧小区二次供水", "物业服务费公示", "积案化解进度"],
            actor=ducha,
        )  # fmt: skip
        water, fees, _backlog = meeting.agenda.all()
        services.decide(
            item=water, decided="水务局牵头，摸清全区二次供水设施，列出更换清单。", actor=ducha, at=self.moment(-8),
            to_unit_id=self.unit("QL-SW").pk, due_by=self.day(14),
        )  # fmt: skip
        services.decide(
            item=fees, decided="住建局制定公示办法。", actor=ducha, at=self.moment(-8), to_unit_id=self.unit("QL-ZJ").pk,
            due_by=self.day(40),
        )  # fmt: skip

    def money(self) -> None:
        ducha = self.who("ducha")
        line = services.add_line(
            year=self.today.year, code="2120399", title="二次供水设施改造", unit=self.unit("QL-SW"),
            planned=Decimal("1200000.00"), actor=ducha,
        )  # fmt: skip
        services.add_line(
            year=self.today.year, code="2010308", title="信访工作经费", unit=self.unit("QL-XF"), planned=Decimal("350000.00"),
            actor=ducha,
        )  # fmt: skip
        case = Case.objects.filter(process="supervision.decision").order_by("pk").first()
        assert case is not None
        for kind, amount, evidence in (
            ("planned", "600000.00", "区财〔2026〕18号"), ("committed", "428600.50", "合同 QLSW-06"),
            ("spent", "128580.15", "凭证 1107"),
        ):  # fmt: skip
            services.move(
                line=line, case=case, kind=kind, amount=Decimal(amount), on=self.day(-6), evidence=evidence, actor=ducha,
                at=self.moment(-6),
            )  # fmt: skip
