"""Checklists as XLSForm, in and out: what ODK, Kobo and their kin draw and read. pyxform is the judge of the form.

Out: groups within groups for the three levels; for each item a question of one choice (合格, 不合格, 不适用) that must be
answered, and a note that must be written for what fails. The legal reference is the question's hint. In: the same, or any
form of choices, whose groups become the levels and whose hints become the references.

The libraries are loaded where they are used: they take 20 MB, in every process that answers requests.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bihuan.safety.inspections.checklists import ChecklistRefused, Item
from bihuan.safety.inspections.models import Checklist

ANSWERS = (("passed", "合格"), ("failed", "不合格"), ("na", "不适用"))
HEADS = ("type", "name", "label", "hint", "required", "relevant", "appearance")
LARGEST = 5 * 1024 * 1024
MOST_ITEMS = 3000


def write(sheet: Checklist) -> bytes:
    """The version as an .xlsx of survey, choices and settings."""
    lines: list[tuple[str, ...]] = []
    groups, within = 0, tuple[str, ...]()
    for item in sheet.items.order_by("number"):
        levels = tuple(part for part in (item.level1, item.level2, item.level3) if part)
        kept = next(
            (n for n, (a, b) in enumerate(zip(within, levels, strict=False)) if a != b),
            min(len(within), len(levels)),
        )
        lines += [_end() for _level in within[kept:]]
        for level in levels[kept:]:
            groups += 1
            lines.append(("begin_group", f"g{groups}", _plain(level), "", "", "", ""))
        within, name = levels, f"i{item.number}"
        lines.append(("select_one answer", name, _plain(item.text), _plain(item.reference), "yes", "", ""))
        lines.append(
            ("text", f"{name}_note", "发现的问题", "", "yes", f"${{{name}}} = 'failed'", "multiline")
        )
    lines += [_end() for _level in within]
    settings = (f"{sheet.title} v{sheet.version}", f"bihuan_{sheet.pk}", str(sheet.version))
    return _workbook(lines, settings)


def _end() -> tuple[str, ...]:
    return ("end_group", "", "", "", "", "", "")


def _plain(text: str) -> str:
    """A text in which the form finds no reference of its own: ${x} is one."""
    return text.replace("${", "$ {")


def _workbook(lines: Sequence[Sequence[str]], settings: Sequence[str]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    parts: tuple[tuple[str, Sequence[str], Sequence[Sequence[str]]], ...] = (
        ("survey", HEADS, lines),
        ("choices", ("list_name", "name", "label"), [("answer", *pair) for pair in ANSWERS]),
        ("settings", ("form_title", "form_id", "version"), [settings]),
    )
    for name, heads, rows in parts:
        page = book.add_worksheet(name)
        for number, row in enumerate([heads, *rows]):
            for column, value in enumerate(row):
                if value:
                    page.write_string(number, column, value)
    book.close()
    return file.getvalue()


def read(content: bytes) -> tuple[str, list[Item]]:
    """The title and the items of an XLSForm. Raises ChecklistRefused with what pyxform says is wrong with the form."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    if len(content) > LARGEST:
        raise ChecklistRefused(_("文件超过5 MB。"))
    try:
        made = convert(
            xlsform=io.BytesIO(content), file_type=".xlsx" if content[:2] == b"PK" else ".xls", validate=False
        )
    except PyXFormError as wrong:
        raise ChecklistRefused(_("不是可用的 XLSForm：%(why)s") % {"why": str(wrong)[:300]}) from None
    except Exception as wrong:  # a broken workbook fails in many ways, in two libraries
        raise ChecklistRefused(_("不是可用的 XLSForm：%(why)s") % {"why": type(wrong).__name__}) from None
    form: Mapping[str, Any] = made._pyxform
    items = list(_items(form.get("children") or [], ()))
    if not items:
        raise ChecklistRefused(_("表里没有一个单选题，不能成为检查表。"))
    if len(items) > MOST_ITEMS:
        raise ChecklistRefused(_("检查项超过 %(most)s 条。") % {"most": MOST_ITEMS})
    return str(form.get("title") or form.get("name") or "")[:120], items


def _items(children: Sequence[Mapping[str, Any]], levels: tuple[str, ...]) -> list[Item]:
    found: list[Item] = []
    for child in children:
        label = _text(child.get("label"))
        if child.get("type") in ("group", "repeat"):
            found += _items(child.get("children") or [], (*levels, label) if label else levels)
        elif str(child.get("type", "")).startswith("select one"):
            own = (*levels, "", "", "")[:3]
            found.append(
                Item(own[0][:120] or _("检查项"), own[1][:200], own[2][:200], label, _text(child.get("hint")))
            )
    return found


def _text(value: Any) -> str:
    """A label as it stands, or in the first of its languages."""
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    return " ".join(str(value or "").split())
