"""Parts of pages that are kept say the same to everybody, in the language of the reader."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import mark_safe

from projects.templatetags.kept import MOST

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


def test_a_kept_part_is_drawn_for_each_of_its_values():
    part = Template(
        "{% load kept %}{% kept number=waiting %}{{ number }} {{ waiting }}{% endkept %}"
    )

    shown = [part.render(Context({"waiting": number})) for number in (1, 2, 1)]

    assert shown == ["1 ", "2 ", "1 "]


def test_values_that_are_equal_and_not_alike_are_drawn_each_as_it_is():
    part = Template("{% load kept %}{% kept words=said %}{{ words }}{% endkept %}")

    shown = [part.render(Context({"said": one})) for one in (mark_safe("<b>"), "<b>", 1, True)]

    assert shown == ["<b>", "&lt;b&gt;", "1", "True"]


def test_no_more_is_kept_than_may_be():
    part = Template("{% load kept %}{% kept number=waiting %}{{ number }}{% endkept %}")
    node = part.nodelist[1]

    assert [part.render(Context({"waiting": n})) for n in range(MOST + 5)] == [
        str(n) for n in range(MOST + 5)
    ]
    assert len(node._drawn) == MOST


def test_a_value_without_a_name_is_refused():
    with pytest.raises(TemplateSyntaxError, match="name=value"):
        Template("{% load kept %}{% kept waiting %}{% endkept %}")
