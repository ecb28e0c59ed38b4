"""What a download is called: the project and the kind of file, safe in a terminal and in any language."""

from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils.translation import override

from projects.cases.words import file_of
from projects.services.file_names import as_download, download_name
from tests.factories import client_of, make_case


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Coastal wind farm", "case file", "draft"), "Coastal-wind-farm_case-file_draft.json"),
        (("濱海風場", "案件檔"), "濱海風場_案件檔.json"),
        (("../../etc/passwd", "x"), "etc-passwd_x.json"),
        (('a"b\r\nSet-Cookie: c', "x"), "a-b-Set-Cookie-c_x.json"),
        (("a\u202egnp", "x"), "a-gnp_x.json"),
        (("x" * 200, "y"), "x" * 60 + "_y.json"),
        (("", "y"), "y.json"),
        (("...", "y"), "y.json"),
    ],
)
def test_a_name_is_made_of_safe_parts(parts, name):
    assert download_name(*parts, ending=".json") == name


def test_a_name_in_any_script_goes_into_the_header():
    assert as_download("a.json") == 'attachment; filename="a.json"'
    assert unquote(as_download("濱海.json")) == "attachment; filename*=utf-8''濱海.json"


@pytest.mark.django_db
def test_a_file_of_a_case_says_the_project_and_what_it_is(proponent):
    case = make_case(prepared_by=proponent, title="Coastal wind farm", title_zh="濱海風場")
    with override("en"):
        assert file_of(case, "case file", ".json") == "Coastal-wind-farm_case-file_draft.json"
        assert file_of(case, "case file", ".json", 2).endswith("_submission-2.json")
    with override("zh-hant"):
        assert file_of(case, "案件檔", ".json").startswith("濱海風場_案件檔_")

    answer = client_of(proponent).get(reverse("cases:export", args=[case.pk]))
    assert "Coastal-wind-farm_case-file_draft.json" in answer["Content-Disposition"]
