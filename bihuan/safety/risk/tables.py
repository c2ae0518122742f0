"""The band tables that come with the program, as dated data; a district enters its own beside them. Pure."""

from __future__ import annotations

from typing import Any


def _row(
    above: str | None, up_to: str | None, level: str, colour: str, *, open_below: bool, open_top: bool
) -> dict[str, Any]:
    return {
        "above": above, "up_to": up_to, "level": level, "colour": colour, "open_below": open_below, "open_top": open_top,
    }  # fmt: skip


TABLES: tuple[dict[str, Any], ...] = (
    {
        "code": "LEC-5",
        "title": "LEC 五级（大于320为极其危险）",
        "method": "lec",
        "in_force_from": "2000-01-01",
        "bands": [
            _row("320", None, "极其危险", "red", open_below=True, open_top=True),
            _row("160", "320", "高度危险", "orange", open_below=False, open_top=False),
            _row("70", "160", "显著危险", "yellow", open_below=False, open_top=True),
            _row("20", "70", "一般危险", "blue", open_below=False, open_top=True),
            _row(None, "20", "稍有危险", "blue", open_below=False, open_top=True),
        ],
    },
    {
        "code": "LS-5",
        "title": "风险矩阵 5×5",
        "method": "matrix",
        "in_force_from": "2000-01-01",
        "bands": [
            _row("17", "25", "重大风险", "red", open_below=False, open_top=False),
            _row("10", "16", "较大风险", "orange", open_below=False, open_top=False),
            _row("5", "9", "一般风险", "yellow", open_below=False, open_top=False),
            _row("1", "4", "低风险", "blue", open_below=False, open_top=False),
        ],
    },
)
