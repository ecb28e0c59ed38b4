"""The forms of an import: the file, and which of its columns is read as what."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.activities import fields
from projects.activities.mapping import (
    REPUBLIC,
    WESTERN,
    ColumnMapping,
    MappingRefused,
    column_names,
    read_mapping,
    suggested,
    suggested_unit,
    unit_key,
)
from projects.activities.words import mapping_sentence
from projects.wizard.forms.common_practice import CARBON_STATUS
from projects.wizard.forms.project import ENERGY_SOURCES, MEASURES, UNITS

LABELS: Mapping[str, Any] = {
    "name": _("Name of the plant"),
    "capacity": _("Its capacity or output"),
    "unit": _("Unit of the capacity"),
    "started": _("Start of operation"),
    "energy_source": _("Energy source"),
    "technology": _("Technology"),
    "country": _("Country"),
    "region": _("Region"),
    "output": _("Output"),
    "measure": _("Measure"),
    "carbon_status": _("Carbon project"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
}
CHOICES: Mapping[str, list[tuple[str, Any]]] = {
    "energy_source": ENERGY_SOURCES,
    "measure": MEASURES,
    "carbon_status": CARBON_STATUS,
    "unit": UNITS,
}
#: So many different words of a column are asked one by one.
MOST_SAID = 60


class UploadForm(forms.Form):
    """The file with the activities."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("Choose a file"),
        help_text=_("A table with one heading and one plant a row: .csv or .xlsx."),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Choose a file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm"}),
    )


class MappingForm(forms.Form):
    """Columns, values for all rows, what words mean, and where the data come from.

    `header` is that of the table; `said` are the words that its first rows hold, by field.
    """

    use_required_attribute = False
    title = forms.CharField(
        label=_("What is the data set called?"),
        help_text=_("Under the same title the next version is counted."),
        max_length=300,
        error_messages={"required": _("Enter a title.")},
    )
    licence = forms.CharField(
        label=_("Under which licence may it be used?"),
        help_text=_("Such as CC BY 4.0. It stands beside every count made from the data."),
        max_length=300,
        required=False,
    )
    attribution = forms.CharField(
        label=_("Who is to be named as its source?"),
        help_text=_("Such as: Global Power Plant Database v1.3.0, World Resources Institute."),
        max_length=1000,
        required=False,
    )
    calendar = forms.ChoiceField(
        label=_("Of which calendar are years such as 98?"),
        choices=[
            (WESTERN, _("Not known: such years are not read")),
            (REPUBLIC, _("Years of the Republic of China (民國)")),
        ],
        required=False,
    )

    def __init__(
        self, *args: Any, header: Sequence[str], said: Mapping[str, Sequence[str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.said = {name: list(words)[:MOST_SAID] for name, words in said.items()}
        columns = [("", _("Not in the table"))]
        for name, heading in zip(column_names(header), header, strict=True):
            shown = f"{heading} ({name})" if heading and name != heading else name
            columns.append((name, shown))
        for name in fields.NAMES:
            self.fields[f"column-{name}"] = forms.ChoiceField(
                label=LABELS[name], choices=columns, required=False
            )
        for name in fields.FIXED:
            self.fields[f"fixed-{name}"] = _fixed(name)
        for name, words in self.said.items():
            for word in words:
                choices = [("", _("Not used")), *CHOICES[name]]
                self.fields[_said_key(name, word)] = forms.ChoiceField(
                    label=word, choices=choices, required=False
                )

    def groups(self) -> list[tuple[str, Any, Any]]:
        """Each field of an activity: its label, the column, and the value for all rows."""
        return [
            (
                str(LABELS[name]),
                self[f"column-{name}"],
                self[f"fixed-{name}"] if name in fields.FIXED else None,
            )
            for name in fields.NAMES
        ]

    def words_asked(self) -> list[tuple[str, list[Any]]]:
        """The words of a column, each with the question what it means."""
        return [
            (str(LABELS[name]), [self[_said_key(name, word)] for word in words])
            for name, words in self.said.items()
            if words
        ]

    def mapping_data(self) -> dict[str, Any]:
        """The mapping as chosen, whether it fits or not."""
        chosen = self.cleaned_data
        columns = {name: chosen.get(f"column-{name}") or "" for name in fields.NAMES}
        fixed = {name: chosen.get(f"fixed-{name}") or "" for name in fields.FIXED}
        values = {
            name: {word: chosen[key] for word in words if chosen.get(key := _said_key(name, word))}
            for name, words in self.said.items()
        }
        return {
            "columns": {name: column for name, column in columns.items() if column},
            "fixed": {n: v.strip() for n, v in fixed.items() if v.strip() and not columns[n]},
            "values": {name: found for name, found in values.items() if found},
            # A word that is not on the list says nothing of carbon.
            "otherwise": {"carbon_status": ""} if columns["carbon_status"] else {},
            "calendar": chosen.get("calendar") or WESTERN,
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        try:
            self.mapping: ColumnMapping | None = read_mapping(self.mapping_data())
        except MappingRefused as refused:
            self.mapping = None
            at = {"no_capacity": "column-capacity", "no_unit": "fixed-unit"}.get(refused.code)
            self.add_error(at, mapping_sentence(refused.code, refused.params))
        return self.cleaned_data


def _fixed(name: str) -> forms.Field:
    label = _("The same for all rows")
    if name in CHOICES:
        choices = [("", _("Not stated")), *CHOICES[name]]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return forms.CharField(label=label, max_length=200, required=False)


def _said_key(name: str, word: str) -> str:
    return f"value-{name}-{hashlib.sha256(word.encode()).hexdigest()[:12]}"


def initial_from(
    mapping: Mapping[str, Any], header: Sequence[str], said: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """What the form shows: what was chosen, or what the headings suggest."""
    columns = mapping.get("columns")
    if columns is None:
        columns = suggested(header)
    fixed = dict(mapping.get("fixed") or {})
    if "columns" not in mapping and "unit" not in columns:
        word = suggested_unit(columns.get("capacity", ""))
        fixed["unit"] = fields.UNITS_SAID[unit_key(word)][0] if word else ""
    found: dict[str, Any] = {f"column-{name}": column for name, column in columns.items()}
    found |= {f"fixed-{name}": value for name, value in fixed.items()}
    found["calendar"] = mapping.get("calendar", WESTERN)
    for name, words in said.items():
        chosen = (mapping.get("values") or {}).get(name, {})
        known = {key: key for key in fields.CHOICES.get(name, ())} | dict(fields.SAID.get(name, {}))
        for word in words:
            found[_said_key(name, word)] = chosen.get(word, known.get(fields.folded(word), ""))
    return found
