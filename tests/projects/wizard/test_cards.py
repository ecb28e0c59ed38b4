"""Cards and their errors, what is folded away, saving with something pasted, naming evidence."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from projects.models import Case
from projects.wizard.answers import Answers
from projects.wizard.facts import draft_from
from projects.wizard.forms.telling import item_of, told
from projects.wizard.progress import task_list
from projects.wizard.steps import BY_NAME
from tests.factories import case_file, client_of, make_case
from tests.projects.wizard.driving import press, url_of

pytestmark = pytest.mark.django_db
TYPED_WRONG = [
    ("laws", {"law_x_0_x_adopted": "soon"}, "1 Renewable Energy Development Act: On which day"),
    ("alternatives", {"alternative_x_1_x_name": "x" * 1001}, f"A1 {'x' * 59}…: What is the alternative?"),
    ("cash-flow", {"line_x_1_x_source_date": "soon"}, "2 Power sales: Of which day"),
    ("cash-flow", {"line_x_1_x_amounts__2": "much"}, "Power sales 2028"),
    ("size", {"year_x_1_x_tco2e": "much"}, "Reduction in 2028"),
]  # fmt: skip


@pytest.fixture
def large(proponent) -> Case:
    return make_case(prepared_by=proponent, draft=draft_from(case_file()))


@pytest.fixture
def client(proponent):
    return client_of(proponent)


def page_of(client, case, step) -> str:
    return client.get(url_of(case, step)).content.decode()


def summary_of(html: str) -> str:
    """The text of the summary of errors, one line of words."""
    (summary,) = re.findall(r'<div class="error-summary".*?</div>', html, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", summary).split())


@pytest.mark.parametrize(("step", "typed", "named"), TYPED_WRONG)
def test_the_summary_says_which_card_an_error_is_in(client, large, step, typed, named):
    press(client, large, step, **typed)
    assert named in summary_of(page_of(client, large, step))


def test_a_card_without_a_name_is_named_by_its_number(large):
    answers = Answers.of(large)
    form = BY_NAME["laws"].form({"count": ["1"], "law-0-clause": ["Art. 12"]}, given=answers.given)
    assert item_of(form.cards[0]) == "1"
    with translation.override("en"):
        assert told(form.cards[0], "title").startswith("1: ")
    assert item_of(form) == ""


def test_a_full_width_question_mark_needs_no_colon(large):
    given = Answers.of(large).given
    with translation.override("zh-hant"):
        form = BY_NAME["dates"].form({"start_date": ["日期"]}, given=given, prefix="")
        html = render_to_string("components/error_summary.html", {"form": form})
    assert "？" in summary_of(html)
    assert "？：" not in summary_of(html)


def folds(html: str) -> list[tuple[bool, str]]:
    """Whether each fold of the lines of the cash flow is open, and its summary as a line of words."""
    found = re.findall(
        r'<details class="card"( open)?>\s*<summary>(.*?)</summary>', html, re.DOTALL
    )
    return [(bool(is_open), " ".join(re.sub("<[^>]+>", "", words).split())) for is_open, words in found]  # fmt: skip


def test_the_details_of_a_line_stay_folded_and_say_what_is_inside(client, large):
    turbines, sales, *_others = folds(page_of(client, large, "cash-flow"))
    assert turbines == (False, "Turbines source E1 · dated 2025-02-10")
    assert sales == (False, "Power sales")


def test_the_details_of_a_line_open_where_they_hold_an_error(client, large):
    press(client, large, "cash-flow", line_x_1_x_source_date="soon")
    assert [is_open for is_open, _words in folds(page_of(client, large, "cash-flow"))][:3] == [
        False,
        True,
        False,
    ]


def test_saving_reads_what_is_in_the_box_for_pasting_and_stays_to_be_looked_at(client, large):
    response = press(client, large, "size", paste="2027\t62,500\n2028\t6.25萬")
    assert response.url == url_of(large, "size") + "#cards"
    rows = task_list(large).answers.case_data["project"]["annual_reductions"]
    assert [row["tco2e"] for row in rows] == ["62500", "62500"]


def test_saving_with_an_unreadable_paste_keeps_it_on_the_page(client, large):
    before = large.draft["size"]
    response = press(client, large, "size", paste="2027\tmany")
    assert response.status_code == 200
    assert "2027\tmany" in response.content.decode()
    assert large.draft["size"] == {**before, "reductions_evidence_at": [""]}


@pytest.mark.parametrize("typed", ["e1", "Ｅ１", " E1 "])
def test_evidence_is_found_in_either_case_and_width(client, large, typed):
    press(client, large, "benchmark", source=typed)
    answers = task_list(large).answers
    assert answers.case_data["investment"]["benchmark"]["source"] == "E1"
    assert not answers.checked_form(BY_NAME["benchmark"]).error_count()


@pytest.mark.parametrize(("language", "named"), [("en", "“E9” is not"), ("zh-hant", "「E9」不")])
def test_an_unknown_number_of_evidence_stands_in_the_marks_of_the_language(large, language, named):
    typed = large.draft["benchmark"] | {"source": ["E9"]}
    answers = Answers.of(large, draft=large.draft | {"benchmark": typed})
    with translation.override(language):
        html = str(answers.checked_form(BY_NAME["benchmark"])["source"].errors)
    assert named in html
