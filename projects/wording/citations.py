"""Rules, titles and clauses as packs and questions cite them, in the reader's language.

A pack keeps the words of its source; what is listed here is translated where it is shown.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from projects.wording.summary import CLAUSES

RULES = (
    gettext_noop("TOOL01 v07.0.0 sub-step 1a"),
    gettext_noop("TOOL01 v07.0.0 sub-step 1b"),
    gettext_noop("TOOL01 v07.0.0 steps 2 and 3"),
    gettext_noop("TOOL01 v07.0.0 sub-step 2a"),
    gettext_noop("TOOL01 v07.0.0 sub-step 2b"),
    gettext_noop("TOOL01 v07.0.0 sub-step 2b, option I"),
    gettext_noop("TOOL01 v07.0.0 sub-step 2b, option II"),
    gettext_noop("TOOL01 v07.0.0 sub-step 2b, option III"),
    gettext_noop("TOOL01 v07.0.0 sub-step 2c"),
    gettext_noop("TOOL01 v07.0.0 sub-step 2d"),
    gettext_noop("TOOL01 v07.0.0 step 3"),
    gettext_noop("TOOL01 v07.0.0 sub-step 3a"),
    gettext_noop("TOOL01 v07.0.0 sub-step 3b"),
    gettext_noop("TOOL01 v07.0.0 step 4"),
    gettext_noop("TOOL01 v07.0.0 sub-step 4b"),
    gettext_noop("TOOL24 v03.1 step 1"),
    gettext_noop("TOOL24 v03.1 step 2"),
    gettext_noop("TOOL24 v03.1 step 3"),
    gettext_noop("TOOL24 v03.1 step 4"),
    gettext_noop("TOOL24 v03.1 step 5"),
    gettext_noop("TOOL27, period of assessment"),
    gettext_noop("TOOL27, sensitivity analysis"),
    gettext_noop("Offset scheme guidance, additionality analysis by project scale"),
    gettext_noop("EB22 Annex 3"),
    gettext_noop("Prior consideration of the mechanism"),
    gettext_noop("Secretariat checks"),
    gettext_noop("Secretariat checks of investment analyses"),
    gettext_noop("Decision of this project"),
    gettext_noop("Climate Change Response Act Art. 28"),
    gettext_noop("Climate Change Response Act Art. 21"),
    gettext_noop("Climate Change Response Act Art. 35"),
)
TITLES = (
    gettext_noop("Consistency with mandatory laws and regulations"),
    gettext_noop("Alternatives to the project activity"),
    gettext_noop("Simple cost analysis"),
    gettext_noop("Investment comparison analysis"),
    gettext_noop("Benchmark analysis"),
    gettext_noop("Calculation and comparison of financial indicators"),
    gettext_noop("Sensitivity analysis"),
    gettext_noop("Investment analysis"),
    gettext_noop("Barriers that would prevent the project activity"),
    gettext_noop("Barriers would not prevent at least one alternative"),
    gettext_noop("Demonstration of additionality of small-scale project activities"),
    gettext_noop("Applicable capacity or output range"),
    gettext_noop("Factor F and outcome"),
    gettext_noop("Common practice analysis"),
    gettext_noop("Essential distinctions, measures outside the four"),
    gettext_noop("Notice within six months of the start date"),
    gettext_noop("Faults found by reviewers"),
    gettext_noop("See NOTES.md of this pack"),
)
CITED_CLAUSES = (
    # xgettext:no-python-format
    gettext_noop("At least -10 % to +10 %"),
    # xgettext:no-python-format
    gettext_noop("Break-even within 10 %"),
    gettext_noop("New projects"),
    gettext_noop("Notification"),
    gettext_noop("Period of assessment"),
    gettext_noop("Physical bound"),
    gettext_noop("Step 1"),
    gettext_noop("Step 5"),
    # xgettext:no-python-format
    gettext_noop("Variables of more than 20 %"),
    # xgettext:no-python-format
    gettext_noop("Within 5 % below a tier limit"),
    gettext_noop("Within 0.5 points of the benchmark"),
)
KNOWN = frozenset((*RULES, *TITLES, *CLAUSES, *CITED_CLAUSES))


def cited(text: str) -> str:
    """A rule, title or clause in the reader's language; as it stands where it is not listed."""
    return _(text) if text in KNOWN else text
