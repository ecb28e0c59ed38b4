"""The mails: one for each notice, in the reader's language, with nothing confidential in them."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult

from projects.administration.health import mail_state
from projects.models import Case, Notice, Person, SecurityEvent
from projects.services import mailing
from projects.services.deciding import decide
from projects.services.moves import make_move
from projects.services.notifying import determination_issued
from tests.factories import client_of, make_case
from tests.projects.cases import scenes

pytestmark = pytest.mark.django_db
TITLE, TITLE_ZH = "Coastal wind farm", "濱海風場"


class Server(EmailBackend):
    """A mail server that may be down, or refuse some people."""

    down = False
    refuses: tuple[str, ...] = ()

    def open(self):
        if self.down:
            raise ConnectionRefusedError("nobody listens")

    def send_messages(self, messages):
        if messages[0].to[0] in self.refuses:
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such mailbox")})
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    monkeypatch.setattr(Server, "down", False)
    monkeypatch.setattr(Server, "refuses", ())
    return Server


def pass_time(**time):
    """Let everything be due that is due within this time."""
    moment = timezone.now() + timedelta(**time)
    Notice.objects.filter(mail="waiting", mail_due_at__lte=moment).update(
        mail_due_at=timezone.now()
    )


def jobs(**conditions):
    path = mailing.send_mails.module_path
    return DBTaskResult.objects.filter(task_path=path, **conditions)


def test_the_mails_follow_the_commit_through_the_queue(
    proponent, reviewer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        scenes.submitted(proponent)
    assert mail.outbox == []
    assert not jobs().exists()

    for callback in callbacks:
        callback()
    assert jobs(status="READY").count() == 1
    assert mail.outbox == []
    mailing.send_mails.call()
    assert [message.to for message in mail.outbox] == [[reviewer.email]]
    assert Notice.objects.get().mail == "sent"


def test_one_job_serves_many_events(proponent, reviewer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            scenes.returned(proponent, reviewer)

    assert jobs(status="READY").count() == 1
    assert mailing.send_due() == Notice.objects.count() == 6
    assert mailing.send_due() == 0
    assert len(mail.outbox) == 6


def whole_way(proponent, reviewer):
    """One notice of every kind."""
    case = scenes.returned(proponent, reviewer)
    make_move(case=case, name="submit", actor=proponent)
    make_move(case=case, name="take_up", actor=reviewer)
    kind = "confidential kind"
    determination = decide(
        case=case, actor=reviewer, decision="refused", reasons=kind, edition="en"
    )
    determination_issued(determination)
    other = scenes.submitted(proponent)
    make_move(case=other, name="take_up", actor=reviewer)
    make_move(case=other, name="withdraw", actor=proponent, note=kind)
    Case.objects.update(title=TITLE, title_zh=TITLE_ZH)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_mail_tells_nothing_but_that_there_is_news(
    proponent, colleague, reviewer, language, settings
):
    settings.BASE_URL = "https://additionality.example"
    Person.objects.update(language=language)
    whole_way(proponent, reviewer)
    assert mailing.send_due() == Notice.objects.count() > 9

    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert kinds == set(Notice.Kind.values) - {"approved"}
    by_person = {}
    for message in mail.outbox:
        [address] = message.to
        body = f"{message.subject}\n{message.body}"
        for case in Case.objects.all():
            body = body.replace(case.reference, "REFERENCE").replace(str(case.pk), "KEY")
        assert "https://additionality.example/cases/KEY/" in body
        assert "REFERENCE" in body.splitlines()[0]
        assert "https://additionality.example/account/" in body
        by_person.setdefault(address, set()).add(body)
        assert "\n" not in message.subject
    # The same words whatever happened: they cannot tell what it was.
    assert {address: len(bodies) for address, bodies in by_person.items()} == {
        proponent.email: 1,
        colleague.email: 1,
        reviewer.email: 1,
    }
    for word in (TITLE, TITLE_ZH, "confidential", "refused", "withdrawn"):
        assert all(word not in body for bodies in by_person.values() for body in bodies)


def test_each_mail_is_in_the_language_of_its_reader(proponent, colleague, reviewer):
    Person.objects.filter(pk=colleague.pk).update(language="zh-hant")
    scenes.returned(proponent, reviewer)
    mailing.send_due()
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    reference = Case.objects.get().reference
    for person, language in ((proponent, "en"), (colleague, "zh-hant")):
        with translation.override(language):
            words = gettext("A case of your organisation has news (%(reference)s)")
        assert subjects[person.email] == words % {"reference": reference}


def test_a_mail_keeps_its_name_whenever_it_is_sent(proponent):
    case = make_case(prepared_by=proponent)
    notice = Notice.objects.create(person=proponent, case=case, event="move:1", kind="requested")
    names = {mailing.message_for(Notice.objects.get()).message()["Message-ID"] for _ in range(2)}

    assert len(names) == 1
    assert f"notice-{notice.pk}-" in names.pop()


# Failure


def test_a_failure_puts_its_mail_off_and_no_other(proponent, colleague, reviewer, server):
    server.refuses = (proponent.email,)
    scenes.returned(proponent, reviewer)
    Notice.objects.exclude(kind="requested").delete()
    before = timezone.now()
    assert mailing.send_due() == 1

    refused = Notice.objects.get(person=proponent)
    assert (refused.mail, refused.mail_attempts) == ("waiting", 1)
    assert "no such mailbox" in refused.mail_error
    assert refused.mail_due_at - before >= mailing.BACKOFF[0]
    assert mailing.send_due() == 0
    [job] = jobs(status="READY")
    assert job.run_after == refused.mail_due_at

    server.refuses = ()
    pass_time(minutes=2)
    assert mailing.send_due() == 1
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        [proponent.email, colleague.email]
    )


def test_the_tries_come_further_and_further_apart_until_the_mail_is_given_up(
    proponent, reviewer, server
):
    server.down = True
    scenes.submitted(proponent)
    waits = []
    for _ in mailing.BACKOFF:
        mailing.send_due()
        notice = Notice.objects.get()
        assert notice.mail == "waiting"
        waits.append(notice.mail_due_at - timezone.now())
        pass_time(days=2)
    assert waits == sorted(waits)
    assert timedelta(hours=23) < waits[-1] <= timedelta(days=1)

    mailing.send_due()
    assert Notice.objects.get().mail == "given_up"
    pass_time(days=2)
    server.down = False
    assert mailing.send_due() == 0
    assert mail.outbox == []


def test_a_server_that_is_down_is_asked_once_for_all_that_is_due(
    proponent, colleague, reviewer, server, monkeypatch
):
    asked = []
    monkeypatch.setattr(server, "open", lambda self: asked.append(1) or 1 / 0)
    scenes.returned(proponent, reviewer)
    mailing.send_due()

    assert len(asked) == 1
    assert set(Notice.objects.values_list("mail", "mail_attempts")) == {("waiting", 1)}


def test_the_administrator_sees_what_was_not_sent(administrator, proponent, reviewer, server):
    assert not mail_state(timezone.now()).needs_attention
    server.refuses = (reviewer.email,)
    scenes.submitted(proponent)
    mailing.send_due()

    state = mail_state(timezone.now())
    assert (state.late, state.given_up, state.last_sent) == (1, 0, None)
    text = client_of(administrator).get(reverse("administration:health")).content.decode()
    assert "Mails could not be sent" in text
    assert "no such mailbox" in text

    Notice.objects.update(mail="given_up", mail_settled_at=timezone.now())
    assert mail_state(timezone.now()).given_up == 1
    assert not mail_state(timezone.now() + timedelta(days=31)).needs_attention


def test_a_mail_that_nobody_sends_is_late(proponent, reviewer):
    scenes.submitted(proponent)
    now = timezone.now()

    assert mail_state(now).late == 0
    assert mail_state(now + timedelta(minutes=3)).late == 1


@pytest.mark.parametrize("change", [{"wants_mail": False}, {"is_active": False}])
def test_what_is_not_wanted_any_more_is_not_sent(proponent, reviewer, change):
    scenes.submitted(proponent)
    Person.objects.filter(pk=reviewer.pk).update(**change)

    assert mailing.send_due() == 0
    assert mail.outbox == []
    assert Notice.objects.get().mail == "unwanted"


def test_mails_are_switched_off_in_the_profile_and_the_inbox_stays(proponent, reviewer):
    client = client_of(reviewer)
    profile = reverse("accounts:profile")
    assert "checked" in client.get(profile).content.decode()
    client.post(profile, {"name": reviewer.name, "language": "en"})
    scenes.submitted(proponent)

    assert mailing.send_due() == 0
    text = client.get(reverse("inbox:list")).content.decode()
    assert "The case was submitted" in text
    assert "Mails are switched off." in text


# Killed in between


def test_a_mail_that_was_taken_up_by_a_worker_that_died_is_sent_later(proponent, reviewer):
    scenes.submitted(proponent)
    assert mailing._take_up(Notice.objects.get())

    assert mailing.send_due() == 0
    [job] = jobs(status="READY")
    assert job.run_after == Notice.objects.get().mail_due_at
    pass_time(minutes=6)
    assert mailing.send_due() == 1


def test_of_two_workers_one_takes_a_mail_up(proponent, reviewer):
    scenes.submitted(proponent)
    one, two = Notice.objects.get(), Notice.objects.get()

    assert (mailing._take_up(one), mailing._take_up(two)) == (True, False)


def test_a_job_that_was_never_enqueued_is_made_up_for(proponent, reviewer):
    """The process that committed the notices was killed before it enqueued the job."""
    scenes.submitted(proponent)
    assert not jobs().exists()

    assert mailing.leave_job()
    assert not mailing.leave_job()
    assert jobs(status="READY").count() == 1


def given_up(notice: Notice) -> Notice:
    Notice.objects.filter(pk=notice.pk).update(
        mail="given_up", mail_attempts=7, mail_error="nobody", mail_settled_at=timezone.now()
    )
    return notice


@pytest.fixture
def late(proponent, reviewer):
    scenes.returned(proponent, reviewer)
    return given_up(Notice.objects.filter(person=proponent).latest("pk"))


def test_a_mail_that_was_given_up_is_sent_again(
    late, administrator, server, django_capture_on_commit_callbacks
):
    page = client_of(administrator).get(reverse("administration:mail"))
    assert late.person.email in page.content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(administrator).post(reverse("administration:mail_again", args=[late.pk]))
    mailing.send_due()

    late.refresh_from_db()
    assert answer.status_code == 302
    assert late.mail == "sent"
    assert late.person.email in [one.to[0] for one in mail.outbox]
    event = SecurityEvent.objects.get(kind="mail_again")
    assert (event.person, event.actor, event.about) == (late.person, administrator, late.event)


def test_a_mail_is_put_back_once_and_only_where_it_was_given_up(late, administrator):
    address = reverse("administration:mail_again", args=[late.pk])
    for _ in range(2):
        answer = client_of(administrator).post(address, follow=True)

    assert SecurityEvent.objects.filter(kind="mail_again").count() == 1
    assert answer.status_code == 200
    late.refresh_from_db()
    assert (late.mail, late.mail_attempts) == ("waiting", 0)
