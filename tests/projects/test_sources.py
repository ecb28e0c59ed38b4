"""Looking up sources: the lists an administrator keeps, and the table of what the EU capped."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import Case, ListedSource, ListingEnd
from projects.models.append_only import WrittenOnce
from projects.services.source_lists import AlreadyEnded, add_source, end_source, found_on_lists
from projects.wizard.facts import draft_from
from tests.factories import case_file, client_of, make_case
from tests.projects.wizard.driving import press, url_of

pytestmark = pytest.mark.django_db
LISTS = "/administration/sources/"
CAPPED = "/sources/eu-ets/"


def listed(actor, name="台灣水泥股份有限公司花蓮廠", identifier="U-01", **change) -> ListedSource:
    entry = {"listed": "carbon_fee", "since": date(2025, 1, 1), "source": "Announcement"} | change
    return add_source(name=name, identifier=identifier, actor=actor, **entry)


def entry(**change) -> dict:
    return {
        "list": "inventory_1", "name": "中國鋼鐵股份有限公司", "identifier": "E5600743",
        "since": "民國105年1月7日", "source": "環境部公告",
    } | change  # fmt: skip


def test_an_administrator_adds_an_entry_and_it_says_who_and_when(administrator):
    client = client_of(administrator)
    assert client.post(LISTS, entry())["Location"] == LISTS

    found = ListedSource.objects.get()
    assert (found.name, found.since) == ("中國鋼鐵股份有限公司", date(2016, 1, 7))
    assert found.added_by == administrator
    page = client.get(LISTS).content.decode()
    assert "E5600743" in page
    assert administrator.name in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"list": ""}, "Choose the list."),
        ({"name": " "}, "Enter the name of the source."),
        ({"name": "廠"}, "Enter the whole name."),
        ({"since": ""}, "Enter the day."),
        ({"since": "2025-02-30"}, "id_since_error"),
        ({"source": ""}, "Enter where that is published."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(administrator, change, says):
    answer = client_of(administrator).post(LISTS, entry(**change))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert says in page
    assert "E5600743" in page
    assert not ListedSource.objects.exists()


def test_what_stands_on_a_list_is_not_added_again_until_it_ended(administrator):
    client = client_of(administrator)
    client.post(LISTS, entry())
    again = client.post(LISTS, entry(since="2026-01-01"))
    assert again.status_code == 422
    assert "This source stands on the list already." in again.content.decode()
    assert client.post(LISTS, entry(list="carbon_fee")).status_code == 302
    assert client.post(LISTS, entry(identifier="E5600744")).status_code == 302

    first = ListedSource.objects.earliest("pk")
    end_source(listed=first, until=date(2025, 12, 31), source="Closed", actor=administrator)
    assert client.post(LISTS, entry(since="2026-01-01")).status_code == 302
    assert ListedSource.objects.count() == 4


def test_an_entry_is_ended_once_and_stays(administrator):
    one = listed(administrator)
    client, page = client_of(administrator), reverse("administration:source", args=[one.pk])
    early = client.post(page, {"until": "2024-12-31", "source": "Announcement"})
    assert early.status_code == 422
    assert not ListingEnd.objects.exists()

    assert client.post(page, {"until": "2025-01-01", "source": "Closed"})["Location"] == LISTS
    again = client.post(page, {"until": "2026-01-01", "source": "Closed again"})
    assert again.status_code == 409
    text = again.content.decode()
    assert "Closed" in text
    assert ListingEnd.objects.get().ended_by == administrator
    with pytest.raises(AlreadyEnded):
        end_source(listed=one, until=date(2026, 1, 1), source="x", actor=administrator)
    with pytest.raises(WrittenOnce):
        one.delete()
    with pytest.raises(WrittenOnce):
        one.save()


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("臺灣水泥", True),  # 台 and 臺 are one
        ("台灣水泥公司花蓮廠", False),  # the legal form stands inside: another word
        ("台灣水泥股份有限公司花蓮廠二號窯", True),  # longer than the entry
        ("花蓮廠", True),
        ("u01", True),
        ("U-01", True),
        ("U-0", False),
        ("廠", False),  # one character is no name
        ("%", False),
        ("", False),
        ("台泥", False),
    ],
)
def test_a_source_is_found_by_part_of_its_name_and_by_its_identifier(administrator, text, is_found):
    listed(administrator)
    assert found_on_lists(text).exists() is is_found


def test_the_step_of_the_exclusions_hints_and_fills_in_nothing(proponent, administrator):
    one = listed(administrator)
    case = make_case(prepared_by=proponent, pack_key="tw-ver-2023", draft=draft_from(case_file()))
    client = client_of(proponent)

    done = press(client, case, "exclusions", "look-up", listed_source="臺灣水泥", rec_applied="no")
    assert done.url.startswith(url_of(case, "exclusions") + "?listed_source=")
    draft = Case.objects.get(pk=case.pk).draft["exclusions"]
    assert draft["rec_applied"] == ["no"]
    assert draft.get("carbon_fee_source", [""]) == [""]
    assert "source" not in draft
    page = client.get(done.url).content.decode()
    assert "台灣水泥股份有限公司花蓮廠" in page
    assert "Sources that pay the carbon fee, since 1 January 2025" in page

    end_source(listed=one, until=date(2026, 3, 31), source="Closed", actor=administrator)
    assert "from 1 January 2025 to 31 March 2026" in client.get(done.url).content.decode()
    nothing = client.get(url_of(case, "exclusions"), {"listed_source": "Nobody"}).content.decode()
    assert "No list here names it." in nothing


def test_where_no_list_is_kept_nothing_is_said_to_be_clear(proponent):
    case = make_case(prepared_by=proponent, pack_key="tw-ver-2023", draft=draft_from(case_file()))
    page = client_of(proponent).get(url_of(case, "exclusions"), {"listed_source": "Nobody"})
    assert "No list is kept here" in page.content.decode()


def test_the_enter_key_in_the_box_looks_up_and_does_not_go_on(proponent):
    case = make_case(prepared_by=proponent, pack_key="tw-ver-2023", draft=draft_from(case_file()))
    done = press(client_of(proponent), case, "exclusions", listed_source="U-01")
    assert done.url == url_of(case, "exclusions") + "?listed_source=U-01#lists"


def test_the_way_to_the_table_of_the_eu_and_back(proponent):
    case = make_case(prepared_by=proponent, pack_key="tw-ver-2023", draft=draft_from(case_file()))
    client = client_of(proponent)
    done = press(client, case, "exclusions", "capped")

    assert done.url == f"{CAPPED}?case={case.pk}"
    assert f'href="{url_of(case, "exclusions")}"' in client.get(done.url).content.decode()
    assert "Back to the question" not in client.get(CAPPED, {"case": "x"}).content.decode()


@pytest.mark.parametrize(
    ("activity", "capacity", "says"),
    [
        ("combustion", "19.9", "Not covered by the cap"),
        ("combustion", "20", "Not covered by the cap"),
        ("combustion", "20.1", "Covered by the cap"),
        ("coke", "", "Covered by the cap"),
        ("glass", "", "Enter the capacity."),
        ("glass", "-1", "Enter 0 or more."),
        ("glass", "much", "id_capacity_error"),
        ("", "3", "Choose what is done."),
        ("cheese", "3", "Choose one of the activities of this list."),
    ],
)
def test_the_table_answers_what_is_asked(proponent, activity, capacity, says):
    answer = client_of(proponent).get(CAPPED, {"activity": activity, "capacity": capacity})
    text = answer.content.decode()

    assert says in text
    assert ("frees an allowance" in text) is (says == "Covered by the cap")
    assert answer.status_code == (200 if says.endswith("by the cap") else 422)
