"""The rules a submission was judged by, if they are those of this installation."""

from contextlib import suppress

from additionality.engine.rulepack import RulePack, UnknownPack, load_edition, load_pack, pack_keys
from projects.models import Submission


class OtherRules(Exception):
    """A submission was judged by an edition that is not kept here: figures of both must not be mixed.

    `edition` and `sha256` are those of the submission's pack `key`; `loaded` and `loaded_sha256`
    those of the pack here, empty where there is none of that key.
    """

    def __init__(self, submission: Submission, pack: RulePack | None) -> None:
        super().__init__(submission.pack_key)
        self.key = submission.pack_key
        self.edition, self.sha256 = submission.pack_edition, submission.pack_sha256
        self.loaded = pack.edition if pack else ""
        self.loaded_sha256 = pack.sha256 if pack else ""


def pack_of(submission: Submission) -> RulePack:
    """The very pack the submission was judged by. Raises `OtherRules`."""
    with suppress(UnknownPack):
        return load_edition(submission.pack_key, submission.pack_sha256)
    known = submission.pack_key in pack_keys()
    raise OtherRules(submission, load_pack(submission.pack_key) if known else None)
