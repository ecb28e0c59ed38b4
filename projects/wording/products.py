"""The names of the products that have a benchmark, in the language of the reader."""

from django.utils.translation import get_language

from additionality.engine.product_benchmarks import product_benchmarks


def product_name(product: str) -> str:
    """The product by its English name; what is not of the table stays as it is."""
    known = product_benchmarks().get(product)
    return (
        known.name["zh" if (get_language() or "").startswith("zh") else "en"] if known else product
    )
