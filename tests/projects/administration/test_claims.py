"""The table of benchmarks claimed: what can be imported, that it never changes, and what cases take of it."""

import hashlib
import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from additionality.engine.assess import assess
from additionality.engine.canonical import canonical_json
from additionality.engine.case import read_case
from projects.models import BenchmarkClaim, ClaimsTable
from projects.models.append_only import WrittenOnce
from projects.services.claims import TableRefused, claims_for, import_table, read_table
from projects.services.submitting import submit
from projects.wizard.answers import Answers
from projects.wizard.facts import draft_from
from tests.factories import case_file, client_of, make_case, make_person

pytestmark = pytest.mark.django_db
HEADING = "country,energy_source,benchmark,basis,project,source\n"
WIND = [f"TW,wind,{rate} %,WACC,P{i},PDD" for i, rate in enumerate(("6", "8", "10", "14"))]
TABLE = (
    HEADING + "\n".join([*WIND, "TW,solar,5.5%,official,P9,PDD", "in,hydro,13.9 %,,P10,"])
).encode()


def imported(content=TABLE, **fields):
    actor = fields.pop("actor", None) or make_person("administrator")
    return import_table(content=content, title="Projects", source="Database, 2026", actor=actor)


def post(client, content=TABLE, **fields):
    file = {"file": SimpleUploadedFile("claims.csv", content)} if content is not None else {}
    values = {"title": "Projects <b>", "source": "Database, 2026"} | file | fields
    return client.post(reverse("administration:claims"), values)


def test_an_administrator_imports_a_table_that_is_then_in_use():
    person = make_person("administrator")
    client = client_of(person)

    assert post(client).status_code == 302

    table = ClaimsTable.objects.get()
    assert (table.count, table.sha256, table.imported_by) == (6, hashlib.sha256(TABLE).hexdigest(), person)  # fmt: skip
    page = client.get(reverse("administration:claims")).content.decode()
    assert table.sha256 in page
    assert "Projects &lt;b&gt;" in page
    assert "In use" in page


def test_the_text_can_be_pasted_instead():
    assert (
        post(client_of(make_person("administrator")), None, text=TABLE.decode()).status_code == 302
    )
    assert BenchmarkClaim.objects.count() == 6


@pytest.mark.parametrize("content", [
    pytest.param(b"\xef\xbb\xbf" + TABLE, id="with a byte order mark"),
    pytest.param(TABLE.replace(b",", b";"), id="with semicolons"),
    pytest.param(TABLE.replace(b"\n", b"\r\n"), id="with the line ends of Windows"),
    pytest.param(TABLE + b"\n\n,,,,,\n", id="with blank lines"),
    pytest.param(TABLE.replace(b"energy_source", b"Energy source"), id="with a heading in words"),
])  # fmt: skip
def test_a_table_is_read_as_programs_write_it(content):
    assert read_table(content) == read_table(TABLE)


def test_columns_that_are_not_needed_may_be_missing():
    found = read_table(b"project,benchmark,country\nP1,8 %,TW")

    assert found == [
        {"country": "TW", "energy_source": "", "basis": "", "project": "P1", "source": "", "rate": Decimal("0.08")},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(b"", 1, id="nothing"),
        pytest.param(HEADING.encode(), 1, id="only a heading"),
        pytest.param(b"country,rate\nTW,8 %", 1, id="a heading without the columns"),
        pytest.param(HEADING.replace("basis", "colour").encode() + b"TW,,8 %,,P1,", 1, id="an unknown column"),
        pytest.param(TABLE.decode().replace("8 %", "0.08").encode(), 3, id="a fraction, perhaps"),
        pytest.param(TABLE.decode().replace("8 %", "eight").encode(), 3, id="a word"),
        pytest.param(TABLE.decode().replace("8 %", "").encode(), 3, id="no benchmark"),
        pytest.param(TABLE.decode().replace("8 %", "800 %").encode(), 3, id="an impossible rate"),
        pytest.param(TABLE.decode().replace("TW,solar", ",solar").encode(), 6, id="no country"),
        pytest.param(TABLE.decode().replace("P9", "").encode(), 6, id="no project"),
        pytest.param(TABLE.decode().replace("hydro", "tides of the moon").encode(), 7, id="an unknown source"),
        pytest.param(TABLE.decode().replace("official", "x" * 201).encode(), 6, id="a text too long"),
        pytest.param("國家".encode("big5"), 1, id="another encoding"),
        pytest.param(HEADING.encode() + b'TW,wind,"8 %,WACC,P1,PDD', 1, id="a quote that never ends"),
        pytest.param(b"\x00\x01" * 50, 1, id="no text at all"),
        pytest.param(b"a" * (4 * 1024 * 1024 + 1), 1, id="more than 4 MB"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_refused_by_its_line_and_nothing_is_stored(content, line):
    with pytest.raises(TableRefused) as refused:
        read_table(content)
    assert refused.value.faults[0].line == line

    answer = post(client_of(make_person("administrator")), content)
    assert answer.status_code == 422
    assert "Projects &lt;b&gt;" in answer.content.decode()  # what was typed is still there
    assert not ClaimsTable.objects.exists()


def test_more_lines_than_a_case_can_be_compared_with_are_refused():
    rows = "\n".join(f"TW,wind,8 %,,P{i}," for i in range(10_001))

    with pytest.raises(TableRefused):
        read_table((HEADING + rows).encode())


def test_of_many_faults_the_first_are_listed():
    with pytest.raises(TableRefused) as refused:
        read_table((HEADING + "TW,wind,x,,P1,\n" * 100).encode())
    assert len(refused.value.faults) == 20


@pytest.mark.parametrize("fields", [{"title": ""}, {"source": ""}, {"text": "both"}])
def test_a_form_with_something_missing_stores_nothing(fields):
    assert post(client_of(make_person("administrator")), **fields).status_code == 422
    assert not ClaimsTable.objects.exists()


def test_the_table_in_use_is_not_imported_again_and_another_takes_its_place():
    first = imported()
    with pytest.raises(TableRefused):
        imported()
    second = imported(TABLE + b"\nTW,wind,20 %,,P11,")

    assert ClaimsTable.objects.first() == second
    assert first.claims.count() == 6


def test_a_table_and_its_claims_never_change():
    table = imported()

    for change in (table.save, table.delete, table.claims.first().save):
        with pytest.raises(WrittenOnce):
            change()
    with pytest.raises(WrittenOnce):
        BenchmarkClaim.objects.update(rate=1)


# --- what a case takes of it ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "energy_source", "rates", "kind"),
    [
        ("TW", "wind", ["0.06", "0.08", "0.1", "0.14"], "wind"),
        ("tw ", "solar", ["0.055"], "solar"),
        ("TW", "hydro", ["0.06", "0.08", "0.1", "0.14", "0.055"], ""),
        ("TW", "", ["0.06", "0.08", "0.1", "0.14", "0.055"], ""),
        ("IN", "wind", ["0.139"], ""),
    ],
)
def test_a_case_is_compared_with_its_country_and_kind_or_all_of_its_country(
    country, energy_source, rates, kind
):
    imported()

    found = json.loads(claims_for(country, energy_source))
    assert (found["rates"], found["energy_source"]) == (rates, kind)


def test_without_claims_of_the_country_there_is_nothing_to_compare_with():
    assert claims_for("TW", "wind") == ""
    imported()
    assert claims_for("JP", "wind") == ""
    assert claims_for("", "wind") == ""


def figures_of(assessment):
    return next(f for f in assessment["findings"] if f["analysis"] == "investment")["figures"]


def test_what_was_submitted_stays_as_it_was_compared():
    """The claims are in the frozen case file, so that a later table changes nothing."""
    first = imported()
    person = make_person("proponent")
    data = case_file()
    data.pop("evidence")  # of which no file was uploaded here
    data["regulatory"]["laws"][0]["evidence"] = []
    for part in (data["investment"]["benchmark"], data["investment"]["lines"][0]):
        part["source"] = "A study"
    case = make_case(prepared_by=person, draft=draft_from(data))

    submission = submit(case=case, actor=person, version=case.draft_version, declaration="True.")
    imported(HEADING.encode() + b"TW,wind,30 %,,P1,")

    kept = figures_of(submission.assessment_data())["claims"]
    assert (kept["sha256"], kept["median"], kept["count"]) == (first.sha256, "0.090000", "4")
    assert kept["share_below_claim"] == "0.500000"
    frozen = read_case(submission.case_data())
    assert len(frozen.investment.benchmark.claims.rates) == 4
    assert canonical_json(assess(frozen).to_dict()).decode() == submission.assessment
    again = Answers.of(make_case(prepared_by=person, draft=draft_from(submission.case_data())))
    assert again.case_data["investment"]["benchmark"]["claims"]["rates"] == ["0.3"]


def test_the_benchmarks_of_a_pack_stand_among_its_rules():
    page = client_of(make_person("reviewer")).get(reverse("administration:packs")).content.decode()

    assert "Benchmarks claimed by registered projects in India" in page
    assert "13.90" in page
