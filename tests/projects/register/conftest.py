"""A signing key for the tests of one run, and one document signed with it."""

import hashlib

import pytest

from additionality.determination.development_key import make_development_key
from projects.models import Determination, Issuing, SignedDocument
from projects.register import issuing_steps as steps
from projects.services.issuing import issue
from tests.factories import micro_case_file
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


@pytest.fixture(scope="session")
def first_issue() -> dict[str, bytes]:
    """The document of the first test that needed one: drawing and signing take seconds."""
    return {}


@pytest.fixture
def issued(db, first_issue) -> Determination:
    """An issued determination. Its number is always the first of the year."""
    determination = make_determination(micro_case_file())
    if pdf := first_issue.get(determination.number):
        sha256 = hashlib.sha256(pdf).hexdigest()
        name = steps.store(determination, pdf, sha256=sha256)
        SignedDocument.objects.create(
            determination=determination, file=name, sha256=sha256, size=len(pdf)
        )
        Issuing.objects.filter(pk=determination.pk).update(stage="done")
    else:
        issue(determination.pk)
        first_issue[determination.number] = steps.read_document(
            SignedDocument.objects.get(determination=determination)
        )
    return Determination.objects.get(pk=determination.pk)
