"""The workbench: search a data set for the plants to compare a case with, and decide row by row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from additionality.engine.countries import country_code
from additionality.engine.decimals import plain
from projects.activities import choosing, fields
from projects.activities.choosing import STEP, first
from projects.activities.country_names import Named, countries_by_name, country_of_table
from projects.activities.near import NearMisses, near_misses
from projects.activities.searching import (
    SearchRefused,
    Wanted,
    range_around,
    search,
)
from projects.activities.words import standing_label, too_many
from projects.cases.access import own_case
from projects.models import ActivityCount, Case, DataSet
from projects.wizard import saving
from projects.wizard.answers import Answers
from projects.wizard.conflict import who_saved
from projects.wizard.fields import Day, Number, OneOf, SomeOf, Text, YesNo
from projects.wizard.forms.common_practice import GROUNDS
from projects.wizard.forms.keys import Typed
from projects.wizard.forms.project import ENERGY_SOURCES, MEASURES, UNITS
from projects.wizard.page import standing
from projects.wizard.steps import BY_NAME
from projects.wizard.views import version_posted
from projects.wording.phrases import listed, quoted, separated

PER_PAGE = 25
#: So many names stand in one message.
MOST_NAMED = 30


class SearchForm(forms.Form):
    """What to search for in one data set; `counts` say what there is in it."""

    use_required_attribute = False
    country = forms.ChoiceField(
        label=gettext_lazy("Area: the country as the data set writes it"),
        error_messages={"required": gettext_lazy("Choose the country.")},
    )
    region = Text(
        gettext_lazy("Only this region"),
        gettext_lazy("Leave it blank for the whole country. A smaller area needs a reason."),
        max_length=200,
    )
    measure = OneOf(gettext_lazy("Measure"), choices=MEASURES, widget=forms.Select)
    energy_source = OneOf(
        gettext_lazy("Energy source"),
        gettext_lazy("Plants of another source are no candidates where the measure is a technology switch."),
        choices=ENERGY_SOURCES, widget=forms.Select, citation="TOOL24 v03.1 step 2",
    )  # fmt: skip
    output = forms.ChoiceField(label=gettext_lazy("Output"), required=False)
    least = Number(
        gettext_lazy("From capacity"), gettext_lazy("Half of the project's own, included."), least=0,
        required=True, error_messages={"required": gettext_lazy("Enter the least capacity.")},
        citation="TOOL24 v03.1 step 1",
    )  # fmt: skip
    most = Number(
        gettext_lazy("To capacity"), gettext_lazy("One and a half times the project's own, included."), least=0,
        required=True, error_messages={"required": gettext_lazy("Enter the largest capacity.")},
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=UNITS)
    started_before = Day(
        gettext_lazy("In operation before"),
        gettext_lazy(
            "The earlier of the publication of the design document and the start of the project."
        ),
    )

    def __init__(self, *args: Any, counts: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        countries = countries_by_name({one.country for one in counts})
        outputs = sorted({one.output for one in counts if one.output})
        chosen = self.initial.get("country", "")
        chosen = next((names[0] for names in countries if chosen in names), chosen)
        self.initial["country"] = chosen
        # A table that names no country is of one area, whichever it is.
        is_unnamed = countries == [[""]]
        self.fields["country"].required = not is_unnamed
        is_there = is_unnamed or (chosen and any(chosen in names for names in countries))
        found = [] if is_there else [("", _("Choose the country"))]
        named = ((names[0], listed(names) or "–") for names in countries)
        self.fields["country"].choices = [*found, *named]  # type: ignore[attr-defined]
        if found and (wanted := self.initial.get("host")):
            words = _("The data set has no row of %(country)s. Choose one of the countries it has.")
            self.fields["country"].help_text = words % {"country": quoted(wanted)}
        self.fields["output"].choices = [("", _("Every output")), *((one, one) for one in outputs)]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(**{name: said[name] for name in self.fields})


class AlikeForm(forms.Form):
    """One answer for all plants of a technology that have none yet."""

    use_required_attribute = False
    technology = forms.ChoiceField(
        label=gettext_lazy("Plants not answered yet whose technology is"), required=False
    )
    different = YesNo(
        gettext_lazy("Is their technology different from the project's?"), required=True,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )  # fmt: skip
    grounds = SomeOf(gettext_lazy("In what is it different?"), choices=GROUNDS)
    reason = Text(gettext_lazy("Why is it different, or not?"), max_length=20_000, lines=2)

    def __init__(self, *args: Any, technologies: Counter[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["technology"].choices = [  # type: ignore[attr-defined]
            (name, f"{name or _('not stated')} ({number})")
            for name, number in technologies.most_common()
        ]

    def answer(self) -> Typed:
        said = self.cleaned_data
        found = {"different": [said["different"]], "reason": [said["reason"]]}
        return found | ({"grounds": said["grounds"]} if said["grounds"] else {})


@dataclass(frozen=True, slots=True)
class Shown:
    """A plant on the page: its card, what the data set says, and what becomes of it."""

    place: int
    card: Any
    said: str
    standing: str
    standing_label: str


@require_http_methods(["GET", "HEAD", "POST"])
def plants(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Search, decide, count. All of it is kept in the draft's step "Comparable plants"."""
    case = own_case(request, pk)
    bench = Workbench(request, case)
    if not case.is_editable or not bench.answers.path.has(bench.step):
        messages.info(request, _("Plants are not compared in this case as it stands."))
        return redirect("cases:overview", pk=pk)
    if request.method != "POST":
        return bench.page()
    doing = {"search": bench.search, "decide": bench.decide, "alike": bench.alike}
    return doing.get(request.POST.get("do", ""), bench.decide)()


class Workbench:
    """One request at the workbench of a case."""

    def __init__(self, request: HttpRequest, case: Case) -> None:
        self.request, self.case = request, case
        self.answers = Answers.of(case)
        self.step = BY_NAME[STEP]
        self.typed: Typed = dict(case.draft.get(STEP) or {})

    def data_sets(self) -> list[DataSet]:
        sets = DataSet.objects.visible_to(self.request.user).complete()
        return list(sets.select_related("upload", "organisation"))

    def chosen(self, sets: list[DataSet]) -> DataSet | None:
        """The data set asked for, else the one that was searched, else the first with the country."""
        key = self.request.POST.get("data_set") or self.request.GET.get("data_set") or ""
        if key:
            return next((one for one in sets if str(one.pk) == key), None)
        searched = [one for one in sets if is_searched(one, self.typed)]
        return next(iter([*searched, *self.of_the_country(sets), *sets]), None)

    def of_the_country(self, sets: list[DataSet]) -> list[DataSet]:
        """Those of the data sets that have rows of the host country."""
        country = self.answers.case_data.get("project", {}).get("country", "")
        found = ActivityCount.objects.filter(data_set__in=sets)
        names: dict[Any, set[str]] = {}
        for key, name in found.values_list("data_set", "country").distinct():
            names.setdefault(key, set()).add(name)
        return [one for one in sets if country_of_table(country, names.get(one.pk, ())) is not None]

    def search_form(self, data_set: DataSet, *args: Any) -> SearchForm:
        counts = list(data_set.counts.all())
        return SearchForm(*args, counts=counts, initial=self.asked(data_set, counts))

    def asked(self, data_set: DataSet, counts: list[Any]) -> dict[str, Any]:
        """What was searched for last, else what the rule asks for the case as it stands."""
        if is_searched(data_set, self.typed):
            return {name: first(self.typed, f"query__{name}") for name in SearchForm.base_fields}
        project = self.answers.case_data.get("project", {})
        measure = project.get("measure", "")
        output = fields.folded(project.get("output") or "")
        found = {
            "measure": "" if measure == "other" else measure,
            "energy_source": project.get("energy_source", "")
            if measure == "technology_switch"
            else "",
            "country": likely_country(project.get("country", ""), counts),
            "host": project.get("country", ""),
            "output": next(
                (o.output for o in counts if output and fields.folded(o.output) == output), ""
            ),
            "started_before": first_cut_off(project),
        }
        return found | self._range(project.get("capacity") or {})

    def _range(self, capacity: Mapping[str, Any]) -> dict[str, str]:
        try:
            value = Decimal(str(capacity["value"]))
        except (KeyError, InvalidOperation):
            return {}
        share = self.answers.pack.number("common_practice.range", self.answers.on)
        least, most = range_around(value, share)
        return {"least": plain(least), "most": plain(most), "unit": capacity.get("unit", "MW")}

    def search(self) -> HttpResponse:
        sets = self.data_sets()
        data_set = self.chosen(sets)
        if data_set is None:
            return self.page(status=422)
        form = self.search_form(data_set, self.request.POST)
        if not form.is_valid():
            return self.page(search=form, status=422)
        wanted = form.wanted()
        try:
            found = search(data_set, wanted)
        except SearchRefused as refused:
            form.add_error(None, too_many(refused.params))
            return self.page(search=form, status=422)
        searched = next((one for one in sets if is_searched(one, self.typed)), None)
        taken = choosing.taken_over(self.typed, data_set, wanted, found, searched)
        answer = self.save(taken.typed, search=form)
        if answer is not None:
            return answer
        self.say_names(found.named)
        number = len(found.candidates)
        messages.success(
            self.request, _("Rows found as candidates: %(number)s.") % {"number": number}
        )
        if taken.counts_removed:
            messages.info(
                self.request,
                _("The counts typed before were removed; they are made from the list now."),
            )
        if taken.lost:
            words = _(
                "No candidates any more, so that what was typed about them is removed: %(names)s."
            )
            messages.warning(self.request, words % {"names": some_of(taken.lost)})
        if taken.gone:
            words = _("No candidates any more: %(names)s.")
            messages.info(self.request, words % {"names": some_of(taken.gone)})
        return redirect(self.here())

    def say_names(self, named: Named) -> None:
        """Say under which names the country was found, and which countries may be it as well."""
        if len(named.spellings) > 1:
            words = _(
                "The data set has several names for the country, and all were searched: %(names)s."
            )
            messages.info(self.request, words % {"names": some_of(named.spellings)})
        if named.unknown:
            words = _("Countries of the data set that are not known, not searched: %(names)s.")
            messages.warning(self.request, words % {"names": some_of(named.unknown)})

    def decide(self) -> HttpResponse:
        posted = {
            name: [saving.storable(t) for t in texts] for name, texts in self.request.POST.lists()
        }
        places = [
            int(text) for text in posted.get("place", []) if text.isascii() and text.isdigit()
        ]
        self.typed = choosing.decided(self.typed, posted, places[:PER_PAGE])
        answer = self.save(self.typed)
        if answer is not None:
            return answer
        messages.success(self.request, _("Saved."))
        asked = {"page": self.page_number(), "only": self.request.POST.get("only", "")}
        return redirect(f"{self.here()}?{urlencode({k: v for k, v in asked.items() if v})}")

    def alike(self) -> HttpResponse:
        form = AlikeForm(self.request.POST, technologies=self.technologies())
        if not form.is_valid():
            return self.page(alike=form, status=422)
        typed, number = choosing.answered_alike(
            self.typed, form.cleaned_data["technology"], form.answer()
        )
        answer = self.save(typed, alike=form)
        if answer is not None:
            return answer
        messages.success(self.request, _("Plants answered: %(number)s.") % {"number": number})
        return redirect(self.here())

    def save(self, typed: Typed, **shown: Any) -> HttpResponse | None:
        """Save the step, or answer with the page and what was typed, if somebody was faster."""
        version = version_posted(self.request)
        try:
            saving.save_step(
                case=self.case, person=self.request.user, version=version, changes={STEP: typed}
            )
        except saving.NotSaved as refused:
            self.case = refused.case
            words = _("Nothing of yours is saved yet; it stands below. Save again.")
            words = f"{who_saved(refused.case)} {words}"
            if not refused.case.is_editable or isinstance(refused, saving.Deleted):
                words = _(
                    "This case cannot be edited now. What you typed stands below and is not saved."
                )
            messages.warning(self.request, words)
            return self.page(status=409, **shown)
        return None

    def technologies(self) -> Counter[str]:
        """Technologies of the plants of which nobody said whether they are different."""
        return Counter(
            first(card, "technology")
            for card in choosing.cards_of(self.typed)
            if not first(card, "different") and first(card, "excluded") != "yes"
        )

    def page_number(self) -> str:
        text = self.request.POST.get("page") or self.request.GET.get("page") or "1"
        return text if text.isascii() and text.isdigit() and len(text) < 6 else "1"

    def only(self, shown: list["Shown"]) -> str:
        """What becomes of the plants that are to be listed; empty for all, and where there are none."""
        wanted = self.request.POST.get("only") or self.request.GET.get("only") or ""
        return wanted if any(one.standing == wanted for one in shown) else ""

    def here(self) -> str:
        return reverse("cases:plants", kwargs={"pk": self.case.pk})

    def page(
        self, *, search: SearchForm | None = None, alike: AlikeForm | None = None, status: int = 200
    ) -> HttpResponse:
        sets = self.data_sets()
        data_set = self.chosen(sets)
        form = self.step.form(self.typed or None, given=self.answers.given, prefix="")
        shown = self.shown(form)
        only = self.only(shown)
        listed = [one for one in shown if one.standing == only] if only else shown
        page = Paginator(listed, PER_PAGE).get_page(self.page_number())
        near: NearMisses | None = None
        searched = next((one for one in sets if is_searched(one, self.typed)), None)
        if searched is not None and form.is_valid():
            near = near_misses(searched, form.case_values()["common_practice"].get("query", {}))
        technologies = self.technologies()
        context = {
            "case": self.case,
            "sets": sets,
            "data_set": data_set,
            "searched": searched,
            "search": search or (self.search_form(data_set) if data_set else None),
            "alike": alike or AlikeForm(technologies=technologies),
            "is_open": bool(technologies),
            "page": page,
            "standings": Counter((one.standing, one.standing_label) for one in shown).most_common(),
            "only": only,
            "near": near,
            "standing": standing(self.answers, self.step) if status != 409 else None,
        }
        return render(self.request, "activities/plants.html", context, status=status)

    def shown(self, form: Any) -> list[Shown]:
        """The cards that hold something, each with what becomes of it."""
        places = (
            [place for place, card in enumerate(form.cards) if not card.is_ignored]
            if form.is_bound
            else []
        )
        small = choosing.small_case(form.case_values(), self.answers.case_data) if places else None
        share = self.answers.pack.number("common_practice.range", self.answers.on)
        found = []
        for position, place in enumerate(places):
            code = "unreadable"
            if small is not None:
                activity = small.common_practice.activities[position]
                code = choosing.standing_of(activity, small, share)
            card = form.cards[place]
            found.append(Shown(place, card, card.summary_of_plant, code, standing_label(code)))
        return found


def is_searched(data_set: DataSet, typed: Typed) -> bool:
    """Whether the plants of the draft were found in this data set."""
    return (
        first(typed, "dataset__sha256") == data_set.sha256
        and first(typed, "dataset__title") == data_set.title
        and first(typed, "dataset__version") == str(data_set.version)
    )


def likely_country(country: str, counts: list[Any]) -> str:
    """The country of the data set that is the host country, by name or code; blank where none is.

    A data set of one country that names none, or none that is known, is taken to be of the host.
    """
    names = {one.country for one in counts}
    if (found := country_of_table(country, names)) is not None:
        return found
    only = next(iter(names)) if len(names) == 1 else ""
    return "" if country_code(only) and country_code(country) else only


def some_of(names: list[str]) -> str:
    """The first of the names, and how many more there are."""
    found = separated(quoted(name) for name in names[:MOST_NAMED])
    if (more := len(names) - MOST_NAMED) <= 0:
        return found
    return _("%(names)s and %(number)s more") % {"names": found, "number": more}


def first_cut_off(project: Mapping[str, Any]) -> str:
    """The cut-off date that the dates of the project give, as typed; blank where none is given."""
    days = [project.get(name) for name in ("published_date", "start_date")]
    return min((day for day in days if day), default="")
