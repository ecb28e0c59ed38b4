"""The products that have a benchmark: their names in the language of the reader, and the question for one."""

from typing import Any

from django import forms
from django.utils.translation import get_language

from additionality.engine.product_benchmarks import product_benchmarks
from projects.wizard.question import Text


def product_name(product: str) -> str:
    """The product by its English name; what is not of the table stays as it is."""
    known = product_benchmarks().get(product)
    return (
        known.name["zh" if (get_language() or "").startswith("zh") else "en"] if known else product
    )


class Product(Text):
    """A product, by its name in either language where it is of the table of benchmarks."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"list": "product-names"}))
        super().__init__(*args, max_length=200, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        named = (
            product
            for product, one in product_benchmarks().items()
            if text.casefold() in (name.casefold() for name in one.name.values())
        )
        return next(named, text)
