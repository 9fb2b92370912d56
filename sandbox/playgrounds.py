"""Everything that is ever written about a playground and its commands, a verb each.

A playground is built from its commands, so they are only ever added: each gets the next number, the virtual time that
passes before it, and one end (`runs`).
"""

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils import timezone

from sandbox import limits, runs
from sandbox.models import OPEN_STATES, Command, Mode, Playground
from sandbox.plays import START_LINE, History, Mark, Played, Typed


class Refusal(ValueError):
    """A command that this playground does not take; the text says why."""


class NumberTaken(ValueError):
    """The number is another command's, or further on than the next one."""


def create(*, owner: str, manifests: str = "", mode: str = Mode.NFTABLES, is_open: bool = False) -> Playground:
    """A new playground. Its manifests are applied by its first command."""
    with transaction.atomic():
        new = Playground.objects.create(owner=owner, manifests=manifests, mode=mode, is_open=is_open)
        if manifests.strip():
            add(new, START_LINE, manifests)
    return new


def copy(playground: Playground, *, owner: str) -> Playground:
    """The same cluster for somebody else to go on with: all commands that have ended, with what they gave."""
    with transaction.atomic():
        new = Playground.objects.create(
            owner=owner, manifests=playground.manifests, mode=playground.mode, overview_json=playground.overview_json
        )
        ended = [one for one in playground.commands.order_by("number") if one.is_finished]
        for number, command in enumerate(ended, 1):
            command.pk, command.playground, command.number, command.worker = None, new, number, ""
            command._state.adding = True
        Command.objects.bulk_create(ended)
    return new


def add(playground: Playground, line: str, stdin: str = "", *, number: int | None = None) -> Command:
    """Write the next command down and, once it is committed, put it on the queue.

    With a `number`, it is the command of that number or none: the one that is there comes back where it is the same,
    otherwise `NumberTaken` is raised. Raises Refusal at a limit.
    """
    for _ in range(5):
        last = playground.commands.order_by("-number").first()
        following = last.number + 1 if last else 1
        if number is not None and number != following:
            return _same(playground, number, line, stdin)
        _check_limits(playground, following, len(line) + len(stdin))
        now = timezone.now()
        passed = (now - last.created).total_seconds() if last else 0.0
        new = Command(
            playground=playground,
            number=following,
            line=line,
            stdin=stdin,
            seconds=round(min(max(passed, 0.0), limits.MOST_SECONDS_BETWEEN), 3),
            enqueued=now,
        )
        try:
            with transaction.atomic():
                new.save(force_insert=True)
                transaction.on_commit(lambda: runs.enqueue(new))  # noqa: B023
        except IntegrityError:
            continue  # another one was faster and has the number now
        return new
    raise Refusal(limits.OVER_WAITING)


def _same(playground: Playground, number: int, line: str, stdin: str) -> Command:
    found = playground.commands.filter(number=number).first()
    if found is None or (found.line, found.stdin) != (line, stdin):
        raise NumberTaken
    return found


def _check_limits(playground: Playground, following: int, length: int) -> None:
    if following > limits.COMMANDS:
        raise Refusal(limits.OVER_COMMANDS)
    if playground.commands.filter(state__in=OPEN_STATES).count() >= limits.WAITING_COMMANDS:
        raise Refusal(limits.OVER_WAITING)
    used = playground.commands.aggregate(cpu_ms=Sum("cpu_ms"), typed=Sum(Length("line") + Length("stdin")))
    if (used["cpu_ms"] or 0) >= limits.PLAYGROUND_CPU_SECONDS * 1000:
        raise Refusal(limits.OVER_PLAYGROUND_CPU)
    if (used["typed"] or 0) + length > limits.PLAYGROUND_INPUT_BYTES:
        raise Refusal(limits.OVER_PLAYGROUND_INPUT)


def finish(command: Command, played: Played) -> bool:
    """Write what it printed; False where that stands there already."""
    with transaction.atomic():
        written = runs.end(
            command,
            played.state,
            message=played.message,
            exit=played.exit,
            result_json=played.result_json,
            cpu_ms=played.cpu_ms,
        )
        if written and played.overview_json:
            Playground.objects.filter(pk=command.playground_id).update(overview_json=played.overview_json)
    return written


def history(playground: Playground, before: int | None = None) -> History:
    """What was carried out there up to now, or in front of the command of a number: all that has ended, until the
    first that has not."""
    marks: list[Mark] = []
    numbers: list[int] = []
    for command in playground.commands.order_by("number").only("number", "state"):
        if command.number == before or not command.is_finished:
            break
        marks.append(Mark(command.pk, command.is_carried_out))
        numbers.append(command.number)

    def texts(position: int) -> list[Typed]:
        rows = playground.commands.filter(number__in=numbers[position:]).order_by("number")
        return [typed(one) for one in rows.defer("result_json")]

    return History(str(playground.pk), playground.mode, marks, texts)


def typed(command: Command) -> Typed:
    """The command as the runner takes it."""
    has_run = command.is_carried_out or not command.is_finished
    return Typed(command.line, command.stdin, command.seconds, has_run, command.number)
