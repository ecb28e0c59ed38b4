"""How names and lists stand in a sentence."""

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext


def quoted(name: str) -> str:
    """A name somebody typed, in the quotation marks of the language."""
    return pgettext("a name in a sentence", "“%(name)s”") % {"name": name}


def listed(items: Iterable[str]) -> str:
    """Several things one after the other, with the separator of the language."""
    return pgettext("between the items of a list", ", ").join(items)


def separated(items: Iterable[str]) -> str:
    """Several things that may hold commas themselves, with the stronger separator of the language."""
    return pgettext("between items that may hold commas", "; ").join(items)


def run_on(sentences: Iterable[object]) -> str:
    """Whole sentences one after the other; Chinese sets no space after its full stop."""
    space = "" if (get_language() or "").startswith("zh") else " "
    return space.join(str(sentence) for sentence in sentences)
