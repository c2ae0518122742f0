"""Who: names of the register, general forms (各乡镇各部门), posts, and the forms of lead and support (牵头 / 配合)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bihuan.directives.reading.tree import Span, UnitFound
from bihuan.directives.reading.verbs import listed

PLACES = "|".join(
    listed(
        """
乡镇人民政府 乡镇（街道） 乡镇(街道) 乡（镇） 镇（街道） 镇(街道) 镇街道 镇街 乡镇街道 乡镇 街道办事处 街道
县（市、区） 县市区 县（区） 县区 区县 区市县 市县 市州 地市 村（社区） 村社区 社区 行政村 村居 园区 开发区 功能区
管委会 企业 学校 医院
"""
    )
)
ORGANS = "|".join(
    listed(
        """
有关部门和单位 相关部门和单位 有关部门 相关部门 责任部门 成员单位 有关单位 相关单位 责任单位 牵头单位 主管部门 职能部门
行业部门 行业主管部门 直属部门 直各部门 直部门 直有关部门 直单位 级各部门 级各单位 级政府 级党委政府 级党委和政府
级部门 级干部 级领导 部门各单位 部门 单位 派出机构 党（工）委 党委 党组织 机关
"""
    )
)
GENERAL = re.compile(
    rf"每个(?:旗县区|县（市、区）|县（市）|县（区）|县区|区县|乡镇|街道|镇街|部门|单位|行政村|社区|村)|(?:全[市县区州])?各(?:有关|相关|级|地)?(?:{PLACES}|{ORGANS})(?:、(?:各)?(?:{PLACES}|{ORGANS}))*(?:和?各(?:有关|相关)?(?:{ORGANS}|{PLACES}))?"
    r"|(?<![国界球来自])各地(?:各部门|各有关部门|各单位)?(?![群游]|的|均|特|客)|各[县区](?:（市、区）|\(市、区\))?(?=[，,、要应人党政负])"
    rf"|(?:市|县|区|州)直(?:各|有关|相关)?(?:部门|单位)|(?:有关|相关)(?:职能)?(?:部门|单位)(?:和(?:单位|部门))?|(?:属地|基层)(?:党委、?政府|政府)"
)
POSTS = re.compile(
    r"(?:党政|主要|分管|直接)(?:主要)?(?:负责人|负责同志|领导(?:干部)?|责任人)|第一责任人|党政(?:主要负责人|一把手|正职)|(?<!“)一把手(?!招商|工程)|"
    r"(?<![总“])(?:常务副|副)?(?:市长|县长|区长|州长|镇长|乡长|街道办主任|局长|书记|村支书|村主任|秘书长|厂长|校长|院长)(?!制|信箱|热线|质量|工程|奖)|网格员|(?<!“)(?:河|湖|林|田|路|链|街巷)长(?!制|[江河沙春治期])|驻村第一书记|安全总监"
)
SUFFIXES = "|".join(
    listed(
        """
局 委员会 委 办公室 办 厅 部 院 中心 公司 集团 政府 管委会 支队 大队 分局 总工会 妇联 团委 残联 工商联 银行 法院 检察院
乡 镇 街道 县 区 馆 站 所 台
"""
    )
)
SUFFIX = f"(?:{SUFFIXES})"
NAME = rf"[\u4e00-\u9fff（）()]{{1,18}}?{SUFFIX}"
LEADS = re.compile(
    r"(?P<label>牵头(?:责任)?(?:单位|部门|领导)|主责单位|主办单位|责任(?:单位|部门|领导|人)|配合(?:单位|部门)|协办单位|协同单位|参与单位|完成单位|落实单位)[：:]\s*(?P<names>[^；;。\n）)]{2,120})"
)
LEAD_FORM = re.compile(
    r"由?(?P<names>[^，。；：（(由]{2,60}?)(?P<label>牵头(?:负责|落实|组织)?|负责落实|分工负责|按职责分工负责|具体负责|负责|配合|协助|参与|按职责落实)(?=[，,；;。）)]|$)"
)
WITH_FORM = re.compile(
    r"(?:^|(?<=[，。；：、]))(?P<label>会同|商请|联合)(?P<names>[^，。；：]{2,40}?)(?=[，。；：]|开展|组织|制定|研究|对|做好|负责|抓)"
)
BLANK = " \u3000由请"
SPLIT = re.compile(r"[、，,；;]")
JOIN = re.compile(r"以及|和|及|与")
BRACKET_TAIL = re.compile(r"[（(](?:[^（）()]*[\u4e00-\u9fff]{2,})[）)]")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A unit or post by its full name, with the shorter names it goes by."""

    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""


@dataclass(slots=True)
class Register:
    """The names that stand in the register of units. Empty: only general forms are found."""

    entries: tuple[RegisterEntry, ...] = ()
    _names: dict[str, str] = field(default_factory=dict)
    _pattern: re.Pattern[str] | None = None

    @classmethod
    def of(cls, entries: Iterable[RegisterEntry]) -> Register:
        """A register ready for searching; the longest name that fits wins."""
        made = cls(tuple(entries))
        for entry in made.entries:
            for name in (entry.name, *entry.aliases):
                if len(name) >= 2:
                    made._names.setdefault(name, entry.name)
        if made._names:
            longest = sorted(made._names, key=len, reverse=True)
            made._pattern = re.compile("|".join(map(re.escape, longest)))
        return made

    def named(self, words: str) -> str:
        """The register's name for these words, or empty."""
        return self._names.get(words, "")

    def find(self, words: str) -> Iterable[re.Match[str]]:
        """Every place where a name of the register stands."""
        return self._pattern.finditer(words) if self._pattern else ()


def units(words: str, offset: int, register: Register) -> tuple[UnitFound, ...]:
    """Who is named in the sentence, with the role the words give. Names are never guessed from the matter."""
    found: list[UnitFound] = []

    def add(start: int, end: int, role: str, form: str) -> None:
        while start < end and words[start] in " \u3000由请":
            start += 1
        if start >= end or any(start < f.span.end - offset and f.span.start - offset < end for f in found):
            return
        span = Span(offset + start, offset + end)
        found.append(UnitFound(words[start:end], span, register.named(words[start:end]), role, form))

    for pattern in (LEADS, LEAD_FORM, WITH_FORM):
        for match in pattern.finditer(words):
            role = _role(match["label"])
            for start, end in _names(match["names"], match.start("names"), register):
                form = _form(words[start:end], register)
                if form:
                    add(start, end, role, form)
    for match in register.find(words):
        add(match.start(), match.end(), _addressed(words, match.start(), match.end()), "register")
    for match in GENERAL.finditer(words):
        add(match.start(), match.end(), _addressed(words, match.start(), match.end()), "general")
    for match in POSTS.finditer(words):
        add(match.start(), match.end(), _addressed(words, match.start(), match.end()), "post")
    return tuple(sorted(found, key=lambda one: one.span.start))


def _names(listed: str, offset: int, register: Register) -> Iterable[tuple[int, int]]:
    """Each name of a list. 和 parts two units, but not 住房和城乡建设局."""
    at = 0
    for part in SPLIT.split(listed):
        start = listed.index(part, at) if part else at
        at = start + len(part)
        pieces = JOIN.split(part)
        whole = register.named(part.strip(BLANK)) or not all(
            _form(piece.strip(BLANK), register) for piece in pieces
        )
        inside = start
        for piece in [part] if whole else pieces:
            begin = listed.index(piece, inside) if piece else inside
            inside = begin + len(piece)
            if inner := piece.strip(BLANK):
                first = begin + piece.index(inner)
                yield offset + first, offset + first + len(inner)


def _form(name: str, register: Register) -> str:
    """How a name in a lead form was known; empty if it does not look like a unit or post at all."""
    if register.named(name):
        return "register"
    if GENERAL.fullmatch(name):
        return "general"
    if POSTS.fullmatch(name):
        return "post"
    return (
        "written"
        if re.fullmatch(NAME, name) or re.fullmatch(r"[\u4e00-\u9fff]{2,3}(?:同志|副?[市县区]长)", name)
        else ""
    )


def _role(label: str) -> str:
    if label.startswith(("牵头", "主责", "主办")):
        return "lead"
    if label.startswith(("配合", "协", "参与", "会同", "商", "联合")):
        return "support"
    return "responsible"


def _addressed(words: str, start: int, end: int) -> str:
    """The sentence speaks to it: it stands at the head of a clause and is told to do something."""
    head = start == 0 or words[start - 1] in "，,；;。：: 、和及"
    told = re.match(
        r"(?:要|应当?|须|必须|务必|负责|不得|严禁|按照|切实|认真|每|结合|在|、|和|及|，"
        r"|(?:于|最迟)?(?:20\d\d年|今年|明年)?\d{1,2}月(?:\d{1,2}日|底|末)?(?:之|以)?前|年底前|立即|尽快|限期|牵头)",
        words[end:],
    )
    return "addressed" if head and told else ""
