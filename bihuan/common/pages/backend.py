"""Jinja2 as a template engine of Django: what a view gives goes before what every page gets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.dispatch import Signal
from django.http import HttpRequest
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.backends.base import BaseEngine
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.utils.translation import get_language
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    Undefined,
)
from jinja2 import TemplateSyntaxError as JinjaSyntaxError

from bihuan.common.pages import frame, words

rendered = Signal()  # template, context: for tests that ask what a page was given


class Missing(StrictUndefined):
    """A name that nobody gave: `{% if name %}` and `{% if name == "x" %}` may ask for it; printing or opening it is a
    mistake and says so.

    What hangs on None is not a mistake (`case.holder.name` of a case that nobody holds): it is nothing.
    """

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]
        return False

    def __str__(self) -> str:  # type: ignore[override]
        return "" if self._undefined_obj is None else super().__str__()

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return other is None or other == "" or isinstance(other, Undefined)

    def __ne__(self, other: object) -> bool:  # type: ignore[override]
        return not self == other

    __hash__ = Undefined.__hash__  # type: ignore[assignment]

    def __iter__(self) -> Iterator[object]:  # type: ignore[override]
        return iter(()) if self._undefined_obj is None else super().__iter__()


class Page:
    """A template that Django's `render` can use."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.name = template.name

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        """The markup. A view's own names win over those of the frame."""
        values: dict[str, Any] = {"lang": get_language() or ""}
        if request is not None:
            values |= frame.of(request)
            values |= {
                "request": request,
                "csrf_input": csrf_input_lazy(request),
                "csrf_token": csrf_token_lazy(request),
            }
        if context:
            values.update(context)
        if rendered.receivers:
            rendered.send(sender=self, template=self, context=values)
        return self.template.render(values)


class Pages(BaseEngine):
    """The engine. Templates lie in `<app>/jinja2/`; components in `common/components/<name>/component.html`."""

    app_dirname = "jinja2"

    def __init__(self, params: dict[str, Any]) -> None:
        params = params.copy()
        params.pop("OPTIONS")
        super().__init__(params)
        # Only in production a page rather shows nothing than fails.
        strict = settings.DEMO or settings.DEBUG
        self.env = Environment(
            loader=FileSystemLoader(self.template_dirs),
            autoescape=True,
            auto_reload=settings.DEBUG,
            undefined=Missing if strict else Undefined,
            cache_size=-1,
        )
        self.env.globals.update(words.functions)
        self.env.filters.update(words.filters)
        self.env.tests["none"] = _is_none

    def from_string(self, template_code: str) -> Page:
        """A template from its source."""
        return Page(_compiled(self.env.from_string, template_code))

    def get_template(self, template_name: str) -> Page:
        """A template by name. Raises TemplateDoesNotExist (then Django asks the next engine)."""
        try:
            return Page(_compiled(self.env.get_template, template_name))
        except TemplateNotFound as error:
            raise TemplateDoesNotExist(template_name, backend=self) from error


def _is_none(value: object) -> bool:
    """`is none`, also true of what nobody gave: a mapping may leave out what it does not know."""
    return value is None or isinstance(value, Undefined)


def _compiled(make: Any, source: str) -> Template:
    try:
        template: Template = make(source)
    except JinjaSyntaxError as error:
        raise TemplateSyntaxError(f"{error.name or 'template'}, line {error.lineno}: {error}") from error
    return template
