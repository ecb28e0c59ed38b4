"""What the law says: the search, the laws found, the circumstances that exclude."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from additionality.engine.rulepack import RulePack, load_pack
from projects.wizard.fields import Day, OneOf, SomeOf, Text, YesNo
from projects.wizard.forms.step import Questions, StepForm
from projects.wizard.places import places

LEGAL_RULE = "TOOL01 v07.0.0 sub-step 1b"
EVIDENCE_OF_LIMB = _(
    "Statistics of the authority, court decisions, or an independent study. One document may serve both."
)
POLICIES = [
    ("e_plus", _("E+: it favours higher emissions")),
    ("e_minus", _("E−: it favours lower emissions")),
]


class SearchForm(StepForm):
    path = ("regulatory",)
    expected = ("searched",)
    searched = Text(
        _("Which law was searched, where and when?"),
        _(
            "Name the fields of law, the database and the day. A search that found nothing passes; "
            "without a description of the search the finding will be insufficient."
        ),
        max_length=20_000,
        lines=6,
        citation=LEGAL_RULE,
        evidence=_("A list of the search terms and results, or a legal opinion."),
    )
    evidence = SomeOf(_("Which evidence shows the search?"))
    evidence_at = places()


class LawCard(Questions):
    expected = ("binding", "mandates_activity")
    named_by = "title"
    folded: ClassVar[dict[str, Any]] = {
        "in_force": _("in force:"),
        "policy": _("policy:"),
        "unenforced_evidence": _("not enforced:"),
        "unenforced_evidence_at": _("where:"),
        "noncompliance_evidence": _("non-compliance:"),
        "noncompliance_evidence_at": _("where:"),
    }
    title = Text(
        _("What is the law called?"), max_length=1000,
        required=True, error_messages={"required": _("Enter the name of the law.")},
    )  # fmt: skip
    clause = Text(_("Which article?"), max_length=500)
    territory = Text(
        _("Where does it apply?"), _("The country, such as TW, or a region of it."), max_length=200
    )
    adopted = Day(_("On which day was it adopted?"), _("Such as 2009-07-08 or 民國98年7月8日."))
    in_force = Day(_("From which day does it apply?"))
    binding = YesNo(_("Is it binding?"), _("A plan or a target that nobody must follow is not."))
    mandates_activity = YesNo(
        _("Does it require what the project does?"),
        _("A binding law that requires the activity means that it would happen anyway."),
        citation=LEGAL_RULE,
    )
    systematically_unenforced = YesNo(
        _("Is it systematically not enforced?"),
        _("Asked where the law requires the activity."),
        citation=LEGAL_RULE,
    )
    noncompliance_widespread = YesNo(
        _("Is non-compliance widespread?"),
        _("Both this and the question above must be shown."),
        citation=LEGAL_RULE,
    )
    evidence = SomeOf(_("Which evidence shows this?"), evidence=EVIDENCE_OF_LIMB)
    evidence_at = places()
    policy = OneOf(
        _("Does it favour higher or lower emissions?"),
        _("On record for the reviewer. It is never an exception to a law that binds."),
        choices=POLICIES,
        citation="EB22 Annex 3",
    )
    unenforced_evidence = SomeOf(_("Evidence only for: not enforced"))
    unenforced_evidence_at = places(_("Where in it: not enforced"))
    noncompliance_evidence = SomeOf(_("Evidence only for: widespread non-compliance"))
    noncompliance_evidence_at = places(_("Where in it: widespread non-compliance"))


class LawsForm(StepForm):
    path = ("regulatory",)
    card, cards_key, card_prefix = LawCard, "laws", "law"
    most_cards = 500

    def case_values(self) -> dict[str, Any]:
        """An empty list of laws says no more than none given."""
        found = super().case_values()
        return found if found.get("regulatory", {}).get("laws") else {}


#: Asked where a pack has no gate: there a yes decides nothing and is noted.
NOTED = (
    "rec_applied",
    "carbon_fee_source",
    "inventory_batch_1_2",
    "cap_and_trade_source",
    "older_than_3_years",
)


def exclusions_asked(pack: RulePack) -> Collection[str]:
    """What the gate of the pack asks about; without a gate, what is noted."""
    return pack.gate.excluded_by or NOTED


class ExclusionsForm(StepForm):
    """The circumstances that the gate of the pack asks about; without a gate, those that are noted."""

    path = ("regulatory", "exclusions")
    rec_applied = YesNo(
        _("Have renewable energy certificates been applied for within the project boundary?")
    )
    carbon_fee_source = YesNo(
        _("Does a source of the project pay the carbon fee?"),
        citation="Climate Change Response Act Art. 28",
    )
    inventory_batch_1_2 = YesNo(
        _("Is a source of the project in batch 1 or 2 of the inventory duty?"),
        citation="Climate Change Response Act Art. 21",
    )
    cap_and_trade_source = YesNo(
        _("Is a source of the project under cap and trade?"),
        citation="Climate Change Response Act Art. 35",
    )
    older_than_3_years = YesNo(
        _("Was the measure carried out more than three years before the application?")
    )
    new_hcfc22_capacity = YesNo(
        _("Does the project destroy HFC-23 at new capacity to make HCFC-22?"),
        _("Paying for it would be a reason to make more of it."),
        citation="CDM decisions on HFC-23 at new HCFC-22 facilities",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        pack = load_pack(self.given.pack)
        asked = exclusions_asked(pack)
        self.fields = {name: one for name, one in self.fields.items() if name in asked}
        self.expected = pack.gate.must_be_answered  # type: ignore[misc]
