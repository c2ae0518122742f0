"""The few matters of the sample whose course opens, links or ends another case: taken step by step, as on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bihuan.appeals import services
from bihuan.appeals.models import Appeal
from bihuan.appeals.processes.words import ORAL
from bihuan.appeals.sample.course import working_day
from bihuan.appeals.sample.orders import HOTLINE_UNIT
from bihuan.appeals.services import Letter
from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor

if TYPE_CHECKING:
    from bihuan.appeals.sample.loading import District

REGISTRY = "QL-XF"


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wrote. Nobody in it exists."""

    subject: str
    body: str
    topic: str
    channel: str = "letter"
    name: str = ""


COURT = Text(
    "不服民事判决书，要求信访局撤销",
    "我与邻居的相邻权纠纷，区法院上个月作了判决，我认为判错了，请信访局出面撤销判决。",
    "社会治安/社会管理/噪声扰民", name="彭守信",
)  # fmt: skip
TWICE = Text(
    "再次反映石湾镇集市占道影响出行",
    "上周寄过一封信，反映石湾镇逢集日摊位占道，救护车过不去。怕没收到，再寄一封。",
    "城乡建设/城市管理/占道经营", name="万淑芬",
)  # fmt: skip
WAGES = Text(
    "被拖欠三个月工资，要求单位支付",
    "我在城南一家家具厂上班，六月到八月的工资没有发，老板说没有钱。没有签过书面合同，有考勤和转账记录。",
    "劳动和社会保障/工资报酬/企业欠薪与加班", "visit", "蓝国栋",
)  # fmt: skip
INJURY = Text(
    "工伤认定后单位不支付伙食补助和护理费",
    "我在矿泉水厂被叉车压伤脚，已经认定工伤，住院四十天，单位只付了医药费，其余不给。",
    "劳动和社会保障/社会保险/工伤认定", "visit", "农向东",
)  # fmt: skip
OLD = Text(
    "反映村道路灯长期不亮",
    "云坪乡到集市的村道有六盏路灯两年不亮，晚上接孩子看不见路。",
    "城乡建设/城市管理/路灯照明", "letter", "龚玉兰",
)  # fmt: skip
CALL = Text(
    "对征地补偿数额有异议，要求复核", "来电反映：征地补偿表上少记了三分地，村里解释不清，要求书面答复。",
    "农村农业/土地征收/征地补偿", "call", "席大勇",
)  # fmt: skip
FINE = Text(
    "对行政处罚不服，要求取消罚款",
    "我的小店被罚款两千元，我认为没有事先告知，请求取消。",
    "市场监管/营商环境/办证与收费", "visit", "左明远",
)  # fmt: skip
OLD_REPLY = (
    "经现场查看，六盏路灯因电缆老化不亮，情况属实。我乡已更换电缆和灯具。依据《信访工作条例》第三十二条予以支持。"
    "如有异议，可自收到本答复之日起30日内向青岚区人民政府请求复查。"
)


def live(district: District) -> int:
    """Take them; how many cases there are more. A step for which nobody was in post that day is left out, with the rest."""
    before = Case.objects.count()
    for way in (
        _directed,
        _declined,
        _led_to_law,
        _taken_over,
        _answered,
        _handed_to_petition,
        _back_from_path,
    ):
        way(_Desk(district))
    return Case.objects.count() - before


class _Desk:
    """Somebody of a unit who may take the step, so many days ago."""

    def __init__(self, district: District) -> None:
        self.district = district

    def at(self, ago: int) -> datetime:
        """A working day about so many days ago, in the morning."""
        day = working_day(self.district.now.date() - timedelta(days=ago), step=-1)
        return datetime.combine(day, time(10, 20), CHINA)

    def day(self, ago: int) -> date:
        return self.at(ago).date()

    def who(self, unit: str, step: str, ago: int, process: str = "appeals.petition") -> Actor:
        from bihuan.casework import registry

        found = self.district.cast.who(unit, step, self.day(ago), 1, process=registry.get(process))
        assert found is not None, (unit, step)
        return found

    def register(self, text: Text, ago: int, *, unit: str = REGISTRY, track: str = "petition") -> Case:
        """Registered at the desk of a unit."""
        step, process = (
            ("log_order", "appeals.hotline") if track == "hotline" else ("register", "appeals.petition")
        )
        letter = Letter(
            subject=text.subject, body=text.body, topic=text.topic, channel=text.channel, received_on=self.day(ago),
            person={"name": text.name, "phone": "19900000000"}, track=track,
            read_back=text.channel in ORAL,
            source="sample", source_number=f"live/{text.subject[:30]}",
        )  # fmt: skip
        return services.register(letter=letter, actor=self.who(unit, step, ago, process), at=self.at(ago))

    def take(
        self, case: Case, step: str, ago: int, given: Mapping[str, Any], *, unit: str = REGISTRY
    ) -> Case:
        """One more step."""
        actor = self.who(unit, step, ago, case.process)
        return casework.take(
            case_id=case.pk, step=step, actor=actor, at=self.at(ago) + timedelta(minutes=40), given=given
        )

    def unit(self, code: str) -> int:
        return self.district.unit_ids[code]


def _directed(desk: _Desk) -> None:
    case = desk.register(COURT, 20)
    reason = "对生效判决不服的，应当依照民事诉讼法向人民法院申请再审，信访部门不能撤销判决。"
    desk.take(case, "direct", 18, {"competent": "青岚区人民法院", "reason": reason})


def _declined(desk: _Desk) -> None:
    first = desk.register(Text(TWICE.subject[2:], TWICE.body[:30] + "。", TWICE.topic, name=TWICE.name), 16)
    desk.take(first, "forward", 14, {"to_unit": desk.unit("QL-CG")})
    second = desk.register(TWICE, 9)
    reason = "同一事项已经登记并转送区城市管理局办理，请凭前一件的编号查询。"
    desk.take(second, "decline", 8, {"ground": "in_progress", "other_case": first.number, "reason": reason})


def _led_to_law(desk: _Desk) -> None:
    case = desk.register(WAGES, 12)
    desk.take(
        case, "lead_to_law", 10,
        {
            "path": "arbitration", "competent": "青岚区劳动人事争议仲裁委员会", "remedy_until": desk.day(-200),
            "remedy_law": "《劳动争议调解仲裁法》第二十七条",
            "reason": "拖欠劳动报酬的争议，应当先申请劳动仲裁；可以同时向人社局投诉。",
        },
    )  # fmt: skip


def _taken_over(desk: _Desk) -> None:
    case = desk.register(INJURY, 60)
    competent = "青岚区劳动人事争议仲裁委员会"
    given = {
        "path": "arbitration", "competent": competent, "remedy_until": desk.day(-150),
        "remedy_law": "《劳动争议调解仲裁法》第二十七条", "reason": "工伤待遇的争议，应当申请劳动仲裁。",
    }  # fmt: skip
    desk.take(case, "lead_to_law", 58, given)
    path = Case.objects.get(origin=case)
    handed = {"handed_on": desk.day(55), "handed_how": "专人送达", "told": "已告知带什么材料、到哪个窗口。"}
    desk.take(path, "hand_over_path", 55, handed)
    desk.take(path, "confirm_received", 45, {"confirmed_on": desk.day(45)})


def _answered(desk: _Desk) -> None:
    case = casework.open_case(
        process="appeals.petition", step="bring_in", actor=desk.who(REGISTRY, "bring_in", 400), at=desk.at(400),
        subject=OLD.subject, body=OLD.body, topic=OLD.topic, channel=OLD.channel,
        given={"channel": OLD.channel, "received_on": desk.day(400), "source": "旧系统台账"},
        registry_unit_id=desk.unit(REGISTRY), beside=lambda new: [Appeal(case=new, source="sample", source_number="live/old")],
    )  # fmt: skip
    desk.take(case, "record_reply", 370, {"reply": OLD_REPLY})


def _handed_to_petition(desk: _Desk) -> None:
    case = desk.register(CALL, 7, unit=HOTLINE_UNIT, track="hotline")
    reason = "涉及征地补偿，需要调查并出具书面处理意见，属于申诉求决，移交信访部门登记。"
    desk.take(case, "hand_to_petition", 6, {"reason": reason}, unit=HOTLINE_UNIT)


def _back_from_path(desk: _Desk) -> None:
    case = desk.register(FINE, 40)
    desk.take(
        case, "lead_to_law", 38,
        {
            "path": "administrative", "competent": "青岚区人民政府行政复议机构", "known_on": desk.day(60),
            "reason": "不服行政处罚决定的，可以申请行政复议。",
        },
    )  # fmt: skip
    path = Case.objects.get(origin=case)
    handed = {"handed_on": desk.day(36), "handed_how": "函告", "told": "已告知怎样申请、还剩多少天。"}
    desk.take(path, "hand_over_path", 36, handed)
    reason = "复议机构告知该事项不属于行政复议范围，依照第三十一条第六项办理。"
    desk.take(path, "back_to_petition", 20, {"reason": reason})
