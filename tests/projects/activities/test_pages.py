"""The way of a data set through the pages: file, columns, import, report."""

import io
import json

import pytest
from django.db.models import Count
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from projects.activities.forms import MOST_SAID
from projects.models import ActivityRow, DataSet, TableUpload
from projects.services import importing
from tests.factories import client_of
from tests.projects.activities.data import (
    MAPPING,
    begin,
    make_data_set,
    needs_real_files,
    plant,
    table,
)
from tests.projects.wizard.driving import controls

pytestmark = pytest.mark.django_db


def uploaded(client, content: bytes, name: str = "plants.csv"):
    file = io.BytesIO(content)
    file.name = name
    return client.post(reverse("activities:new"), {"file": file})


def text_of(response) -> str:
    return response.content.decode()


def test_a_file_is_mapped_looked_at_and_imported(proponent):
    client = client_of(proponent)
    header = ("Name", "Capacity (kW)", "Commissioning Date", "Fuel", "Country", "Status")
    rows = [
        ("North", "30000", "2008", "Onshore wind", "TW", "CDM"),
        ("South", "", "2009-2013", "Gale", "TW", ""),
    ]
    page = uploaded(client, table(*rows, header=header))
    address = page["Location"]
    shown = controls(text_of(client.get(address)))

    assert (shown["column-capacity"], shown["fixed-unit"]) == (["Capacity (kW)"], ["kW"])
    assert shown["column-energy_source"] == ["Fuel"]

    shown |= {
        "title": ["Wind"],
        "licence": ["CC BY 4.0"],
        "column-carbon_status": ["Status"],
        "do": ["preview"],
    }
    assert client.post(address, shown)["Location"] == address
    html = text_of(client.get(address))
    assert "1 of the first 2 rows can be used." in html
    assert "This word is not on the list" in html
    again = controls(html)
    asked = {name for name in again if name.startswith("value-")}
    assert len(asked) == 3  # Onshore wind, Gale, CDM

    response = client.post(address, again | {"do": ["import"]})
    data_set = DataSet.objects.get()
    assert response["Location"] == reverse("activities:data_set", args=[data_set.pk])
    assert "0&nbsp;%" in text_of(client.get(response["Location"]))
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(data_set.pk)]
    importing.import_rows.func(str(data_set.pk))
    row = ActivityRow.objects.get()
    assert (row.capacity, row.unit, row.size, row.carbon_status) == ("30000", "kW", 30_000.0, "")
    html = text_of(client.get(response["Location"]))
    assert "2 rows in the file: 1 usable, 1 not." in html
    assert "CC BY 4.0" in html


def test_words_that_are_not_asked_one_by_one_are_counted_and_answered_together(proponent):
    client = client_of(proponent)
    header = ("Name", "Capacity (MW)", "Fuel")
    common = [("Plant", "30", f"Word {n}") for n in range(MOST_SAID) for _ in range(3)]
    rare = [("Rare", "30", f"Rare {n}") for n in range(7)]
    address = uploaded(client, table(*rare, *common, header=header))["Location"]
    html = text_of(client.get(address))
    shown = controls(html)

    asked = [name for name in shown if name.startswith("value-energy_source-")]
    assert len(asked) == MOST_SAID
    assert html.count("In 3 of the first rows.") == MOST_SAID
    assert "Here too: 7 more words, in 7 of the first rows, such as “Rare 0”; “Rare 1”;" in html
    assert shown["rest-energy_source"] == ["refused"]
    client.post(address, shown | {asked[0]: "wind", asked[1]: "unsaid", "do": "preview"})
    html = text_of(client.get(address))
    assert "6 of the first 187 rows can be used." in html

    shown = controls(html)
    assert [shown[name] for name in asked[:3]] == [["wind"], ["unsaid"], [""]]
    client.post(address, shown | {"rest-energy_source": "other", "do": "preview"})
    html = text_of(client.get(address))
    assert "187 of the first 187 rows can be used." in html
    client.post(address, controls(html) | {"do": "import"})
    importing.read_rows(str(DataSet.objects.get().pk))
    sources = ActivityRow.objects.values_list("energy_source")
    found = sources.annotate(rows=Count("pk")).order_by("energy_source")
    assert list(found) == [("", 3), ("other", 181), ("wind", 3)]


def test_a_word_that_is_known_is_never_left_to_all_others(proponent):
    client = client_of(proponent)
    header = ("Name", "Capacity (MW)", "Fuel")
    rows = [("North", "30", "Hydro"), ("South", "30", "Gale")]
    address = uploaded(client, table(*rows, header=header))["Location"]
    form = client.get(address).context["form"]
    [hydro, gale] = [name for name in form.fields if name.startswith("value-energy_source-")]

    assert (form.fields[hydro].choices[0][0], form[hydro].value()) == ("unsaid", "hydro")
    assert (form.fields[gale].choices[0][0], form[gale].value()) == ("", "")


def test_words_of_a_column_just_chosen_are_asked_before_anything_is_imported(proponent):
    client = client_of(proponent)
    address = uploaded(client, table(plant(status="Gold")))["Location"]
    shown = controls(text_of(client.get(address))) | {
        "column-capacity": "mw",
        "fixed-unit": "MW",
        "column-carbon_status": "status",
        "do": "import",
    }

    assert client.post(address, shown)["Location"] == address
    assert not DataSet.objects.exists()
    again = controls(text_of(client.get(address)))
    assert "rest-carbon_status" in again
    client.post(address, again | {"do": "import"})
    assert DataSet.objects.exists()


def test_a_heading_that_occurs_twice_is_told_by_the_letters_of_its_columns(proponent):
    client = client_of(proponent)
    header = ("Name", "Capacity (MW)", "Fuel", "Capacity (MW)", "")
    rows = [("North", "30", "Wind", "31", "x")]
    page = client.get(uploaded(client, table(*rows, header=header))["Location"])

    assert page.context["form"]["column-capacity"].value() == "#2"
    html = text_of(page)
    assert "The heading “Capacity (MW)” stands over columns B, D. Column B is chosen:" in html
    assert '<option value="#4">Capacity (MW) (column D)</option>' in html
    assert html.count("stands over columns") == 1


def test_the_page_of_a_data_set_says_how_its_words_and_columns_were_read(proponent):
    mapping = MAPPING | {
        "columns": MAPPING["columns"] | {"technology": "#5"},
        "values": {"energy_source": {"Petcoke": "oil"}},
        "otherwise": {"carbon_status": ""},
    }
    data_set = make_data_set(proponent, mapping=mapping)
    html = text_of(client_of(proponent).get(reverse("activities:data_set", args=[data_set.pk])))

    assert "<dt>Technology</dt><dd>column E</dd>" in html
    assert "<li>“Petcoke”: Oil</li>" in html
    assert "<li>other words that are not known: their rows are not used</li>" in html
    assert "<li>other words that are not known: nothing is said</li>" in html


def test_columns_of_places_that_are_exchanged_are_found_and_put_right(proponent):
    client = client_of(proponent)
    header = ("Name", "Capacity (MW)", "Country", "Lat", "Lon")
    rows = [(f"Plant {n}", "30", "Brazil", f"{-47 + n}", f"{-15 + n}") for n in range(3)]
    address = uploaded(client, table(*rows, header=header))["Location"]
    client.post(address, controls(text_of(client.get(address))) | {"do": "preview"})
    html = text_of(client.get(address))

    assert "Are the two columns the wrong way round?" in html
    assert "3 rows, such as:" in html
    assert client.post(address, controls(html) | {"do": "exchange"})["Location"] == address
    html = text_of(client.get(address))
    shown = controls(html)
    assert (shown["column-latitude"], shown["column-longitude"]) == (["Lon"], ["Lat"])
    assert "the wrong way round" not in html
    assert not DataSet.objects.exists()


def test_what_was_typed_stays_where_the_mapping_does_not_fit(proponent):
    client = client_of(proponent)
    address = uploaded(client, table(plant()))["Location"]
    shown = controls(text_of(client.get(address))) | {
        "title": "My plants",
        "column-capacity": "",
        "do": "import",
    }
    response = client.post(address, shown)

    assert response.status_code == 422
    assert "Choose the column of the capacity." in text_of(response)
    assert 'value="My plants"' in text_of(response)
    assert not DataSet.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(proponent, monkeypatch):
    monkeypatch.setattr("projects.whole_body.MOST", 0)  # what is thrown away after the answer

    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("the body was read")

    body = {
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(2 * 1024**3),
        "wsgi.input": Unread(),
    }
    response = client_of(proponent).generic("POST", reverse("activities:new"), **body)

    assert response.status_code == 413
    assert "larger than 512 MB and was not read" in text_of(response)


def test_a_form_without_its_token_is_refused(proponent):
    client = client_of(proponent)
    client.handler.enforce_csrf_checks = True

    assert uploaded(client, table(plant())).status_code == 403
    assert not TableUpload.objects.exists()


def test_a_file_that_is_no_table_is_refused_with_words(proponent):
    response = uploaded(client_of(proponent), b"%PDF-1.7")

    assert response.status_code == 422
    assert "This is no table." in text_of(response)


def test_cells_that_look_like_formulas_are_text_everywhere(proponent):
    data_set = make_data_set(proponent, plant(name="=cmd|' /C calc'!A0"), plant(mw="@SUM(1)"))
    client = client_of(proponent)
    lines = b"".join(client.get(reverse("activities:report", args=[data_set.pk]))).decode(
        "utf-8-sig"
    )

    assert "'=cmd|" in lines
    assert "'@SUM(1)" in lines
    assert ",=" not in lines
    assert "=cmd|&#x27; /C" in text_of(
        client.get(reverse("activities:data_set", args=[data_set.pk]))
    )


def test_a_failed_import_says_what_to_do(proponent):
    data_set = make_data_set(proponent, plant(mw=""))
    html = text_of(client_of(proponent).get(reverse("activities:data_set", args=[data_set.pk])))

    assert "No row could be used." in html


def test_a_halted_import_is_begun_again_once(proponent, settings):
    settings.ISSUING_LIMIT_SECONDS = 0
    data_set = begin(proponent, table(plant()))
    client = client_of(proponent)
    address = reverse("activities:data_set", args=[data_set.pk])
    assert "Go on with the import" in text_of(client.get(address))

    client.post(reverse("activities:again", args=[data_set.pk]))
    assert DBTaskResult.objects.count() == 1


def test_the_source_and_licence_stand_beside_the_title(proponent):
    make_data_set(
        proponent, attribution="Global Power Plant Database v1.3.0, World Resources Institute"
    )
    html = text_of(client_of(proponent).get(reverse("activities:list")))

    assert "Global Power Plant Database v1.3.0, World Resources Institute" in html
    assert "CC BY 4.0" in html


@needs_real_files
def test_commands_import_and_count(administrator, tmp_path, capsys):
    from django.core.management import CommandError, call_command

    from tests.projects.activities.data import PLANTS, REAL

    (tmp_path / "map.json").write_text(json.dumps(REAL["TWN"]))
    (tmp_path / "query.json").write_text(
        json.dumps(
            {
                "data_set": "TWN", "country": "Taiwan",
                "project": {
                    "country": "TW", "measure": "technology_switch", "technology": "onshore wind",
                    "energy_source": "wind", "output": "electricity",
                    "capacity": {"value": 34, "unit": "MW"}, "start_date": "2010-06-01",
                },
            }
        )
    )  # fmt: skip
    call_command("import_activities", PLANTS / "TWN.csv", mapping=tmp_path / "map.json")
    out, err = capsys.readouterr()
    assert json.loads(out)["usable"] == 93
    assert "row 3: look at: several_years (Commissioning Date: '2009-2013')" in err
    assert "100 %" in err

    call_command("count_activities", tmp_path / "query.json")
    counted = json.loads(capsys.readouterr()[0])
    assert (counted["n_all"], counted["f"]) == ("5", "1")

    (tmp_path / "map.json").write_text(json.dumps(MAPPING | {"columns": {"name": "x"}}))
    with pytest.raises(CommandError, match="no_capacity"):
        call_command("import_activities", PLANTS / "TWN.csv", mapping=tmp_path / "map.json")


def test_the_command_reports_rows_in_the_order_of_the_file(proponent, tmp_path, capsys):
    from django.core.management import call_command

    rows = [plant(year="98") if n % 2 else plant(mw="", name="=1") for n in range(50)]
    (tmp_path / "plants.csv").write_bytes(table(*rows))
    (tmp_path / "map.json").write_text(json.dumps(MAPPING))
    call_command(
        "import_activities", tmp_path / "plants.csv", mapping=tmp_path / "map.json",
        person=proponent.email,
    )  # fmt: skip
    lines = capsys.readouterr()[1].splitlines()

    told = [line.split(":")[:2] for line in lines if line.startswith("row ")]
    assert told[:20] == [[f"row {n}", " not used"] for n in range(2, 42, 2)]
    looked_at = [int(row.removeprefix("row ")) for row, what in told[20:] if what == " look at"]
    assert looked_at == sorted(looked_at)
    assert len(looked_at) == 20
    assert "not used: 5 more; the page of the data set lists them all" in lines
    assert any(line.startswith("look at: ") for line in lines)


def test_the_command_says_why_no_row_could_be_used(proponent, tmp_path, capsys):
    from django.core.management import call_command
    from django.core.management.base import CommandError

    (tmp_path / "plants.csv").write_bytes(table(plant(mw=""), plant(mw="many"), (*plant(), "more")))
    (tmp_path / "map.json").write_text(json.dumps(MAPPING))
    with pytest.raises(CommandError, match="no_usable_row"):
        call_command(
            "import_activities", tmp_path / "plants.csv", mapping=tmp_path / "map.json",
            person=proponent.email,
        )  # fmt: skip
    out, err = capsys.readouterr()

    assert out == ""
    assert [line for line in err.splitlines() if line.startswith("row ")] == [
        "row 2: not used: capacity_missing (mw: '')",
        "row 3: not used: capacity_not_read (mw: 'many')",
        "row 4: not used: columns_differ (: '8')",
    ]
