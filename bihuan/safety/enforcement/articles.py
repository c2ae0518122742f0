"""What each article lets be fined, by date. Pure.

The national table is read from 安全生产法 (2021-06-10, in force since 2021-09-01), articles 94 to 114, 生产安全事故应急条例
art. 32 and 煤矿安全生产条例 art. 64, 66, 67. Fines that are a multiple of unlawful gains (art. 103 para. 1) are not in it. A
district adds dated rows of its own (`PenaltyArticle`), which come first: regulations and local rules are data and not code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LAW = "安全生产法"
SINCE = date(2021, 9, 1)
EMERGENCY = ("生产安全事故应急条例", date(2019, 4, 1))
COAL = ("煤矿安全生产条例", date(2024, 5, 1))
UNIT, INDIVIDUAL = "unit", "individual"


@dataclass(frozen=True, slots=True)
class Article:
    """One amount of one article. `low` and `high` are yuan, both inclusive (行政处罚法: 以上、以下 include the number).

    With `percent` they are instead shares of last year's income, in percent. `stage` is "first" or "refused": the
    amount when what was ordered was not done. `suspends`: the article also orders suspension.
    """

    code: str  # 安全生产法/102
    conduct: str
    party: str
    low: int
    high: int
    stage: str = "first"
    percent: bool = False
    suspends: bool = False
    instrument: str = LAW
    in_force_from: date = SINCE
    in_force_to: date | None = None

    def bounds(self, income: int | None = None) -> tuple[int, int] | None:
        """The lowest and the highest fine in yuan; None when it is a share of an income that is not known."""
        if not self.percent:
            return self.low, self.high
        return None if income is None else (income * self.low // 100, income * self.high // 100)


def _row(code: str, conduct: str, party: str, low: int, high: int, **more: object) -> Article:
    return Article(f"{LAW}/{code}", conduct, party, low, high, **more)  # type: ignore[arg-type]


def _of(
    source: tuple[str, date], code: str, conduct: str, party: str, low: int, high: int, **more: object
) -> Article:
    name, since = source
    return Article(
        f"{name}/{code}",
        conduct,
        party,
        low,
        high,
        instrument=name,
        in_force_from=since,
        **more,  # type: ignore[arg-type]
    )


# fmt: off
NATIONAL = (
    _row("94", "主要负责人未履行安全生产管理职责", INDIVIDUAL, 20_000, 50_000),
    _row("94-2", "主要负责人未履行安全生产管理职责，逾期未改正", INDIVIDUAL, 50_000, 100_000, stage="refused", suspends=True),
    _row("95-1", "主要负责人未履行职责，导致一般事故", INDIVIDUAL, 40, 40, percent=True),
    _row("95-2", "主要负责人未履行职责，导致较大事故", INDIVIDUAL, 60, 60, percent=True),
    _row("95-3", "主要负责人未履行职责，导致重大事故", INDIVIDUAL, 80, 80, percent=True),
    _row("95-4", "主要负责人未履行职责，导致特别重大事故", INDIVIDUAL, 100, 100, percent=True),
    _row("96", "其他负责人、安全生产管理人员未履行职责", INDIVIDUAL, 10_000, 30_000),
    _row("96-2", "其他负责人、安全生产管理人员未履行职责，导致事故", INDIVIDUAL, 20, 50, percent=True),
    _row("97", "未按规定设置机构、配备人员、教育培训、记录隐患、制定预案或者持证上岗", UNIT, 0, 100_000),
    _row("97-2", "同第九十七条，逾期未改正", UNIT, 100_000, 200_000, stage="refused", suspends=True),
    _row("97-3", "同第九十七条，逾期未改正的直接责任人员", INDIVIDUAL, 20_000, 50_000, stage="refused"),
    _row("98", "建设项目未按规定进行安全评价、设计审查、施工或者验收", UNIT, 100_000, 500_000, suspends=True),
    _row("98-2", "同第九十八条，逾期未改正", UNIT, 500_000, 1_000_000, stage="refused", suspends=True),
    _row("98-3", "同第九十八条的直接责任人员", INDIVIDUAL, 20_000, 50_000),
    _row("98-4", "同第九十八条，逾期未改正的直接责任人员", INDIVIDUAL, 50_000, 100_000, stage="refused"),
    _row("99", "警示标志、安全设备、监控报警、防护用品等不符合规定", UNIT, 0, 50_000),
    _row("99-2", "同第九十九条，逾期未改正", UNIT, 50_000, 200_000, stage="refused"),
    _row("99-3", "同第九十九条，逾期未改正的直接责任人员", INDIVIDUAL, 10_000, 20_000, stage="refused"),
    _row("101", "危险物品管理、重大危险源、危险作业、风险分级管控或者隐患制度不符合规定", UNIT, 0, 100_000),
    _row("101-2", "同第一百零一条，逾期未改正", UNIT, 100_000, 200_000, stage="refused", suspends=True),
    _row("101-3", "同第一百零一条，逾期未改正的直接责任人员", INDIVIDUAL, 20_000, 50_000, stage="refused"),
    _row("102", "未采取措施消除事故隐患", UNIT, 0, 50_000),
    _row("102-2", "未采取措施消除事故隐患，拒不执行的直接责任人员", INDIVIDUAL, 50_000, 100_000, stage="refused", suspends=True),
    _row("103", "发包、出租给不具备条件或者资质的单位、个人，没有违法所得或者不足十万元", UNIT, 100_000, 200_000),
    _row("103-1", "同第一百零三条第一款的直接责任人员", INDIVIDUAL, 10_000, 20_000),
    _row("103-2", "未与承包、承租单位签订安全管理协议或者统一协调管理", UNIT, 0, 50_000),
    _row("103-3", "同第一百零三条第二款的直接责任人员", INDIVIDUAL, 0, 10_000),
    _row("104", "同一作业区域未签订安全生产管理协议或者未指定专人检查协调", UNIT, 0, 50_000),
    _row("104-2", "同第一百零四条的直接责任人员", INDIVIDUAL, 0, 10_000),
    _row("105", "车间仓库与员工宿舍同楼、出口疏散通道不符合要求", UNIT, 0, 50_000),
    _row("105-2", "同第一百零五条的直接责任人员", INDIVIDUAL, 0, 10_000),
    _row("106", "与从业人员订立免除责任的协议", INDIVIDUAL, 20_000, 100_000),
    _row("108", "拒绝、阻碍监督检查，拒不改正", UNIT, 20_000, 200_000, stage="refused"),
    _row("108-2", "同第一百零八条的直接责任人员", INDIVIDUAL, 10_000, 20_000, stage="refused"),
    _row("109", "未按规定投保安全生产责任保险", UNIT, 50_000, 100_000),
    _row("109-2", "未按规定投保安全生产责任保险，逾期未改正", UNIT, 100_000, 200_000, stage="refused"),
    _row("110", "主要负责人不立即组织抢救、擅离职守、逃匿，或者隐瞒不报、谎报、迟报事故", INDIVIDUAL, 60, 100, percent=True),
    _row("114-1", "对一般事故负有责任", UNIT, 300_000, 1_000_000),
    _row("114-2", "对较大事故负有责任", UNIT, 1_000_000, 2_000_000),
    _row("114-3", "对重大事故负有责任", UNIT, 2_000_000, 10_000_000),
    _row("114-4", "对特别重大事故负有责任", UNIT, 10_000_000, 20_000_000),
    # Art. 114 para. 2: twice to five times, where it was especially grave and of especially bad effect.
    *(
        _row(f"{code}-5", f"{conduct}，情节特别严重、影响特别恶劣", UNIT, 2 * low, 5 * high)
        for code, conduct, low, high in (
            ("114-1", "对一般事故负有责任", 300_000, 1_000_000), ("114-2", "对较大事故负有责任", 1_000_000, 2_000_000),
            ("114-3", "对重大事故负有责任", 2_000_000, 10_000_000), ("114-4", "对特别重大事故负有责任", 10_000_000, 20_000_000),
        )
    ),
    _of(EMERGENCY, "32", "预案未报送备案，或者未建立应急值班制度、配备值班人员，逾期未改正", UNIT, 30_000, 50_000,
        stage="refused"),
    _of(EMERGENCY, "32-2", "同第三十二条的直接责任人员", INDIVIDUAL, 10_000, 20_000, stage="refused"),
    _of(COAL, "64", "煤矿企业存在重大事故隐患仍然进行生产", UNIT, 500_000, 2_000_000, suspends=True),
    _of(COAL, "64-2", "同第六十四条的煤矿企业主要负责人", INDIVIDUAL, 30_000, 150_000),
    _of(COAL, "66", "煤矿企业隐瞒隐患、擅自启封或者拒绝、阻碍监督检查，拒不改正", UNIT, 100_000, 200_000, stage="refused"),
    _of(COAL, "66-2", "同第六十六条的直接责任人员", INDIVIDUAL, 10_000, 20_000, stage="refused"),
    _of(COAL, "67-1", "煤矿企业对一般事故负有责任", UNIT, 500_000, 1_000_000),
    _of(COAL, "67-2", "煤矿企业对较大事故负有责任", UNIT, 1_500_000, 2_000_000),
    _of(COAL, "67-3", "煤矿企业对重大事故负有责任", UNIT, 5_000_000, 10_000_000),
    _of(COAL, "67-4", "煤矿企业对特别重大事故负有责任", UNIT, 10_000_000, 20_000_000),
)
# fmt: on


def national(code: str, on: date) -> Article | None:
    """The article of the national table in force on the day."""
    for row in NATIONAL:
        if (
            row.code == code
            and row.in_force_from <= on
            and (row.in_force_to is None or on <= row.in_force_to)
        ):
            return row
    return None
