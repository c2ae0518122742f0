"""What the strict policy and people with keyboards and screen readers need of every template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from lxml import html

from bihuan.common import navigation
from bihuan.common.columns import Column, sorted_by
from tests.look import calls

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path for path in (ROOT / "bihuan").rglob("*.html") if not {"static", "node_modules"} & set(path.parts)
)
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I),
    "an inline style sheet": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "another host": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio)[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I
    ),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_nothing_the_strict_policy_refuses(path: Path) -> None:
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"))  # code holds `one == x`
    assert [name for name, pattern in INLINE.items() if pattern.search(source)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_compiles_and_calls_components_as_their_contracts_say(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    engines["pages"].from_string(source)
    assert calls.faults(source) == []


def test_a_call_outside_its_contract_is_found() -> None:
    assert calls.faults('{{ component("badge", label=x) }}') == []
    for source in (
        '{{ component("badge", label=x, colour="red") }}',
        '{{ component("badge") }}',
        '{{ component("carousel") }}',
        '{{ component("panel", title=x) }}',
        '{% call component("badge", label=x) %}{% endcall %}',
        "{{ component(name, label=x) }}",
        '{{ component("state_badge", label=x, phase="late") }}',
    ):
        assert len(calls.faults(source)) == 1, source


def request_of(actor: Any, path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    request.actors = (actor,) if actor else ()  # type: ignore[attr-defined]
    return request


@pytest.fixture
def officer() -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(
        account_id=1,
        appointment_id=1,
        name="周敏",
        unit_name="城市管理局",
        post_title="承办人",
        roles=frozenset({"officer"}),
    )


@pytest.fixture
def two_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "reverse", lambda name: {"today": "/", "board": "/board/"}[name])
    navigation.register(navigation.Entry("board", "看板", "board", frozenset({"leader"}), order=2))
    navigation.register(navigation.Entry("today", "今日", "today", order=1, shortcut="t"))


def test_the_base_page_has_its_landmarks_and_a_way_past_them(officer: Any) -> None:
    tree = html.document_fromstring(render_to_string("common/base.html", {}, request_of(officer)))
    assert len(tree.xpath("//main[@id='content']")) == 1
    assert len(tree.xpath("//header")) == 1
    assert tree.xpath("//body/a[@class='skip'][1]/@href") == ["#content"]
    assert tree.xpath("//form[@role='search']//label")
    assert tree.xpath("/html/@lang") == ["zh-Hans"]


def test_english_pages_say_so() -> None:
    with translation.override("en"):
        tree = html.document_fromstring(render_to_string("common/base.html", {}, request_of(None)))
    assert tree.xpath("/html/@lang") == ["en"]


def test_navigation_shows_only_what_the_role_may_open(officer: Any, two_entries: None) -> None:
    assert [link.entry.key for link in navigation.links_for(officer, "/")] == ["today"]
    officer.roles = frozenset({"leader"})
    assert [link.entry.key for link in navigation.links_for(officer, "/")] == ["today", "board"]
    assert navigation.links_for(None, "/") == []


def test_navigation_marks_where_one_is(officer: Any, two_entries: None) -> None:
    officer.roles = frozenset({"leader"})
    current = [link.entry.key for link in navigation.links_for(officer, "/board/units/") if link.current]
    assert current == ["board"]
    tree = html.document_fromstring(render_to_string("common/base.html", {}, request_of(officer, "/board/")))
    assert tree.xpath("string(//nav//a[@aria-current='page'])").strip() == "看板"


def test_an_entry_that_leads_nowhere_is_found_by_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(navigation.Entry("lost", "丢失", "no-such-page"))
    assert [error.id for error in navigation.check_addresses()] == ["common.E001"]


def test_the_chosen_theme_is_in_the_first_byte_drawn(officer: Any) -> None:
    request = request_of(officer)
    request.COOKIES["theme"] = "dark"
    assert 'data-theme="dark"' in render_to_string("common/base.html", {}, request)
    request.COOKIES["theme"] = '"><script>'
    assert "data-theme" not in render_to_string("common/base.html", {}, request).split(">", 2)[1]


def test_sorting_keeps_the_filters_and_drops_the_page() -> None:
    query = RequestFactory().get("/cases/?unit=3&page=2&sort=due").GET
    (column,) = sorted_by([Column("期限", "due", sortable=True)], query)
    assert column.sort == "ascending"
    assert column.url == "?unit=3&sort=-due"


def test_built_assets_that_pages_name_exist(built: Path) -> None:
    for name in ("app.css", "app.js", "charts.js", "icons.svg"):
        assert (built / name).stat().st_size > 0


def test_every_icon_that_is_named_is_in_the_sprite(built: Path) -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (built / "icons.svg").read_text()))
    named = set()
    for path in TEMPLATES:
        named |= set(
            re.findall(
                r'\bicon\("([^"]+)"|"([^"]+)"\|icon|\bicon="([^"]+)"', path.read_text(encoding="utf-8")
            )
        )
    assert {name for found in named for name in found if name} - sprite == set()
    assert len(named) > 20


def test_the_style_sheet_asks_for_nothing_from_elsewhere(built: Path) -> None:
    css = (built / "app.css").read_text(encoding="utf-8")
    assert re.findall(r"url\([^)]*\)|@import[^;]*", css) == []
    assert len(css) < 100_000


def test_names_that_do_not_fit_beside_the_search_move_under_more() -> None:
    def named(label: str) -> list[navigation.Link]:
        entry = navigation.Entry("one", label, "today")
        return [navigation.Link(entry=entry, url="/", current=False)] * 7

    with translation.override("zh-hans"):
        assert not navigation.is_long(named("名称"))
        assert navigation.is_long(named("很长很长的名称"))
    assert not navigation.is_long(named("Name"))
    assert navigation.is_long(named("Names of length"))
