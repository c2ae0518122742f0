"""Orders to control persons who appeal: to keep watch on them, hold them back, fetch them back, make them stop.

信访工作条例 arts. 3, 18, 46(6), 47; 宪法 arts. 37, 41; 个人信息保护法 arts. 28, 34. Such an order is shown with the articles
and can never become a task (DESIGN section 2). Words on goods, fires, prices, places and illnesses are none of it, nor is a
prohibition of such control ("严禁截访").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.directives.reading.tree import Control, Span


@dataclass(frozen=True, slots=True)
class Article:
    """A provision, with the words it turns on."""

    law: str
    article: str
    words: str


ARTICLES = (
    Article(
        "信访工作条例", "第三条", "各级机关、单位及其领导干部、工作人员接受群众监督、改进工作作风的重要途径"
    ),
    Article("信访工作条例", "第十八条", "任何组织和个人不得打击报复信访人"),
    Article("信访工作条例", "第四十六条第六项", "打击报复信访人"),
    Article("信访工作条例", "第四十七条", "有关机关、单位工作人员应当对其进行劝阻、批评或者教育"),
    Article("中华人民共和国宪法", "第三十七条", "禁止非法拘禁和以其他方法非法剥夺或者限制公民的人身自由"),
    Article("中华人民共和国宪法", "第四十一条", "任何人不得压制和打击报复"),
    Article(
        "个人信息保护法",
        "第二十八条",
        "只有在具有特定的目的和充分的必要性，并采取严格保护措施的情形下，个人信息处理者方可处理敏感个人信息",
    ),
    Article("个人信息保护法", "第三十四条", "不得超出履行法定职责所必需的范围和限度"),
)

APPEAL = (
    r"(?:信访|上访|(?<!走)访民(?!情|意|生|营|居|俗)|进京访|缠访|闹访|越级访|"
    r"集访|非访|赴省|进京|赴京|到京|来京|在京|诉求人|维权)"
)
PERSON = (
    r"(?:(?:重复|经常|多次|长期)(?:信访|上访)(?:人员?|者)|信访(?:重点)?(?:人员?|群众|户|老户|当事人|对象)|上访(?:人员?|群众|户|老户|者|对象)|老?(?:缠访|闹访|非访|信访|上访)(?:老)?(?:户|者|人|专业户)|(?<!走)访民(?!情|意|生|营|居|俗)|缠访(?:闹访)?(?:人员|户)?|闹访(?:人员|户)?|老上访|老信访|涉访(?:重点)?人员|涉稳(?:重点)?(?:人员|群体)|"
    r"(?:重点)?稳控(?:对象|人员)|利益诉求(?:群体|人员)|涉军群体|重点(?:信访|涉访|涉稳|上访|维稳)(?:人员?|群体|户|对象)|重点人(?:员|头)?(?!群|才)|特殊利益群体|“?三跨三分离”?信访人|当事人|诉求群众|维权(?:人员|群众|业主)|越级走访人员|进京(?:走访|上访)?人员)"
)
HOLD = (
    r"(?:稳控(?!在|于|物价|房价|价格|市场|粮价|菜价|增速|规模|率|债务|风险)|盯防|盯守|盯控|盯牢|盯死|紧盯|看住|看牢|看死|看护|看管|看守|管控|严控|控制|掌控|布控|监控|监视|跟踪|跟控|尾随|陪护|陪同旅游|劝返|劝回|劝离|接返|接回|带回|领回|遣返|遣送|押回|拦截|截留|拦住|拦回|堵截|围堵|截访|"
    r"阻止|阻拦|限制(?:其)?(?:出行|外出|离开|人身自由|购票)|不得(?:其)?(?:离开|外出)|软禁|训诫|人盯人|一对一(?:看护|盯防|稳控|包保)|多对一|(?:五|四|三|多)包一|二十四小时(?:看护|值守|盯)|24小时(?:看护|盯防|盯守|值守盯)|动态掌握(?:其)?(?:行踪|动向|去向)|掌握(?:其)?(?:行踪|动向|去向|轨迹)|行踪|滚动排查|列管|建档管控|拉入黑名单|列入黑名单|不让|买票预警|购票预警|轮流值守|截停|(?:报告|汇报|掌握|摸清)(?:其)?(?:去向|行程|动向)|(?:乘车|购票|出行|住宿|通话|银行卡)(?:信息|记录)|吸附|贴身|跟班|住回|送回|劝其?回|关进|(?:纳入|列为|列入)[^，。；]{0,8}(?:重点人员|管控|黑名单))"
)
ALONE = re.compile(
    r"截访|接返劝返|劝返|接访劝返|(?<!文)(?<!疾)稳控(?:对象|化解措施|责任人|包保|人员|措施|责任|工作)|大稳控|落实稳控|人盯人|签订?(?:息诉)?息访|(?:息诉)?息访(?:承诺|协议|保证|罢访)?|罢访|停访息诉|息诉罢访|(?:零|“零”)(?:进京|上访|非访|越级访)|销号稳人|稳人控事|稳在当地|稳在基层(?=.{0,8}人)|吸附在当地|(?:不再|放弃|停止|终止)(?:进京|到省|赴省|越级|缠访|继续)?(?:上访|信访|走访|闹访)(?!事项|行为)|上访苗头[^。；]{0,10}(?:掐灭|控制|消灭)|(?:出现|发生|有)[^，。；]{0,10}(?:进京|赴京|赴省|到省|越级|非)[^，。；]{0,6}访[^。；]{0,24}(?:问责|追责|扣分|一票否决|通报|倒查)|稳控在(?:当地|本地|属地|家|基层)"
)
BLOCK = re.compile(
    r"(?:严防|防止|严禁|杜绝|禁止|避免|制止|阻止|劝阻|遏制|不发生|不出现|不允许|不准|不得|不让|决不能|绝不能|确保.{0,14}?(?:不发生|不出现|零|无|没有)|实现.{0,6}零|坚决防止)"
    r"(?:(?!打击|报复|压制|刁难|限制|截访|拦截|堵截|拦卡|围堵|稳控|盯防|推诿|拒绝|泄露|引发|导致|造成|诱发|激化)[^，。；]){0,16}?"
    r"(?:(?:进京|赴京|赴省|到省|越级|非法|非正常|个人极端|规模性|集体)(?:上访|走访|信访|集访|非访|访)|上访|集访|非访|缠访|闹访|(?<=零)信访|信访人[^，。；]{0,6}走访|(?:进京|赴京|赴省)(?=[，。；、]|滋事|反映|$))"
    r"(?!渠道|制度|问题|事项|矛盾|积案|工作|举报|诉求|慰问)"
)
PAIRED = re.compile(
    rf"(?P<person>{PERSON})[^。；]{{0,24}}?(?P<hold>{HOLD})|(?P<hold2>{HOLD})[^。；]{{0,18}}?(?P<person2>{PERSON})"
)
NEAR_APPEAL = re.compile(
    rf"{APPEAL}(?!问题|事项|积案|矛盾|工作|清单)[^。；]{{0,20}}?(?P<hold>{HOLD})|(?P<hold2>劝返|接返|接回|拦截|堵截|截留|带回|稳控|盯防|盯守|布控|看管|遣返|阻拦|阻止)[^。；]{{0,14}}?{APPEAL}"
)
# Whoever is named for having appealed, and the sentence does nothing for them: the words of control are too many to list.
APPEALER = re.compile(
    r"(?:信访|上访|缠访|闹访|非访|越级访|越级上访|进京访|串联维权|维权)(?:终结)?(?:的)?(?:重点)?(?:人员|人(?!民)|户|老户|者|对象|群众|当事人|业主|代表|骨干)|(?<!走)(?<!遍)(?<!寻)(?<!家)访民(?!情|意|生|营|居|俗|众|间|族|事)|(?:结伴|多次|反复|执意|扬言|拟)[^，。；]{0,4}(?:到|去|前往|赴|进)[^，。；]{0,8}(?:北京|省政府|省城|省里|市政府|市委|政府门口|省委)[^，。；]{0,8}(?:反映|的|人员|上访)"
)
SERVES = re.compile(
    r"解释|疏导|教育|帮助|协助|支持|交流|沟通|座谈|邀请|免费|进度|抢修|救助|接待|化解|答复|告知|保障|帮扶|权益|引导|服务|受理|反馈|评价|满意|联系|约访|听取|回访|关心|慰问|援助|心理|诉求|隐私|保密|送达|登记|知情|接访|合法|提出|申请|复查|复核|热情|方便|减少|阅|说明(?!去向|行踪)|手续|可以|有权"
)
# The same orders in gentle words. Each counts only in a sentence that speaks of those who appeal, or of going up to do so.
GOING_UP = re.compile(
    rf"{APPEAL}(?!工作|事项|问题|积案|矛盾|部门|系统|干部|机构|局|渠道|条例)|{PERSON}|(?:去|到|赴|进)(?:北京|省城|省里|省委|省政府|中央)|(?<!下)(?<!寻)(?<!回)(?<!家)(?<!走)(?<!出)(?<!专)访(?:民|户|人员)"
)
GENTLE = re.compile(
    r"(?:看好|管好|守好|盯好|稳住|守住|拴住|摁住|按住|管住|带好)[^，。；]{0,6}(?:人(?!才|民|心|家|员密集|口|工|生)|门|对象|户)|"
    r"(?:不去|不到|不赴|不进|不离开?|不外出|不出|不动身|走不出|离不开)[^，。；]{0,4}(?:北京|京|省城?|本县|本市|本区|本镇|本村|辖区|家门|门|区|县|村|现场)|"
    r"(?:请回|接走|领走|护送|送返|送还|专车送|派车|动员其?返|劝导其?返|陪同其?返|就地留|留在(?:当地|家中|本地|属地|村里|县里)|稳在|安抚在)|"
    r"(?:每日|每天|每晚|早晚|一日[两二三]|定时|按时|逢会必|全天|昼夜|日夜)(?!向)[^，。；向给为]{0,10}(?:见面|见人|见一面|打卡|签到|点名|报告|汇报|上报|核实|联系|陪|守|在岗在位)|"
    r"(?:停发|取消|扣发|暂停|停办|不予办理|收回|卡住)[^，。；]{0,12}(?:低保|补贴|补助|待遇|救助|资格|贷款|入学)|"
    r"(?:拘留|打击处理|打击一批|处理一批|教育训诫|送学习班|学习班|法制班|关起来|控住)|"
    r"(?:亲属|家属|子女|配偶|亲友)[^。；]{0,16}(?:停职|停课|停薪|回家|做工作|负责劝|劝阻|担保|留在)|"
    r"(?:移送|送往|送到|送)[^，。；]{0,6}(?:精神|康复医院|救助站|学习班|法制班)|(?:办班|集中)[^，。；]{0,4}(?:管束|管教|学习|教育转化)|管束|"
    r"(?:不予|不得|拒绝|禁止|限制|暂缓|不准)[^，。；]{0,4}(?:售票|购票|乘车|出境|办理(?:护照|证件|通行证))|"
    r"把[^，。；]{1,6}(?:留在|留住|带到|接到|安置在)|"
    r"(?:活动|动态|动向|行程|轨迹|异动|去处|社会关系|通信|手机)[^，。；]{0,6}(?:掌握|摸清|盯|跟|报告|上报|台账|监测|布控|预警)|"
    r"(?:掌握|摸清|盯|跟进|报告|上报|监测)[^，。；]{0,8}(?:活动|动态|动向|行程|轨迹|异动|去处|社会关系|通信|手机)|"
    r"(?:不再|放弃|停止|收回|撤回)[^，。；]{0,6}(?:反映|诉求|信访件|信访事项)(?!渠道)"
)
FORBIDDEN = re.compile(
    r"(?:严禁|不得|禁止|不准|不允许|严肃查处|坚决纠正|纠正|纠治|整治|杜绝|不能|防止|坚决反对|不搞|取消|停止|从未|没有|不许|清理)[^，。；]{0,14}$"
)
LAWFUL = re.compile(
    r"^(?:风险|隐患|成本|规模|总量|时间|节点|进度|质量|数量|经费|舆情|扬尘|污染|事态|局面|问题|事项|积案|矛盾|诉求解决|化解)"
)
OTHERS = re.compile(
    r"吸毒|戒毒|社区矫正|刑满释放|刑释|肇事肇祸|精神障碍|精神病|传染|密切接触|密接|隔离|疫情|发热|艾滋|境外回国|入境人员|境外|诈骗|赌博|偷渡|旅客|游客|景区|辍学|失学|返校|水库|下水|食品|药品|燃气|群众返回|转移群众|台风|洪水|驾驶人|驾驶员|从业人员|特种作业|在逃|犯罪嫌疑人|未成年人|留守|独居|老年人|孕产妇|慢性病|就业|高校毕业生|退役军人就业|招聘|防汛|转移|避险|作业人员|出入境|施工人员|火源|易燃|慢病|低收入|返贫"
)


# Verbs times objects: whoever is named for having appealed or for meaning to, and what is done to the body, the way, the
# rights or the kin of such a person. Each half is a small grammar (stem and complement, right and its loss), not a list
# of phrases; a sentence needs both halves.
NAMED = (
    rf"(?:{PERSON}|(?:集体访|集访|聚访|群访|个访|信访|上访|越级访|非访)(?:的)?(?:牵头|组织|带头|挑头|发起|骨干|积极)(?:人员?|者|分子)?|"
    r"(?:重点|老|涉)访(?:户|民)|访户(?!问)|(?:拟|欲|准备|打算|企图|可能|扬言|意图|有意)[^，。；]{0,4}(?:赴|进|到|去|上|来)(?:京|省|市|北京)"
    r"[^，。；]{0,8}(?:的)?(?:群众|人员?|村民|居民|业主|职工|代表))"
)
DONE_TO = (
    r"(?:[拦堵截挡拽押扣](?:下(?!水|雨|岗)|住|停|回|返|离|走|阻)|(?:传唤|拘传|侦控|技控|布控|软禁|收押|盘查|扣留|反锁)|"
    r"[看盯守控管摁按拴](?:住|牢|死|紧(?!缺|急))|(?:寸步不离|形影不离|不离视线|同吃同住|全程(?:伴随|陪护|跟随)|日夜(?:陪|守)|贴身|不间断看守)|"
    r"封闭(?:式)?(?:学习|管理|培训|教育)|(?:保证书|承诺书|悔过书)|(?:不|不得|不准|不许|不能)(?:出|离|进|去)(?:开|到)?(?:村|镇|乡|县|区|城|京|省|家|门)|"
    r"(?:陪同|带领|组织|安排)[^，。；]{0,12}(?:外出|异地)?(?:旅行|旅游|疗养|度假|散心)|"
    r"(?:停|扣|断|撤|压|卡)(?:发|减|缓|办)?[^，。；]{0,3}(?:其)?(?:工资|薪|低保|补助|补贴|养老金|待遇|贷款)|"
    r"(?:身份证|护照|证件|手机)[^，。；]{0,6}(?:保管|收缴|代管|扣)|"
    r"(?:入学|参军|政审|评优|提拔|就业|录用|升学)[^，。；]{0,12}(?:挂钩|受限|不予|一律|限制)|"
    r"(?:去向|行踪|行程|动向|轨迹)[^，。；]{0,6}(?:报备|报告|上报|汇报|核实|明|清|掌握)|(?:报备|查铺|签到|打卡|点名|请假))"
)
GRAMMAR = re.compile(
    rf"(?P<person>{NAMED})[^。；]{{0,40}}?(?P<hold>{DONE_TO})|(?P<hold2>{DONE_TO})[^。；]{{0,16}}?(?P<person2>{NAMED})"
)
HELPS = re.compile(
    r"听证|便利|援助|查询|公告|送达"
)  # few: a word of help must not hide an order that is spelled out
# The matter and not the person is meant: what they say, ask or are owed; or others are punished for harming them.
MATTER = re.compile(
    r"(?:信访|上访|缠访|闹访|非访|越级访)?(?:人员?|户|者|群众|当事人|业主|代表)(?:所|来信)?(?:反映|提出|投诉|诉说|申诉|举报|要求|送来|来信)"
    r"[^，。；]{0,16}(?:问题|事项|诉求|困难|欠薪|线索|的|进度)|"
    r"(?:殴打|辱骂|刁难|欺压|侵害|冷落|推诿|打骂|报复|敷衍)[^，。；]{0,4}(?:信访|上访|来访|访民)|"
    r"接送|听证|会商|培训|推荐(?:就业|岗位)|查清|支付|兑付|便利|返还|安置房|办成"
)


def control(words: str, offset: int) -> tuple[Control, ...]:
    """The words that order control of persons who appeal; empty for everything else.

    >>> [c.words for c in control("对重点信访人员落实专人稳控", 0)], control("稳控物价，管控人员密集场所", 0)
    (['重点信访人员落实专人稳控'], ())
    """
    found: list[Control] = []

    def add(start: int, end: int, reason: str) -> None:
        if not any(start < c.span.end - offset and c.span.start - offset < end for c in found):
            found.append(Control(words[start:end], Span(offset + start, offset + end), reason))

    for match in BLOCK.finditer(words):
        add(match.start(), match.end(), "block")
    for pattern, reason in ((PAIRED, "hold"), (NEAR_APPEAL, "hold")):
        for match in pattern.finditer(words):
            at = match.start("hold") if match["hold"] else match.start("hold2")
            hold = match["hold"] or match["hold2"]
            if (
                _forbidden(words, at)
                or LAWFUL.match(words[at + len(hold) :])
                or OTHERS.search(_around(words, match.start(), match.end()))
            ):
                continue
            add(match.start(), match.end(), reason)
    for match in APPEALER.finditer(words):
        around = _sentence(words, match.start(), match.end())
        if (
            not SERVES.search(around)
            and not MATTER.search(around)
            and not _forbidden(words, match.start())
            and not re.search(r"严禁|不得|禁止|整治|纠正|打击报复", around)
        ):
            add(match.start(), match.end(), "aimed_at")
    for match in GRAMMAR.finditer(words):
        around = _sentence(words, match.start(), match.end())
        at = match.start("hold") if match["hold"] else match.start("hold2")
        if not (_forbidden(words, at) or OTHERS.search(around) or HELPS.search(around)):
            add(match.start(), match.end(), "hold")
    for match in GENTLE.finditer(words):
        around = _sentence(words, match.start(), match.end())
        if (
            GOING_UP.search(around)
            and not OTHERS.search(around)
            and not _forbidden(words, match.start())
            and not re.search(
                r"严禁|不得(?!售|购|乘|离|外)|禁止(?!乘|出|购)|整治|纠正|打击报复|不准|不许|帮助|救助|慰问",
                around,
            )
        ):
            add(match.start(), match.end(), "hold")
    for match in ALONE.finditer(words):
        if not _forbidden(words, match.start()) and not OTHERS.search(
            _around(words, match.start(), match.end())
        ):
            add(match.start(), match.end(), "stop" if "访" in match[0] else "hold")
    return tuple(sorted(found, key=lambda one: one.span.start))


def _forbidden(words: str, at: int) -> bool:
    """The sentence forbids the control itself: 严禁截访, 不得对信访人盯防."""
    return bool(FORBIDDEN.search(words[:at]))


def _sentence(words: str, start: int, end: int) -> str:
    """The sentence that the words stand in."""
    left = max(words.rfind(sign, 0, start) for sign in "。；") + 1
    right = min((at for at in (words.find(sign, end) for sign in "。；") if at >= 0), default=len(words))
    return words[left:right]


def _around(words: str, start: int, end: int) -> str:
    """The clause that the words stand in."""
    left = max(words.rfind(sign, 0, start) for sign in "。；，") + 1
    right = min((at for at in (words.find(sign, end) for sign in "。；，") if at >= 0), default=len(words))
    return words[left:right]
