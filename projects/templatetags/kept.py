"""Parts of pages that are the same for everybody."""

from typing import Any

from django import template
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class Kept(Node):
    """Draws its content once in each language. The content knows no variable, so it can say nothing of a page."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._drawn: dict[tuple[str | None, str], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = get_language(), get_script_prefix()
        if key not in self._drawn:
            empty: Any = context.new({})
            self._drawn[key] = self.nodelist.render(empty)
        return self._drawn[key]


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept %}words and links that depend on the language alone{% endkept %}`"""
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist)
