"""A lab for tests that is small, and what a worker would do."""

from sandbox import tasks
from sandbox.labs import actions, content
from sandbox.labs.models import Lab, LabAttempt, LabCheck
from sandbox.models import Command, Playground

SLUG = "nobody-answers"
FIRST, SECOND = "find-a-pod", "find-both"
MEND_FIRST = "kubectl set selector service web app=web"
MEND_SECOND = "kubectl label pod web-1 app=web --overwrite"


def loaded(*slugs: str) -> Lab:
    """The labs of these slugs are in the database; the first of them."""
    wanted = slugs or (SLUG,)
    actions.load(lab for lab in content.read()[0] if lab.slug in wanted)
    return Lab.objects.get(slug=wanted[0])


def begun(visitor: str = "alice") -> LabAttempt:
    """An attempt whose cluster has been made."""
    attempt = actions.begin(loaded(), visitor=visitor)
    carry_out()
    return attempt


def carry_out() -> None:
    """What workers do with every message that is due."""
    for command in Command.objects.order_by("playground", "number"):
        tasks.play(str(command.pk))
    for check in LabCheck.objects.order_by("created"):
        tasks.check(str(check.pk))


def typed(playground: Playground, line: str) -> Command:
    from sandbox import playgrounds

    command = playgrounds.add(playground, line)
    tasks.play(str(command.pk))
    command.refresh_from_db()
    return command


def checked(attempt: LabAttempt, step: str) -> LabCheck:
    check = actions.check(attempt, step)
    tasks.check(str(check.pk))
    check.refresh_from_db()
    return check
