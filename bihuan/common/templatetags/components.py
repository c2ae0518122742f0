"""`{% component "name" a=b %}`, `{% componentblock "name" a=b %}…{% endcomponentblock %}` and `{% icon "name" %}`.

Names of parameters are checked when the template is compiled, values when it is rendered (not in production).
"""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from bihuan.common.contracts import Contract, ContractError, contract
from bihuan.common.icons import icon_markup

register = template.Library()


class ComponentNode(template.Node):
    """Renders one component with its own parameters only; nothing of the page's context leaks in by accident."""

    def __init__(
        self, found: Contract, given: dict[str, FilterExpression], nodelist: NodeList | None, variable: str
    ) -> None:
        self.contract = found
        self.given = given
        self.nodelist = nodelist if nodelist is not None else NodeList()
        self.variable = variable

    def render(self, context: Context) -> SafeString:
        """The component's markup, or nothing when it is kept in a variable (`as name`)."""
        values = {name: expression.resolve(context) for name, expression in self.given.items()}
        if settings.DEMO or settings.DEBUG:
            self.contract.check_values(values)
        markup = self._markup(context, {**self.contract.defaults, **values})
        if self.variable:
            context[self.variable] = markup
            return SafeString()
        return markup

    def _markup(self, context: Context, values: dict[str, Any]) -> SafeString:
        if self.contract.block:
            values["content"] = self.nodelist.render(context)
        if self.contract.render is not None:
            return self.contract.render(**values)
        for shared in ("csrf_token", "request", "now"):
            if shared in context and shared not in values:
                values[shared] = context[shared]
        assert context.template is not None
        name = f"components/{self.contract.name}/component.html"
        return context.template.engine.get_template(name).render(context.new(values))


def _parse(parser: Parser, token: Token, *, block: bool) -> ComponentNode:
    tag, *bits = token.split_contents()
    if not bits or bits[0][0] not in "\"'":
        raise template.TemplateSyntaxError(f"{tag} needs the component's name in quotes")
    name, bits = bits[0][1:-1], bits[1:]
    variable = ""
    if len(bits) >= 2 and bits[-2] == "as":
        variable, bits = bits[-1], bits[:-2]
    given = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"{tag} {name!r}: {bits} is not of the form name=value")
    try:
        found = contract(name)
        found.check_names(given)
    except ContractError as error:
        raise template.TemplateSyntaxError(str(error)) from error
    if found.block is not block:
        wanted = "componentblock" if found.block else "component"
        raise template.TemplateSyntaxError(f"{name!r} is used with {{% {wanted} %}}")
    nodelist = None
    if block:
        nodelist = parser.parse(("endcomponentblock",))
        parser.delete_first_token()
    return ComponentNode(found, given, nodelist, variable)


@register.tag("component")
def component(parser: Parser, token: Token) -> ComponentNode:
    """A component without content."""
    return _parse(parser, token, block=False)


@register.tag("componentblock")
def componentblock(parser: Parser, token: Token) -> ComponentNode:
    """A component around content."""
    return _parse(parser, token, block=True)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture from the sprite; without a label it is decoration and hidden from screen readers."""
    return mark_safe(icon_markup(name, label))  # noqa: S308 - icon_markup escapes
