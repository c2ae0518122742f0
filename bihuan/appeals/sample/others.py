"""Suggestions, reports of wrongdoing and disputes, with texts of their own. Pure. Nobody in them exists."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bihuan.appeals.sample.course import Event, working_day
from bihuan.appeals.sample.orders import Writer, so_far

REGISTRY, DISCIPLINE = "QL-XF", "QL-JW"


@dataclass(frozen=True, slots=True)
class Other:
    """A matter of another track: which process, what it says, and what became of it."""

    process: str
    subject: str
    body: str
    topic: str
    channel: str
    course: tuple[Event, ...]


def others(seed: int, start: date, end: date, towns: tuple[str, ...], *, times: int) -> list[Other]:
    """Every text `times` times over the years, so that each state is lain in by some. The same seed, the same matters."""
    dice = random.Random(f"{seed}/others")  # noqa: S311  (repeatable, nothing secret)
    found: list[Other] = []
    days = (end - start).days
    for turn in range(times):
        for make in (_suggestion, _report, _dispute):
            for at in range(4):
                back = dice.randrange(0, 120) if turn % 2 == 0 else dice.randrange(0, days)
                made = make(at, working_day(end - timedelta(days=back), step=-1), towns, dice)
                found.append(
                    replace(made, course=so_far(made.course, dice, chance=0.5 if back < 120 else 0.0))
                )
    return sorted(found, key=lambda one: one.course[0].at)


def _suggestion(at: int, on: date, towns: tuple[str, ...], dice: random.Random) -> Other:
    del towns
    subject, body, topic, unit = SUGGESTIONS[at]
    write = Writer(dice, on, [])
    write.do("receive_suggestion", REGISTRY, 0, received_on=on.isoformat())
    write.do("pass_on", REGISTRY, dice.randrange(1, 8), to_unit=unit, study_by="@+45")
    adopted = dice.choice(("all", "part", "part", "none"))
    given = {"adopted": adopted, "study": STUDIED[adopted], "reply": REPLIES[adopted], "replied_on": "@"}
    if adopted == "none":
        write.do("conclude_study", unit, dice.randrange(15, 40), **given)
    else:
        write.do("conclude_study", unit, dice.randrange(15, 40), **given, carry_by="@+80")
        write.do("carry_out", unit, dice.randrange(30, 75), record="已经落实，效果良好。", told_on="@")
    return Other(
        "appeals.suggestion", subject, body, topic, dice.choice(("letter", "web")), tuple(write.events)
    )


def _report(at: int, on: date, towns: tuple[str, ...], dice: random.Random) -> Other:
    subject, body, topic = REPORTS[at]
    write = Writer(dice, on, [])
    write.do("receive_report", REGISTRY, 0, received_on=on.isoformat(), accused_unit=dice.choice(towns))
    write.do("transfer_report", REGISTRY, dice.randrange(1, 6), to_unit=DISCIPLINE)
    write.do("accept_report", DISCIPLINE, dice.randrange(1, 5))
    write.do(
        "conclude_report", DISCIPLINE, dice.randrange(30, 80), outcome=dice.choice(("founded", "partly", "unfounded")),
        summary="经调阅账目、询问有关人员，形成核查结论。",
    )  # fmt: skip
    write.do(
        "feed_back", DISCIPLINE, dice.randrange(2, 10), fed_back="当面反馈，反映人没有异议。", fed_back_on="@"
    )
    return Other("appeals.report", subject, body, topic, "letter", tuple(write.events))


def _dispute(at: int, on: date, towns: tuple[str, ...], dice: random.Random) -> Other:
    subject, body, topic, matter = DISPUTES[at]
    town, mediator = dice.choice(towns), "乡镇人民调解委员会"
    write = Writer(dice, on, [])
    write.do(
        "log_dispute",
        town,
        0,
        found_on="@",
        matter=matter,
        risk=dice.choice(("low", "low", "middle", "high")),
    )
    write.do("name_owner", town, dice.randrange(1, 4), to_unit=town, owner="包村干部", settle_by="@+30")
    write.do("begin_mediation", town, dice.randrange(1, 6), mediator=mediator)
    if dice.random() < 0.2:
        write.do("lead_away", town, 14, led_to="人民法院", reason="双方差距较大，调解不成，引导起诉。")
    else:
        write.do(
            "reach_agreement", town, dice.randrange(4, 20), other_party="双方当事人", dispute=subject, agreement=AGREED[at],
            mediator=mediator, signed_on="@", perform_by="@+40",
        )  # fmt: skip
        if dice.random() < 0.2:
            write.do("agreement_broken", town, 42, heard="一方没有按时履行。", settle_by="@+30")
        else:
            write.do("agreement_kept", town, dice.randrange(10, 38), kept_on="@", heard="双方都说已经履行。")
    return Other("appeals.dispute", subject, body, topic, "", tuple(write.events))


SUGGESTIONS = (
    ("建议在老旧小区楼道加装扶手",
     "我们小区老人多，楼道没有扶手，雨天上下楼很不安全。建议结合老旧小区改造，统一加装扶手和感应灯。",
     "城乡建设/物业管理/服务质量", "QL-ZJ"),
    ("建议公交15路早高峰增加班次", "早上七点到八点，15路公交常常挤不上去，学生和上班的人都着急。建议早高峰加密到六分钟一班。",
     "交通运输/公共交通/公交线路与站点", "QL-JT"),
    ("建议农贸市场设置公平秤", "买菜常有缺斤短两，吵起来没有依据。建议每个农贸市场门口设公平秤，并公布举报电话。",
     "市场监管/消费维权/商品与服务质量", "QL-SC"),
    ("建议暑期开放学校操场", "附近没有运动场地，暑假孩子只能在马路边玩。建议暑期分时段向居民开放学校操场，落实安全管理。",
     "教育/学校管理/食堂与安全", "QL-JY"),
)  # fmt: skip
REPORTS = (
    ("反映村务支出不公开",
     "近两年村里的工程支出没有张榜公布，村民代表会也没有讨论过。请求核查工程款的去向。", "农村农业/村务管理/村务财务公开"),
    ("反映低保评定优亲厚友",
     "有的家庭明显不符合条件却一直享受低保，困难户反而没有评上。请求核查评定过程。", "民政和社会救助/社会救助/低保"),
    ("反映窗口工作人员收取好处",
     "办理手续时被暗示要“意思一下”，否则材料总是不合格。请求查处。", "政务公开/干部作风/工作人员作风"),
    ("反映征地补偿款分配不实",
     "补偿面积登记与实际丈量不符，有人多报冒领。请求核查登记册和发放记录。", "农村农业/土地征收/征地补偿"),
)  # fmt: skip
DISPUTES = (
    ("两户因宅基地边界争执",
     "翻建房屋时两户对界址说法不一，已发生口角，施工停了下来。", "农村农业/宅基地与建房/建房审批", "land"),
    ("楼上漏水损坏楼下装修", "卫生间漏水泡坏楼下吊顶，双方对赔偿数额谈不拢。", "城乡建设/物业管理/维修资金与漏水", "neighbours"),
    ("务工人员与包工头结算工资不一致",
     "收工后结算天数对不上，五名工人在工地门口等待。", "劳动和社会保障/工资报酬/拖欠农民工工资", "wages"),
    ("业主与物业因停车费起争执",
     "物业调整停车费没有征求意见，部分业主堵住出入口。", "城乡建设/物业管理/停车与公共收益", "property"),
)  # fmt: skip
AGREED = (
    "以老墙基中线为界，重新埋设界石，双方各让十厘米。", "楼上赔偿修复费用三千元，一个月内修好防水。",
    "按考勤记录结算，余款十日内付清。", "恢复原收费标准，调价方案交业主大会表决。",
)  # fmt: skip
STUDIED = {
    "all": "建议切合实际，经费有保障，技术上可行，予以采纳。", "part": "部分内容具备条件，先行试点；其余需要更多经费，列入研究。",
    "none": "建议的做法与现行规定不一致，暂不具备实施条件。",
}  # fmt: skip
REPLIES = {
    "all": "您的建议已经采纳，将按计划落实，感谢您的关心。", "part": "您的建议部分采纳，先行试点，进展会告诉您。",
    "none": "您的建议经研究暂不采纳，理由已在上面说明，感谢您的关心。",
}  # fmt: skip
