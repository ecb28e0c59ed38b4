"""The forms of an import: the file, and which of its columns is read as what."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
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
from projects.showing.numbers import figure
from projects.tables.addresses import column_letters
from projects.wizard.forms.common_practice import CARBON_STATUS
from projects.wizard.forms.project import ENERGY_SOURCES, MEASURES, UNITS
from projects.wording.phrases import listed, quoted, run_on, separated

#: Field -> word -> the number of its rows.
Said = Mapping[str, Mapping[str, int]]

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
#: So many different words of a column are asked one by one; the others are asked together.
MOST_SAID = 60
EXAMPLES = 5
#: What becomes of a word, beside the values of its field.
UNSAID, REFUSED = "unsaid", "refused"


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

    `header` is that of the table; `said` are the words that its first rows hold, by field, each with
    the number of its rows.
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

    def __init__(self, *args: Any, header: Sequence[str], said: Said, **options: Any) -> None:
        super().__init__(*args, **options)
        self.said = said
        self.asked = {name: list(words)[:MOST_SAID] for name, words in said.items()}
        self.header = [" ".join(heading.split()) for heading in header]
        self.names = column_names(header)
        columns = [("", _("Not in the table")), *self._columns()]
        for name in fields.NAMES:
            self.fields[f"column-{name}"] = forms.ChoiceField(
                label=LABELS[name], choices=columns, required=False
            )
        for name in fields.FIXED:
            self.fields[f"fixed-{name}"] = _fixed(name)
        for name, words in said.items():
            for word in self.asked[name]:
                self.fields[_said_key(name, word)] = _word(name, word, words[word])
            if words:
                self.fields[f"rest-{name}"] = _rest(name, words)

    def _columns(self) -> list[tuple[str, str]]:
        """The columns as choices; one without a heading of its own is named by its letter too."""
        words = gettext("%(heading)s (column %(letter)s)")
        return [
            (
                name,
                heading
                if name == heading
                else words % {"heading": heading or "–", "letter": letter},
            )
            for letter, name, heading in self._lettered()
        ]

    def _lettered(self) -> Iterator[tuple[str, str, str]]:
        pairs = zip(self.names, self.header, strict=True)
        return ((column_letters(n), *pair) for n, pair in enumerate(pairs, start=1))

    def repeated(self, name: str) -> str:
        """That the column chosen for a field shares its heading with others, and which; else nothing."""
        chosen = self[f"column-{name}"].value()
        heading = next((h for c, h in zip(self.names, self.header, strict=True) if c == chosen), "")
        same = {column: letter for letter, column, other in self._lettered() if other == heading}
        if not heading or len(same) < 2:
            return ""
        words = gettext(
            "The heading %(heading)s stands over columns %(letters)s. Column %(letter)s is chosen: see "
            "below whether its values are the right ones."
        )
        letters = listed(same.values())
        return words % {"heading": quoted(heading), "letters": letters, "letter": same[chosen]}

    def groups(self) -> list[tuple[str, Any, Any, str]]:
        """Each field of an activity: its label, the column, the value for all rows, what to look at."""
        return [
            (
                str(LABELS[name]),
                self[f"column-{name}"],
                self[f"fixed-{name}"] if name in fields.FIXED else None,
                self.repeated(name),
            )
            for name in fields.NAMES
        ]

    def words_asked(self) -> list[tuple[str, list[Any]]]:
        """The words of a column, each with the question what it means."""
        return [
            (
                str(LABELS[name]),
                [self[f"rest-{name}"], *(self[_said_key(name, word)] for word in words)],
            )
            for name, words in self.asked.items()
            if words
        ]

    def mapping_data(self) -> dict[str, Any]:
        """The mapping as chosen, whether it fits or not."""
        chosen = self.cleaned_data
        columns = {name: chosen.get(f"column-{name}") or "" for name in fields.NAMES}
        fixed = {name: chosen.get(f"fixed-{name}") or "" for name in fields.FIXED}
        values = {
            name: {
                word: _value(chosen[key])
                for word in words
                if chosen.get(key := _said_key(name, word))
            }
            for name, words in self.asked.items()
        }
        rest = {
            name: chosen.get(f"rest-{name}") or _rest_at_first(name)
            for name in fields.CHOICES
            if columns[name]
        }
        return {
            "columns": {name: column for name, column in columns.items() if column},
            "fixed": {n: v.strip() for n, v in fixed.items() if v.strip() and not columns[n]},
            "values": {name: found for name, found in values.items() if found},
            "otherwise": {n: _value(word) for n, word in rest.items() if word != REFUSED},
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


def _word(name: str, word: str, rows: int) -> forms.Field:
    """What one word means; left open, it is one of all others. One that we know is never left open."""
    said = gettext("In %(number)s of the first rows.") % {"number": figure(rows)}
    choices = [(UNSAID, _("Nothing; its rows are used")), *CHOICES[name]]
    if _known(name, word) is None:
        choices.insert(0, ("", _("Like all other words")))
    return forms.ChoiceField(label=word, help_text=said, choices=choices, required=False)


def _rest(name: str, words: Mapping[str, int]) -> forms.Field:
    """What becomes of all words that are not asked one by one, or are left open."""
    choices = [
        (REFUSED, _("Rows with such a word are not used")),
        (UNSAID, _("They say nothing; the rows are used")),
        *CHOICES[name],
    ]
    more = list(words)[MOST_SAID:]
    said = gettext("Words left open below, and words that only later rows have.")
    if more:
        told = {
            "number": figure(len(more)),
            "rows": figure(sum(words[word] for word in more)),
            "examples": separated(quoted(word) for word in more[:EXAMPLES]),
        }
        sentence = ngettext(
            "Here too: %(number)s more word, in %(rows)s of the first rows: %(examples)s.",
            "Here too: %(number)s more words, in %(rows)s of the first rows, such as %(examples)s.",
            len(more),
        )
        said = run_on((said, sentence % told))
    label = _("All other words")
    return forms.ChoiceField(label=label, help_text=said, choices=choices, required=False)


def _known(name: str, word: str) -> str | None:
    """What the reading makes of a word whatever the mapping says; None where it knows nothing."""
    folded = fields.folded(word)
    return folded if folded in fields.CHOICES[name] else fields.SAID.get(name, {}).get(folded)


def _rest_at_first(name: str) -> str:
    """A word that is not on the list says nothing of carbon; of the rest it says that we do not know."""
    return UNSAID if name == "carbon_status" else REFUSED


def _value(chosen: str) -> str:
    return "" if chosen == UNSAID else chosen


def _said_key(name: str, word: str) -> str:
    return f"value-{name}-{hashlib.sha256(word.encode()).hexdigest()[:12]}"


def initial_from(mapping: Mapping[str, Any], header: Sequence[str], said: Said) -> dict[str, Any]:
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
        for word in words:
            means = chosen.get(word, _known(name, word))
            found[_said_key(name, word)] = UNSAID if means == "" else means or ""
        rest = (mapping.get("otherwise") or {}).get(name)
        if "otherwise" not in mapping:
            rest = _value(_rest_at_first(name))
        found[f"rest-{name}"] = REFUSED if rest is None else rest or UNSAID
    return found
