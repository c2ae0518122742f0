"""English is complete, and the checker sees what it should."""

from __future__ import annotations

import subprocess
import sys
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from tools.ground import compile_po

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogue() -> ModuleType:
    spec = util.spec_from_file_location("catalogue_tool", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_text_has_its_english() -> None:
    result = subprocess.run(
        [sys.executable, "-W", "ignore", str(ROOT / "tools" / "messages.py"), "check"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert result.returncode == 0, result.stdout


def test_every_catalogue_of_an_app_inside_an_app_is_compiled_too() -> None:
    catalogues = sorted((ROOT / "bihuan").rglob("django.po"))
    assert ROOT / "bihuan/casework/imports/locale/en/LC_MESSAGES/django.po" in catalogues
    assert sorted(ROOT.glob(compile_po.PATTERN)) == catalogues
    assert [po for po in catalogues if not po.with_suffix(".mo").exists()] == []


def test_one_text_has_one_translation() -> None:
    """Catalogues become one, and the first app's word would stand on every other app's page."""
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for file in (ROOT / "bihuan").rglob("django.po"):
        with file.open("rb") as catalogue:
            for text in read_po(catalogue):
                if isinstance(text.id, str) and isinstance(text.string, str) and text.id:
                    said.setdefault((text.context, text.id), {})[text.string.casefold()] = str(
                        file.relative_to(ROOT)
                    )
    assert {text: words for text, words in said.items() if len(words) > 1} == {}


def test_texts_inside_f_strings_and_plurals_are_seen(catalogue: ModuleType) -> None:
    source = 'f"{gettext("甲")}"; ngettext("%(n)s件", "%(n)s件", n); pgettext("case", "乙"); _("丙" "丁")'
    found = {
        (one.text, one.plural, one.context)
        for one in catalogue.from_python(source.replace('gettext("甲")', "gettext('甲')"))
    }
    assert found == {("甲", "", ""), ("%(n)s件", "%(n)s件", ""), ("乙", "", "case"), ("丙丁", "", "")}


def test_texts_in_tags_of_templates_are_seen(catalogue: ModuleType) -> None:
    source = """{{ _("甲") }}{{ component("badge", label=_("乙")) }}<a title="{{ _('丁') }}">
    {{ _("丙%(n)s", n=x) }}{{ _html("<b>%(n)s</b>戊", n=x) }}{% if pgettext("case", "己") %}{% endif %}
    {{ ngettext("%(n)s件", "%(n)s件", n, n=n) }}{{ _(label) }}"""
    found = {(one.text, one.plural, one.context) for one in catalogue.from_template(source)}
    assert {text for text, _, _ in found} == {"甲", "乙", "丙%(n)s", "丁", "<b>%(n)s</b>戊", "己", "%(n)s件"}
    assert {("己", "", "case"), ("%(n)s件", "%(n)s件", "")} <= found


def test_labels_of_tables_are_seen_at_any_depth(catalogue: ModuleType) -> None:
    from bihuan.organizations.roles import ROLE_TEXTS

    assert "承办人" in set(catalogue.plain_labels(ROLE_TEXTS))
    assert set(catalogue.plain_labels((("a", "来信"), {"b": "来访"}))) == {"来信", "来访"}
