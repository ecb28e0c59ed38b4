"""Where names, years and amounts stand, as typed: row numbers and column letters."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ROW, COLUMN = re.compile("[1-9][0-9]{0,6}", re.ASCII), re.compile("[A-Za-z]{1,3}", re.ASCII)
#: Far more than any answer here has; more is refused before it is read.
MOST = 20


class PlacesForm(forms.Form):
    """`across` says that years stand in a row, and names in a column."""

    use_required_attribute = False
    years_at = forms.CharField(label=_("Where the years stand"), required=False)
    labels_at = forms.CharField(label=_("Where the names of the lines stand"), required=False)
    first = forms.CharField(label=_("First amounts"), required=False)
    last = forms.CharField(label=_("Last amounts"), required=False)
    first_year = forms.CharField(label=_("Calendar year of the first amount"), required=False)

    def __init__(self, *args: object, across: bool, **options: object) -> None:
        super().__init__(*args, **options)
        self.across = across

    def clean_years_at(self) -> str:
        return self._place("years_at", ROW if self.across else COLUMN)

    def clean_labels_at(self) -> str:
        return self._place("labels_at", COLUMN if self.across else ROW)

    def clean_first(self) -> str:
        return self._place("first", COLUMN if self.across else ROW)

    def clean_last(self) -> str:
        return self._place("last", COLUMN if self.across else ROW)

    def clean_first_year(self) -> str:
        text: str = self.cleaned_data["first_year"]
        if len(text) > MOST:
            raise ValidationError(_("Enter a year, such as 2026."))
        return text

    def _place(self, name: str, shape: re.Pattern[str]) -> str:
        text: str = self.cleaned_data[name]
        if text and (len(text) > MOST or not shape.fullmatch(text)):
            raise ValidationError(
                _("Enter the number of a row, such as 4.")
                if shape is ROW
                else _("Enter the letters of a column, such as C.")
            )
        return text
