"""What can be set: each time limit and figure with its national default and where it is written.

`mark` says how sure the source is: R was read in the legal text, E was seen in an excerpt only, M is from memory and
not verified. What carries E or M a district should check against its own instruments first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_noop

REGULATIONS = date(2022, 5, 1)  # 信访工作条例 came into force
RECONSIDERATION = date(2024, 1, 1)  # 行政复议法 as revised came into force


class Mark(StrEnum):
    """How the source was seen."""

    READ = "R"
    EXCERPT = "E"
    MEMORY = "M"


class Bound(StrEnum):
    """What a district may do: never take from a resident what the statute gives."""

    SHORTER = "shorter"  # a duty of an office: a local limit may only be shorter
    LONGER = "longer"  # a right of the resident's: a local limit may only be longer
    FREE = "free"  # no national statute sets it


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. A time limit names its `process` and `clock`; a figure has a default and what it may be.

    Labels, articles and notes are Chinese msgids.
    """

    name: str
    label: str
    group: str
    article: str
    mark: Mark
    where: str  # where it acts, as the reader meets it
    note: str = ""
    since: date | None = None
    bound: Bound = Bound.FREE
    process: str = ""
    clock: str = ""
    default: int = 0
    least: int = 1
    most: int = 0
    counted: str = ""  # what a figure counts: people, days, working_days, times

    @property
    def is_limit(self) -> bool:
        """A time limit, which the engine counts by."""
        return bool(self.clock)


def _limit(
    process: str, clock: str, label: str, group: str, article: str, where: str, **more: object
) -> Setting:
    given = {"mark": Mark.READ, "since": REGULATIONS, "bound": Bound.SHORTER, **more}
    return Setting(
        name=f"{process}.{clock}", label=label, group=group, article=article, where=where, process=process, clock=clock,
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


ENTRY, HANDLING, REVIEW, HOTLINE = (
    gettext_noop("登记和分流"),
    gettext_noop("办理"),
    gettext_noop("复查、复核"),
    gettext_noop("热线"),
)
GROUPS = (ENTRY, HANDLING, REVIEW, HOTLINE)
PETITION, ORDER = "appeals.petition", "appeals.hotline"
CITIES = gettext_noop("济南市第二十四条、潍坊市第二十条；没有全国性法律")

SETTINGS = (
    _limit(
        PETITION,
        "triage",
        gettext_noop("分流"),
        ENTRY,
        gettext_noop("信访工作条例 第二十二条"),
        gettext_noop("登记以后，案件页的“分流”期限"),
        note=gettext_noop(
            "国家信访局2014年的办法把15日分给各级，区县4日（国信发〔2014〕16号第六条，只见于摘录）；"
            "已由国信发〔2022〕11号代替，未核实"
        ),
    ),
    _limit(
        PETITION,
        "notice",
        gettext_noop("书面告知"),
        ENTRY,
        gettext_noop("信访工作条例 第二十三条"),
        gettext_noop("案件页的“书面告知”期限"),
        note=gettext_noop("浙江省2016年的规定是5个工作日，是否仍有效未核实"),
    ),
    _limit(
        PETITION,
        "objection",
        gettext_noop("提出异议"),
        ENTRY,
        gettext_noop("信访工作条例 第二十三条第三款"),
        gettext_noop("承办单位提出异议时"),
    ),
    _limit(
        "appeals.report",
        "triage",
        gettext_noop("检举控告分流"),
        ENTRY,
        gettext_noop("信访工作条例 第二十二条"),
        gettext_noop("检举控告的“分流”期限"),
    ),
    _limit(
        "appeals.suggestion",
        "triage",
        gettext_noop("建议意见分流"),
        ENTRY,
        gettext_noop("信访工作条例 第二十二条"),
        gettext_noop("建议意见的“分流”期限"),
    ),
    Setting(
        "representatives",
        gettext_noop("走访代表人数"),
        ENTRY,
        gettext_noop("信访工作条例 第二十条第三款"),
        Mark.READ,
        gettext_noop("登记来访、加入联名的人时"),
        since=REGULATIONS,
        bound=Bound.SHORTER,
        default=5,
        most=5,
        counted="people",
        note=gettext_noop("浙江省的规定：10人以下推选3名，10人以上推选5名"),
    ),
    _limit(
        PETITION,
        "handling",
        gettext_noop("办理"),
        HANDLING,
        gettext_noop("信访工作条例 第三十四条"),
        gettext_noop("案件页的“办理”期限，从哪一天起算也在这里定"),
        note=gettext_noop(
            "条例没有写明“受理之日”是哪一天；默认从承办单位收到之日的次日起算，不因告知较晚而推迟"
        ),
    ),
    _limit(
        PETITION,
        "simple",
        gettext_noop("简易办理"),
        HANDLING,
        gettext_noop("信访事项简易办理办法（试行）"),
        gettext_noop("适用简易办理以后的期限"),
        mark=Mark.MEMORY,
        since=None,
        bound=Bound.FREE,
        note=gettext_noop("10个工作日凭记忆录入，没有核对原文；请按本地现行文件改"),
    ),
    Setting(
        "extension_days",
        gettext_noop("延期最多日数"),
        HANDLING,
        gettext_noop("信访工作条例 第三十四条"),
        Mark.READ,
        gettext_noop("申请延期时"),
        since=REGULATIONS,
        bound=Bound.SHORTER,
        default=30,
        most=30,
        counted="days",
    ),
    _limit(
        PETITION,
        "review_right",
        gettext_noop("请求复查"),
        REVIEW,
        gettext_noop("信访工作条例 第三十五条"),
        gettext_noop("送达以后，群众的期限"),
        bound=Bound.LONGER,
    ),
    _limit(
        PETITION,
        "review_entry",
        gettext_noop("决定是否受理复查、复核"),
        REVIEW,
        gettext_noop("山东省信访条例（2015年）第四十三条、第四十四条"),
        gettext_noop("信访人请求复查、复核以后，上一级机关的案件页"),
        since=None,
        bound=Bound.FREE,
        note=gettext_noop(
            "山东省2015年的规定是3个工作日，早于2022年的《信访工作条例》，是否仍有效请向本省核实；全国的条例没有这一步，不设定就不计算"
        ),
    ),
    _limit(
        PETITION,
        "review",
        gettext_noop("复查"),
        REVIEW,
        gettext_noop("信访工作条例 第三十五条"),
        gettext_noop("案件页的“复查”期限"),
        note=gettext_noop("北京市2006年的规定可以延长30日，是否仍有效未核实；这里不延长"),
    ),
    _limit(
        PETITION,
        "re_review_right",
        gettext_noop("请求复核"),
        REVIEW,
        gettext_noop("信访工作条例 第三十六条"),
        gettext_noop("复查意见送达以后，群众的期限"),
        bound=Bound.LONGER,
    ),
    _limit(
        PETITION,
        "re_review",
        gettext_noop("复核"),
        REVIEW,
        gettext_noop("信访工作条例 第三十六条"),
        gettext_noop("案件页的“复核”期限；听证的时间不算"),
    ),
    _limit(
        "appeals.legal_path",
        "reconsider",
        gettext_noop("申请行政复议"),
        HANDLING,
        gettext_noop("行政复议法 第二十条"),
        gettext_noop("导入法定途径以后，群众自己的期限"),
        since=RECONSIDERATION,
        bound=Bound.LONGER,
        note=gettext_noop("法律规定的申请期限超过60日的，从其规定；期限不因信访停止"),
    ),
    _limit(
        ORDER,
        "answer",
        gettext_noop("办结并答复"),
        HOTLINE,
        CITIES,
        gettext_noop("工单上的期限"),
        since=None,
        bound=Bound.FREE,
        note=gettext_noop("两个市的条例核对过原文；本区以所在市的规定为准"),
    ),
    Setting(
        "hotline_extension_days",
        gettext_noop("依法延长最多工作日数"),
        HOTLINE,
        gettext_noop("12345热线地方规定：法律法规另有期限的，从其规定"),
        Mark.MEMORY,
        gettext_noop("工单依法延长时"),
        default=120,
        most=250,
        counted="working_days",
        note=gettext_noop("没有统一的上限，120只防误填"),
    ),
    Setting(
        "call_tries",
        gettext_noop("联系不上满几次才能归档"),
        HOTLINE,
        gettext_noop("12345热线的通行做法"),
        Mark.MEMORY,
        gettext_noop("回访时"),
        default=3,
        most=10,
        counted="times",
        note=gettext_noop("没有找到写明次数的规定；请按本地规定改"),
    ),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}
