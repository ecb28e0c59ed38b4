"""The settings of gunicorn that are no choice: `gunicorn -c python:additionality.serving …`.

Where to listen and with how many processes stands in the command. A bad setting of the application
stops the server here, before it begins.
"""

import os
import shutil
import sys
import tempfile
from typing import Any

from additionality.environment import BadSetting

try:
    from additionality.settings import LOGGING
except BadSetting as wrong:  # the sentence says all; a traceback would hide it
    sys.exit(str(wrong))

_SHARED = "PROMETHEUS_MULTIPROC_DIR"
_made = ""
if _SHARED not in os.environ:  # new at every start, so that nothing is counted twice
    os.environ[_SHARED] = _made = tempfile.mkdtemp(prefix="additionality-metrics-")

wsgi_app = "additionality.wsgi"
worker_class = "sync"  # threads make the slowest answers slower
timeout = 60  # seconds until a process that hangs is replaced
control_socket_disable = True  # systemd is who starts and stops it
logconfig_dict = LOGGING | {
    "loggers": {
        "gunicorn.error": {"propagate": True},
        "gunicorn.access": {"level": "ERROR"},  # it would name addresses; our own lines do not
    }
}


def on_exit(server: Any) -> None:
    """Remove the folder of the figures, if it was made here."""
    if _made:
        shutil.rmtree(_made, ignore_errors=True)
