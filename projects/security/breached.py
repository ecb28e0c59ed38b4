"""Passwords that are known from breaches, where the installation has a list of them.

The list is a file of the form in which Have I Been Pwned gives its own: a line for each password,
its SHA-1 in capital letters, a colon and a count, in the order of the hashes. It is asked on this
machine, by halving: some forty looks into a file of any size.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_LINE = 80


class BreachedPassword:
    """Refuse what stands in the file that `BREACHED_PASSWORDS` names; nothing without one."""

    def validate(self, password: str, user: object | None = None) -> None:
        file = settings.BREACHED_PASSWORDS
        if file is not None and stands_in(file, password):
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self) -> str:
        return _("This password has become known in a breach of some site. Choose another.")


def stands_in(file: Path, password: str) -> bool:
    """Whether the sorted list has the hash of this password."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            lines.seek(max(middle - 1, 0))
            if middle:
                lines.readline(LONGEST_LINE)  # the rest of the line that `middle` stands in
            begins = lines.tell()
            found = lines.readline(LONGEST_LINE)[: len(wanted)]
            if found == wanted:
                return True
            if not found or found > wanted:
                high = middle
            else:
                low = begins + 1
    return False
