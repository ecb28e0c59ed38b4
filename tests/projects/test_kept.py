"""Parts of pages that are kept say the same to everybody, in the language of the reader."""

from django.template import Context, Template
from django.utils import translation

PART = Template(
    "{% load i18n kept %}{% kept %}{% translate 'Yes' %} {% url 'home' %} [{{ name }}]{% endkept %} {{ name }}"
)


def test_a_kept_part_is_drawn_once_in_each_language():
    shown = {}
    for language in ("en", "zh-hant", "en", "zh-hant"):
        with translation.override(language):
            shown.setdefault(language, set()).add(PART.render(Context({"name": "x"})))

    assert shown == {"en": {"Yes / [] x"}, "zh-hant": {"是 / [] x"}}


def test_a_kept_part_knows_nothing_of_the_page():
    with translation.override("en"):
        pages = [PART.render(Context({"name": name})) for name in ("Lin", "Chen")]

    assert pages == ["Yes / [] Lin", "Yes / [] Chen"]


def test_under_another_prefix_links_are_drawn_anew():
    from django.urls import get_script_prefix, set_script_prefix

    before = get_script_prefix()
    try:
        set_script_prefix("/there/")
        with translation.override("en"):
            assert PART.render(Context()).startswith("Yes /there/ ")
    finally:
        set_script_prefix(before)
    with translation.override("en"):
        assert PART.render(Context()).startswith("Yes / ")
