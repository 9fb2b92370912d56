"""A question to a worker that somebody waits for: nothing is kept of it, and without an answer it is as if never asked.

The question is a task, the answer a key in Redis that goes by itself.
"""

import json
import uuid
from functools import cache
from typing import Any

import redis
from celery import Task
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

WAIT_SECONDS = 2.0
_KEEP_SECONDS = 10


class NoAnswer(Exception):
    """No worker answered within `WAIT_SECONDS`."""


def ask(task: "Task[Any, Any]", *words: Any) -> Any:
    """What a worker answers: `task` gets `words` and behind them the name to answer under. Raises NoAnswer."""
    name = f"kubedrill:answer:{uuid.uuid4().hex}"
    try:
        task.apply_async((*words, name), retry=False, expires=WAIT_SECONDS)
        found = _server().blpop([name], timeout=WAIT_SECONDS)
    except (OperationalError, RedisError, OSError):
        raise NoAnswer from None
    if not found:
        raise NoAnswer
    return json.loads(found[1])


def answer(name: str, value: Any) -> None:
    """Answer the question that waits under `name`."""
    server = _server()
    server.rpush(name, json.dumps(value))
    server.expire(name, _KEEP_SECONDS)


@cache
def _server() -> "redis.Redis":
    return redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=WAIT_SECONDS + 1)
