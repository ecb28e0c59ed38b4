"""Parts of pages that are the same for everybody, or for all of whom a few words are the same."""

from collections import OrderedDict
from typing import Any

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
#: Drawings of one part that are kept, of all languages and values.
MOST = 200


class Kept(Node):
    """Draws its content once in each language and for each set of values.

    The content knows the values it names and no other variable, so it can say nothing else of a page.
    """

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist, self._values = nodelist, values
        self._drawn: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self._values.items()}
        # What is equal need not be drawn alike: "<b>" that is safe and that is not, 1 and True.
        kinds = ((type(value), value) for value in values.values())
        key = get_language(), get_script_prefix(), *kinds
        html = self._drawn.get(key)
        if html is None:
            known: Any = context.new(values)
            html = self._drawn[key] = self.nodelist.render(known)
            if len(self._drawn) > MOST:
                self._drawn.popitem(last=False)
        return html


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept %}words and links that depend on the language alone{% endkept %}`

    `{% kept number=unread %}` where they depend on some value as well; each must have a hash.
    """
    bits = token.split_contents()[1:]
    values = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"kept takes name=value, not {bits[0]!r}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, values)
