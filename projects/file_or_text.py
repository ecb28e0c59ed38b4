"""A form that takes a file, or its text pasted: one of the two."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FileOrTextForm(forms.Form):
    """The base of such forms; `most_bytes` is how large the content may be."""

    use_required_attribute = False
    most_bytes: int
    file = forms.FileField(required=False, allow_empty_file=True)
    text = forms.CharField(
        label=_("Or paste its text"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        required=False,
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        has_text = bool((found.get("text") or "").strip())
        if not self.errors and bool(found.get("file")) == has_text:
            self.add_error("file", _("Choose a file, or paste its text: one of the two."))
        return found

    def content(self) -> bytes:
        """The bytes of the file or text; of a file at most one more than is allowed."""
        upload = self.cleaned_data["file"]
        return upload.read(self.most_bytes + 1) if upload else self.cleaned_data["text"].encode()
