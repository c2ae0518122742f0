"""The campaigns every office knows. Pure. An office adds its own as rows (`OwnKind`).

三非 (illegal production, operation, construction), 三违 (of command, operation, discipline), 三超 (capacity, intensity,
headcount;
in transport load, size, passengers).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CampaignKind:
    """A kind of campaign: what it is called, the words of sectors it is about, and what is asked at each unit."""

    code: str
    label: str
    sectors: tuple[str, ...]
    items: tuple[str, ...]


# fmt: off
KINDS = (
    CampaignKind("three_illegals", "打击非法生产、经营、建设", (), ("无证照生产", "无证照经营", "未批先建")),
    CampaignKind("three_violations", "整治违章指挥、违章作业、违反劳动纪律", (), ("违章指挥", "违章作业", "违反劳动纪律")),
    CampaignKind("three_excesses", "整治超能力、超强度、超定员（运输：超载、超限、超员）", (),
                 ("超能力（超载）", "超强度（超限）", "超定员（超员）")),
    CampaignKind("traffic", "道路交通和水上交通安全专项整治", ("交通", "运输", "水上"), ("车船安全状况", "驾驶人员资格",
    "动态监控")),
    CampaignKind("coal", "煤矿安全专项整治", ("煤矿",), ("通风和瓦斯", "防治水", "顶板", "提升运输", "超层越界")),
    CampaignKind("mines", "非煤矿山安全专项整治", ("矿山", "尾矿"), ("采空区", "边坡", "尾矿库", "外包队伍")),
    CampaignKind("fireworks", "烟花爆竹安全专项整治", ("烟花", "爆竹"), ("药量", "储存", "分包转包", "经营场所")),
    CampaignKind("construction", "建筑施工安全专项整治", ("建筑", "施工"), ("深基坑", "高支模", "起重机械", "脚手架")),
    CampaignKind("school_bus", "校车安全专项整治", ("校车", "学校"), ("车辆", "驾驶人员", "线路", "超员")),
    CampaignKind("fire", "消防安全专项整治", (), ("疏散通道", "消防设施", "用火用电", "住人场所")),
    CampaignKind("chemicals", "危险化学品安全专项整治", ("危化", "化工", "化学"), ("重大危险源", "特殊作业", "自动化控制",
    "储存")),
)
# fmt: on
