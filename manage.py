#!/usr/bin/env python
"""Django's command line, with the embedded database started for as long as a command needs it."""

import os
import sys

from factcheck import embedded_postgres


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        with embedded_postgres.running(sys.argv):
            execute_from_command_line(sys.argv)
    except (embedded_postgres.DatabaseUnavailable, ImproperlyConfigured) as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"The database can’t be used ({' '.join(str(error).split())}); check DATABASE_URL and that it runs.")


if __name__ == "__main__":
    main()
