"""The table of Jobs."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import ages, wording
from sandbox.engine.terminal.kubectl.printers.printer import TEMPLATE, Printer, View, columns

#: A condition that is true, and the status it gives, in the order in which they are asked.
_ENDS = (("Complete", "Complete"), ("Failed", "Failed"))
_STATES = (("Suspended", "Suspended"), ("FailureTarget", "FailureTarget"), ("SuccessCriteriaMet", "SuccessCriteriaMet"))


def _cells(job: Object, view: View) -> list[str]:
    return [
        job.name,
        _state(job),
        _completions(job),
        _duration(job, view),
        view.age(job),
        *wording.containers_cells(wording.template_containers(job)),
        wording.selector_text(job.spec.get("selector")) or "<none>",
    ]


def _state(job: Object) -> str:
    def first(names: tuple[tuple[str, str], ...]) -> str:
        return next(
            (
                word
                for name, word in names
                if (found := wording.condition(job, name)) is not None and found.get("status") == "True"
            ),
            "",
        )

    return first(_ENDS) or ("Terminating" if job.is_terminating else first(_STATES) or "Running")


def _completions(job: Object) -> str:
    succeeded, wanted = job.status.get("succeeded", 0), job.spec.get("completions")
    if wanted is not None:
        return f"{succeeded}/{wanted}"
    parallel = job.spec.get("parallelism") or 0
    return f"{succeeded}/1 of {parallel}" if parallel > 1 else f"{succeeded}/1"


def _duration(job: Object, view: View) -> str:
    started, ended = job.status.get("startTime"), job.status.get("completionTime")
    if not started:
        return ""
    end = ages.seconds_of(ended) if ended else view.now
    return ages.human(end - ages.seconds_of(started))


PRINTER = Printer(columns("Name", "Status", "Completions", "Duration", "Age", wide=TEMPLATE), _cells)
