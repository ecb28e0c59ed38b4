"""Every component, filled with real things, says what it was given."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.showing.answers import Table, answers
from projects.showing.asking import symbols
from projects.showing.findings import show
from projects.showing.path import Station, stations_of_assessment
from projects.wizard.fields import Number, OneOf, SomeOf, Text
from tests.factories import case_file, make_submission

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"


class EveryKind(forms.Form):
    name = Text("What is it called?", "As on the licence.", max_length=50, required=True)
    power = Number("How large is it?", "At the generator.", unit="MW", citation="TOOL24 step 1")
    story = Text("What happened?", max_length=500, lines=3, evidence="A signed record.")
    kind = OneOf("Which kind?", choices=[("a", "Alpha"), ("b", "Beta")], required=True)
    several = SomeOf("Which of them?")
    sure = forms.BooleanField(label="I am sure", help_text="Think again.", required=True)
    day = forms.DateField(label="Which day?", widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.FileField(label="Which file?")
    hidden = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["several"].choices = [("1", "One"), ("2", "Two")]


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def fragile_case():
    data = case_file()
    data["investment"]["benchmark"]["rate"] = "0.04"
    return data


def shown(data):
    return show(assess(read_case(data)).to_dict(), data)


def field(name: str, data=None) -> str:
    form = EveryKind(data)
    form.is_valid()
    return render_to_string("components/field.html", {"field": form[name]})


@pytest.mark.usefixtures("in_english")
class TestField:
    def test_the_label_is_the_question_and_belongs_to_the_input(self):
        html = field("name")

        assert '<label for="id_name">What is it called?</label>' in html
        assert 'id="id_name_helptext">As on the licence.' in html
        assert 'aria-describedby="id_name_helptext"' in html

    def test_an_error_stands_at_the_field_with_what_was_typed(self):
        html = field("power", {"power": "much"})

        assert 'value="much"' in html
        assert 'id="id_power_error"' in html
        assert 'aria-invalid="true"' in html
        assert "has-error" in html

    def test_the_unit_stands_in_the_field_and_describes_it(self):
        html = field("power")

        assert 'id="id_power_unit">MW<' in html
        assert re.search(r'<input[^>]+aria-describedby="[^"]*id_power_unit"', html)

    def test_what_counts_as_evidence_opens_in_place(self):
        html = field("story")

        assert "What counts as evidence" in html
        assert "A signed record." in html

    def test_the_rule_it_serves_is_named(self):
        assert "TOOL24 step 1" in field("power")

    @pytest.mark.parametrize(("name", "kind"), [("kind", "radio"), ("several", "checkbox")])
    def test_a_choice_is_a_group_with_a_legend(self, name, kind):
        html = field(name)

        assert "<fieldset" in html
        assert "<legend>" in html
        assert html.count(f'type="{kind}"') >= 2

    def test_a_single_box_stands_before_its_words(self):
        html = field("sure")

        assert html.index('type="checkbox"') < html.index("I am sure")
        assert "Think again." in html

    @pytest.mark.parametrize(("name", "kind"), [("day", "date"), ("paper", "file")])
    def test_dates_and_files_are_asked_with_their_own_inputs(self, name, kind):
        assert f'type="{kind}"' in field(name)

    def test_a_hidden_field_has_no_words(self):
        assert "<label" not in field("hidden")


@pytest.mark.usefixtures("in_english")
def test_the_summary_of_errors_leads_to_each_field():
    form = EveryKind({"power": "much"})
    html = render_to_string("components/error_summary.html", {"form": form})
    ids = set(re.findall(r'href="#([^"]+)"', html))
    page = "".join(render_to_string("components/field.html", {"field": bound}) for bound in form)

    assert {"id_name", "id_power", "id_kind_0", "id_sure"} <= ids
    assert all(f'id="{one}"' in page for one in ids if one != "id_hidden")
    assert "There are 7 problems" in html


def test_no_summary_where_nothing_is_wrong():
    html = render_to_string("components/error_summary.html", {"form": EveryKind()})

    assert not html.strip()


@pytest.mark.usefixtures("in_english")
class TestFinding:
    def test_the_decisive_sentence_stands_before_the_working(self):
        finding = shown(case_file()).findings[1]
        html = render_to_string("components/finding.html", {"finding": finding})

        assert "3.46" in html.split("<details", 1)[0]
        assert "Passed" in html.split("<details", 1)[0]
        assert "The working" in html
        assert "−1,500" in html

    def test_concerns_have_a_word_for_their_weight_and_what_settles_them(self, fragile_case):
        finding = shown(fragile_case).findings[1]
        html = render_to_string("components/finding.html", {"finding": finding})

        assert "High concern" in html
        assert "What would settle it:" in html
        assert 'class="mark"' in html

    def test_without_an_address_a_picture_is_given_in_words(self):
        finding = shown(case_file()).findings[1]
        html = render_to_string("components/finding.html", {"finding": finding})

        assert "<img" not in html
        assert finding.pictures[0].alt in html.replace("&#x27;", "'")

    @pytest.mark.django_db
    def test_on_the_page_of_a_submission_a_picture_is_that_of_the_submission(self):
        submission = make_submission()
        finding = shown(submission.case_data()).findings[1]
        html = render_to_string(
            "components/finding.html", {"finding": finding, "submission": submission}
        )

        assert f"/cases/{submission.case_id}/submissions/1/" in html
        assert 'alt="Chart: the IRR is 3.46' in html


@pytest.mark.usefixtures("in_english")
def test_the_conclusion_is_a_word_a_shape_and_a_sentence():
    html = render_to_string("components/conclusion.html", {"shown": shown(case_file())})

    assert "<svg" in html
    assert "Additional" in html
    assert "66,000" in html


def test_the_path_has_a_list_whose_words_are_complete():
    with translation.override("en"):
        stations = stations_of_assessment(assess(read_case(case_file())).to_dict())
        html = render_to_string("components/path.html", {"stations": stations})

    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert html.count('class="station"') == 6
    assert "Investment analysis Passed Barrier analysis Not the branch taken" in words


def test_after_a_change_of_tier_what_came_and_what_fell_away_is_said_in_words():
    stations = [
        Station("size", "Size", "passed", "Small scale"),
        Station("barriers", "Barriers", "not_started", "Not started", change="added"),
        Station("investment", "Investment", "not_taken", "No longer asked", change="removed"),
    ]
    with translation.override("en"):
        html = render_to_string("components/path.html", {"stations": stations})

    assert "Not started · now asked as well" in html
    assert '<li class="removed">' in html
    assert "No longer asked" in html


def test_answers_show_every_row_card_and_table():
    sections = answers(case_file())
    html = "".join(
        render_to_string("components/answers.html", {"section": section}) for section in sections
    )

    for text in ("Coastal wind farm", "Renewable Energy Development Act", "66,000", "1,500"):
        assert text in html


def test_a_timeline_says_what_who_and_when():
    at = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    entry = SimpleNamespace(title="Submitted", at=at, actor="Pei-Shan Lin", note="Please\nread")
    with translation.override("en"):
        html = render_to_string("components/timeline.html", {"entries": [entry]})

    assert "Submitted" in html
    assert "21 November 2026 01:30" in html, "all days are Taipei days"
    assert "Please<br>read" in html


@pytest.mark.parametrize(
    "kind",
    [
        "passed",
        "failed",
        "insufficient",
        "not_required",
        "progress",
        "problem",
        "notice",
        "high",
        "medium",
        "complete",
    ],
)
def test_a_state_is_a_shape_and_a_word(kind):
    html = render_to_string("components/status.html", {"kind": kind, "label": "A word"})

    assert "<svg" in html
    assert "A word" in html


def test_states_that_differ_in_meaning_differ_in_shape():
    def mark(kind):
        html = render_to_string("components/status.html", {"kind": kind, "label": ""})
        return re.findall(r"<(?:path|circle)[^>]+>", html)

    kinds = ["passed", "failed", "insufficient", "not_required", "progress", "notice"]
    assert len({tuple(mark(kind)) for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.name)
def test_components_keep_the_content_policy(path):
    text = path.read_text()

    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", text)


@pytest.mark.django_db
@pytest.mark.parametrize(("accepted", "language"), [("zh-TW,zh;q=0.9", "zh-Hant"), ("en", "en")])
def test_the_page_says_its_language(client, accepted, language):
    page = client.get("/", headers={"accept-language": accepted}).content.decode()

    assert f'<html lang="{language}">' in page


@pytest.mark.django_db
def test_strangers_are_welcomed_with_the_path_and_the_ways_in(client):
    page = client.get("/", headers={"accept-language": "en"}).content.decode()

    assert page.count('class="station"') == 6
    assert "/account/log-in/" in page
    assert "Verify a determination" in page


@pytest.mark.usefixtures("in_english")
def test_counts_are_set_with_their_index_and_what_people_wrote_stays_text():
    assert symbols("F = 1 − N_diff / N_all") == "F = 1 − N<sub>diff</sub> / N<sub>all</sub>"
    assert symbols("N_all大於 10") == "N<sub>all</sub>大於 10"
    assert symbols("<b>N_x</b>") == "&lt;b&gt;N_x&lt;/b&gt;"
    rows = [{"question": "How many (N_all)?", "answer": "N_all & <i>", "given": True}]
    html = render_to_string("components/rows.html", {"rows": rows})
    assert "(N<sub>all</sub>)" in html
    assert "N_all &amp; &lt;i&gt;" in html
    funnel = Table(
        "From all rows to N_all", ("Step", "Rows"), (("Without carbon projects: N_all", "7"),)
    )
    for name in ("components/table.html", "determination/_table.html"):
        html = render_to_string(name, {"table": funnel})
        assert "to N<sub>all</sub></caption>" in html
        assert "projects: N<sub>all</sub></th>" in html
