"""The Celery application, and what a worker does when it starts and stops."""

import os
from typing import Any

from celery import Celery, signals

from config import parting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("kubedrill")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
def warm_up(**_: Any) -> None:
    """Before the pool forks, so that its processes share what is built."""
    from sandbox import runner

    runner.warm_up()


@signals.worker_ready.connect
def start_pulse(**_: Any) -> None:
    from sandbox.tasks import ask_for_sweep
    from sandbox.workers import Pulse

    # A daemon thread: it beats on while a warm shutdown lets tasks finish, and ends with the process.
    Pulse(ask_for_sweep).start()


@signals.worker_process_init.connect
def end_with_worker(**_: Any) -> None:
    """Processes of the pool do not outlive a worker that is killed."""
    parting.end_with_parent()
