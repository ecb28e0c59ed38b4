"""What was noticed in a row, and why a mapping or an import is refused, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.tables.limits import TableRefused
from projects.wording.tables import REFUSED

#: Why a row could not be used.
NOT_USED: Mapping[str, Promise] = {
    "columns_differ": _("The row has more or fewer cells than the heading."),
    "country_missing": _("The country is blank."),
    "capacity_missing": _("The capacity is blank."),
    "capacity_not_read": _("The capacity is no number that can be read in one way only."),
    "capacity_not_positive": _("The capacity is zero or negative."),
    "unit_unknown": _("The unit is not known."),
    "value_unknown": _("This word is not on the list. Say what it means, and import again."),
    "text_too_long": _("The text is too long."),
}
#: What should be looked at in a row that is used.
LOOK_AT: Mapping[str, Promise] = {
    "start_missing": _(
        "The start is blank. Whether the plant began before a cut-off date stays open."
    ),
    "several_years": _(
        "Several years: the plant began before a cut-off date if the latest did, later if the "
        "earliest did; between them it stays open."
    ),
    "republic_year": _("A year of the Republic of China; 1911 was added."),
    "year_of_which_calendar": _(
        "A year of fewer than four digits, perhaps of the Republic of China: it was not read."
    ),
    "year_out_of_range": _("A year before 1800 or after 2200: it was not read."),
    "month_not_kept": _("A month: only its year was kept."),
    "start_not_read": _("The start is neither a year nor a day: it was not read."),
    "perhaps_kilowatts": _(
        "Far larger than others of its source; if it were in kW, it would be nearer to them. "
        "Nothing was changed."
    ),
    "coordinates_swapped": _("Latitude and longitude look swapped: the place was not taken."),
    "not_a_latitude": _(
        "Not a latitude: it is beyond 90 degrees, and exchanging it with the longitude gives no "
        "possible place. The place was not taken."
    ),
    "place_not_in_country": _(
        "The place is not in the country of the row, nor at sea before it. It was kept as it is."
    ),
    "start_far_ahead": _(
        "The start is more than ten years ahead: perhaps a typing error. It was kept as it is."
    ),
    "coordinate_not_read": _("The place could not be read."),
    "control_characters": _("Characters that cannot be printed were replaced by spaces."),
    "formula_as_text": _("The cell looks like a formula. It is kept as text and never computed."),
}
ROW_CODES: Mapping[str, Promise] = {**NOT_USED, **LOOK_AT}

MAPPING: Mapping[str, Promise] = {
    "not_a_mapping": _("This is not a mapping."),
    "unknown_key": _("%(key)s is not a part of a mapping."),
    "unknown_field": _("%(field)s is not a field of an activity."),
    "unknown_value": _("%(value)s is not a value of %(field)s."),
    "no_capacity": _("Choose the column of the capacity."),
    "no_unit": _("Choose the unit of the capacity, or the column of the unit."),
    "no_column": _("The table has no column %(column)s."),
    "heading_twice": _("The heading %(column)s occurs more than once. Name the column by its place, such as #3."),
}  # fmt: skip
IMPORT: Mapping[str, Promise] = {
    "no_usable_row": _("No row could be used. The list says why; choose the columns again."),
    "wrong_role": _("You cannot import data sets."),
    "no_room": _(
        "The disk of the server is full. Nothing is lost: the work is tried again every "
        "minute and is done as soon as an administrator has made room."
    ),
    "begun_already": _("This import was begun already."),
    "no_rows": _("The table has no rows."),
    "too_many_columns": _("The table has more than %(limit)s columns. Leave out those that are not needed."),
    "cell_too_long": _("A cell holds more than %(limit)s characters, or a quotation mark is not closed."),
}  # fmt: skip
STEPS: Mapping[str, Promise] = {
    "rows": _("Rows in the file"),
    "usable": _("Usable rows"),
    "area": _("In the area"),
    "comparable": _("Same measure, source and output"),
    "in_range": _("Inside the range of capacity"),
    "candidates": _("Not surely begun later"),
    "not_left_out": _("Not left out by hand"),
    "similar": _("Similar plants, or perhaps similar"),
    "n_all": _("Without carbon projects: N_all"),
    "n_diff": _("With a different technology: N_diff"),
}
#: What becomes of a plant in the comparison.
STANDINGS: Mapping[str, Promise] = {
    "left_out": _("Left out by hand"),
    "not_similar": _("Not similar: another source, outside the range, or begun later"),
    "carbon": _("Set apart: a carbon project"),
    "unclear": _("Unclear whether similar: something is missing"),
    "different": _("Counted, with a different technology"),
    "same": _("Counted, with the same technology"),
    "open": _("Counted; whether its technology is different is open"),
    "unreadable": _("Cannot be counted yet: an answer cannot be read"),
}


def standing_label(code: str) -> str:
    return str(STANDINGS[code])


def too_many(params: Mapping[str, str]) -> str:
    """Why a search that finds too much is refused."""
    words = _(
        "The search finds %(found)s rows; at most %(most)s can be decided one by one. Narrow the area "
        "with a reason, or count them with the command count_activities and enter the counts."
    )
    return str(words) % params


def row_sentence(code: str) -> str:
    return str(ROW_CODES[code])


def mapping_sentence(code: str, params: Mapping[str, str]) -> str:
    return str(MAPPING[code]) % params


def import_sentence(code: str, params: Mapping[str, object] | None = None) -> str:
    """Why an import failed: its own reason, one of the mapping, or one of the file."""
    known = {**REFUSED, **MAPPING, **IMPORT}
    words = {"limit": "", "column": "", "field": "", "value": "", "key": "", **(params or {})}
    return str(known[code]) % words


def refused_sentence(refused: TableRefused) -> str:
    return import_sentence(refused.code, refused.params)


def step_label(code: str) -> str:
    return str(STEPS[code])
