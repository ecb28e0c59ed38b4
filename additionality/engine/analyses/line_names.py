"""What the name of a line of cost says that is no cost of the project (domain section 4, cash flow).

Depreciation affects the tax only; interest and principal of a loan are left out, or have kinds of their
own; so has the income tax. Fees of advisers on a tax and taxes on property are costs.
"""

from __future__ import annotations

import re

_DEPRECIATION = r"\bdepreciation\b|\bamorti[sz]ation\b|折舊(?!性)|攤銷"
_INTEREST = (
    r"(?<!public )(?<!community )(?<!insurable )(?<!working )(?<!royalty )\binterest\b"
    r"(?!\s+(income|earned|received|groups?|part(y|ies))\b)|利息(?!收入)"
)
#: A principal contractor and the repayment of a deposit are none of a loan.
_REPAYMENT = (
    r"\b(loan|debt)\s+principal\b|\bprincipal\s+((re)?payments?\b|(and|&|\+)\s+interest\b)|^\s*principal\s*$"
    r"|\b(loan|debt|credit|bank|capital|principal)\s+repayments?\b|^\s*repayments?\s*$|\bdebt\s+service\b"
    r"|\b(re)?payments?\s+of\s+(the\s+)?((bank|senior)\s+)?(loan|debt|principal)\b"
    r"|攤還|(?<!歸)還本|(?<!補)償還(?!原)|(?<![資成基日樣])本金(?![額屬])"
)
_INCOME_TAX = re.compile(
    r"(?<!non-)(?<!non )\bincome\s+tax(es)?\b|\bcorporat(e|ion)\s+tax(es)?\b|(?<!非)所得稅|營所稅",
    re.IGNORECASE,
)
_ADVICE = re.compile(r"advis|advice|consult|filing|audit|顧問|諮詢|簽證|申報|代辦", re.IGNORECASE)
_NO_COST = re.compile("|".join((_DEPRECIATION, _INTEREST, _REPAYMENT)), re.IGNORECASE)


def is_depreciation_loan_or_tax(name: str) -> bool:
    """Whether a line is named as depreciation, as interest or principal of a loan, or as income tax."""
    if _NO_COST.search(name):
        return True
    return bool(_INCOME_TAX.search(name)) and not _ADVICE.search(name)
