#!/usr/bin/env python
"""Run a command of the application, such as `assess`, `verify` or `runserver`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "additionality.settings")
    from django.core.management import execute_from_command_line

    from additionality.environment import BadSetting

    try:
        execute_from_command_line(sys.argv)
    except BadSetting as wrong:
        sys.exit(str(wrong))  # the sentence says all; a traceback would hide it


if __name__ == "__main__":
    main()
