"""The WSGI application that a server such as gunicorn runs."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from additionality.environment import BadSetting

#: By this a gunicorn knows that starting another process would not help.
BOOT_FAILED = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "additionality.settings")
try:
    application = get_wsgi_application()
except BadSetting as wrong:  # the sentence says all; a traceback would hide it
    print(wrong, file=sys.stderr)  # noqa: T201
    sys.exit(BOOT_FAILED)
