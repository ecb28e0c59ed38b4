"""The wizard's storage: the draft of the case that the view put on the request."""

from typing import Any

from formtools.wizard.storage.base import BaseStorage


class DraftStorage(BaseStorage):
    """Reads `Case.draft`; writing is done by `saving.save_step` alone, by one conditional UPDATE.

    Which step is open is in the address, so two cases or tabs never share it, and a GET writes nothing.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.data = {
            self.step_key: None,
            # Nothing else may hang on the request, which refers to itself and so waits for the collector.
            self.step_data_key: vars(self.request).pop("case").draft,
            self.step_files_key: {},
            self.extra_data_key: {},
        }

    def reset(self) -> None:
        """Keep the answers: formtools resets as soon as `done()` returns."""
