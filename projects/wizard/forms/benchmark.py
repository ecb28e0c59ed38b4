"""The benchmark: its rate and basis, and for each basis what it has to be built from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from additionality.engine.benchmark_library import LibraryEntry
from additionality.engine.capital_cost import COMPONENTS, built
from additionality.engine.investment_facts import Components
from additionality.engine.rulepack import load_pack, pack_keys
from projects.showing.numbers import percent
from projects.wizard.fields import Day, Number, OneOf, Rate, Source, Text, YesNo
from projects.wizard.forms.investment import BASES, PRICE_BASES, TAX_BASES, above_total_loss
from projects.wizard.forms.project import SECTORS
from projects.wizard.forms.step import Asked, StepForm
from projects.wording import benchmarks

COMPARED_WITH_NO_RATE = ("npv", "benefit_cost")
_entry_name = lazy(benchmarks.entry_name, str)


def official_rates() -> list[tuple[str, Any]]:
    """The official rates of all packs by their keys, each with its name."""
    found: dict[str, LibraryEntry] = {}
    for pack in map(load_pack, pack_keys()):
        found |= {key: one for key, one in pack.benchmarks.items() if one.kind == "official"}
    return [(key, _entry_name(entry)) for key, entry in found.items()]


class ComponentSource(Source):
    """Where a component comes from."""

    def __init__(self, component: str) -> None:
        label = format_lazy("{}: {}", benchmarks.COMPONENTS[component], _("source"))
        super().__init__(label, max_length=500)


class ComponentDay(Day):
    """The day of that source."""

    def __init__(self, component: str) -> None:
        super().__init__(
            format_lazy("{}: {}", benchmarks.COMPONENTS[component], _("date of the source"))
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Questions folded away together; `rows` are the components, each with its source and day."""

    key: str
    title: Any
    hint: Any
    is_open: bool
    asked: list[Asked]
    rows: list[list[Asked]]


class BenchmarkForm(StepForm):
    path = ("investment", "benchmark")
    expected = ("rate", "basis")
    rate = Rate(
        _("What is the benchmark, in percent?"),
        _("The return below which nobody would invest. The project passes if its IRR is lower."),
        citation="TOOL01 v07.0.0 sub-step 2b", least=None,
        evidence=_("A bank's offer, an official rate, or the derivation of the WACC with its sources."),
    )  # fmt: skip
    value = Number(
        _("Or, for a levelised cost: what is the value it is compared with?"),
        _(
            "In the currency of the case for one unit delivered. The project passes if it is dearer."
        ),
    )
    basis = OneOf(
        _("How is it derived?"),
        _(
            "WACC and lending rate go with the project IRR, a required return on equity with the equity IRR."
        ),
        choices=BASES,
        citation="TOOL27",
    )
    tax_basis = OneOf(
        _("Is the benchmark before or after tax?"),
        _("It must match the cash flow."),
        choices=TAX_BASES,
    )
    price_basis = OneOf(
        _("Is it nominal or real?"), _("It must match the cash flow."), choices=PRICE_BASES
    )
    source = Source(
        _("Where does it come from?"), _("The number of the evidence, such as E1, or a description in words."),
        max_length=500,
    )  # fmt: skip
    source_date = Day(
        _("Of which day is that source?"), _("Not later than the investment decision.")
    )
    source_at__page = Text(_("On which page of it?"), max_length=100)
    source_at__quote = Text(_("Which words there?"), max_length=20_000, lines=2)
    sector = OneOf(
        _("For which sector was it found?"),
        _("A benchmark of another sector is a concern."),
        choices=[*SECTORS, ("all", _("Every sector"))],
    )

    official_rate = OneOf(
        _("Which official rate is it?"),
        _("It is compared with the value in force on the day of the investment decision."),
        choices=official_rates(),
    )
    only_this_developer = YesNo(
        _("Can only this developer carry out the project?"),
        _("If others could do it too, the company's own rate is no benchmark for it."),
        citation="TOOL27",
        evidence=_("A licence or right that nobody else has, or the ownership of the plant."),
    )
    used_consistently = YesNo(
        _("Has the company always used this rate for projects of this kind?"),
        citation="TOOL27",
        evidence=_("Decisions of earlier years in which the same rate was used."),
    )

    components__risk_free_rate = Rate(
        benchmarks.COMPONENTS["risk_free_rate"], _("In percent."), least=None
    )
    components__sources__risk_free_rate__source = ComponentSource("risk_free_rate")
    components__sources__risk_free_rate__dated = ComponentDay("risk_free_rate")
    components__premium = Rate(
        benchmarks.COMPONENTS["premium"], _("In percent; only for a bond with a premium."), least=None
    )  # fmt: skip
    components__sources__premium__source = ComponentSource("premium")
    components__sources__premium__dated = ComponentDay("premium")
    components__beta = Number(benchmarks.COMPONENTS["beta"], _("A number."), least=0, most=10)
    components__sources__beta__source = ComponentSource("beta")
    components__sources__beta__dated = ComponentDay("beta")
    components__market_premium = Rate(
        benchmarks.COMPONENTS["market_premium"], _("In percent, over the risk-free rate."), least=None
    )  # fmt: skip
    components__sources__market_premium__source = ComponentSource("market_premium")
    components__sources__market_premium__dated = ComponentDay("market_premium")
    components__country_premium = Rate(
        benchmarks.COMPONENTS["country_premium"], _("In percent; may be left blank."), least=None
    )
    components__sources__country_premium__source = ComponentSource("country_premium")
    components__sources__country_premium__dated = ComponentDay("country_premium")
    components__cost_of_equity = Rate(
        benchmarks.COMPONENTS["cost_of_equity"],
        _("In percent; only where it is not built from the rates above."), least=None,
    )  # fmt: skip
    components__sources__cost_of_equity__source = ComponentSource("cost_of_equity")
    components__sources__cost_of_equity__dated = ComponentDay("cost_of_equity")
    components__inflation = Rate(
        benchmarks.COMPONENTS["inflation"],
        _("In percent; only to make a real cost of equity nominal."), least=None,
    )  # fmt: skip
    components__sources__inflation__source = ComponentSource("inflation")
    components__sources__inflation__dated = ComponentDay("inflation")
    components__equity_share = Rate(
        benchmarks.COMPONENTS["equity_share"], _("In percent. Left blank, one half."), least=0, most=100
    )  # fmt: skip
    components__sources__equity_share__source = ComponentSource("equity_share")
    components__sources__equity_share__dated = ComponentDay("equity_share")
    components__cost_of_debt = Rate(
        benchmarks.COMPONENTS["cost_of_debt"], _("In percent. The tax is taken off it."), least=None
    )
    components__sources__cost_of_debt__source = ComponentSource("cost_of_debt")
    components__sources__cost_of_debt__dated = ComponentDay("cost_of_debt")
    components__tax_rate = Rate(
        benchmarks.COMPONENTS["tax_rate"], _("In percent, for the cost of debt."), least=0, most=100
    )
    components__sources__tax_rate__source = ComponentSource("tax_rate")
    components__sources__tax_rate__dated = ComponentDay("tax_rate")
    components__conversion = OneOf(
        _("How is inflation put in?"),
        _("Both ways are shown. Left blank, it is added."),
        choices=[
            ("additive", _("Added to the rate")),
            ("fisher", _("By Fisher: (1 + real)(1 + inflation) − 1")),
        ],
    )

    def groups(self) -> Iterator[Group]:
        """The questions that only some bases need, each group open where its basis is chosen."""
        yield self._group(
            "official",
            _("An official rate"),
            _("Say which one, so that it is held against the rules."),
            ("official_rate",),
            bases=("official",),
        )
        yield self._group(
            "internal",
            _("A rate of the company itself"),
            _("It is allowed under two conditions only."),
            ("only_this_developer", "used_consistently"),
            bases=("company_internal",),
        )
        yield self._group(
            "built",
            _("A rate that is built: CAPM, WACC, or a government bond with a premium"),
            _("Each part with its source and the day of that source. What they come to is shown "
              "below, and must be the benchmark."),
            ("components__conversion",),
            bases=("wacc", "required_return_on_equity", "government_bond_plus_premium"),
            components=COMPONENTS,
        )  # fmt: skip

    def _group(
        self,
        key: str,
        title: Any,
        hint: Any,
        names: tuple[str, ...],
        *,
        bases: tuple[str, ...],
        components: tuple[str, ...] = (),
    ) -> Group:
        rows = [list(component_names(one)) for one in components]
        inside = {*names, *(name for row in rows for name in row)}
        said = self.is_bound and any(self.data.get(name, "").strip() for name in inside)
        wrong = any(name in inside for name in self.errors) if self.is_bound else False
        is_open = said or wrong or (self.is_bound and self.data.get("basis") in bases)
        return Group(
            key, title, hint, bool(is_open), self.asked(names), [self.asked(row) for row in rows]
        )

    def comes_to(self) -> str:
        """What the parts typed so far come to, as printed; empty while that cannot be told."""
        if not self.is_bound:
            return ""
        self.full_clean_once()
        values = {
            name: self.cleaned_data.get(f"components__{name}")
            for name in (*COMPONENTS, "conversion")
        }
        values["conversion"] = values["conversion"] or ""
        basis = self.cleaned_data.get("basis") or ""
        rate = built(Components(**values), basis, self.given.typed("investment", "indicator"))
        return "" if rate is None else percent(rate)

    def lacks(self) -> list[str]:
        """A levelised cost is compared with a value, the net present value and the ratio with none."""
        missing = super().lacks()
        if self.cleaned_data.get("value") is not None or (
            self.given.typed("investment", "indicator") in COMPARED_WITH_NO_RATE
        ):
            return []
        return missing

    def clean_rate(self) -> Any:
        return above_total_loss(self.cleaned_data["rate"])


def component_names(component: str) -> Iterator[str]:
    """The fields of one component: its value, its source, and the day of that source."""
    yield f"components__{component}"
    yield f"components__sources__{component}__source"
    yield f"components__sources__{component}__dated"


BenchmarkForm.folded = {
    name: field.label
    for name, field in BenchmarkForm.base_fields.items()
    if name.startswith("components__")
    or name in ("official_rate", "only_this_developer", "used_consistently")
}
