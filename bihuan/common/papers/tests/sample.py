from __future__ import annotations

from datetime import date

from bihuan.common.papers import Heading, Paper, Paragraph

LONG = (
    "经调查核实，幸福里小区12号楼于2003年建成，屋面防水层超过设计使用年限，连续降雨造成顶层住户室内渗水。"
    "我局会同和平街道办事处、幸福里社区居民委员会现场查看，查阅了房屋档案和维修资金台账。"
)
FULL = Paper(
    organ="青山区住房和城乡建设局",
    number="青住建信处〔2026〕17号",
    title="青山区住房和城乡建设局\n关于王建国信访事项的处理意见书",
    addressee="王建国",
    body=(
        Paragraph("现已办理完毕，处理意见如下："),
        Heading("事实和理由"),
        Heading("房屋情况", 2),
        Heading("屋面", 3),
        Heading("防水层", 4),
        Paragraph(LONG),
        Heading("维修责任", 2),
        Heading("处理意见"),
        Paragraph("予以支持。"),
    ),
    attachments=("现场查看记录", "专项维修资金台账复印件"),
    signature="青山区住房和城乡建设局",
    dated=date(2026, 9, 8),
    note="联系人：赵敏",
    copies_to=("青山区信访局", "和平街道办事处"),
    printed_by="青山区住房和城乡建设局办公室",
    printed_on=date(2026, 9, 9),
    copy_number=3,
    secrecy="秘密★1年",
    urgency="加急",
    signatory="钱进",
)
BARE = Paper(
    organ="青山区信访局",
    title="通知",
    body=(Paragraph("正文。"),),
    signature="青山区信访局",
    dated=date(2026, 1, 1),
    sealed=False,
)
PARTS = (
    "000003",
    "秘密★1年",
    "加急",
    "青山区住房和城乡建设局",
    "青住建信处〔2026〕17号",
    "签发人：",
    "钱进",
    "关于王建国信访事项的处理意见书",
    "王建国：",
    "一、事实和理由",
    "（一）房屋情况",
    "1.屋面",
    "（1）防水层",
    "（二）维修责任",
    "二、处理意见",
    "予以支持。",
    "附件：1.",
    "现场查看记录",
    "2.",
    "专项维修资金台账复印件",
    "2026年9月8日",
    "（联系人：赵敏）",
    "抄送：青山区信访局，和平街道办事处。",
    "青山区住房和城乡建设局办公室",
    "2026年9月9日印发",
)
