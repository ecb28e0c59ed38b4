"""What the buttons of a step do to what was typed, before it is saved."""

from django.http import QueryDict

from projects.wizard import pasting, rows
from projects.wizard.forms.cash_flow import first_year_of, years_of
from projects.wizard.forms.step import PASTE, Typed
from projects.wizard.pasting import PasteRefused
from projects.wizard.residual import with_book_value
from projects.wizard.steps import Step

#: The steps whose columns are the years of the cash flow.
GRIDS = ("cash-flow", "alternative-flows")
#: The box on the page of the exclusions for the name of a source to look up in the lists; no answer.
SOURCE = "listed_source"
#: The messages of a paste that could not be read, and the text that was pasted.
Refusal = tuple[list[str], str]


def pressed(post: QueryDict) -> str:
    """The button pressed. Saving with something in the box for pasting, or for looking up a source, does that."""
    action = post.get("do", "continue")
    if action != "continue":
        return action
    boxes = {"paste": PASTE, "look-up": SOURCE}
    return next((does for does, box in boxes.items() if post.get(box, "").strip()), action)


def carried_out(
    post: QueryDict, step: Step, typed: Typed, draft: dict[str, Typed]
) -> tuple[dict[str, Typed], Refusal | None]:
    """The changes to save (step -> typed) for the button `do`, and why a paste was refused, if it was."""
    action = pressed(post)
    changes = {step.name: typed}
    basis = draft.get("investment", {})
    if step.form.card is not None:
        if action == "add":
            changes = {step.name: rows.with_card_added(typed, step.form)}
        elif action.startswith("remove-") and action[7:].isascii() and action[7:13].isdigit():
            changes = {step.name: rows.with_card_removed(typed, step.form, int(action[7:13]))}
    if step.name in GRIDS and action in ("add-year", "remove-year"):
        changes["investment"] = rows.with_years(basis, 1 if action == "add-year" else -1)
    if step.name == "cash-flow" and action == "book-value":
        changes = {step.name: with_book_value(typed, draft)}
    refusal = None
    if action == "paste":
        text = post.get(PASTE, "")
        try:
            changes = {**changes, **_pasted(step, text, typed, basis)}
        except PasteRefused as refused:
            refusal = (refused.messages, text)
    prepared = step.form.prepared(changes[step.name])
    return {**changes, step.name: prepared}, refusal


def _pasted(step: Step, text: str, typed: Typed, basis: Typed) -> dict[str, Typed]:
    if len(text) > 1_000_000:
        raise pasting.too_long()
    if step.name == "size":
        return {step.name: pasting.read_reductions(text)}
    if step.name == "common-practice":
        return {step.name: pasting.read_activities(text, typed)}
    if step.name != "cash-flow":
        return {}
    grid, changed = pasting.read_cash_flow(
        text,
        typed,
        years=years_of((basis.get("years") or [""])[-1]),
        first_year=first_year_of((basis.get("first_year") or [""])[-1]),
    )
    return {step.name: grid, "investment": {**basis, **changed}} if changed else {step.name: grid}
