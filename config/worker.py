"""A worker: `python -m config.worker`. What it does is in each app's `tasks`, what its start does in `config.celery`.

Celery's own command line would do the same, after importing an interactive prompt and checking the whole site: that
is half of the time that a start takes.
"""

import os
import sys
import warnings

# `manage.py migrate` has checked the site already; here the checks would load all of its pages.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

from celery.exceptions import SecurityWarning

from config import env
from config.celery import app


def main() -> int:
    # In a container everybody is root; messages are JSON, and what learners send runs in cells.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    worker = app.Worker(
        pool_cls="prefork",
        concurrency=env.number("WORKER_PROCESSES", 2, least=1),
        loglevel=env.text("LOG_LEVEL", "WARNING"),
        without_gossip=True,
        without_mingle=True,
        quiet=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


if __name__ == "__main__":
    sys.exit(main())
