"""Named fixed formulas of risk and the reading of their tables. Exact decimals, no eval. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# LEC: the values that may be chosen, with what they stand for (domain notes 0.10).
LIKELIHOOD = (
    ("10", "完全可以预料"), ("6", "相当可能"), ("3", "可能，但不经常"), ("1", "可能性小，完全意外"),
    ("0.5", "很不可能，可以设想"), ("0.2", "极不可能"), ("0.1", "实际不可能"),
)  # fmt: skip
EXPOSURE = (
    ("10", "连续暴露"), ("6", "每天工作时间内暴露"), ("3", "每周一次或者偶然暴露"), ("2", "每月一次暴露"),
    ("1", "每年几次暴露"), ("0.5", "非常罕见地暴露"),
)  # fmt: skip
CONSEQUENCE = (
    ("100", "大灾难，10人以上死亡"), ("40", "灾难，3至9人死亡"), ("15", "非常严重，1至2人死亡"), ("7", "严重，重伤"),
    ("3", "重大，致残"), ("1", "引人注目，需要救护"),
)  # fmt: skip
# The matrix LS of 5 by 5: what its steps stand for. A district that counts otherwise enters its own table of bands.
MATRIX_L = (
    ("5", "极有可能：现场没有防范、监测、保护措施"), ("4", "很可能：措施不当，或者没有严格执行"),
    ("3", "可能：有措施，过去曾经发生类似事件"),
    ("2", "不太可能：措施有效，能够及时发现"), ("1", "极不可能：措施充分，员工严格执行"),
)  # fmt: skip
MATRIX_S = (
    ("5", "死亡"), ("4", "丧失劳动能力"), ("3", "截肢、骨折、听力丧失、慢性病"),
    ("2", "轻微受伤、间歇不舒服"), ("1", "没有伤亡"),
)  # fmt: skip
COLOURS = ("red", "orange", "yellow", "blue")  # the highest first
RAISED_BY = 3  # so many open general hazards raise a point by one colour


class ValueNotInTable(ValueError):
    """A number that the method does not know."""


@dataclass(frozen=True, slots=True)
class Band:
    """From `above` to `up_to`; `open_below` leaves `above` itself out, `open_top` leaves `up_to` out. None: no end."""

    above: Decimal | None
    up_to: Decimal | None
    level: str
    colour: str
    open_below: bool = False
    open_top: bool = True

    def holds(self, score: Decimal) -> bool:
        """Whether the score lies in the band."""
        low = self.above is None or (score > self.above if self.open_below else score >= self.above)
        high = self.up_to is None or (score < self.up_to if self.open_top else score <= self.up_to)
        return low and high


def lec(likelihood: Decimal, exposure: Decimal, consequence: Decimal) -> Decimal:
    """D = L * E * C. Raises ValueNotInTable for a number that is not in the method's tables."""
    for value, table in ((likelihood, LIKELIHOOD), (exposure, EXPOSURE), (consequence, CONSEQUENCE)):
        if value not in {Decimal(one) for one, _label in table}:
            raise ValueNotInTable(str(value))
    return likelihood * exposure * consequence


def matrix(likelihood: Decimal, consequence: Decimal, *, size: int = 5) -> Decimal:
    """R = L * S on a matrix of `size` by `size`. Raises ValueNotInTable."""
    for value in (likelihood, consequence):
        if value != value.to_integral_value() or not 1 <= value <= size:
            raise ValueNotInTable(str(value))
    return likelihood * consequence


def band_of(score: Decimal, bands: Sequence[Band]) -> Band:
    """The one band that holds the score. Raises ValueNotInTable when the table has a gap there or two hold it."""
    found = [band for band in bands if band.holds(score)]
    if len(found) != 1:
        raise ValueNotInTable(str(score))
    return found[0]


def bands_from(rows: Sequence[dict[str, object]]) -> list[Band]:
    """A table as it is kept in JSON."""

    def number(value: object) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    return [
        Band(
            number(row.get("above")), number(row.get("up_to")), str(row["level"]), str(row["colour"]),
            bool(row.get("open_below", False)), bool(row.get("open_top", True)),
        )
        for row in rows
    ]  # fmt: skip


def raised(base: str, *, open_general: int, open_major: int) -> str:
    """The colour of a point with its open hidden hazards: a major one makes it red, three general ones one higher."""
    if not base:
        base = "blue"
    if open_major:
        return "red"
    if open_general >= RAISED_BY:
        return COLOURS[max(0, COLOURS.index(base) - 1)]
    return base
