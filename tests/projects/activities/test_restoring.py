"""A data set may have a million rows: a restoration writes them many at once."""

import io
import tarfile

import pytest
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.backup import contents
from projects.backup.restoring import _put_rows
from projects.models import ActivityRow, DataSet
from tests.projects.activities.data import make_data_set, plant

pytestmark = pytest.mark.django_db


def archive_of(text: bytes) -> tarfile.TarFile:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo(contents.DATABASE)
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    file.seek(0)
    return tarfile.open(fileobj=file)


def test_rows_of_a_data_set_are_restored_at_once_and_as_they_were(proponent):
    data_set = make_data_set(proponent, *(plant(name=f"Plant {n}") for n in range(40)))
    before = list(ActivityRow.objects.values())
    models = contents.models()
    text = "".join(
        serializers.serialize("jsonl", model._base_manager.order_by("pk"), cls=contents.Exact)
        for model in models
    )
    there = {model._meta.label_lower: model._base_manager.count() for model in models}
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        _put_rows(archive_of(text.encode()), {"rows": there})

    assert list(ActivityRow.objects.values()) == before
    assert DataSet.objects.get().title == data_set.title
    written = [
        one for one in asked if "INSERT INTO" in one["sql"] and "projects_activityrow" in one["sql"]
    ]
    assert 1 <= len(written) <= 3
