"""Where the form for each address of the access table is found, and who finds it there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from projects.models import Notice, Person, TableUpload
from projects.wizard.steps import STEPS
from tests.projects.bad_input.conftest import mailed
from tests.projects.bad_input.forms import Form, forms_on
from tests.projects.test_access import TABLE, WHO, Row, World, browser_of, named_patterns
from tests.projects.wizard.driving import bring_to

#: The page tried after the address itself; any other page of the table is tried after it.
PAGES = {
    "administration": "administration:people",
    "review": "review:desk",
    "register": "register:determination",
    "cases": "cases:evidence",
    "spreadsheets": "spreadsheets:mapping",
    "activities": "activities:data_set",
}
POST_ROWS = {row.name: row for row in reversed(TABLE) if row.method == "POST" and "o" in row.who}
#: What a script of a page posts, without a form.
SENT_BY_SCRIPT = {"cases:here"}


@dataclass(frozen=True)
class Target:
    """An address that takes posts; the wizard's has one form for each step."""

    name: str
    step: str = "project"

    def __str__(self) -> str:
        return f"{self.name} {self.step}" if self.name == "wizard:step" else self.name


TARGETS = [Target(name) for name in POST_ROWS if name != "wizard:step"] + [
    Target("wizard:step", step.name) for step in STEPS
]


def place(world: World, target: Target) -> tuple[Client, Form]:
    """A browser at the form of `target`. A post without any form on any page is no form: fails."""
    prepare(world, target)
    row = POST_ROWS[target.name]
    for who in readers(row):
        client = browser_of(world.people[who])
        if target.name in SENT_BY_SCRIPT:
            return client, Form(world.address(row))
        for page, addresses in pages(world, target):
            for form in forms_on(client, page):
                if form.address in addresses:
                    return client, form
    raise AssertionError(f"no page has a form that posts to {target.name}")


def readers(row: Row) -> list[str]:
    """Whom the address opens to, those who act on cases first."""
    found = [who for who, letter in zip(WHO, row.who, strict=True) if letter == "o"]
    return sorted(found, key=lambda who: who == "nobody logged in" and len(found) < len(WHO))


def pages(world: World, target: Target) -> Iterator[tuple[str, set[str]]]:
    """Pages that may hold the form, each with the addresses it may then go to."""
    keys = named_patterns()[target.name]
    values = mailed(world.someone, invited=target.name == "accounts:accept")
    row = POST_ROWS[target.name]
    first = [target.name, PAGES.get(target.name.partition(":")[0], "home")]
    others = [one.name for one in TABLE if one.method == "GET" and one.name not in first]
    for name in [*first, *others]:
        for case in world.cases if "pk" in keys else [row.case]:
            changes = values | {"step": target.step}
            page = world.address(row._replace(name=name, case=case), **changes)
            goals = (changes, changes | {"token": "set-password"})  # where the link of a mail leads
            yield page, {world.address(row._replace(case=case), **goal) for goal in goals}


def prepare(world: World, target: Target) -> None:
    """Bring the person an administrator acts on, and the drafts, to where the button is shown."""
    if target.name == "wizard:step":
        for case in world.cases.values():
            case.refresh_from_db()
            bring_to(case, target.step)
            case.save()
    if target.name == "activities:again":
        long_ago = timezone.now() - timedelta(days=1)
        halted = TableUpload.objects.filter(pk=world.data_sets["draft"].upload_id)
        halted.update(stage=TableUpload.Stage.READING, changed_at=long_ago)
    someone = Person.objects.filter(pk=world.someone.pk)
    if target.name == "administration:reactivate":
        someone.update(is_active=False)
    if target.name == "administration:mail_again":
        Notice.objects.update(mail=Notice.Mail.GIVEN_UP, mail_settled_at=timezone.now())
    if target.name in ("administration:invite_again", "accounts:accept"):
        person = someone.get()
        person.set_unusable_password()
        person.save()
        world.someone.refresh_from_db()
