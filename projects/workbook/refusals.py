"""Why there is no workbook, in words."""

from django.utils.translation import gettext as _

from projects import wording
from projects.workbook.analysis import NoWorkbook


def sentence(refusal: NoWorkbook) -> str:
    """The reason in the active language."""
    if refusal.reason == "too_large":
        return _("The cash flow is too large for a workbook.")
    return wording.reason_sentence(refusal.reason, refusal.figures, {})
