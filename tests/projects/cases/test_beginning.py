"""Beginning, importing and exporting a case."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from additionality.engine.case import read_case
from projects.models import Case
from tests.factories import case_file, client_of, make_case, make_submission, micro_case_file
from tests.projects.cases import scenes

NEW, IMPORT = reverse("cases:new"), reverse("cases:import")


def test_the_page_begins_nothing_and_its_button_does(proponent):
    client = client_of(proponent)
    assert client.get(NEW).status_code == 200
    assert not Case.objects.exists()

    response = client.post(NEW, {"pack": "tw-offset"})

    case = Case.objects.get()
    assert (case.organisation, case.prepared_by) == (proponent.organisation, proponent)
    assert response.headers["Location"] == reverse(
        "wizard:step", kwargs={"pk": case.pk, "step": "project"}
    )


def test_the_rules_are_chosen_at_the_start(proponent):
    client = client_of(proponent)

    assert client.post(NEW).status_code == 422
    assert client.post(NEW, {"pack": "nowhere"}).status_code == 422
    assert not Case.objects.exists()
    assert client.post(NEW, {"pack": "cdm"}).status_code == 302
    assert Case.objects.get().pack_key == "cdm"


def test_the_limits_between_the_tiers_are_those_of_the_pack(proponent):
    text = client_of(proponent).get(NEW).content.decode()

    assert "Small scale: from 20,000 to 60,000 tCO₂e" in text
    assert "Large scale: above 60,000 tCO₂e" in text


@pytest.mark.parametrize("address", [NEW, IMPORT])
@pytest.mark.parametrize("who", ["reviewer", "administrator"])
def test_only_proponents_begin(address, who, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(address).status_code == 404
    assert client.post(address, {"text": json.dumps(micro_case_file())}).status_code == 404
    assert not Case.objects.exists()


def test_a_pasted_case_file_becomes_a_draft(proponent):
    response = client_of(proponent).post(IMPORT, {"text": json.dumps(case_file())})

    case = Case.objects.get()
    assert response.headers["Location"] == reverse("cases:overview", kwargs={"pk": case.pk})
    assert (case.title, case.status, case.pack_key) == ("Coastal wind farm", "draft", "tw-offset")
    assert not case.submissions.exists()


def test_an_uploaded_case_file_becomes_the_same_draft(proponent, monkeypatch):
    monkeypatch.setattr("projects.services.beginning.SECOND_PRESS", timedelta(0))
    content = json.dumps(case_file()).encode()
    client_of(proponent).post(IMPORT, {"file": SimpleUploadedFile("case.json", content)})

    client_of(proponent).post(IMPORT, {"text": content.decode()})

    one, other = Case.objects.all()
    assert one.draft == other.draft


def test_an_import_comes_out_as_it_went_in(proponent):
    client = client_of(proponent)
    client.post(IMPORT, {"text": json.dumps(case_file())})

    response = client.get(reverse("cases:export", kwargs={"pk": Case.objects.get().pk}))

    assert response["Content-Disposition"].startswith("attachment")
    exported = json.loads(response.content)
    went_in = read_case(case_file()).to_dict()
    assert exported.pop("assessed_on")
    went_in.pop("assessed_on")
    assert exported == went_in


def test_evidence_of_an_import_is_listed_and_asked_for(proponent):
    client = client_of(proponent)
    response = client.post(IMPORT, {"text": json.dumps(case_file())}, follow=True)
    case = Case.objects.get()
    evidence = client.get(reverse("cases:evidence", kwargs={"pk": case.pk})).content.decode()

    assert "still have to be uploaded" in response.content.decode()
    assert case_file()["evidence"][0]["sha256"] in evidence


BAD = {
    "no JSON": ("{", "line 1"),
    "a list": ("[]", "$"),
    "an unknown key": (json.dumps(case_file(surprise=1)), "surprise"),
    "a missing name": (json.dumps({**case_file(), "project": {}}), "project.name"),
    "a key twice": ('{"pack": 1, "pack": 2}', "pack"),
    "deep": ("[" * 5000, "$"),
    "another pack": (json.dumps(case_file(pack="nowhere")), "pack"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_malformed_file_is_refused_with_the_place(proponent, what):
    text, place = BAD[what]

    response = client_of(proponent).post(IMPORT, {"text": text})

    assert response.status_code == 422
    assert place in response.content.decode()
    assert not Case.objects.exists()


def test_what_was_pasted_is_still_there(proponent):
    response = client_of(proponent).post(IMPORT, {"text": '{"mine": "<kept>"}'})

    assert "&lt;kept&gt;" in response.content.decode()


@pytest.mark.parametrize("sent", [{}, {"text": "  "}, "both"])
def test_exactly_one_of_file_and_text(proponent, sent):
    if sent == "both":
        sent = {"text": "{}", "file": SimpleUploadedFile("c.json", b"{}")}

    response = client_of(proponent).post(IMPORT, sent)

    assert response.status_code == 422
    assert "one of the two" in response.content.decode()


def test_evidence_without_an_id_gets_one(proponent):
    data = case_file()
    data["evidence"] += [{"title": "Nameless"}, {"id": "E2", "title": "Two"}, {"title": "Other"}]

    client_of(proponent).post(IMPORT, {"text": json.dumps(data)})

    assert Case.objects.get().draft["evidence"]["id"] == ["E1", "E3", "E2", "E4"]


def test_an_unfinished_draft_is_exported_as_far_as_it_goes(proponent):
    case = make_case(prepared_by=proponent)

    response = client_of(proponent).get(reverse("cases:export", kwargs={"pk": case.pk}))

    assert json.loads(response.content)["project"] == {}


def test_an_exported_submission_is_the_frozen_text(proponent):
    submission = make_submission(make_case(prepared_by=proponent))
    address = reverse("cases:submission_export", kwargs={"pk": submission.case_id, "number": 1})

    assert client_of(proponent).get(address).content.decode() == submission.case_file


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("reviewer", 404), ("colleague", 200)]
)
def test_a_draft_is_exported_for_its_organisation_only(proponent, who, status, request):
    case = scenes.submitted(proponent)
    address = reverse("cases:export", kwargs={"pk": case.pk})

    assert client_of(request.getfixturevalue(who)).get(address).status_code == status


def test_a_button_pressed_twice_begins_one_case(proponent, colleague, monkeypatch):
    client, sent = client_of(proponent), {"text": json.dumps(case_file())}
    for address, data in ((NEW, {"pack": "tw-offset"}), (IMPORT, sent)):
        first, second = client.post(address, data), client.post(address, data)
        assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 2

    client_of(colleague).post(IMPORT, sent)
    assert Case.objects.count() == 3
    monkeypatch.setattr("projects.services.beginning.SECOND_PRESS", timedelta(0))
    client.post(IMPORT, sent)
    assert Case.objects.count() == 4


def test_a_draft_that_was_worked_on_is_not_begun_again(proponent):
    client = client_of(proponent)
    client.post(NEW, {"pack": "tw-offset"})
    Case.objects.update(draft_version=1, draft={"project": {"name": ["A wind farm"]}})

    client.post(NEW, {"pack": "tw-offset"})

    assert Case.objects.count() == 2
