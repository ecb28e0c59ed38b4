"""What the rules cited at the questions say, in our words: opened in place beside the citation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, Any] = {
    "Decision 2011/278/EU Annex I": _(
        # xgettext:no-python-format
        "The benchmark of a product is what the best 10 % of the installations of the EU emitted on average for one "
        "tonne of it in 2007 and 2008. It is shown for information and decides nothing."
    ),
    "TOOL01 v07.0.0 sub-step 1b": _(
        "Every alternative is held against the binding law that applies where it would be carried out. A law counts "
        "for nothing only if it is systematically not enforced and non-compliance is widespread, both with evidence. "
        "If the project is the only alternative that complies with enforced law, it is not additional."
    ),
    "TOOL01 v07.0.0 steps 2 and 3": _(
        "A large project shows by an investment analysis that it is not attractive without credits, or by a barrier "
        "analysis that something stops it without credits and leaves at least one alternative open."
    ),
    "TOOL01 v07.0.0 sub-step 2a": _(
        "Where nothing is earned but credits, the cost is compared (option I). Otherwise the investment is compared "
        "with that in alternatives (option II) or with a benchmark (option III); option III is not appropriate for "
        "somebody who would itself have to invest to supply the same service."
    ),
    "TOOL01 v07.0.0 sub-step 2b": _(
        "The benchmark represents the return that the market, lenders or an official rate ask for. A rate of the "
        "company itself is allowed only where this developer alone can carry out the project and has always used it."
    ),
    "TOOL01 v07.0.0 sub-step 2d": _(
        # xgettext:no-python-format
        "The conclusion must hold when the inputs vary within reason: every input of more than 20 % of all cost or "
        "revenue is varied by at least 10 % down and up."
    ),
    "TOOL01 v07.0.0 sub-step 3a": _(
        "A barrier counts if it would stop this type of project without credits, and if credits alleviate it."
    ),
    "TOOL01 v07.0.0 sub-step 3b": _(
        "At least one alternative other than the project must be free of all barriers; otherwise the barriers "
        "explain nothing."
    ),
    "TOOL01 v07.0.0 sub-step 4b": _(
        "For measures outside the four kinds, similar activities are compared in words, and the essential "
        "distinctions are explained."
    ),
    "TOOL01 v07.0.0 step 3": _(
        "A barrier that money can remove is no barrier of its own: what removing it costs is an input of the "
        "investment analysis."
    ),
    "EB22 Annex 3": _(
        "A policy that favours higher emissions (E+) and was adopted after 1997-12-11 may be left out of the "
        "baseline; one that favours lower emissions (E−) and was adopted after 2001-11-11 need not be counted. "
        "Neither is ever an exception to binding law."
    ),
    "TOOL21 v13.1": _(
        "A small project shows at least one barrier: because of it, an alternative that emits more would have been "
        "carried out instead."
    ),
    "TOOL19": _(
        "A project of the micro scale is additional where one condition holds: the host is a least developed country, "
        "a small island developing state or a special underdeveloped zone; it supplies households or communities off "
        "the grid; it consists of small distributed units; or its technology is recommended and still rare."
    ),
    "TOOL23": _(
        "A project is the first of its kind if its technology is different from every other in the area that delivers "
        "the same and started before it. It is of one of the four measures, and has one crediting period of at most "
        "ten years."
    ),
    "CDM decisions on HFC-23 at new HCFC-22 facilities": _(
        "Destroying HFC-23 at new capacity for HCFC-22 earns no credits: they would pay for making more of it."
    ),
    "TOOL24 v03.1": _(
        "Common practice is judged separately for four kinds of measures: fuel switch, technology switch, methane "
        "destruction, and avoiding the formation of methane."
    ),
    "TOOL24 v03.1 step 1": _(
        "Comparable plants are those of half to one and a half times the size of the project."
    ),
    "TOOL24 v03.1 step 2": _(
        "Compared are plants in the same area with the same measure and output, and with the same energy source "
        "where the measure is a technology switch, which started before the project started or was published."
    ),
    "TOOL24 v03.1 step 3": _(
        "Registered, submitted and in-validation carbon projects are left out. The rest is N_all."
    ),
    "TOOL24 v03.1 step 4": _(
        # xgettext:no-python-format
        "N_diff counts the plants with a different technology: another energy source, feedstock or size class, "
        "another investment climate at the decision, or a unit cost that differs by 20 % or more."
    ),
    "TOOL27": _(
        "The inputs are those valid at the investment decision. Indicator and benchmark must match: both before or "
        "both after tax, both nominal or both real."
    ),
    "TOOL27, period of assessment": _(
        "The expected operating life is preferred; in general at least 10 and at most 20 years of operation, with a "
        "residual value where the life is longer."
    ),
    "TOOL27, fair value": _(
        "The fair value of what is left at the end of the period comes in with the last year. It is the book value "
        "with the profit or loss that can reasonably be expected when it is sold, by the accounting rules of the "
        "country or international practice."
    ),
    "TOOL27, sensitivity analysis": _(
        "The variation at which the benchmark is reached is stated, with the reason why it is unlikely."
    ),
    "Secretariat checks": _(
        "Reviewers compare revenue with price times output, and the units quoted with the units built."
    ),
    "Prior consideration of the mechanism": _(
        "For projects started on or after 2008-08-02, written notice that credits are sought is due within six "
        "months of the start."
    ),
    "Climate Change Response Act Art. 28": _("Sources on which the carbon fee is levied."),
    "Climate Change Response Act Art. 21": _(
        "Sources that must report an inventory of their emissions."
    ),
    "Climate Change Response Act Art. 35": _(
        "Sources to which a cap and tradable allowances apply."
    ),
}
