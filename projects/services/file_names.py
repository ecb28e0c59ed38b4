"""A file name as it may be shown and offered again, whatever was sent."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.http import content_disposition_header

LONGEST = 150


def clean_name(name: str) -> str:
    """`name` without folders, control or direction characters, at most LONGEST characters.

    The ending is kept when a long name is cut. An empty result becomes "file".
    """
    text = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    text = "".join(" " if char.isspace() else char for char in text)
    text = without_marks(text)
    text = re.sub(r'[<>:"|?*]', "_", re.sub(r" +", " ", text)).strip(" .")
    if len(text) > LONGEST:
        ending = PurePosixPath(text).suffix[:20]
        text = text[: LONGEST - len(ending)].rstrip(" .") + ending
    return text or "file"


def without_marks(text: str) -> str:
    """`text` without control and direction characters, which make it read as something else."""
    return "".join(char for char in text if not unicodedata.category(char).startswith("C"))


def download_name(*parts: str, ending: str) -> str:
    """What a file is called when it is downloaded: the project, the kind of file, which of them.

    Like `Coastal-wind-farm_case-file_draft.json`: no spaces and no marks, so that it is typed easily
    in a terminal; each part at most 60 characters.
    """
    return "_".join(filter(None, map(_joined, parts))) + ending


def _joined(part: str) -> str:
    words = re.findall(r"[\w.+]+", unicodedata.normalize("NFC", part).replace("_", " "))
    return "-".join(words)[:60].strip("-.")


def as_download(name: str) -> str:
    """The header that offers an answer as a file of this name."""
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
