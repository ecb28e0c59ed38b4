"""Tax and loan by their terms: what the engine computes year by year."""

from django.utils.translation import gettext_lazy as _

from projects.wizard.fields import Number, OneOf, Rate, Yearly
from projects.wizard.forms.step import StepForm


class TaxForm(StepForm):
    path = ("investment", "tax")
    rate = Rate(
        _("What is the rate of the tax on income, in percent?"),
        _("Leave this page blank if the tax is a line of the cash flow; it will then not move with the others."),
        least=0, most=100, evidence=_("The law, with its date."),
    )  # fmt: skip
    depreciation__method = OneOf(
        _("How is the investment depreciated for tax?"),
        choices=[
            ("straight_line", _("In equal parts (straight line)")),
            ("declining_balance", _("By a share of what is left (declining balance)")),
        ],
        evidence=_("The table of depreciation of the tax authority."),
    )
    depreciation__years = Number(
        _("Over how many years?"), _("Counted from the first year with revenue."), least=1, most=200, whole=True
    )  # fmt: skip
    depreciation__rate = Rate(
        _("Which share of what is left each year, in percent?"), _("For the declining balance only."), least=0, most=100
    )  # fmt: skip
    holiday_years = Number(
        _("For how many years is no tax due?"), _("Counted from the first year with revenue."),
        least=0, most=200, whole=True,
    )  # fmt: skip
    loss_carry_forward_years = Number(
        _("For how many years may a loss be carried forward?"), _("Left blank, without limit, and a concern says so."),
        least=0, most=200, whole=True,
    )  # fmt: skip


class LoanForm(StepForm):
    path = ("investment", "loan")
    drawdowns = Yearly(
        _("How much of the loan is drawn down in each year?"),
        _(
            "One number for each year of the cash flow, separated by semicolons, such as 900; 0; 0. Leave this page "
            "blank if there is no loan, or if its payments are lines of the cash flow."
        ),
        evidence=_("The loan agreement, or the bank's offer."),
    )
    rate = Rate(
        _("What is the interest, in percent?"), _("A year, on what is owed at the start of the year."),
        least=0, most=100,
    )  # fmt: skip
    grace_years = Number(
        _("How many years of grace are there?"), _("Years with interest only, after the last drawdown."),
        least=0, most=200, whole=True,
    )  # fmt: skip
    years = Number(
        _("In how many years is it repaid?"),
        _("After the years of grace."),
        least=1,
        most=200,
        whole=True,
    )
    repayment = OneOf(
        _("How is it repaid?"),
        choices=[
            ("annuity", _("In equal instalments of interest and principal (annuity)")),
            ("equal_principal", _("In equal parts of the principal")),
        ],
    )
    construction_interest = OneOf(
        _("What happens to the interest until the last drawdown?"),
        choices=[("paid", _("It is paid")), ("capitalised", _("It is added to the loan"))],
    )
