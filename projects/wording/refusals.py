"""Why something was not done: moves, submissions and changes of access that were refused."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    # the table of moves
    "inactive": _("Your access has ended, so that you cannot act on cases any more."),
    "wrong_role": _("This step is not open to your role."),
    "wrong_status": _("This step is not open in the present state of the case."),
    # its guards
    "own_organisation": _("Only people of the organisation that owns the case can do this."),
    "other_organisation": _(
        "Nobody reviews a case of their own organisation, or one they prepared themselves."
    ),
    "took_it_up": _("Only the reviewer who has taken the case up can do this."),
    "took_it_up_or_stands_in": _(
        "Only the reviewer who has taken the case up can put it back, "
        "or another one where that reviewer's access has ended."
    ),
    "requests_to_send": _(
        "A case is sent back with at least one request that the proponent has yet to answer."
    ),
    "requests_closed": _(
        "Corrective action and clarification requests must be closed before a case is approved."
    ),
    "found_additional": _("Only a case that the engine finds additional can be approved."),
    "fragile_accepted": _(
        "The result is fragile: a reviewer must first accept, by name, "
        "why the variation that would turn it is unlikely."
    ),
    # the services
    "note_missing": _("Please write a sentence first: it becomes part of the record."),
    "overtaken": _("Somebody else was faster: the case has changed since you opened the page."),
    "not_fragile": _("The result is not fragile, so that there is nothing to accept."),
    # submitting
    "stale": _("The answers have changed since you opened the page. Check them again."),
    "unfinished": _("The case cannot be submitted yet: some answers are missing or unreadable."),
    "evidence_missing": _("Some evidence is listed, but its file has not been uploaded."),
    "requests_open": _("Some requests of the reviewer have not been answered yet."),
    "search_altered": _(
        "What the case tells of its search for comparable plants is not what the data set says. "
        "Search again on the page of the common practice; what you decided of each row is kept."
    ),
    # access
    "oneself": _("Nobody can end their own access. Ask another administrator."),
    "last_administrator": _("This is the last administrator; without one nobody could be invited."),
}


def refusal_sentence(code: str) -> str:
    """The sentence for a code of `workflow.refusal`, `MoveRefused` and their like."""
    return str(REFUSALS[code])
