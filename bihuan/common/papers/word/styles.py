"""What a paragraph or run of a .docx looks like, after its styles: as CSS."""

from __future__ import annotations

from typing import Any

from bihuan.common.papers import measures
from bihuan.common.papers.measures import Face
from bihuan.common.papers.word.opening import W

FACES: dict[str, Face] = {
    face.office: face
    for face in (
        measures.XIAOBIAOSONG, measures.FANGSONG, measures.HEITI, measures.KAITI, measures.SONGTI,
    )
}  # fmt: skip
FACES |= {
    "仿宋": measures.FANGSONG, "楷体": measures.KAITI, "FangSong": measures.FANGSONG, "KaiTi": measures.KAITI,
    "SimHei": measures.HEITI, "SimSun": measures.SONGTI, "华文中宋": measures.XIAOBIAOSONG, "微软雅黑": measures.HEITI,
    "小标宋": measures.XIAOBIAOSONG, "方正小标宋_GBK": measures.XIAOBIAOSONG,
}  # fmt: skip
ALIGN = {
    "center": "center", "right": "right", "end": "right", "left": "left", "start": "left", "both": "justify",
    "distribute": "justify",
}  # fmt: skip


class Styles:
    """The style sheet of a document."""

    def __init__(self, tree: Any) -> None:
        self._by_id: dict[str, Any] = {}
        self._defaults: list[Any] = []
        self._default = ""
        if tree is None:
            return
        for kind in ("pPr", "rPr"):
            self._defaults += tree.findall(f"{W}docDefaults/{W}{kind}Default/{W}{kind}")
        for style in tree.findall(f"{W}style"):
            self._by_id[style.get(f"{W}styleId")] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = style.get(f"{W}styleId")

    def paragraph(self, paragraph: Any) -> dict[str, Any]:
        """Merged properties of a paragraph: the last word on each is the paragraph's own."""
        own = paragraph.find(f"{W}pPr")
        named = own.find(f"{W}pStyle") if own is not None else None
        style = named.get(f"{W}val") if named is not None else self._default
        merged: dict[str, Any] = {}
        for level in (*self._chain(style, "pPr"), own):
            if level is not None:
                _merge(merged, level)
        return merged

    def run(self, paragraph: Any, run: Any) -> dict[str, Any]:
        """Merged properties of a run."""
        own_p = paragraph.find(f"{W}pPr")
        named = own_p.find(f"{W}pStyle") if own_p is not None else None
        style = named.get(f"{W}val") if named is not None else self._default
        own = run.find(f"{W}rPr") if run is not None else None
        merged: dict[str, Any] = {}
        for level in (*self._chain(style, "rPr"), *self._character(own), own):
            if level is not None:
                _merge(merged, level)
        return merged

    def _character(self, own: Any) -> list[Any]:
        named = own.find(f"{W}rStyle") if own is not None else None
        return self._chain(named.get(f"{W}val"), "rPr")[len(self._defaults) :] if named is not None else []

    def _chain(self, style: str, kind: str) -> list[Any]:
        chain: list[Any] = []
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            element = self._by_id[style]
            if (properties := element.find(f"{W}{kind}")) is not None:
                chain.insert(0, properties)
            based = element.find(f"{W}basedOn")
            style = based.get(f"{W}val") if based is not None else ""
        return [*(row for row in self._defaults if row.tag == f"{W}{kind}"), *chain]


def _merge(merged: dict[str, Any], level: Any) -> None:
    for child in level:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.removeprefix(W)
        values = {key.removeprefix(W): value for key, value in child.attrib.items()}
        if name in ("pBdr", "tabs", "framePr"):
            merged[name] = child
        elif name in ("ind", "spacing", "rFonts") and isinstance(merged.get(name), dict):
            merged[name] = {**merged[name], **values}
        else:
            merged[name] = values


def points(twentieths: Any) -> float:
    """Twentieths of a point as points; what is no number is nothing."""
    try:
        return int(twentieths) / 20
    except (TypeError, ValueError):
        return 0.0


def run_css(look: dict[str, Any]) -> str:
    """CSS of a run."""
    css = []
    fonts = look.get("rFonts", {})
    name = fonts.get("eastAsia") or fonts.get("ascii") or ""
    face = FACES.get(name)
    families = [*(face.server if face else (name,) if name else ()), "Noto Serif CJK SC"]
    css.append(
        "font-family:"
        + ",".join("'" + family.replace("'", "").replace("\\", "") + "'" for family in families)
        + ",serif"
    )
    bold = _on(look.get("b")) or (face is not None and face.bold)
    css.append(f"font-weight:{'bold' if bold else 'normal'}")
    if _on(look.get("i")):
        css.append("font-style:italic")
    if (size := look.get("sz", {}).get("val")) and str(size).isdigit():
        css.append(f"font-size:{int(size) / 2:g}pt")
    color = look.get("color", {}).get("val", "auto")
    if len(color) == 6 and all(c in "0123456789abcdefABCDEF" for c in color):
        css.append(f"color:#{color}")
    if look.get("u", {}).get("val", "none") != "none":
        css.append("text-decoration:underline")
    if "spacing" in look:
        css.append(f"letter-spacing:{points(look['spacing'].get('val')):g}pt")
    if (place := look.get("vertAlign", {}).get("val")) in ("superscript", "subscript"):
        css.append(f"vertical-align:{place[:-6]}er;font-size:65%")
    return ";".join(css)


def _on(value: Any) -> bool:
    return isinstance(value, dict) and value.get("val", "1") not in ("0", "false", "off")


def paragraph_css(look: dict[str, Any]) -> str:
    """CSS of a paragraph."""
    css = [f"text-align:{ALIGN.get(look.get('jc', {}).get('val', 'left'), 'left')}"]
    indent = look.get("ind", {})
    css.append(f"margin-left:{points(indent.get('left', indent.get('start'))):g}pt")
    css.append(f"margin-right:{points(indent.get('right', indent.get('end'))):g}pt")
    first = points(indent.get("firstLine")) - points(indent.get("hanging"))
    css.append(f"text-indent:{first:g}pt")
    spacing = look.get("spacing", {})
    css.append(
        f"margin-top:{points(spacing.get('before')):g}pt;margin-bottom:{points(spacing.get('after')):g}pt"
    )
    if line := spacing.get("line"):
        rule = spacing.get("lineRule", "auto")
        css.append(
            f"line-height:{points(line) / 12 * 1.3:g}"
            if rule == "auto"
            else f"line-height:{points(line):g}pt"
        )
    if "keepNext" in look and _on(look["keepNext"]):
        css.append("break-after:avoid")
    if "pageBreakBefore" in look and _on(look["pageBreakBefore"]):
        css.append("break-before:page")
    borders = look.get("pBdr")
    for side in ("top", "bottom", "left", "right"):
        rule = borders.find(f"{W}{side}") if borders is not None else None
        if rule is not None and rule.get(f"{W}val") not in (None, "none", "nil"):
            css.append(border_css(side, rule) + f";padding-{side}:{int(rule.get(f'{W}space') or 0)}pt")
    return ";".join(css)


def border_css(side: str, rule: Any) -> str:
    """CSS of one rule; of two lines, thick and thin, the nearest that CSS has."""
    thick = int(rule.get(f"{W}sz") or 4) / 8
    color = rule.get(f"{W}color") or "auto"
    color = f"#{color}" if len(color) == 6 and color.isalnum() else "#000"
    double = "thin" in str(rule.get(f"{W}val")).lower() or rule.get(f"{W}val") == "double"
    return f"border-{side}:{max(thick, 3) if double else thick:g}pt {'double' if double else 'solid'} {color}"
