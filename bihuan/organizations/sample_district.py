"""The fictional 青岚区 as data: its places, units, posts, and the accounts shown on the demo's sign-in page.

Nothing here exists: no division code begins with 99, and no district of China has this name.
"""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.organizations.models import Unit
from bihuan.organizations.roles import Role

CITY = ("990100000000", "澜川市")
DISTRICT = ("990103000000", "青岚区")
PASSWORD = "qinglan-demo"  # noqa: S105  (shown on the demo's own sign-in page)

TOWNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("001", "望溪街道", ("望溪社区", "柳荫社区", "文昌社区", "北门社区")),
    ("002", "新渡街道", ("新渡社区", "锦园社区", "电厂社区", "桂花社区")),
    ("003", "东皋街道", ("东皋社区", "澜江社区", "铁桥社区")),
    ("100", "石湾镇", ("石湾社区", "上湾村", "下湾村", "陶家村", "窑头村")),
    ("101", "白鹭镇", ("白鹭社区", "鹭洲村", "双塘村", "青禾村")),
    ("200", "云坪乡", ("云坪村", "高岭村", "竹坞村")),
)


@dataclass(frozen=True, slots=True)
class PostSpec:
    """A post and its seats; `users` are the memorable accounts that hold them, in order."""

    title: str
    roles: tuple[Role, ...]
    seats: int = 1
    is_head: bool = False
    users: tuple[str, ...] = ()
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit under the district government unless `superior` says otherwise; that and `place` are codes."""

    code: str
    name: str
    short: str
    kind: Unit.Kind
    posts: tuple[PostSpec, ...]
    superior: str = "QL-ZF"
    place: str = DISTRICT[0]


def _department(
    code: str, name: str, short: str, *, officers: int = 1, users: tuple[str, ...] = (), head: str = ""
) -> UnitSpec:
    title = "队长" if name.endswith("大队") else "局长"
    return UnitSpec(
        f"QL-{code}",
        f"青岚区{name}",
        short,
        Unit.Kind.DEPARTMENT,
        (
            PostSpec(
                title, (Role.UNIT_HEAD,), is_head=True, users=(head,) if head else (), vacant=code == "SW"
            ),
            PostSpec("信访承办人", (Role.OFFICER,), seats=officers, users=users),
        ),
    )


def _town(number: str, name: str, users: tuple[str, ...] = (), *, vacant: bool = False) -> UnitSpec:
    title = {"街道": "办事处主任"}.get(name[-2:], "镇长" if name.endswith("镇") else "乡长")
    full = f"青岚区{name}" + ("办事处" if name.endswith("街道") else "人民政府")
    return UnitSpec(
        f"QL-{number}",
        full,
        name,
        Unit.Kind.TOWN,
        (
            PostSpec(title, (Role.UNIT_HEAD,), is_head=True),
            PostSpec("综治信访专干", (Role.OFFICER, Role.INTAKE), users=users, vacant=vacant),
        ),
        place=f"{DISTRICT[0][:6]}{number}000",
    )


UNITS: tuple[UnitSpec, ...] = (
    UnitSpec(
        "LC-ZF",
        "澜川市人民政府",
        "市政府",
        Unit.Kind.GOVERNMENT,
        (PostSpec("市信访复核办复核员", (Role.REVIEWER,), users=("fuhe",)),),
        superior="",
        place=CITY[0],
    ),
    UnitSpec(
        "QL-ZF",
        "青岚区人民政府",
        "区政府",
        Unit.Kind.GOVERNMENT,
        (
            PostSpec("区长", (Role.LEADER,), is_head=True),
            PostSpec("副区长", (Role.LEADER,), seats=2, users=("lingdao",)),
            # The government itself reviews what its departments decided (art. 35).
            PostSpec("复查办复查员", (Role.REVIEWER,), users=("fucha",)),
        ),
        superior="LC-ZF",
    ),
    UnitSpec(
        "QL-ZFB",
        "青岚区人民政府办公室",
        "区政府办",
        Unit.Kind.DEPARTMENT,
        (
            PostSpec("主任", (Role.UNIT_HEAD,), is_head=True),
            PostSpec("督查室督查员", (Role.SUPERVISOR,), users=("ducha",)),
            PostSpec("信息科系统管理员", (Role.ADMINISTRATOR,), users=("guanli",)),
        ),
    ),
    UnitSpec(
        "QL-XF",
        "青岚区信访局",
        "信访局",
        Unit.Kind.REGISTRY,
        (
            PostSpec("局长", (Role.UNIT_HEAD, Role.DISPATCHER), is_head=True),
            PostSpec("接访科登记员", (Role.INTAKE,), seats=2, users=("dengji",)),
            PostSpec("办信科分流员", (Role.DISPATCHER,), seats=2, users=("fenliu",)),
        ),
    ),
    UnitSpec(
        "QL-12345",
        "青岚区12345政务服务便民热线中心",
        "12345热线",
        Unit.Kind.HOTLINE,
        (
            PostSpec("主任", (Role.UNIT_HEAD,), is_head=True),
            PostSpec("话务员", (Role.INTAKE,), seats=2, users=("rexian",)),
            PostSpec("派单员", (Role.DISPATCHER,)),
        ),
    ),
    _department("ZJ", "住房和城乡建设局", "住建局", officers=2, users=("chengban",), head="shenpi"),
    _department("RS", "人力资源和社会保障局", "人社局", officers=2, users=("chengban2",)),
    _department("ZR", "自然资源局", "自然资源局"),
    _department("JT", "交通运输局", "交通局"),
    _department("CG", "城市管理局", "城管局", users=("jianzhi",)),
    _department("JY", "教育局", "教育局"),
    _department("WJ", "卫生健康局", "卫健局"),
    _department("MZ", "民政局", "民政局"),
    _department("SC", "市场监督管理局", "市监局"),
    _department("HB", "生态环境局", "生态环境局"),
    _department("SW", "水务局", "水务局"),
    UnitSpec(
        "QL-GA",
        "澜川市公安局青岚分局",
        "公安分局",
        Unit.Kind.DEPARTMENT,
        (
            PostSpec("局长", (Role.UNIT_HEAD,), is_head=True),
            PostSpec("信访承办人", (Role.OFFICER,)),
        ),
    ),
    UnitSpec(
        "QL-YJ",
        "青岚区应急管理局",
        "应急局",
        Unit.Kind.DEPARTMENT,
        (
            PostSpec("局长", (Role.UNIT_HEAD,), is_head=True),
            PostSpec("安全生产执法员", (Role.INSPECTOR,), seats=2, users=("anjian",)),
            PostSpec("信访承办人", (Role.OFFICER,)),
        ),
    ),
    UnitSpec(
        "QL-SJ",
        "青岚区审计局",
        "审计局",
        Unit.Kind.DEPARTMENT,
        (
            PostSpec("局长", (Role.UNIT_HEAD,), is_head=True),
            PostSpec("审计员", (Role.AUDITOR,), users=("shenji",)),
        ),
    ),
    UnitSpec(
        "QL-ZFW",
        "青岚区委政法委员会",
        "政法委",
        Unit.Kind.COURT_SIDE,
        (
            PostSpec("书记", (Role.UNIT_HEAD,), is_head=True),
            PostSpec("涉法涉诉信访承办人", (Role.OFFICER,)),
        ),
    ),
    UnitSpec(
        "QL-JW",
        "青岚区纪委监委",
        "纪委监委",
        Unit.Kind.DISCIPLINE,
        (
            PostSpec("书记", (Role.UNIT_HEAD,), is_head=True),
            PostSpec("信访室承办人", (Role.OFFICER,)),
        ),
    ),
    _town("001", "望溪街道"),
    _town("002", "新渡街道"),
    _town("003", "东皋街道"),
    _town("100", "石湾镇", users=("chengban3",)),
    _town("101", "白鹭镇", vacant=True),
    _town("200", "云坪乡"),
)

# The accounts of the sign-in page, in its order: user name -> the person's name.
NAMED: dict[str, str] = {
    "dengji": "周晓禾",
    "rexian": "沈若谷",
    "fenliu": "吴青松",
    "chengban": "陈望舒",
    "chengban2": "林知远",
    "chengban3": "何秋实",
    "shenpi": "赵明川",
    "fucha": "许慎之",
    "fuhe": "蒋怀瑾",
    "ducha": "郑立言",
    "lingdao": "韩致平",
    "shenji": "冯鉴秋",
    "anjian": "罗守安",
    "jianzhi": "曹兼济",
    "guanli": "唐以宁",
}
SURNAMES: tuple[tuple[str, str], ...] = (
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("杨", "yang"), ("黄", "huang"),
    ("孙", "sun"), ("马", "ma"), ("朱", "zhu"), ("胡", "hu"), ("郭", "guo"), ("高", "gao"),
    ("梁", "liang"), ("宋", "song"), ("谢", "xie"), ("邓", "deng"), ("彭", "peng"), ("曾", "zeng"),
    ("苏", "su"), ("卢", "lu"), ("丁", "ding"), ("魏", "wei"), ("叶", "ye"), ("潘", "pan"),
)  # fmt: skip
GIVEN: tuple[tuple[str, str], ...] = (
    ("文静", "wenjing"), ("建国", "jianguo"), ("海燕", "haiyan"), ("志强", "zhiqiang"), ("雨桐", "yutong"),
    ("晓峰", "xiaofeng"), ("丽华", "lihua"), ("俊杰", "junjie"), ("春梅", "chunmei"), ("立新", "lixin"),
    ("思远", "siyuan"), ("玉兰", "yulan"), ("国栋", "guodong"), ("欣怡", "xinyi"), ("永康", "yongkang"),
    ("雪琴", "xueqin"), ("浩然", "haoran"), ("美玲", "meiling"), ("振华", "zhenhua"), ("佳宁", "jianing"),
)  # fmt: skip
