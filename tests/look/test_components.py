"""Contracts of components hold: for authors of pages, and for people who read them."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from lxml import html

from bihuan.common.contracts import FOLDER, ContractError, contract, names
from bihuan.common.gallery import NOW, example_markup, samples

EXAMPLES = [(name, index) for name in names() for index in range(len(contract(name).examples))]


def render(source: str, **context: Any) -> str:
    return engines["pages"].from_string(source).render(context)


def test_every_folder_is_a_component_with_a_contract_and_a_body() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(names())
    for name in folders:
        bodies = [(FOLDER / name / body).is_file() for body in ("component.html", "component.py")]
        assert sum(bodies) == 1, name


@pytest.mark.parametrize("name", names())
def test_a_contract_says_what_it_is_and_gives_an_example(name: str) -> None:
    found = contract(name)
    assert found.summary
    assert found.accessibility
    assert found.examples
    for example in found.examples:
        found.check_names(example.get("args", {}))


@pytest.mark.parametrize(("name", "index"), EXAMPLES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_example_renders_markup_that_is_sound(name: str, index: int, language: str) -> None:
    with translation.override(language):
        markup = example_markup(contract(name), contract(name).examples[index])
    tree = html.fragment_fromstring(markup, create_parent=True)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not tree.xpath("//@style")
    assert not [attribute for attribute in tree.xpath("//@*") if attribute.attrname.startswith("on")]
    for described in tree.xpath("//@aria-describedby"):
        assert set(described.split()) <= set(ids)
    for labelled in tree.xpath("//label/@for"):
        assert labelled in ids
    for button in tree.xpath("//button"):
        assert button.text_content().strip() or button.get("aria-label")


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(ContractError, match="does not take"):
        render('{{ component("badge", label="示例", colour="red") }}')


def test_a_missing_parameter_is_refused() -> None:
    with pytest.raises(ContractError, match="needs"):
        render('{{ component("state_badge", label="示例") }}')


def test_an_unknown_component_is_refused() -> None:
    with pytest.raises(ContractError, match="there is no component"):
        render('{{ component("carousel") }}')


def test_content_given_to_a_component_without_a_place_for_it_is_refused() -> None:
    with pytest.raises(ContractError, match="is used with"):
        render('{% call component("badge", label="示例") %}甲{% endcall %}')
    with pytest.raises(ContractError, match="is used with"):
        render('{{ component("panel", title="示例") }}')


def test_the_live_system_does_not_pay_for_the_checks(settings: Any) -> None:
    settings.DEMO = False
    assert "示例" in render('{{ component("alert", text="示例", colour="red") }}')


def test_a_value_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(ContractError, match="must be moment"):
        render('{{ component("due", at="tomorrow", now=now) }}', now=NOW)


def test_a_value_outside_the_choices_is_refused() -> None:
    with pytest.raises(ContractError, match="is not one of"):
        render('{{ component("state_badge", label="示例", phase="late") }}')


def test_what_a_user_wrote_is_escaped_by_every_component() -> None:
    hostile = '<script>alert("x")</script>'
    for name in names():
        for example in contract(name).examples:
            args = {
                key: hostile
                if contract(name).parameters[key].type == "text"
                and not contract(name).parameters[key].choices
                and key not in {"icon", "id"}
                else value
                for key, value in example.get("args", {}).items()
            }
            assert "<script" not in example_markup(contract(name), {**example, "args": args}), name


def test_content_goes_where_the_block_component_puts_it() -> None:
    markup = render('{% call component("panel", title="诉求") %}<p>{{ text }}</p>{% endcall %}', text="油烟")
    assert html.fragment_fromstring(markup).xpath("string(//section//p)") == "油烟"


def test_a_component_sees_nothing_of_the_page_but_its_parameters() -> None:
    markup = render('{{ component("alert", text="甲") }}', title="乙", href="/elsewhere/")
    assert "乙" not in markup
    assert "/elsewhere/" not in markup


def test_a_component_can_be_kept_in_a_variable() -> None:
    assert render('{% set kept = component("badge", label="督办") %}[{{ kept }}]').startswith("[<span")


def test_overdue_is_said_in_words_and_marked_besides_colour() -> None:
    markup = render('{{ component("due", at=at, now=now) }}', at=samples()["moments"]["overdue"], now=NOW)
    assert "超期2天" in markup
    assert "#overdue" in markup


def test_an_error_is_tied_to_its_field_for_a_screen_reader() -> None:
    tree = html.fragment_fromstring(
        render('{{ component("field", field=field) }}', field=samples()["bad_form"]["subject"]),
        create_parent=True,
    )
    (control,) = tree.xpath("//input")
    assert control.get("aria-invalid") == "true"
    words = " ".join(
        tree.xpath(f"string(//*[@id='{one}'])") for one in control.get("aria-describedby").split()
    )
    assert "一句话" in words
    assert "必填" in words


def test_a_private_field_is_never_kept_as_a_draft() -> None:
    markup = render('{{ component("field", field=field, private=true) }}', field=samples()["form"]["subject"])
    assert "data-no-draft" in markup
    assert 'autocomplete="off"' in markup


def test_the_developers_page_names_every_component() -> None:
    page = (FOLDER.parents[2] / "docs" / "developer" / "components.md").read_text(encoding="utf-8")
    listed = page.split("## Components", 1)[1].split("Classes that", 1)[0]
    assert [name for name in names() if name not in listed.replace(",", " ").replace(".", " ").split()] == []
