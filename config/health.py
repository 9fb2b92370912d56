"""/healthz: whether database, queue and worker answer, each asked for real and none waited for long."""

import logging
from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.celery import app

log = logging.getLogger(__name__)

ANSWER_SECONDS = 1.0


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sandbox_submission WHERE state = 'none'")
        return bool(cursor.fetchone() == (0,))


def queue_answers() -> bool:
    with redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=ANSWER_SECONDS, socket_timeout=ANSWER_SECONDS
    ) as server:
        return bool(server.ping())


def worker_answers() -> bool:
    """The first worker that answers a ping ends the wait. One that is just starting may have missed the first ping."""
    return any(app.control.ping(timeout=ANSWER_SECONDS / 4, limit=1) for _ in range(4))


QUESTIONS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "queue": queue_answers,
    "worker": worker_answers,
}


class Answers(serializers.Serializer[Any]):
    database = serializers.ChoiceField(choices=["ok", "no answer"])
    queue = serializers.ChoiceField(choices=["ok", "no answer"])
    worker = serializers.ChoiceField(choices=["ok", "no answer"])


class Health(APIView):
    """200 where all answer, otherwise 503."""

    throttle_classes = ()

    @extend_schema(
        operation_id="healthz",
        summary="Whether database, queue and worker answer",
        responses={200: Answers, 503: Answers},
    )
    @method_decorator(never_cache)
    def get(self, request: Request) -> Response:
        answers: dict[str, str] = {}
        for name, question in QUESTIONS.items():
            # A worker could only be asked over the queue.
            is_pointless = name == "worker" and answers["queue"] != "ok"
            answers[name] = "no answer" if is_pointless else _ask(name, question)
        return Response(answers, status=200 if set(answers.values()) == {"ok"} else 503)


def _ask(name: str, question: Callable[[], bool]) -> str:
    try:
        return "ok" if question() else "no answer"
    except (DatabaseError, OperationalError, RedisError, OSError) as error:
        log.warning("healthz: %s does not answer: %s", name, error)
        return "no answer"
