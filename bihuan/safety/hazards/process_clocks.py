"""The time limits of a hidden hazard. Pure. Days that 安全生产法 does not give are defaults, overridden by dated rules."""

from __future__ import annotations

from bihuan.casework.spec import Clock, DueFrom, Obliges

# fmt: off
CLOCKS = (
    Clock("rectification", "整改", "安全生产法 第六十五条第一款第二项、第四十一条", due_from=DueFrom("rectify_by"), warn=3),
    Clock("plan", "制定治理方案", "安全生产事故隐患排查治理暂行规定 第十五条（天数为默认值，可由地方规定）", amount=15, warn=5),
    Clock("acceptance", "企业内部验收", "安全生产事故隐患排查治理暂行规定 第十八条（天数为默认值，可由地方规定）", amount=10),
    Clock("reinspection", "复查", "安全生产事故隐患排查治理暂行规定 第二十三条（天数为默认值，可由地方规定）", amount=10,
          obliges=Obliges.HOLDER),
    Clock("close_out", "销号核验", "安全生产事故隐患排查治理暂行规定 第二十三条（天数为默认值，可由地方规定）", amount=10),
)
# fmt: on
