#!/usr/bin/env python
"""Django's command line. Starts the embedded database when the command needs one."""

import os
import sys

from django.core.management import execute_from_command_line

from jianli_mediation.core.environment import EnvironmentProblemsError
from jianli_mediation.core.launch import ensure_started_for
from jianli_mediation.core.postgres_paths import PostgresError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianli_mediation.settings")
    try:
        ensure_started_for(sys.argv)
        execute_from_command_line(sys.argv)
    except (EnvironmentProblemsError, PostgresError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
