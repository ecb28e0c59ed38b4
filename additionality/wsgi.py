"""The WSGI application that a server such as gunicorn runs."""

import gc
import os
import sys
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from additionality.environment import BadSetting

#: So many objects more than were given back let Python look for circles of them. A page makes a few thousand, all of
#: which go with it; of 700, Python's own number, a fifth of the time of a save was spent looking.
MORE_OBJECTS = 20_000


def loaded() -> None:
    """Load the pages now, and let the collector pass over what stays as long as the process."""
    from django.conf import settings

    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(MORE_OBJECTS, *gc.get_threshold()[1:])


#: By this a gunicorn knows that starting another process would not help.
BOOT_FAILED = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "additionality.settings")
try:
    application = get_wsgi_application()
    loaded()
except BadSetting as wrong:  # the sentence says all; a traceback would hide it
    print(wrong, file=sys.stderr)  # noqa: T201
    sys.exit(BOOT_FAILED)
