"""Exactly one mail for each event and person, though the workers are killed in the middle."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from projects.models import Notice
from projects.services import mailing
from tests.postgresql import server
from tests.projects.cases import scenes
from tests.projects.inbox.test_mailing import pass_time
from tests.rounds import found_by


class Killed(BaseException):
    """What stops a process: no handler of errors catches it."""


class Dying(EmailBackend):
    """Dies before or after the mail is accepted."""

    when = ""

    def send_messages(self, messages):
        if self.when == "before":
            raise Killed
        sent = super().send_messages(messages)
        if self.when == "after":
            raise Killed
        return sent


def names():
    return [message.message()["Message-ID"] for message in mail.outbox]


@pytest.mark.django_db
@pytest.mark.parametrize(("when", "accepted"), [("before", 1), ("after", 2)])
def test_a_worker_killed_around_the_sending_leaves_one_mail(
    proponent, reviewer, settings, monkeypatch, when, accepted
):
    """Killed after the server took it, it goes out again as the same mail, under the same name."""
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    scenes.submitted(proponent)
    monkeypatch.setattr(Dying, "when", when)
    with pytest.raises(Killed):
        mailing.send_due()
    monkeypatch.setattr(Dying, "when", "")
    assert mailing.send_due() == 0

    pass_time(minutes=6)
    assert mailing.send_due() == 1
    assert mailing.send_due() == 0
    assert (len(names()), len(set(names()))) == (accepted, 1)
    assert Notice.objects.get().mail == "sent"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """The `DATABASE_URL` of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'outbox.sqlite3'}"
        return
    with server() as make:
        yield make("outbox")


def test_twenty_killed_workers_leave_one_mail_for_each_event_and_person(tmp_path, database):
    """Each kill can repeat the one mail that was on its way, and none is lost."""
    module = "tests.projects.inbox.killing"
    found = found_by(module, folder=tmp_path, seconds=120, DATABASE_URL=database)

    assert (found["notices"], found["sent"], found["mails"]) == (200, 200, 200)
    assert found["kills"] == 20
    assert found["sent_again"] <= found["kills"]
