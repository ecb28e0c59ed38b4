"""The radar over stored rows: what it finds, who sees it, what is frozen, and that it stays quick."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from additionality.engine.case import read_case
from projects.models import Case, KnownProject, KnownWord, RegistryList
from projects.models.append_only import WrittenOnce
from projects.radar import looking
from projects.radar.importing import ListRefused, import_list
from projects.radar.looking import keep_submission, look, seen_by_proponent
from projects.services.submitting import submit
from projects.wizard.facts import draft_from
from projects.wording.radar import ROW_REFUSED
from tests.factories import case_file, client_of, make_case, make_person, make_submission

pytestmark = pytest.mark.django_db
HEAD = "name,proponent,technology,country,latitude,longitude,date,reductions,reference,source\n"
TWIN = "Coastal Wind-Farm,Example Energy,wind,TW,24.62,120.76,2025-03-01,66000,VCS-1,export\n"


def take_in(text, administrator, name="A registry"):
    data = text if isinstance(text, bytes) else text.encode()
    file = io.BytesIO(data)
    return import_list(
        name=name, file=file, file_name="list.csv", size=len(data), actor=administrator
    )


def facts(**changes):
    return read_case(case_file(**changes))


def found(case, **changes):
    read = facts(**changes)
    return look(read, case=case, on=read.assessed_on)


def submitted(proponent):
    case = make_case(prepared_by=proponent)
    keep_submission(make_submission(case), facts())
    return case


def draft_of(proponent):
    """The draft of the large case, naming no evidence: nothing waits for a file."""
    data = case_file(evidence=None)
    data["regulatory"]["laws"][0].pop("evidence")
    for part in (data["investment"]["benchmark"], data["investment"]["lines"][0]):
        part.pop("source")
    return make_case(prepared_by=proponent, draft=draft_from(data))


def test_a_twin_in_a_list_is_found_with_its_row(administrator, proponent):
    made = take_in(HEAD + TWIN, administrator)
    radar = found(make_case(prepared_by=proponent))

    (concern,) = radar["concerns"]
    (row,) = concern["rows"]
    assert concern["code"] == "possible_double_registration"
    assert row["alike"] == ["name", "proponent", "place", "technology"]
    assert (row["list"], row["line"], row["reference"]) == ("A registry 1", "2", "VCS-1")
    assert radar["lists"][0]["sha256"] == made.sha256
    assert json.loads(json.dumps(radar)) == radar


def test_only_the_newest_version_of_a_list_is_looked_at(administrator, proponent):
    case = make_case(prepared_by=proponent)
    take_in(HEAD + TWIN, administrator)
    take_in(HEAD + TWIN.replace("Coastal", "Mountain").replace("24.62", "23"), administrator)

    assert found(case)["concerns"] == []
    assert [one["version"] for one in found(case)["lists"]] == ["2"]
    assert KnownProject.objects.count() == 2


def test_a_list_is_never_changed(administrator):
    made = take_in(HEAD + TWIN, administrator)

    with pytest.raises(WrittenOnce):
        made.save()
    with pytest.raises(WrittenOnce):
        RegistryList.objects.update(name="Another")
    with pytest.raises(WrittenOnce):
        KnownProject.objects.all().delete()


def test_cases_of_others_are_for_reviewers_until_they_are_approved(proponent, stranger, colleague):
    theirs, ours = submitted(stranger), submitted(colleague)
    radar = found(make_case(prepared_by=proponent))

    rows = {row["case"]: row for row in radar["concerns"][0]["rows"]}
    assert set(rows) == {theirs.reference, ours.reference}
    seen = seen_by_proponent(radar)["concerns"][0]["rows"]
    assert [row["case"] for row in seen] == [ours.reference]


@pytest.mark.parametrize("status", ["withdrawn", "refused"])
def test_a_case_that_is_over_is_not_compared_with(proponent, stranger, status):
    theirs = submitted(stranger)
    Case.objects.filter(pk=theirs.pk).update(status=status)

    assert found(make_case(prepared_by=proponent))["concerns"] == []


def test_a_case_is_not_its_own_twin_and_counts_once(proponent, stranger):
    theirs = submitted(stranger)
    keep_submission(make_submission(theirs), facts())

    assert found(theirs)["concerns"] == []
    assert len(found(make_case(prepared_by=proponent))["concerns"][0]["rows"]) == 1


def test_what_was_found_is_frozen_with_the_submission(administrator, proponent, stranger):
    take_in(HEAD + TWIN, administrator)
    submitted(stranger)
    case = draft_of(proponent)
    frozen = submit(case=case, actor=proponent, version=case.draft_version, declaration="True.")
    take_in(HEAD + "Nothing alike,,,PH,,,,,,\n", administrator)

    rows = frozen.radar_data()["concerns"][0]["rows"]
    assert {row["public"] for row in rows} == {True, False}
    assert frozen.known_project.name == "Coastal wind farm"


def test_the_desk_shows_all_and_the_proponent_what_is_public(
    administrator, proponent, stranger, reviewer
):
    take_in(HEAD + TWIN, administrator)
    theirs = submitted(stranger)
    case = draft_of(proponent)
    check = client_of(proponent).get(reverse("cases:check", args=[case.pk])).content.decode()
    submit(case=case, actor=proponent, version=case.draft_version, declaration="True.")
    pages = {
        person: client_of(person).get(address).content.decode()
        for person, address in (
            (proponent, reverse("cases:submission", args=[case.pk, 1])),
            (reviewer, reverse("review:desk", args=[case.pk])),
        )
    }

    for page in (check, *pages.values()):
        assert "VCS-1" in page
    assert theirs.reference in pages[reviewer]
    assert theirs.reference not in check + pages[proponent]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",x,,TW,,,,,,", "name", "blank"),
        ("A,,,,,,,,,", "country", "blank"),
        ("A,,,TW,124.6,24.6,,,,", "latitude", "out_of_range"),
        ("A,,,TW,24.6,,,,,", "latitude", "half_a_place"),
        ("A,,,TW,north,120,,,,", "latitude", "not_a_number"),
        ("A,,,TW,,,2025-02-30,,,", "date", "not_a_date"),
        ("A,,,TW,,,,-5,,", "reductions", "out_of_range"),
        ("A,,,TW,,,,,,,more", "", "too_many_cells"),
        ("A" * 501 + ",,,TW,,,,,,", "name", "too_long"),
        ("A\x07,,,TW,,,,,,", "name", "unreadable"),
    ],
)
def test_a_row_that_cannot_be_used_is_reported_with_its_line(administrator, row, column, code):
    made = take_in(HEAD + TWIN + row + "\n" + TWIN, administrator)

    assert (made.taken, made.refused) == (2, 1)
    ((line, *rest),) = json.loads(made.report)
    assert (line, rest[:2]) == ("3", [column, code])
    assert code in ROW_REFUSED


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "column_missing"),
        (b"name,proponent\nA,B\n", "column_missing"),
        (b"name,country,name\nA,TW,B\n", "column_twice"),
        (b"name,country\n\xa4\xa4\xa4\xe5,TW\n", "not_utf8"),
        (b"name,country\n,TW\n", "no_row"),
        (b"PK\x03\x04\x00\x00", "column_missing"),
        (b'name,country\n"' + b"x" * 200_000 + b'",TW\n', "not_csv"),
    ],
)
def test_a_file_that_is_no_list_leaves_nothing_behind(administrator, data, code):
    with pytest.raises(ListRefused) as refused:
        take_in(data, administrator)

    assert refused.value.code == code
    assert not RegistryList.objects.exists()


def test_marks_widths_and_years_of_the_republic_are_understood(administrator):
    text = "NAME, Country ,date,reductions\r\n甲風場,TW,民國114年2月10日,3.5萬\r\n"
    for encoding in ("utf-8-sig", "utf-16"):
        take_in(text.encode(encoding), administrator, name=encoding)
    rows = KnownProject.objects.values_list("name", "registered_on__year", "reductions")

    assert set(rows) == {("甲風場", 2025, "35000")}


def test_the_same_file_is_no_new_version(administrator):
    take_in(HEAD + TWIN, administrator)
    with pytest.raises(ListRefused):
        take_in(HEAD + TWIN, administrator)
    take_in(HEAD + TWIN, administrator, name="Another registry")

    assert RegistryList.objects.count() == 2


def test_an_administrator_imports_and_reads_the_report(administrator):
    client = client_of(administrator)
    address = reverse("administration:registries")
    file = io.BytesIO((HEAD + TWIN + ",,,TW,,,,,,\n").encode())
    file.name = "list.csv"
    answer = client.post(address, {"name": "A registry", "file": file}, follow=True)
    broken = io.BytesIO(b"\xa4\xa4")
    broken.name = "list.csv"
    refused = client.post(address, {"name": "A registry", "file": broken})

    assert "This column must not be blank." in answer.content.decode()
    assert refused.status_code == 422
    assert "A registry" in refused.content.decode()


def rows_of(number, start=0):
    """Rows of many words and places, two hundred of them called wind farms."""
    places = ((i * 7919 % 3000, i * 104729 % 3000) for i in range(start, start + number))
    return "".join(
        f"Place{i} {'wind farm' if i % (number // 200) == 0 else 'plant'},Owner {i % 997},solar,TW,"
        f"{21.9 + lat / 1000:.3f},{120 + lon / 1500:.3f},2020-01-01,{1000 + i % 5000},R{i},\n"
        for i, (lat, lon) in enumerate(places, start)
    )


def test_a_hundred_times_as_many_rows_cost_no_more_queries_nor_candidates(administrator, proponent):
    """Growth is held by what is read, not by the clock: a machine may be busy."""
    case = make_case(prepared_by=proponent)
    read = []
    for number in (200, 20_000):
        take_in(HEAD + TWIN + rows_of(number), administrator)
        lists = list(RegistryList.objects.current())
        candidates = list(looking._candidates(facts().project, case, lists))
        with CaptureQueriesContext(connection) as queries:
            radar = found(case)
        read.append((len(queries), len(candidates)))
        assert radar["concerns"][0]["rows"][0]["reference"] == "VCS-1"

    assert read[0][0] <= read[1][0] <= 6
    assert read[1][1] <= looking.MOST_CANDIDATES
    assert KnownWord.objects.filter(word="plant").count() > looking.MOST_CANDIDATES


def test_a_name_of_common_words_only_is_found_by_having_most_of_them(
    administrator, proponent, monkeypatch
):
    monkeypatch.setattr(looking, "MOST_CANDIDATES", 5)
    others = "".join(
        f"{word} {i},,,TW,,,,,,\n" for word in ("Coastal", "Wind farm") for i in range(9)
    )
    twin = "Coastal wind farm,Example Energy,,TW,,,,,,\n"
    take_in(HEAD + others + twin + others, administrator)
    (concern,) = found(make_case(prepared_by=proponent))["concerns"]

    assert [row["name"] for row in concern["rows"]] == ["Coastal wind farm"]


def test_somebody_of_another_role_takes_in_nothing(proponent):
    person = make_person("reviewer")

    for one in (proponent, person):
        assert client_of(one).get(reverse("administration:registries")).status_code == 403
