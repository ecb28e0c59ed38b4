"""Named people, and a place of their own for the files that tests write."""

import os
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

from projects.models import Person
from tests.factories import make_person

# How long an example takes says something about the machine, not about the program.
settings.register_profile(
    "other examples",
    settings.get_profile("default"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# A commit passes or fails whoever runs it and however often; `make fuzz` looks for examples that nobody saw.
settings.register_profile(
    "the same examples", settings.get_profile("other examples"), derandomize=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "the same examples")


@pytest.fixture(autouse=True)
def language_of_the_site() -> None:
    """No test reads in a language that another one left behind."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path: Path) -> None:
    """Tests write to a folder of their own, send no mail, and hash passwords quickly."""
    settings.DATA_DIR = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "projects.storage.WholeFiles",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def proponent(db) -> Person:
    return make_person("proponent", name="Pei-Shan Lin")


@pytest.fixture
def colleague(proponent: Person) -> Person:
    return make_person("proponent", proponent.organisation, name="Chih-Hao Wu")


@pytest.fixture
def stranger(db) -> Person:
    return make_person("proponent", name="A stranger")


@pytest.fixture
def reviewer(db) -> Person:
    return make_person("reviewer", name="Rui-Ling Chen")


@pytest.fixture
def administrator(db) -> Person:
    return make_person("administrator", name="Ada Administrator")
