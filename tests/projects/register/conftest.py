"""A signing key for the tests of one run, and one document signed with it."""

import pytest

from additionality.determination.development_key import make_development_key
from projects.models import Determination
from projects.services.issuing import issue
from tests.projects.register.decided import make_determination


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("signing")
    make_development_key(folder)
    return folder


@pytest.fixture(autouse=True)
def keys(settings, key_folder):
    settings.SIGNING_DIR = key_folder
    settings.PUBLISHED_ROOT = key_folder / "root.pem"
    settings.PRODUCTION = False
    return key_folder


@pytest.fixture
def issued(db) -> Determination:
    determination = make_determination()
    issue(determination.pk)
    return Determination.objects.get(pk=determination.pk)
