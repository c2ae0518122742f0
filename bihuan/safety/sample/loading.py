"""Puts the sample enterprises into the database through the slice's own services, at their own dates."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Account, Jurisdiction, Unit
from bihuan.organizations.roles import Role
from bihuan.organizations.sample import SampleRefusedError
from bihuan.organizations.sample_district import PASSWORD
from bihuan.organizations.selectors import actor as actor_on
from bihuan.safety.enterprises import services as enterprises
from bihuan.safety.enterprises.codes import check_character
from bihuan.safety.enterprises.models import Contractor, Enterprise, Equipment, MajorHazardInstallation
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.packs import Criterion, enter_pack
from bihuan.safety.hazards.self_reports import suspect
from bihuan.safety.hazards.services import Found, find
from bihuan.safety.inspections import checklists
from bihuan.safety.inspections import services as inspections
from bihuan.safety.inspections.models import Checklist, Inspection
from bihuan.safety.inspections.services import Answer, Record
from bihuan.safety.maps import services as maps
from bihuan.safety.risk import services as risk
from bihuan.safety.risk.models import RiskPoint
from bihuan.safety.sample import geography, words
from bihuan.safety.sample.accounts import SHOWN

# The two that can be signed in to: the safety officer and the principal of the first enterprise.
ACCOUNTS = tuple(
    (one.username, one.name, role)
    for one, role in zip(SHOWN, (Role.SAFETY_OFFICER, Role.PRINCIPAL), strict=True)
)


@transaction.atomic
def load_all(*, seed: int, on: date | None, count: int) -> int:
    """See `sample.load`. All or nothing, in one transaction."""
    if not settings.DEMO:
        raise SampleRefusedError(_("正式环境不装载示例数据。"))
    regulator = Unit.objects.filter(code="QL-YJ").first()
    if regulator is None or Enterprise.objects.exists():
        return 0
    now = timezone.now() if on is None else datetime.combine(on, time(9), tzinfo=CHINA)
    return _Year(random.Random(seed), now, regulator).fill(count)  # noqa: S311  (a repeatable sample, nothing secret)


class _Year:
    """The year before now of sixty enterprises."""

    def __init__(self, dice: random.Random, now: datetime, regulator: Unit) -> None:
        self.dice, self.now, self.regulator = dice, now, regulator
        self.today = now.astimezone(CHINA).date()
        self.anjian = self.actor("anjian")
        self.head = self.post_of("局长", "unit_head")
        self.second = self.other_inspector()
        self.people: dict[int, tuple[Actor, Actor]] = {}
        self.outlines = geography.outlines()
        self.where = random.Random(7)  # noqa: S311 - apart, so that the rest stays as it was

    def fill(self, count: int) -> int:
        self.packs()
        self.boundaries()
        firms = [self.enterprise(n) for n in range(count)]
        for n, firm in enumerate(firms):
            self.risks(firm)
            for _n in range(self.dice.randrange(1, 4)):
                self.general(firm, self.dice.randrange(25, 330))
            if firm.sector in words.MAJOR and n % 4 == 0:
                self.major(firm, stop=n // 4)
        self.states(firms)
        self.inspect()
        suspect(
            hazards=Hazard.objects.filter(open=True, grade="").select_related("case", "enterprise"),
            at=self.now,
        )
        return len(firms)

    def boundaries(self) -> None:
        features = [
            {"type": "Feature", "properties": {"name": name}, "geometry": shape}
            for name, shape in self.outlines.items()
        ]
        content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
        maps.enter(content=content, source="示例.geojson", actor=SYSTEM, at=self.ago(360))

    # who

    def actor(self, username: str) -> Actor:
        account = Account.objects.get(username=username)
        found = actor_on(account.pk, None, self.today)
        assert found is not None
        return found

    def post_of(self, title: str, role: str) -> Actor:
        account = Account.objects.filter(
            appointments__post__unit=self.regulator, appointments__post__title=title, appointments__ends_on__isnull=True
        ).first()  # fmt: skip
        assert account is not None, role
        found = actor_on(account.pk, None, self.today)
        assert found is not None
        return found

    def other_inspector(self) -> Actor:
        accounts = Account.objects.filter(
            appointments__post__unit=self.regulator, appointments__post__title="安全生产执法员",
            appointments__ends_on__isnull=True
        ).exclude(username="anjian")  # fmt: skip
        found = actor_on(accounts.get().pk, None, self.today)
        assert found is not None
        return found

    def officer_of(self, unit: Unit) -> Actor:
        account = Account.objects.filter(
            appointments__post__unit=unit, appointments__post__title="信访承办人", appointments__ends_on__isnull=True
        ).first()  # fmt: skip
        assert account is not None
        found = actor_on(account.pk, None, self.today)
        assert found is not None
        return found

    def of(self, firm: Enterprise) -> tuple[Actor, Actor]:
        """The safety officer and the principal. Those without an account act as people of the enterprise all the same."""
        if firm.pk not in self.people:
            names = self.dice.sample(words.PEOPLE, 2)
            self.people[firm.pk] = tuple(  # type: ignore[assignment]
                Actor(
                    account_id=None, appointment_id=None, unit_id=firm.unit_id, jurisdiction_id=firm.place_id, name=name,
                    unit_name=firm.name, post_title=title, roles=frozenset({role}),
                )
                for name, (title, role) in zip(
                    names, (("安全管理人员", Role.SAFETY_OFFICER), ("主要负责人", Role.PRINCIPAL)), strict=True
                )
            )  # fmt: skip
        return self.people[firm.pk]

    # what

    def packs(self) -> None:
        risk.load_tables()
        enter_pack(
            code="DEMO", version="1", title="重大事故隐患判定标准（示例）", source="示例，不是任何部门的文件",
            in_force_from=date(2020, 1, 1),
            criteria=[Criterion(*one) for one in words.CRITERIA], at=self.now,
        )  # fmt: skip
        checklists.publish(
            code="示例", title="工贸企业通用检查表（示例）", sector="", at=self.ago(300),
            items=[checklists.Item(one, two, "", text, law) for one, two, text, law in words.ITEMS],
        )  # fmt: skip
        for number, who in enumerate((self.anjian, self.second), start=1):
            inspections.certify(
                account=Account.objects.get(pk=who.account_id or 0), number=f"9901030{number}",
                issued_on=self.today - timedelta(days=700),
                expires_on=self.today + timedelta(days=1000), actor=SYSTEM,
            )  # fmt: skip

    def enterprise(self, n: int) -> Enterprise:
        sector, industry, kinds = words.SECTORS[n % len(words.SECTORS)]
        mark = words.MARKS[(n * 7 + n // 12) % len(words.MARKS)]
        name = f"{mark}{kinds[n // len(words.SECTORS) % len(kinds)]}{words.ENDINGS[n % 3]}"
        if Enterprise.objects.filter(name=name).exists():
            name = f"{mark}第{n}{kinds[0]}{words.ENDINGS[n % 3]}"
        first = f"91990103MA{n + 1:07d}"
        town = words.TOWNS[(n * 5) % len(words.TOWNS)] if n else "石湾镇"
        longitude, latitude = geography.somewhere(self.outlines[town], self.where)
        officer, boss = ("安小满", "钱大有") if n == 0 else self.dice.sample(words.PEOPLE, 2)
        facts = enterprises.Facts(
            credit_code=first + check_character(first), name=name, place=Jurisdiction.objects.get(name=town),
            regulator=self.regulator,
            industry=industry, sector=sector, address=f"{town}工业路{n + 1}号", staff=self.dice.randrange(8, 480), key=n % 9 == 0,
            longitude=Decimal(str(longitude)), latitude=Decimal(str(latitude)),
            contacts=(("principal", boss, f"139{n:08d}"), ("safety_head", officer, f"138{n:08d}")),
        )  # fmt: skip
        firm = enterprises.enter(facts=facts, actor=SYSTEM, at=self.ago(360))
        enterprises.add_certificate(
            enterprise=firm, kind="principal", number=f"ZY{n:04d}", holder=boss, actor=SYSTEM,
            expires_on=self.today + timedelta(days=self.dice.randrange(-40, 900)),
        )  # fmt: skip
        if sector in ("危化品生产企业", "加油站"):
            enterprises.add_certificate(
                enterprise=firm,
                kind="licence",
                number=f"XK{n:04d}",
                actor=SYSTEM,
                expires_on=self.today + timedelta(days=self.dice.randrange(-10, 600)),
            )
            MajorHazardInstallation.objects.create(
                enterprise=firm,
                name="储罐区",
                grade="3",
                substance="易燃液体",
                filed_on=self.today - timedelta(days=400),
                filing_number=f"BA{n:03d}",
            )
        Equipment.objects.create(
            enterprise=firm,
            name="叉车",
            number=f"TS{n:04d}",
            examine_by=self.today + timedelta(days=self.dice.randrange(-20, 300)),
        )
        if n % 5 == 0:
            Contractor.objects.create(
                enterprise=firm,
                name="澜川安装工程有限公司",
                work="设备检修",
                until=self.today + timedelta(days=90),
            )
        if n == 0:
            self.seats(firm)
        return firm

    def seats(self, firm: Enterprise) -> None:
        encoded = make_password(PASSWORD)
        actors = []
        for username, name, role in ACCOUNTS:
            account = Account.objects.create(username=username, name=name, password=encoded)
            enterprises.seat(
                enterprise=firm,
                role=role,
                account=account,
                starts_on=self.today - timedelta(days=350),
                by=SYSTEM,
                at=self.ago(350),
            )
            found = actor_on(account.pk, None, self.today)
            assert found is not None
            actors.append(found)
        self.people[firm.pk] = (actors[0], actors[1])

    def risks(self, firm: Enterprise) -> None:
        for name, factors, accident, (likelihood, exposure, consequence) in self.dice.sample(words.POINTS, 3):
            point = risk.add_point(
                enterprise=firm, actor=SYSTEM, at=self.ago(340),
                point=risk.Point(
                    name=name, factors=factors, accident=accident, control_level=self.dice.choice(("company",
                    "workshop", "team")),
                    answerable="车间主任",
                    measures={"engineering": "设置防护、监测装置", "management": "每班巡查，记录交接",
                    "training": "岗前培训", "protection": "配发防护用品",
                              "response": "启动现场处置方案"},
                ),
            )  # fmt: skip
            values = {"likelihood": likelihood, "exposure": exposure, "consequence": consequence}
            for stage, factor in (("inherent", values), ("residual", {**values, "likelihood": "0.5"})):
                risk.assess(
                    point=point, stage=stage, method="lec", values=factor, actor=SYSTEM, at=self.ago(339)
                )

    def ago(self, days: float, hour: int = 10) -> datetime:
        day = (self.now - timedelta(days=days)).astimezone(CHINA)
        return min(day.replace(hour=hour, minute=self.dice.randrange(60), second=0, microsecond=0), self.now)

    def found(self, firm: Enterprise, days: float, actor: Actor, *, text: tuple[str, str], by: str) -> Case:
        point = RiskPoint.objects.filter(enterprise=firm).order_by("?" if days < 0 else "pk").first()
        at = self.ago(days)
        return find(
            enterprise=firm, actor=actor, at=at,
            found=Found(subject=text[0], body=f"{text[1]}：{text[0]}。", found_by=by, found_on=at.date(),
            spot=text[1], risk_point=point),
        )  # fmt: skip

    def general(self, firm: Enterprise, days: int, stop: int = 9) -> Case:
        """A general hazard the enterprise found itself; `stop` says how far it has come."""
        what, where, done = self.dice.choice(words.GENERAL)
        officer, boss = self.of(firm)
        case = self.found(firm, days, officer, text=(what, where), by="self")
        steps: tuple[Callable[[Case], Case], ...] = (
            lambda c: self.take(c, "judge", officer, days - 0.3, grade="general", reason="危害较小，发现后能够立即整改排除。"),
            lambda c: self.take(c, "assign_inside", officer, days - 0.5, responsible="罗班长",
            requirements="立即整改，整改前设置警示。",
                                rectify_by=self.day(days - self.dice.choice((5, 10, 15)))),
            lambda c: self.take(c, "rectify_inside", officer, days - 3, rectifier="罗班长", record=done,
            done_on=self.day(days - 3),
                                cost=self.dice.randrange(30, 3000)),
            lambda c: self.take(c, "accept", boss, days - 4, accepted="现场查看，整改到位。"),
        )  # fmt: skip
        for step in steps[:stop]:
            case = step(case)
        return case

    def ordered(self, firm: Enterprise, days: int, stop: int = 9) -> Case:
        """A general hazard an officer found and ordered to be rectified."""
        what, where, done = self.dice.choice(words.GENERAL)
        officer, _boss = self.of(firm)
        case = self.found(firm, days, self.anjian, text=(what, where), by="inspection")
        to = {"to_unit": firm.unit_id}
        steps: tuple[Callable[[Case], Case], ...] = (
            lambda c: self.take(c, "judge", self.anjian, days - 0.2, grade="general", reason="危害较小。"),
            lambda c: self.take(c, "order", self.anjian, days - 0.4, **to, responsible="方主任",
            requirements="限期整改，完成后书面报告。",
                                rectify_by=self.day(days - 15)),
            lambda c: self.take(c, "rectify", officer, days - 8, rectifier="方主任", record=done,
            done_on=self.day(days - 8), cost=1200),
            lambda c: self.take(c, "pass_reinspection", self.second, days - 10, accepted="复查合格。", second_level="no"),
        )  # fmt: skip
        for step in steps[:stop]:
            case = step(case)
        return case

    def major(self, firm: Enterprise, stop: int) -> Case:
        """A major hazard, from confirmation to close-out; `stop` says how far."""
        text = words.MAJOR[firm.sector]
        days = 120
        officer, boss = self.of(firm)
        case = self.found(firm, days, self.anjian, text=text, by="inspection")
        number = next(n for n, one in enumerate(words.CRITERIA, start=1) if one[0] == firm.sector)
        plan: dict[str, Any] = {
            "goals": "在期限内消除隐患，达到国家标准。", "methods": "委托有资质的单位设计、安装、调试。",
            "funds": "列支安全生产费用，设备已采购。",
            "organization": "主要负责人牵头，安全部负责，设备部配合。", "schedule": "设计20日，安装30日，调试10日。",
            "contingency": "整改期间停止相关作业，专人值守，启用现场处置方案。", "responsible": "方主任", "money": 180000,
            "rectify_by": self.day(days - 90),
        }  # fmt: skip
        steps: tuple[Callable[[Case], Case], ...] = (
            lambda c: self.take(c, "judge", self.anjian, days - 1, grade="major", clause=f"DEMO/{number}",
            reason="符合判定标准。"),
            lambda c: self.take(c, "confirm_major", self.head, days - 2, to_unit=firm.unit_id, note="同意。"),
            lambda c: self.take(c, "report_regulator", officer, days - 3, present_state=text[0],
            harm="可能造成群死群伤，整改难度较大。",
                                governance="停用、改造、调试。", reported_regulator_on=self.day(days - 3)),
            lambda c: self.take(c, "report_workers", officer, days - 4, meeting="职工代表大会",
            reported_workers_on=self.day(days - 4),
                                workers_receipt="会议纪要"),
            lambda c: self.take(c, "sign_plan", boss, days - 6, **plan),
            lambda c: self.take(c, "receive_report", self.anjian, days - 7, regulator_receipt="已收到。"),
            lambda c: self.take(c, "rectify", officer, days - 60, rectifier="方主任",
            record="已改造完成并调试。", done_on=self.day(days - 60), cost=175000),
            lambda c: self.take(c, "pass_reinspection", self.anjian, days - 64, accepted="现场复查合格。", second_level="yes"),
            lambda c: self.take(c, "close_out", self.head, days - 66, verified="同意销号。"),
        )  # fmt: skip
        for step in steps[: stop if stop else 9]:
            case = step(case)
        return case

    def states(self, firms: list[Enterprise]) -> None:
        """One or more in every state that a hazard can be in, the first enterprise with something to do of each kind."""
        first = firms[0]
        for stop in (0, 1, 2, 3):
            self.general(first, 6, stop=stop)
        self.ordered(first, 7, stop=2)
        self.ordered(first, 20, stop=2)  # over its deadline
        for n, firm in enumerate(firms[1:25]):
            self.general(firm, 4 + n % 3, stop=n % 4)
            self.ordered(firm, 9 + n, stop=n % 5)
        asked = {"reason": "设备供货推迟。", "asked_until": self.day(-20), "interim": "停用，设专人看护。"}
        case = self.ordered(firms[30], 5, stop=2)
        case = self.take(case, "ask_extension", self.of(firms[30])[0], 3, **asked)
        case = self.ordered(firms[31], 5, stop=2)
        case = self.take(case, "ask_extension", self.of(firms[31])[0], 3, **asked)
        self.take(case, "advise_extension", self.anjian, 2, advice="理由属实，建议同意。")
        case = self.general(firms[32], 4, stop=2)
        self.take(case, "ask_inside", self.of(firms[32])[0], 2, **asked)
        case = self.ordered(firms[33], 5, stop=0)
        self.take(case, "reject", self.anjian, 4, reason="现场核实，灭火器当天已经更换。")
        case = self.ordered(firms[34], 5, stop=0)
        receiver = Unit.objects.get(code="QL-SC")
        self.take(case, "transfer", self.anjian, 4, to_unit=receiver.pk, reason="属于特种设备监管。")
        case = self.ordered(firms[35], 6, stop=0)
        case = self.take(case, "transfer", self.anjian, 5, to_unit=receiver.pk, reason="属于特种设备监管。")
        self.take(case, "receive_transfer", self.officer_of(receiver), 4, receipt="已接收。")
        self.major(firms[10], stop=1)
        self.major(firms[20], stop=2)
        self.found(
            firms[12], 3, self.of(firms[12])[0], text=("喷漆室可燃气体报警装置没有接电", "喷漆室"), by="self"
        )

    def inspect(self) -> None:
        """A draw, one inspection done with two failed items, one still to be done."""
        sheet = Checklist.objects.get(code="示例", version=1)
        drawn = inspections.draw(
            seed="示例：2026年第25期开奖号码 07 11 19 23", count=6, sector="", recused={},
            inspect_by=self.day(-30), checklist=sheet, actor=self.anjian,
            at=self.ago(20),
        )  # fmt: skip
        rows = list(Inspection.objects.filter(draw=drawn).select_related("case", "enterprise").order_by("pk"))
        for n, row in enumerate(rows[:3]):
            self.submit(row, sheet, failing=n, days=12 - n)

    def submit(self, row: Inspection, sheet: Checklist, *, failing: int, days: int) -> None:
        items = list(sheet.items.order_by("number"))
        texts = {3: "安全出口堆放货物，灭火器有两具过期。", 4: "配电箱没有接地。"}
        bad = [items[3], items[4]][:failing]
        answers = [
            Answer(item.pk, "failed", note=texts[3 + bad.index(item)], place="一车间")
            if item in bad
            else Answer(item.pk, "passed")
            for item in items
        ]
        done = inspections.submit_inspection(
            submission=UUID(int=self.dice.getrandbits(128), version=4), case_id=row.pk, actor=self.anjian, at=self.ago(days, 15),
            record=Record(
                began_at=self.ago(days, 9), ended_at=self.ago(days, 11), place=row.enterprise.address,
                content="证照、责任制、培训、消防、用电、设备",
                answers=answers, signature="refused" if failing == 2 else "signed", signed_by="" if failing == 2 else "陈厂长",
                refusal="现场负责人看过记录后离开，拒绝签字。" if failing == 2 else "", checklist_id=sheet.pk,
            ),
        )  # fmt: skip
        if failing < 2:
            self.take(done.case, "approve", self.head, days - 1, opinion="同意。")

    def day(self, days: float) -> date:
        return self.today - timedelta(days=days)

    def take(self, case: Case, step: str, actor: Actor, days: float, **given: Any) -> Case:
        at = max(self.now - timedelta(days=max(days, 0)), case.changed_at + timedelta(minutes=5))
        return casework.take(case_id=case.pk, step=step, actor=actor, at=min(at, self.now), given=given)
