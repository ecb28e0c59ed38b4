"""Adding and removing cards and years in what was typed, before it is saved."""

from projects.wizard.forms.cash_flow import MOST_YEARS, years_of
from projects.wizard.forms.step import COUNT, StepForm, Typed, read_count


def with_card_added(typed: Typed, form: type[StepForm], how_many: int = 1) -> Typed:
    """One more blank card at the end."""
    count = card_count(typed)
    return {**typed, COUNT: [str(min(count + how_many, form.most_cards))]}


def with_card_removed(typed: Typed, form: type[StepForm], position: int) -> Typed:
    """Without the card at `position`; the later ones move up."""
    count = card_count(typed)
    if not 0 <= position < count:
        return typed
    found: Typed = {COUNT: [str(count - 1)]}
    for name, texts in typed.items():
        prefix, _, rest = name.partition("-")
        number, _, field = rest.partition("-")
        if name == COUNT or (prefix == form.card_prefix and field and number == str(position)):
            continue
        if prefix == form.card_prefix and field and number.isdigit() and int(number) > position:
            name = f"{prefix}-{int(number) - 1}-{field}"
        found[name] = texts
    return found


def with_years(investment: Typed, change: int) -> Typed:
    """The basis of the calculation with `change` more years, between one and the most a cash flow has."""
    years = years_of((investment.get("years") or [""])[-1])
    return {**investment, "years": [str(min(max(years + change, 1), MOST_YEARS))]}


def card_count(typed: Typed) -> int:
    """The number of cards posted or saved."""
    return read_count((typed.get(COUNT) or ["0"])[-1])
