"""What the inbox says of each kind of event, to either side."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.models import Notice

Kind = Notice.Kind
SENTENCES: dict[str, Any] = {
    Kind.SUBMITTED: _("The case was submitted and waits for a reviewer."),
    Kind.ANSWERED: _("The requests are answered, and the case is submitted again."),
    Kind.REQUESTED: _("The reviewer asks for answers."),
    Kind.APPROVED: _("The case is approved. The signed determination follows."),
    Kind.REFUSED: _("The case is refused. The signed determination follows."),
    Kind.ISSUED: _("The signed determination can be downloaded."),
    Kind.WITHDRAWN: _("The case was withdrawn."),
}
#: The state whose mark an event bears.
MARKS: dict[str, str] = {
    Kind.SUBMITTED: "submitted",
    Kind.ANSWERED: "submitted",
    Kind.REQUESTED: "returned",
    Kind.APPROVED: "approved",
    Kind.REFUSED: "refused",
    Kind.ISSUED: "complete",
    Kind.WITHDRAWN: "withdrawn",
}
