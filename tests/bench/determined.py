"""The approved large case, with its determination still to be issued."""

from django.conf import settings

from projects.models import Case, Determination, Issuing
from tests.bench.large import large_case
from tests.factories import make_case, make_person, make_submission, numbers


def make_determination() -> Determination:
    """A determination in both languages, decided on just now; nothing of it is drawn."""
    case = make_case()
    submission = make_submission(case, large_case())
    reviewer = make_person("reviewer")
    Case.objects.filter(pk=case.pk).update(status="approved", reviewer=reviewer)
    determination = Determination.objects.create(
        submission=submission,
        number=f"TW-2026-{next(numbers):04}",
        decision="approved",
        reasons="The findings were read and the sources were looked into.",
        edition="zh-hant,en",
        decided_by=reviewer,
    )
    Issuing.objects.create(determination=determination)
    return determination


def root_pem() -> bytes:
    return bytes(settings.PUBLISHED_ROOT.read_bytes())
