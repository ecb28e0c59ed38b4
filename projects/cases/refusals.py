"""Why a file is not taken as evidence, in a sentence that says what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import EvidenceFile
from projects.services.file_types import FileRefused
from projects.showing.numbers import moment

SENTENCES = {
    "empty": gettext_lazy("The file is empty. Choose the file again."),
    "too_large": gettext_lazy("The file is larger than %(limit)s MB. Choose a smaller one."),
    "too_many": gettext_lazy("A case holds at most %(limit)s files. Remove one first."),
    "not_accepted": gettext_lazy("Files of this kind are not taken. Accepted are %(endings)s."),
    "old_office": gettext_lazy(
        "This is a file of an old office program. Save it as PDF, .docx, .xlsx or .pptx."
    ),
    "archive": gettext_lazy("This is an archive, not a document. Upload its files one by one."),
    "encrypted": gettext_lazy("The file is locked with a password. Upload it without one."),
    "bomb": gettext_lazy("The file unpacks to far more than its size and is not taken."),
    "damaged": gettext_lazy("The file is damaged and cannot be opened. Save it anew."),
    "macros": gettext_lazy("The file holds macros. Save it without macros, or as PDF."),
    "markup": gettext_lazy("Web pages and drawings with code are not taken. Save it as PDF."),
    "name_differs": gettext_lazy(
        "The name ends in %(ending)s, but the content is another kind (%(expected)s). "
        "Rename the file or choose the right one."
    ),
}


def refusal(refused: FileRefused) -> str:
    """The sentence for a refused file."""
    words: Mapping[str, str] = refused.params
    return str(SENTENCES[refused.code]) % words if words else str(SENTENCES[refused.code])


def already_there(existing: EvidenceFile) -> str:
    """The sentence for a file that is in the case: under which key, by whom and since when."""
    words = _(
        "The same file is here already, as %(key)s %(title)s, uploaded by %(name)s on %(moment)s."
    )
    return words % {
        "key": existing.key,
        "title": existing.title,
        "name": existing.uploaded_by.name,
        "moment": moment(existing.uploaded_at),
    }
