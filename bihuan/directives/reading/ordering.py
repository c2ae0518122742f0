"""Whether a sentence orders something, what it orders, and how binding it is."""

from __future__ import annotations

import re

from bihuan.directives.reading.tree import Binding, Order, Span

VERBS = (
    "建立健全 贯彻落实 巩固提升 巩固拓展 改造提升 培育壮大 发展壮大 做大做强 做优做强 做强做优 防范化解 组织开展 加快推进 推动 推进 实施 加快 加强 "
    "强化 深化 优化 完善 健全 建设 建成 建立 建好 建强 构建 打造 提升 提高 促进 发展 开展 落实 落细 落地 制定 出台 编制 修订 扩大 拓展 培育 引育 引进 引导 "
    "支持 鼓励 保障 确保 坚持 坚决 严格 严守 严控 严防 严查 严禁 严厉 抓好 抓实 抓紧 抓牢 狠抓 紧抓 紧盯 聚焦 围绕 突出 统筹 整合 创新 创建 争创 争取 力争 "
    "做好 做大 做强 做优 做实 做精 做细 办好 办成 用好 用足 用活 管好 守好 守住 守牢 护好 筑牢 夯实 扎实 全面 全力 持续 积极 大力 深入 稳步 稳妥 有序 有效 主动 "
    "新增 新建 改建 扩建 改造 新改扩建 完成 实现 达到 达 保持 控制 降低 减少 压减 增加 增长 提速 提质 扩容 补齐 补强 锻造 锻长板 激发 释放 释放 盘活 活跃 壮大 培强 "
    "启动 推广 推行 探索 研究 谋划 策划 规划 布局 优先 对接 融入 参与 承接 承办 举办 筹办 筹备 组织 动员 发挥 利用 运用 学习 践行 弘扬 传承 繁荣 丰富 保护 修复 "
    "治理 整治 整改 排查 化解 防范 防止 遏制 打击 打好 打赢 打响 打通 打破 查处 惩治 清理 清退 清零 规范 监管 监督 检查 督查 督促 督办 考核 评估 审计 公开 报送 报告 上报 "
    "反馈 通报 宣传 普及 培训 教育 引领 带动 拉动 撬动 服务 帮助 帮扶 救助 关爱 关心 解决 破解 消除 消化 缓解 满足 畅通 搭建 组建 设立 成立 配齐 配备 配强 选派 选优 "
    "挖掘 开发 开工 开通 开放 投用 投产 竣工 通车 运营 延伸 链接 集聚 聚力 集中 汇聚 吸引 留住 招引 招商 签约 落户 兑现 发放 拨付 筹集 筹措 投入 安排 列入 纳入 "
    "维护 维持 巩固 稳定 稳住 稳 扩 促 抓 建 办 做 守 打 推 补 强 创 争 拓 转变 改进 改善 改革 调整 压实 压紧 履行 扛牢 扛起 担当 增强 增进 树立 树牢 牢记 牢固 恪守 坚守 坚定 "
    "深耕 厚植 擦亮 唱响 讲好 叫响 叫停 取消 废止 下放 减轻 减免 精简 压缩 缩短 简化 杜绝 禁止 不得 纠治 纠正 反对 倡导 提倡 注重 重视 关注 更加 进一步 切实 着力 奋力 努力 "
    "尽快 尽早 立即 按时 按期 如期 定期 每月 每季 每年 年内 全年 依托 依法 依规 以 把 将 让 使 对 向 为 从 通过 立足 锚定 瞄准 对标 抢抓 抢占 善于 敢于 勇于 高标准 高质量 高水平 "
    "高效 高位 精准 精心 分类 分批 分级 因地制宜 多措并举 千方百计 毫不 坚定不移 持之以恒 一体 协同 联动 常态化 制度化 系统 科学 合理 适度 适时 妥善 稳慎 审慎 从严 从快 从速 "
    "会同 配合 牵头 负责 汇总 审核 审批 登记 摸排 摸清 核查 核实 报批 印发 转发 召开 上线 迭代 贯通 打通 升级 转型 转化 应用 盯 压 降 保 控 防 治 管 查 改 修 植 种 引 育 聚 扶 帮 解 调 减 放 "
    "牢牢 强力 倾力 聚力 悉心 用心 用情 纵深 深度 深挖 深植 扎牢 织密 织牢 兜牢 兜住 兜底 撑起 点亮 激活 激励 保护 承担 引入 争当 争先 跻身 入选 申报 申建 申创 复制 推介 展示 举行 恢复 盘清 "
    "精耕 整县 整区域 全域 全方位 全过程 全链条 全市域 统一 运营好 贯彻 遵守 执行 自觉 主动 认真 时刻 始终 一律 一视同仁 "
).split()
FIRST = re.compile("^(?:" + "|".join(sorted(map(re.escape, set(VERBS)), key=len, reverse=True)) + ")")
ACTION = re.compile(
    "建立健全|贯彻落实|巩固提升|"
    + "|".join(sorted({re.escape(v) for v in VERBS if len(v) >= 2 and v not in {
        "全面", "全力", "持续", "积极", "大力", "深入", "稳步", "稳妥", "有序", "有效", "主动", "扎实", "更加", "进一步", "切实", "着力", "奋力", "努力",
        "尽快", "尽早", "立即", "按时", "按期", "如期", "定期", "每月", "每季", "每年", "年内", "全年", "依托", "依法", "依规", "通过", "立足", "高标准", "高质量",
        "高水平", "高效", "高位", "精准", "精心", "分类", "分批", "分级", "因地制宜", "多措并举", "千方百计", "毫不", "坚定不移", "持之以恒", "一体", "协同",
        "联动", "常态化", "制度化", "系统", "科学", "合理", "适度", "适时", "妥善", "稳慎", "审慎", "从严", "从快", "从速", "牢牢", "强力", "倾力", "聚力", "悉心",
        "用心", "用情", "纵深", "深度", "全域", "全方位", "全过程", "全链条", "全市域", "统一", "自觉", "认真", "时刻", "始终", "一律", "一视同仁", "严格", "坚决", "严厉", "牢固",
        "集中", "围绕", "聚焦", "确保", "力争", "争取", "改革", "教育", "招商", "系统", "敢于", "善于", "勇于", "优先", "整县", "整区域",
    }}, key=len, reverse=True))
)  # fmt: skip
MODAL = re.compile(
    r"(?:^|[，,；;：:])(?:我们|各级|各地|各部门|市政府|政府|全市.{0,6})?(?:必须|务必|要|将|应当|应|需要?|不得|严禁|禁止|一定要?|继续)(?!求|素|件|点|么)"
)
TARGET = re.compile(
    r"(?:增长|提高|提升|降低|下降|达到?|突破|超过?|保持在?|控制在|稳定在|完成|新增|不低于|不少于|总量|翻番|力争|确保)[^，。；]{0,14}[\d一二三四五六七八九十百]"
    r"|[\d.]+(?:%|％|万|亿)[^，。；]{0,6}(?:以上|以内|左右|以下)"
)
NOT_AN_ORDER = re.compile(
    r"^(?:各位|同志们|让我们|现在|谢谢|此致|特此|请予|一年来|过去|回顾|回首|回望|总的看|同时，?我们也?清醒|我们(?:也)?清醒|在肯定成绩|当前|今天的|"
    r"(?:今年|20\d\d年|明年)[，,]?是|这(?:是|些|就|充分|一)|综合|上述|以上|设定|提出.{0,12}(?:目标|预期)|实现(?:上述|以上|这些|全年)|围绕(?:上述|以上|实现.{0,8}目标)|"
    r"为(?:深入)?(?:贯彻|落实|进一步|切实|加强|认真).{4,90}(?:如下|通知|制定|特)|现(?:将|就)|本(?:方案|办法|意见|通知).{0,20}(?:施行|解释)|根据.{2,60}(?:制定|如下|现))"
    r"|(?:总体要求|指导思想|总体思路|工作思路|预期目标|奋斗目标|主要目标|总的要求|发展目标)(?:建议)?[是为：:]|(?:以下|下列|下面|如下).{0,10}(?:工作|任务|方面|事项|安排|要求|通知)[：:。]?$"
    r"|(?:重点|具体|主要|着力|抓好|做好|聚焦|突出|落实).{0,16}(?:\d+|[一二三四五六七八九十]+)(?:个)?(?:方面|大方面|项|件)(?:的)?(?:重点)?(?:工作|任务|方面)?[：:。]$|^(?:重点|主要|今年).{0,10}(?:做好|抓好).{0,8}工作[：:。]$"
    r"|更加紧密地?团结|而(?:努力|不懈|团结)奋斗|谱写.{0,30}篇章！$|表示衷心|崇高敬意|衷心的?感谢|请予审议|[？?]$"
)
DESCRIBES = re.compile(
    r"^(?!.{0,10}(?:必须|要|务必|应))[^，。；]{1,18}(?:是|就是|事关|关乎|意味着|没有|决定|面临|进入|处于|需要|离不开|属于|作为)[^，。；]{2,}[，。！；]"
)
FORCE = (
    (
        "ban",
        re.compile(
            r"严禁|不得|禁止|不准|不许|不允许|坚决杜绝|坚决遏制|坚决防止|坚决制止|决不|绝不|杜绝|严防|一律不"
        ),
    ),
    (
        "must",
        re.compile(r"必须|务必|确保|坚决|严格|应当|不低于|不少于|不高于|控制在|一律|严守|守牢|守住|一定要"),
    ),
    ("strive", re.compile(r"力争|争取|努力|尽量|尽可能|探索|争创|积极争")),
    ("encourage", re.compile(r"鼓励|引导|支持|倡导|提倡|可以|可根据|可结合")),
    ("shall", re.compile(r"(?:^|[，,；;：:]|我们|政府|部门|单位|地)(?:要|将|应)(?!求|素|件|点|来)")),
)
RANK = {"ban": 0, "must": 1, "shall": 2, "strive": 3, "encourage": 4}


def is_order(words: str) -> bool:
    """Whether the sentence orders or commits to something. Salutations, reasons, expected figures and praise do not.

    >>> is_order("完成市人民医院新院区主体工程，6月底前投入使用。"), is_order("今年是新中国成立75周年。")
    (True, False)
    """
    words = words.strip()
    if len(words) < 5 or NOT_AN_ORDER.search(words):
        return False
    if MODAL.search(words):
        return not re.search(r"^[^，。]{0,30}(?:要求|需要)(?:我们|加快)", words)
    if FIRST.match(words):
        return bool(
            ACTION.search(words) or TARGET.search(words) or FIRST.match(words)
        ) and not words.endswith("的关键。")
    if DESCRIBES.match(words):
        return bool(re.search(r"[，。](?:要|必须|坚决|坚持)", words[:60]))
    return bool(TARGET.search(words) or ACTION.search(words[:40]))


def bindings(words: str, offset: int) -> tuple[Binding, ...]:
    """Each word that says how binding the order is, the strongest first."""
    found = [
        Binding(
            match[0].lstrip("，,；;：:"),
            Span(offset + match.end() - len(match[0].lstrip("，,；;：:")), offset + match.end()),
            force,
        )
        for force, pattern in FORCE
        for match in pattern.finditer(words)
    ]
    return tuple(sorted(found, key=lambda one: (RANK[one.force], one.span.start)))


def orders(words: str, offset: int) -> tuple[Order, ...]:
    """Verb and object of each clause that begins with an action."""
    found, at = [], 0
    for clause in re.split(r"(?<=[，。；！：])", words):
        action = ACTION.search(clause[:16])
        if action:
            rest = re.split(r"[，。；！：]", clause[action.end() :])[0]
            end = at + action.end() + len(rest)
            found.append(
                Order(
                    words[at + action.start() : end],
                    Span(offset + at + action.start(), offset + end),
                    action[0],
                    rest,
                )
            )
        at += len(clause)
    return tuple(found)
