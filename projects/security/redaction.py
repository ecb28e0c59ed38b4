"""Links from mails open an account: logs must not hold them."""

import logging
import re
from typing import Any

LINK = re.compile(r"(/account/(?:forgotten|invitation)/)[^/\s]+/[^/\s]+")


class WithoutLinks(logging.Filter):
    """Cut the secret part out of addresses in a record, wherever it stands."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redacted(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(redacted(one) for one in record.args)
        for name, value in vars(record).items():
            if isinstance(value, str) and name != "msg":
                setattr(record, name, redacted(value))
        return True


def redacted(value: Any) -> Any:
    return LINK.sub(r"\1…/…", value) if isinstance(value, str) else value
