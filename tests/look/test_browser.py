"""The look in a real browser, under the strict policy: nothing refused, nothing lost, nothing sent twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

pytestmark = pytest.mark.journey

PAGE = """{% extends "common/base.html" %}{% block title %}登记{% endblock %}{% block content %}
{% call component("page_header", title="登记") %}{% endcall %}{{ component("form_errors", form=form) }}
<form class="form" method="post" data-draft="register" {% if htmx %}hx-post="/busy/" hx-target="#content"{% endif %}>
{{ csrf_input }}{{ component("field", field=form.subject) }}{{ component("field", field=form.person, private=true) }}
{{ component("button", label="提交", kind="primary") }}</form>{% endblock %}"""


DONE = """{% extends "common/base.html" %}{% block title %}完成{% endblock %}
{% block content %}<h1>完成</h1>{% endblock %}"""


class RegisterForm(forms.Form):
    subject = forms.CharField(label="事项")
    person = forms.CharField(label="姓名", required=False)


class Pages:
    """The pages of these tests, as a URLconf."""

    received: list[str] = []

    @staticmethod
    def register(request: HttpRequest) -> HttpResponse:
        form = RegisterForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            time.sleep(0.4)
            Pages.received.append(form.cleaned_data["subject"])
            messages.success(request, "已登记。")
            return redirect("/done/")
        context = {"form": form, "htmx": "htmx" in request.GET}
        return HttpResponse(engines["pages"].from_string(PAGE).render(context, request))

    @staticmethod
    def done(request: HttpRequest) -> HttpResponse:
        return HttpResponse(engines["pages"].from_string(DONE).render({}, request))

    @staticmethod
    def busy(request: HttpRequest) -> HttpResponse:
        return HttpResponse("busy", status=503)

    urlpatterns: list[Any] = []


Pages.urlpatterns = [
    path("", Pages.register),
    path("done/", Pages.done),
    path("busy/", Pages.busy),
    path("_components/", include("bihuan.common.gallery")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("sign-out/", Pages.done, name="account_logout"),
    path("", include(([path("account/", Pages.done, name="account")], "organizations"))),
]


@pytest.fixture
def address(serve: Callable[[Any], str], built: Path) -> str:
    Pages.received = []
    return serve(Pages)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test when the browser refuses or misses anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda one: problems.append(one.text) if one.type == "error" else None)
    yield page
    context.close()
    expected = ("503", "ERR_INTERNET_DISCONNECTED", "htmx:")  # htmx logs each failure it reports
    assert [one for one in problems if not any(word in one for word in expected)] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_every_component_passes_axe_and_fits_the_screen(
    address: str, page: Any, theme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.goto(f"{address}/_components/")
    page.wait_for_selector(".chart__canvas svg")
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["html"] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_double_click_sends_once(address: str, page: Any) -> None:
    page.goto(address)
    page.fill("#id_subject", "路灯不亮")
    page.dblclick("button.btn--primary")
    page.wait_for_url("**/done/")
    assert Pages.received == ["路灯不亮"]


def test_typed_text_survives_a_reload_and_goes_once_it_was_accepted(address: str, page: Any) -> None:
    page.goto(address)
    page.fill("#id_subject", "路灯不亮")
    page.fill("#id_person", "某某")
    page.wait_for_timeout(500)
    page.reload()
    assert page.input_value("#id_subject") == "路灯不亮"
    assert page.is_visible(".draft-note")
    page.click("button.btn--primary")
    page.wait_for_url("**/done/")
    page.goto(address)
    assert page.input_value("#id_subject") == ""


def test_personal_data_is_never_kept_in_the_browser(address: str, page: Any) -> None:
    page.goto(address)
    page.fill("#id_subject", "路灯不亮")
    page.fill("#id_person", "某某某")
    page.wait_for_timeout(500)
    assert "某某某" not in page.evaluate("JSON.stringify({...localStorage})")
    page.reload()
    assert page.input_value("#id_person") == ""


def test_a_busy_server_is_said_and_the_text_stays(address: str, page: Any) -> None:
    page.goto(f"{address}/?htmx")
    page.fill("#id_subject", "路灯不亮")
    page.click("button.btn--primary")
    page.wait_for_selector("#toasts .alert--error")
    assert "繁忙" in page.inner_text("#toasts")
    assert page.input_value("#id_subject") == "路灯不亮"
    assert page.get_attribute("button.btn--primary", "aria-busy") is None


def test_a_lost_network_is_said_and_the_text_stays(address: str, page: Any) -> None:
    page.goto(f"{address}/?htmx")
    page.fill("#id_subject", "路灯不亮")
    # Cut at the request itself: the browser's own "offline" sometimes comes a moment after the click.
    page.route("**/*", lambda route: route.abort("internetdisconnected"))
    page.click("button.btn--primary")
    page.wait_for_selector("#toasts .alert--error")
    assert "网络" in page.inner_text("#toasts")
    page.unroute("**/*")
    page.reload()
    assert page.input_value("#id_subject") == "路灯不亮"


def test_the_errors_take_the_focus_and_lead_to_their_fields(address: str, page: Any) -> None:
    page.goto(address)
    page.evaluate("document.querySelector('form.form').noValidate = true")
    page.click("button.btn--primary")
    page.wait_for_selector(".form-errors")
    assert page.evaluate("document.activeElement.className") == "form-errors"
    page.click(".form-errors a")
    assert page.evaluate("document.activeElement.id") == "id_subject"


def test_keys_search_show_help_and_submit(address: str, page: Any) -> None:
    page.goto(address)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.is_visible("#shortcuts")
    page.keyboard.press("Escape")
    assert not page.is_visible("#shortcuts")
    page.fill("#id_subject", "路灯不亮")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/done/")
    assert Pages.received == ["路灯不亮"]


def test_the_theme_is_kept_and_drawn_at_once(address: str, page: Any) -> None:
    page.goto(address)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("summary.bar__button")
    page.click("[data-theme-choice=dark]")
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_english_is_one_click_away(address: str, page: Any) -> None:
    page.goto(address)
    page.click("summary.bar__button")
    page.click("button[name=language][value=en]")
    page.wait_for_selector("html[lang=en]")
    assert page.get_attribute("#search", "placeholder") == "Number, place, words"


def test_the_account_menu_works_without_javascript(address: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    page.click("summary.bar__button")
    assert page.is_visible("button[name=language][value=en]")
    assert not page.is_visible("[data-theme-choice=dark]")
    context.close()
