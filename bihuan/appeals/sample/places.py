"""The fictional surroundings of a matter: compounds, roads, schools, firms, and the words for past days. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.appeals.sample.matters import Matter
from bihuan.appeals.sample.slots import drawn

_COMPOUND = ("花园", "家园", "小区", "新村", "苑", "雅居", "华庭", "公寓")
_HEAD = (
    "锦",
    "桂",
    "澜",
    "望",
    "柳",
    "文",
    "新",
    "清",
    "溪",
    "松",
    "荷",
    "竹",
    "枫",
    "月",
    "春",
    "明",
    "嘉",
    "和",
)
_TAIL = ("园", "湾", "泽", "庭", "溪", "岸", "和", "悦", "源", "秀", "安", "景", "宁", "丰", "盛", "怡")
_ROADS = (
    "澜江大道", "望溪路", "文昌街", "铁桥路", "新渡大道", "电厂路", "柳荫街", "北门街", "桂花路", "东皋路", "学府路",
    "石湾路", "白鹭大道", "窑头路", "双塘路", "鹭洲路", "青禾路", "渡口街", "水塔巷", "织布巷", "老码头街", "松涛路",
)  # fmt: skip
_SCHOOLS = (
    "望溪小学", "文昌小学", "新渡实验小学", "锦园小学", "东皋小学", "石湾镇中心小学", "白鹭中学", "云坪小学",
    "青岚区第三中学", "青岚区第五中学", "桂花幼儿园", "澜江小学", "铁桥小学", "上湾小学",
)  # fmt: skip
_FIRM = ("澜禾", "川屿", "岚拓", "禾砺", "淙远", "霁川", "岑北", "浦澄", "砚山", "垚成", "沅甫", "溪石")
_TRADE = (
    "电子厂",
    "包装厂",
    "食品公司",
    "家具厂",
    "塑料制品厂",
    "服装厂",
    "机械公司",
    "物流公司",
    "陶瓷厂",
    "鞋厂",
)
_SHOP = (
    "老码头土菜馆",
    "渡口小炒",
    "阿婆米粉店",
    "三碗面馆",
    "江边烧烤",
    "大灶柴火鸡",
    "巷子里火锅",
    "早晚粥铺",
    "石桥羊肉馆",
)
_PARK = ("澜江公园", "望溪广场", "东皋湿地公园", "文昌广场", "鹭洲公园", "石湾文化广场")
_RIVER = ("澜江", "望溪", "白鹭河", "双塘港", "石湾渠", "云坪溪")
_HOSPITAL = ("青岚区人民医院", "青岚区中医院", "石湾镇卫生院", "白鹭镇卫生院", "新渡社区卫生服务中心")
_GROUP = ("一组", "二组", "三组", "四组", "五组", "六组", "七组", "九组", "十一组")
_DAYS = (
    "前几天",
    "上个星期",
    "上周{一|二|三|四|五}",
    "上个月",
    "上个月底",
    "大前天",
    "半个月以前",
    "月初",
    "最近",
)


@dataclass(frozen=True, slots=True)
class SamplePlace:
    """A village or community: its code and name, its town's name, and the code of the town's unit."""

    code: str
    name: str
    town: str
    town_unit: str

    @property
    def rural(self) -> bool:
        return self.name.endswith("村")


def suits(matter: Matter, place: SamplePlace) -> bool:
    """Whether the matter can happen there."""
    return matter.where == "any" or (matter.where == "rural") == place.rural


def surroundings(matter: Matter, place: SamplePlace, on: date, dice: random.Random) -> dict[str, str]:
    """The facts that the letter and all replies share, as of the day of the letter."""
    own = random.Random(place.code)  # noqa: S311  (the same compounds stand in a place in every letter)
    names = [own.choice(_HEAD) + own.choice(_TAIL) + own.choice(_COMPOUND) for _ in range(9)]
    road, road2 = dice.sample(_ROADS, 2)
    firm = dice.choice(_FIRM)
    ago = on - timedelta(days=dice.randrange(3, 40))
    since = on - timedelta(days=dice.randrange(50, 300))
    rural_name = place.name if place.rural else dice.choice(names)
    facts = {
        "place": place.name,
        "town": place.town,
        "compound": rural_name if place.rural else dice.choice(names),
        "road": road,
        "road2": road2,
        "school": dice.choice(_SCHOOLS),
        "firm": firm + dice.choice(_TRADE),
        "builder": f"{dice.choice(_FIRM)}{dice.choice(('建筑劳务公司', '建设公司', '装饰工程公司', '市政工程公司'))}",
        "site": f"{dice.choice(_HEAD)}{dice.choice(_TAIL)}{dice.choice(('府', '新城', '天地', '华府', '广场'))}"
        f"{dice.choice(('', '一期', '二期', '三期'))}{dice.choice(('项目', '工地', ''))}",
        "shop": dice.choice(_SHOP),
        "park": dice.choice(_PARK),
        "river": dice.choice(_RIVER),
        "hospital": dice.choice(_HOSPITAL),
        "group": dice.choice(_GROUP),
        "year": str(on.year),
        "lastyear": str(on.year - 1),
        "ago": _spoken(ago, dice),
        "since": f"从{'去年' if since.year < on.year else ''}{since.month}月份开始",
        "ago_formal": f"{ago.month}月{ago.day}日",
        "since_formal": f"{since.year}年{since.month}月以来",
    }
    return facts | {name: drawn(rule, dice) or rule for name, rule in matter.let.items()}


def _spoken(day: date, dice: random.Random) -> str:
    if dice.random() < 0.4:
        return f"{day.month}月{day.day}{dice.choice('日号')}"
    words = dice.choice(_DAYS)
    return words if "{" not in words else words[:2] + dice.choice("一二三四五")
