"""What the project is: name, technology, dates, size."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from additionality.engine.product_benchmarks import UNIT, product_benchmarks
from projects.wizard.fields import Day, Number, OneOf, SomeOf, Source, Text, Year, YesNo, shown
from projects.wizard.forms.step import Questions, StepForm
from projects.wizard.places import places
from projects.wizard.products import Product, product_name

MEASURES = [
    ("technology_switch", _("Technology switch, including efficiency and renewable energy")),
    ("fuel_switch", _("Fuel or feedstock switch")),
    ("methane_destruction", _("Methane destruction")),
    ("methane_avoidance", _("Avoiding the formation of methane")),
    ("other", _("Another measure")),
]
ENERGY_SOURCES = [
    ("wind", _("Wind")),
    ("solar", _("Sun")),
    ("hydro", _("Water power")),
    ("geothermal", _("Geothermal heat")),
    ("marine", _("Sea")),
    ("biomass", _("Biomass")),
    ("biogas", _("Biogas")),
    ("waste", _("Waste")),
    ("coal", _("Coal")),
    ("gas", _("Gas")),
    ("oil", _("Oil")),
    ("nuclear", _("Nuclear")),
    ("grid", _("Power from the grid")),
    ("other", _("Another source")),
    ("none", _("No energy source")),
]
UNITS = [
    ("MW", "MW"),
    ("kW", "kW"),
    ("MWth", "MWth"),
    ("t/d", _("t/d (tonnes a day)")),
    ("t/h", _("t/h (tonnes an hour)")),
    ("t/yr", _("t/yr (tonnes a year)")),
    ("m3/d", _("m³/d (cubic metres a day)")),
]


class ProjectForm(StepForm):
    path = ("project",)
    name = Text(
        _("What is the project called?"),
        _("The name stands on the determination and in every list."),
        max_length=500,
        required=True,
        error_messages={"required": _("Enter the name of the project.")},
    )
    name_zh = Text(
        _("What is it called in Chinese?"),
        _("Leave this blank if the name above is Chinese."),
        max_length=500,
    )
    proponent = Text(
        _("Who proposes the project?"),
        _("The company or body that would receive the credits."),
        max_length=500,
    )
    country = Text(
        _("In which country is it?"),
        _("Laws and comparable plants are looked for there. Use the two-letter code, such as TW."),
        max_length=100,
        required=True,
        initial="TW",
        error_messages={"required": _("Enter the country of the project.")},
    )
    region = Text(
        _("In which county, city or region?"), _("Regional law may apply there."), max_length=200
    )
    latitude = Number(
        _("What is its latitude?"),
        _("Degrees north, such as 24.62; negative in the south."),
        example="24.62",
        least=-90,
        most=90,
    )
    longitude = Number(
        _("What is its longitude?"),
        _("Degrees east, such as 120.76; negative in the west."),
        example="120.76",
        least=-180,
        most=180,
    )


SECTORS = [
    ("energy", _("Energy")),
    ("manufacturing", _("Manufacturing")),
    ("chemicals", _("Chemicals")),
    ("metals", _("Metals")),
    ("mining", _("Mining")),
    ("transport", _("Transport")),
    ("construction", _("Construction")),
    ("waste", _("Waste")),
    ("agriculture", _("Agriculture")),
    ("forestry", _("Forestry")),
]


class TechnologyForm(StepForm):
    path = ("project",)
    folded: ClassVar[dict[str, Any]] = {
        "performance__product": _("product:"),
        "performance__intensity": _("intensity:"),
        "performance__unit_of_output": _("unit:"),
        "performance__benchmark": _("benchmark:"),
        "performance__benchmark_source": _("source:"),
    }
    measure = OneOf(
        _("What kind of measure is it?"),
        _("It decides which plants the project is compared with."),
        choices=MEASURES,
        citation="TOOL24 v03.1",
        required=True,
        error_messages={"required": _("Choose the kind of measure.")},
    )
    technology = Text(
        _("Which technology does it use?"),
        _("In a few words, such as onshore wind turbines."),
        max_length=500,
    )
    sector = OneOf(
        _("To which sector does it belong?"),
        _("The benchmark should be one of the same sector."),
        choices=SECTORS,
    )
    energy_source = OneOf(
        _("Which energy source does it use?"),
        _("The source the project itself runs on, not the one it replaces."),
        choices=ENERGY_SOURCES,
        citation="TOOL24 v03.1 step 2",
    )
    output = Text(
        _("What does it deliver?"), _("The product or service, such as electricity, heat or treated water."),
        max_length=500,
    )  # fmt: skip
    capacity__value = Number(
        _("How large is it?"),
        _(
            "The installed capacity or output. Comparable plants are those within half of it, up or down."
        ),
        least=0,
        citation="TOOL24 v03.1 step 1",
        evidence=_("Nameplate, licence, or the specification in the feasibility study."),
    )
    capacity__unit = OneOf(_("In which unit?"), choices=UNITS, widget=forms.Select)
    energy_saving_gwh = Number(
        _("How much energy does it save a year, in GWh?"),
        _("Only for a project that saves energy. Leave it blank otherwise."),
        least=0,
    )
    removals = YesNo(
        _("Does the project take carbon out of the air?"),
        _("Such as by forests or soils. Crediting periods differ."),
    )
    performance__product = Product(
        _("Which product does it make?"),
        _("One of the list, or another one where you give its benchmark below."),
        citation="Decision 2011/278/EU Annex I",
    )
    performance__intensity = Number(
        _("How much does it emit for one unit of the product, in tCO₂e?"),
        _("Count what the benchmark counts."),
        least=0,
        example="0.70",
    )
    performance__unit_of_output = Text(
        _("What is one unit of the product?"),
        _("A tonne (t) where you leave this blank. The benchmarks of the EU are for tonnes."),
        max_length=100,
    )
    performance__benchmark = Number(
        _("Which benchmark should it be compared with instead, in tCO₂e?"),
        _("For one unit of the product. Leave it blank for the benchmark of the EU."),
        least=0,
        example="0.766",
    )
    performance__benchmark_source = Source(
        _("Where does that benchmark come from?"),
        _("The number of the evidence, such as E1, or a description in words."),
        max_length=500,
    )

    @property
    def products(self) -> list[str]:
        """The products of the table in the language of the page."""
        return [product_name(one) for one in product_benchmarks()]

    def clean(self) -> dict[str, Any]:
        """A product that has no benchmark needs one given; the table's are for tonnes."""
        said = super().clean()
        product, unit = said.get("performance__product"), said.get("performance__unit_of_output")
        if product and "performance__benchmark" in said and said["performance__benchmark"] is None:
            if product not in product_benchmarks():
                unknown = _(
                    "This product has no benchmark in the list. Choose one, or give a benchmark below."
                )
                self.add_error("performance__product", ValidationError(unknown, code="unknown"))
            elif unit and unit != UNIT:
                tonnes = _(
                    "The benchmark of this product is for one tonne. Enter t, or give a benchmark below."
                )
                self.add_error("performance__unit_of_output", ValidationError(tonnes, code="unit"))
        return said


class DatesForm(StepForm):
    path = ("project",)
    decision_date = Day(
        _("On which day was the investment decided?"),
        _(
            "The inputs of an investment analysis are those valid on that day. Such as 2025-03-01 or 民國114年3月1日."
        ),
        citation="TOOL27",
        evidence=_("Minutes of the board, or the signed contract."),
    )
    financing_date = Day(
        _("On which day was the financing concluded?"),
        _(
            "The loan agreement or the commitment of the owners. Leave it blank if there is none yet."
        ),
    )
    start_date = Day(
        _("On which day did or does it start?"),
        _("The earliest of commitment, construction and implementation."),
        evidence=_("The first contract, order or permit to build."),
    )
    published_date = Day(
        _("On which day was the design document published?"),
        _(
            "Leave this blank if it is not published yet. Plants that started later do not count as comparable."
        ),
        citation="TOOL24 v03.1 step 2",
    )
    crediting__kind = OneOf(
        _("Which kind of crediting period?"),
        choices=[("renewable", _("Renewable")), ("fixed", _("Fixed"))],
    )
    crediting__years = Number(
        _("How many years has one crediting period?"),
        _("The first period only, without renewals."),
        least=1,
        most=200,
        whole=True,
    )
    prior_consideration__notified_on = Day(
        _("On which day was written notice given that credits are sought?"),
        _("It is due within six months of the start. Leave this blank if there was none."),
        citation="Prior consideration of the mechanism",
        evidence=_("The notice with the receipt of the authority."),
    )
    prior_consideration__reference = Source(
        _("Where is that notice?"),
        _("The number of the evidence, such as E1, or a description in words."),
        max_length=500,
    )
    prior_consideration__reference_at__page = Text(_("On which page of it?"), max_length=100)
    prior_consideration__reference_at__quote = Text(
        _("Which words there?"), max_length=20_000, lines=2
    )
    dates_evidence = SomeOf(_("Which evidence shows decision, financing and start?"))
    dates_evidence_at = places()


class YearRow(Questions):
    says_itself = ("year", "tco2e")
    year = Year(
        _("Year"),
        required=True,
        error_messages={"required": _("Enter the year, or clear the row.")},
    )
    tco2e = Number(
        _("Reduction, tCO₂e"),
        least=0,
        required=True,
        error_messages={"required": _("Enter the tonnes of this year, or clear the row.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the fields by their year or row, so that an error says which one it is about."""
        super().__init__(*args, **options)
        row = int((self.prefix or "year-0").rpartition("-")[2]) + 1
        year = self["year"].value()
        self.fields["year"].label = str(_("Year, row %(row)s")) % {"row": row}
        self.fields["tco2e"].label = str(_("Reduction in %(year)s, tCO₂e")) % {"year": year or row}


class SizeForm(StepForm):
    path = ("project",)
    card, cards_key, card_prefix = YearRow, "annual_reductions", "year"
    cards_at_first = 5
    reductions_evidence = SomeOf(_("Which evidence shows the capacity and the reductions?"))
    reductions_evidence_at = places()

    def card_count(self) -> int:
        """As many rows as the first crediting period has years, where that is known."""
        if self.is_bound:
            return super().card_count()
        years = readable(
            DatesForm.base_fields["crediting__years"], self.given.typed("dates", "crediting__years")
        )
        return int(years) if years and years <= 30 else self.cards_at_first

    def find_filled(self) -> list[Questions]:
        """The rows typed; years laid out beforehand count only once there are tonnes somewhere."""
        filled = super().find_filled()
        typed = any(card["tco2e"].value() for card in filled)
        return filled if typed else [card for card in filled if card["tco2e"].value()]

    def card_initial(self, position: int) -> dict[str, Any]:
        """The years from the start on; the tonnes are never filled in."""
        start = readable(
            DatesForm.base_fields["start_date"], self.given.typed("dates", "start_date")
        )
        return {"year": start.year + position} if start else {}

    @property
    def total(self) -> str:
        """The sum of the readable years, for reading."""
        rows = [card for card in self.filled_cards() if card.is_valid()]
        return shown(sum((card.cleaned_data["tco2e"] for card in rows), Decimal(0))) if rows else ""

    def clean(self) -> dict[str, Any]:
        if not self.filled_cards():
            nothing = _("Enter the estimated reduction of at least one year.")
            self.add_error(None, ValidationError(nothing, code="required"))
        return super().clean()


def readable(question: forms.Field, text: str) -> Any:
    """The value of an answer of another step, or None where there is none that can be read."""
    try:
        return question.clean(text)
    except ValidationError:
        return None
