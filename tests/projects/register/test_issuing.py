"""From a decision to one stored, signed and verified document, whatever happens on the way."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from additionality.determination.limited import verify_limited
from projects.models import Determination, Issuing, SignedDocument, Worker
from projects.register import issuing_steps as steps
from projects.register.issuing_steps import NotIssued, read_document
from projects.services import issuing, workers
from tests.factories import make_person, micro_case_file
from tests.projects.register.decided import large_by_barriers, make_determination, published

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What a process that is killed never gets to say."""


@pytest.fixture
def drawn_once(monkeypatch):
    """Draw real pages only the first time: what is tested is the order of things."""
    pages = {}
    draw = steps.draw

    def remembered(determination):
        if determination.pk not in pages:
            pages[determination.pk] = draw(determination)
        return pages[determination.pk]

    monkeypatch.setattr(steps, "draw", remembered)


@pytest.mark.parametrize(
    ("data", "edition", "decision"),
    [
        (published("wind-large"), "zh-hant,en", "approved"),
        (large_by_barriers(), "en", "approved"),
        (published("biogas-small-barriers"), "zh-hant", "approved"),
        (micro_case_file(), "zh-hant,en", "approved"),
        (published("biogas-as-published"), "en", "refused"),
    ],
    ids=["large by investment", "large by barriers", "small", "micro", "refused"],
)
def test_a_decision_becomes_one_verified_document(data, edition, decision, keys):
    determination = make_determination(data, edition=edition, decision=decision)

    sha256 = issuing.issue(determination.pk)

    document = SignedDocument.objects.get(determination=determination)
    pdf = read_document(document)
    assert document.sha256 == sha256 == hashlib.sha256(pdf).hexdigest()
    assert document.size == len(pdf)
    answers = verify_limited(pdf, root_pem=(keys / "root.pem").read_bytes())
    assert answers.good
    assert answers.pack_released
    assert answers.determination == determination.number
    assert answers.decision == decision
    assert answers.conclusion == determination.submission.conclusion
    assert Issuing.objects.get(pk=determination.pk).stage == "done"


def test_issuing_again_changes_nothing(issued):
    before = SignedDocument.objects.values().get()

    assert issuing.issue(issued.pk) == issued.document.sha256

    assert SignedDocument.objects.values().get() == before
    assert len(stored_files()) == 1


@pytest.mark.parametrize("step", ["draw", "sign", "verify", "store"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_and_begun_again_there_is_one_document(
    step, when, monkeypatch, drawn_once
):
    determination = make_determination(micro_case_file())
    real = getattr(steps, step)

    def killed(*args, **kwargs):
        if when == "after":
            real(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(steps, step, killed)
        with pytest.raises(Killed):
            issuing.issue(determination.pk)
    assert Issuing.objects.get(pk=determination.pk).stage not in ("done", "failed")

    sha256 = issuing.issue(determination.pk)

    document = SignedDocument.objects.get(determination=determination)
    assert document.sha256 == sha256
    assert read_document(document) is not None
    assert Issuing.objects.get(pk=determination.pk).stage == "done"


def test_a_file_left_by_a_killed_run_does_no_harm(monkeypatch, drawn_once):
    determination = make_determination(micro_case_file())
    with monkeypatch.context() as patched:
        patched.setattr(issuing, "_finish", raise_killed)
        with pytest.raises(Killed):
            issuing.issue(determination.pk)
    assert len(stored_files()) == 1

    issuing.issue(determination.pk)

    document = SignedDocument.objects.get(determination=determination)
    assert read_document(document) is not None
    assert stored_files() == [Path(document.file.name).name]


def test_of_two_runs_the_one_that_was_counted_last_stores(monkeypatch, drawn_once):
    determination = make_determination(micro_case_file())
    real, begun = steps.store, []

    def overtaken(*args, **kwargs):
        if not begun:
            begun.append(True)
            begun.append(issuing.issue(determination.pk))
        return real(*args, **kwargs)

    monkeypatch.setattr(steps, "store", overtaken)

    assert issuing.issue(determination.pk) == ""
    document = SignedDocument.objects.get(determination=determination)
    assert document.sha256 == begun[1]
    assert stored_files() == [Path(document.file.name).name]


def test_a_slow_run_that_fails_later_does_not_undo_what_is_done(monkeypatch, drawn_once):
    determination = make_determination(micro_case_file())
    sign = steps.sign

    def slow(one, pdf):
        monkeypatch.setattr(steps, "sign", sign)
        issuing.issue(determination.pk)
        raise NotIssued("not_signed")

    monkeypatch.setattr(steps, "sign", slow)
    with pytest.raises(NotIssued):
        issuing.issue(determination.pk)

    row = Issuing.objects.get(pk=determination.pk)
    assert (row.stage, row.error) == ("done", "")


def test_what_a_living_worker_holds_no_other_takes_up(drawn_once):
    determination = make_determination(micro_case_file())
    workers.register("one", [])
    assert issuing._take_up(determination, "one") is not None

    assert issuing.issue(determination.pk, worker="two") == ""
    assert not SignedDocument.objects.exists()

    silent = timezone.now() - workers.LOST_AFTER
    Worker.objects.update(seen_at=silent)
    assert issuing.issue(determination.pk, worker="two") != ""


def test_every_step_is_shown_while_it_lasts(monkeypatch, drawn_once):
    determination = make_determination(micro_case_file())
    seen = []
    for step in ("draw", "sign", "verify", "store"):
        monkeypatch.setattr(steps, step, noting(seen, getattr(steps, step)))

    issuing.issue(determination.pk)

    assert seen == ["rendering", "signing", "verifying", "storing"]


@pytest.mark.parametrize("missing", ["signer.key", "root.pem"])
def test_without_its_keys_nothing_is_issued(missing, settings, tmp_path, key_folder, drawn_once):
    for name in ("root.pem", "signer.pem", "signer.key", "chain.pem"):
        if name != missing:
            (tmp_path / name).write_bytes((key_folder / name).read_bytes())
    settings.SIGNING_DIR, settings.PUBLISHED_ROOT = tmp_path, tmp_path / "root.pem"
    determination = make_determination(micro_case_file())

    with pytest.raises(NotIssued):
        issuing.issue(determination.pk)

    row = Issuing.objects.get(pk=determination.pk)
    assert (row.stage, row.error) == (
        "failed",
        {"signer.key": "no_key", "root.pem": "no_root"}[missing],
    )
    assert not SignedDocument.objects.exists()


def test_production_does_not_sign_with_the_development_key(settings, drawn_once):
    settings.PRODUCTION = True
    determination = make_determination(micro_case_file())

    with pytest.raises(NotIssued, match="development_key"):
        issuing.issue(determination.pk)


def test_a_document_that_does_not_verify_is_never_stored(monkeypatch, drawn_once):
    determination = make_determination(micro_case_file())
    sign = steps.sign
    monkeypatch.setattr(steps, "sign", lambda one, pdf: sign(one, pdf) + b"%more\n")

    with pytest.raises(NotIssued, match="not_intact"):
        issuing.issue(determination.pk)

    assert not SignedDocument.objects.exists()
    assert stored_files() == []


def test_another_rule_pack_than_the_frozen_one_stops_the_work():
    determination = make_determination(micro_case_file(), pack_sha256="0" * 64)

    with pytest.raises(NotIssued, match="pack_changed"):
        issuing.issue(determination.pk)


def test_what_failed_can_be_begun_again_by_a_reviewer_once(
    reviewer, django_capture_on_commit_callbacks
):
    determination = failed_determination()

    with django_capture_on_commit_callbacks() as handed_over:
        assert issuing.retry(determination=determination, actor=reviewer)
        assert not issuing.retry(determination=determination, actor=reviewer)

    assert len(handed_over) == 1
    row = Issuing.objects.get(pk=determination.pk)
    assert (row.stage, row.error) == ("waiting", "")


@pytest.mark.parametrize("role", ["proponent", "administrator"])
def test_nobody_else_begins_it_again(role):
    determination = failed_determination()

    assert not issuing.retry(determination=determination, actor=make_person(role))

    assert Issuing.objects.get(pk=determination.pk).stage == "failed"


def test_work_under_way_is_not_begun_again_until_it_has_halted(reviewer, settings):
    settings.ISSUING_LIMIT_SECONDS = 30
    determination = make_determination(micro_case_file())
    assert not issuing.retry(determination=determination, actor=reviewer)

    long_ago = timezone.now() - timezone.timedelta(seconds=31)
    Issuing.objects.filter(pk=determination.pk).update(stage="signing", changed_at=long_ago)

    assert issuing.retry(determination=determination, actor=reviewer)


@pytest.mark.django_db(transaction=True)
def test_a_worker_first_takes_up_what_another_left_unfinished():
    determination = make_determination(micro_case_file())
    issuing.DBTaskResult.objects.update(  # claimed by a worker that was killed
        status="RUNNING", started_at=timezone.now(), worker_ids=["killed"]
    )
    Issuing.objects.filter(pk=determination.pk).update(stage="signing")

    call_command("db_worker", batch=True, startup_delay=False, interval=0.0, verbosity=0)

    assert Determination.objects.get().document.size > 0
    assert Issuing.objects.get(pk=determination.pk).stage == "done"


@pytest.mark.django_db(transaction=True)
def test_deciding_hands_the_work_over_once():
    determination = make_determination(micro_case_file())

    jobs = issuing.DBTaskResult.objects.filter(task_path=issuing.issue_document.module_path)
    assert jobs.count() == 1
    assert issuing.take_up_lost() == 0
    assert issuing._in_queue("READY") == {determination.pk}


def failed_determination() -> Determination:
    determination = make_determination(micro_case_file())
    Issuing.objects.filter(pk=determination.pk).update(stage="failed", error="not_drawn")
    return determination


def raise_killed(*args, **kwargs):
    raise Killed


def noting(seen: list[str], step):
    def noted(determination, *args, **kwargs):
        seen.append(Issuing.objects.get(pk=determination.pk).stage)
        return step(determination, *args, **kwargs)

    return noted


def stored_files() -> list[str]:
    folder = "determinations"
    if not default_storage.exists(folder):
        return []
    numbers = default_storage.listdir(folder)[0]
    return [file for one in numbers for file in default_storage.listdir(f"{folder}/{one}")[1]]
