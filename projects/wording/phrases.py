"""How names and lists stand in a sentence."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def quoted(name: str) -> str:
    """A name somebody typed, in the quotation marks of the language."""
    return pgettext("a name in a sentence", "“%(name)s”") % {"name": name}


def listed(items: Iterable[str]) -> str:
    """Several things one after the other, with the separator of the language."""
    return pgettext("between the items of a list", ", ").join(items)
