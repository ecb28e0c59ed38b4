"""Whatever is posted to a step: an answer, never an error of ours, and text stays text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.models import Case
from projects.wizard.facts import draft_from
from projects.wizard.steps import STEPS
from tests.factories import case_file, client_of, make_case
from tests.projects.wizard.driving import url_of

pytestmark = pytest.mark.django_db
NAMES = [step.name for step in STEPS]
NASTY = [
    "", "0", "-1", "1e999", "NaN", "\0", "\ud800", "\U0010ffff", "<script>alert(1)</script>", "{{ 7*7 }}", "%s%n",
    "'; DROP",
    "９" * 400, "1億2,000萬", "民國115年2月30日", "٣", "\u202e", "None", "true", "E1", "A1", "yes", "-none", "\r\n\t",
    "🌬️",
    "a" * 40_000, "1" * 500, "3" * 5, "200",
]  # fmt: skip
texts = st.sampled_from(NASTY) | st.text(max_size=40)


def fields_of(step) -> list[str]:
    """The names a step may be posted, and some it does not know."""
    found = list(step.form.base_fields)
    if step.form.card:
        found += [
            f"{step.form.card_prefix}-{i}-{name}"
            for i in (0, 1, 7)
            for name in [*step.form.card.base_fields, "amounts__0"]
        ]
    return [*found, "count", "paste", "unknown", "draft_version"]


@st.composite
def posts(draw):
    step = draw(st.sampled_from(STEPS))
    buttons = [
        "continue",
        "list",
        "evidence",
        "add",
        "paste",
        "add-year",
        "remove-year",
        "remove-0",
        "remove-99999999",
        "remove-x",
        "x",
    ]
    names = draw(st.lists(st.sampled_from(fields_of(step)), max_size=12, unique=True))
    values = {name: draw(st.lists(texts, min_size=1, max_size=3)) for name in names}
    return step.name, draw(st.sampled_from(buttons)), values, draw(st.booleans())


@pytest.fixture
def case(proponent) -> Case:
    draft = draft_from(case_file())
    draft["route"] = {"route": ["both"]}
    return make_case(prepared_by=proponent, draft=draft)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(posts())
def test_any_post_is_answered(case, proponent, post):
    step, button, values, current = post
    client = client_of(proponent)
    case.refresh_from_db()
    if current:
        values["draft_version"] = [str(case.draft_version)]
    encoded = {
        name: [text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for text in found]
        for name, found in values.items()
    }
    response = client.post(url_of(case, step), encoded | {"do": button})
    assert response.status_code in (200, 302, 409), response.status_code
    page = client.get(url_of(case, step), follow=True)
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.content.decode() + response.content.decode()


@pytest.mark.parametrize("step", ["cash-flow", "common-practice"])
def test_a_refused_paste_into_a_step_that_is_not_asked_is_shown(proponent, step):
    case = make_case(prepared_by=proponent)
    typed = {"draft_version": ["0"], "do": ["paste"], "paste": ["\u4e00\tx\t,"], "n_all": ["many"]}
    response = client_of(proponent).post(url_of(case, step), typed)
    assert response.status_code == 200
    assert "\u4e00\tx\t," in response.content.decode()


@pytest.mark.parametrize("step", NAMES)
def test_raw_bytes_and_lone_surrogates_are_answered(case, proponent, step):
    body = b"draft_version=0&do=list&name=%ED%A0%80%00%FF&searched=%ED%A0%80%00&law-0-title=%00&count=3&paste=%00"
    response = client_of(proponent).post(
        url_of(case, step), body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 302
    case.refresh_from_db()
    assert "\0" not in str(case.draft)


@pytest.mark.parametrize("step", ["search", "project", "laws", "size", "cash-flow"])
def test_ten_megabytes_are_refused_and_nothing_is_lost(case, proponent, step):
    before = case.draft
    name = next(iter(fields_of(next(s for s in STEPS if s.name == step))))
    response = client_of(proponent).post(
        url_of(case, step), {"draft_version": "0", "count": "1", name: "x" * 10_000_000}
    )
    assert response.status_code == 413
    case.refresh_from_db()
    assert case.draft == before


def test_twenty_thousand_fields_are_answered(case, proponent):
    fields = {f"line-{i}-amounts__{j}": "1" for i in range(300) for j in range(66)}
    response = client_of(proponent).post(
        url_of(case, "cash-flow"), fields | {"draft_version": "0", "count": "300"}
    )
    assert response.status_code == 302
    many = {f"f{i}": "1" for i in range(20_100)}
    assert client_of(proponent).post(url_of(case, "laws"), many).status_code == 400


@pytest.mark.parametrize("character", ["\u202e", "\x07", "\x85", "\ufffe", "\U0001f9ff", "\u0628"])
def test_what_the_determination_can_not_print_is_named_at_the_field(case, proponent, character):
    from additionality.determination.fonts import missing_characters

    client = client_of(proponent)
    client.post(
        url_of(case, "project"), {"draft_version": "0", "name": f"Wi{character}nd", "country": "TW"}
    )
    page = client.get(url_of(case, "project")).content.decode()
    control = "control character" in page
    printed = f"U+{ord(character):04X}" in page
    assert control or printed or not missing_characters(character)


def test_a_draft_of_any_shape_still_opens(proponent):
    """A draft that an older version or a hand wrote is never a server error."""
    draft = {name: {"count": ["3"], "unknown": ["x"]} for name in NAMES}
    case = make_case(prepared_by=proponent, draft=draft)
    for name in NAMES:
        assert client_of(proponent).get(url_of(case, name), follow=True).status_code == 200
