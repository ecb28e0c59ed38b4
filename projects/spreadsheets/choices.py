"""What may be chosen on the page of a sheet, with its words."""

from django.utils.translation import gettext_lazy as _

from projects.spreadsheets.grid import COLUMNS, ROWS
from projects.spreadsheets.mapping import NEGATIVE, POSITIVE
from projects.wizard.forms.cash_flow import KINDS as LINE_KINDS

ORIENTATIONS = [
    (ROWS, _("The years stand in one row, each line of money is a row")),
    (COLUMNS, _("The years stand in one column, each line of money is a column")),
]
UNITS = [
    ("1", _("one unit of the currency")),
    ("1000", _("thousands (千元)")),
    ("10000", _("ten thousands (萬元)")),
    ("1000000", _("millions (百萬元)")),
    ("100000000", _("hundred millions (億元)")),
]
COSTS = [
    (POSITIVE, _("Costs are positive numbers")),
    (NEGATIVE, _("Costs are written with a minus; turn them round")),
]
KINDS = [("", _("no line of money")), *LINE_KINDS]
