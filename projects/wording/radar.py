"""What the radar says, and what is wrong with a registry list, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TITLES = {
    "possible_double_registration": _("Perhaps registered twice"),
    "possible_debundling": _("Perhaps a part of a larger project"),
    "debundling_within_limit": _("Other parts at the same site, together still small"),
}
SENTENCES = {
    "possible_double_registration": _(
        "These projects look like the same one: name and one thing more are alike, or developer, place and technology."
    ),
    "possible_debundling": _(
        "These projects have the same developer and technology and lie within one kilometre, and were applied for or "
        "registered within two years. Together they may be larger than a small project."
    ),
    "debundling_within_limit": _(
        "These projects have the same developer and technology and lie within one kilometre. "
        "By their tonnes each of them and this one are together still within the limit of a small project."
    ),
}
SETTLING = {
    "possible_double_registration": _(
        "Show by registry number, equipment and boundary that they are different projects, or withdraw one."
    ),
    "possible_debundling": _(
        "Show that the boundaries are more than one kilometre apart or the participants different, "
        "or assess all parts as one project."
    ),
    "debundling_within_limit": _("A reviewer checks that no further part is left out."),
}
ALIKE = {
    "name": pgettext_lazy("of a project", "name"),
    "proponent": _("developer"),
    "place": _("place"),
    "technology": _("technology"),
}
LIST_REFUSED = {
    "too_large": _("The file is larger than 50 MB. Divide it into several lists."),
    "too_many_rows": _("The file has more than %(given)s rows. Divide it into several lists."),
    "not_utf8": _("The file is not UTF-8 text. Save it as “CSV UTF-8” and choose it again."),
    "not_csv": _("The file is no CSV: %(given)s."),
    "column_missing": _("The first line names no column “%(given)s”."),
    "column_twice": _("The first line names the column “%(given)s” twice."),
    "no_row": _("No row of the file can be used. Check it against the example below."),
    "same_file": _("This very file is in use already, as %(given)s."),
}
ROW_REFUSED = {
    "blank": _("This column must not be blank."),
    "too_long": _("This text is too long."),
    "unreadable": _("This text holds a control character."),
    "not_a_number": _("This is no number."),
    "not_a_date": _("This is no day, such as 2025-02-10 or 民國114年2月10日."),
    "out_of_range": _("This value is out of range. Are latitude and longitude exchanged?"),
    "half_a_place": _("Latitude and longitude go together; one of them is blank."),
    "too_many_cells": _("The row has more cells than the first line has columns."),
}
