"""What workers do for quizzes: make questions before somebody wants them.

A message says what sort is wanted and nothing else. Making the same questions twice writes them once, and a message
that is lost costs nothing: whoever draws next from a low pool asks again. So it needs no row of its own.
"""

from celery import shared_task

from quizzes import filling
from quizzes.pool import Wish


@shared_task(name="quizzes.refill")
def refill(difficulty: int, topic: str = "", kind: str = "") -> int:
    """Make questions of a sort; how many were new."""
    return filling.fill(Wish(difficulty, topic, kind))
