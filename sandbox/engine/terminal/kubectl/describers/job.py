"""``kubectl describe job``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import ages, go_values, wording
from sandbox.engine.terminal.kubectl.describers import events, pod_template
from sandbox.engine.terminal.kubectl.describers.description import Description

_SETTINGS = (
    ("Completion Mode", "completionMode", ""),
    ("Suspend", "suspend", ""),
    ("Backoff Limit", "backoffLimit", ""),
    ("TTL Seconds After Finished", "ttlSecondsAfterFinished", ""),
)
_MOST_INDEXES = 50


def describe(job: Object, out: Description) -> None:
    """The Job and how far it is."""
    spec, status = job.spec, job.status
    out.name(job)
    out.line(f"Selector:\t{wording.selector_text(spec.get('selector'))}")
    out.meta(job)
    owner = wording.controller_of(job)
    if owner is not None:
        out.line(f"Controlled By:\t{owner.get('kind', '')}/{owner.get('name', '')}")
    if spec.get("parallelism") is not None:
        out.line(f"Parallelism:\t{spec['parallelism']}")
    out.line(f"Completions:\t{spec['completions'] if spec.get('completions') is not None else '<unset>'}")
    for title, field, _ in _SETTINGS:
        if spec.get(field) is not None:
            out.line(f"{title}:\t{go_values.plain(spec[field])}")
    started, ended = status.get("startTime"), status.get("completionTime")
    if started:
        out.line(f"Start Time:\t{ages.rfc1123(started)}")
    if ended:
        out.line(f"Completed At:\t{ages.rfc1123(ended)}")
    if started and ended:
        out.line(f"Duration:\t{ages.human(ages.seconds_of(ended) - ages.seconds_of(started))}")
    if spec.get("activeDeadlineSeconds") is not None:
        out.line(f"Active Deadline Seconds:\t{spec['activeDeadlineSeconds']}s")
    ready = f" ({status['ready']} Ready)" if status.get("ready") is not None else ""
    out.line(
        f"Pods Statuses:\t{status.get('active', 0)} Active{ready} / {status.get('succeeded', 0)} Succeeded / "
        f"{status.get('failed', 0)} Failed"
    )
    if spec.get("completionMode") == "Indexed":
        out.line(f"Completed Indexes:\t{_indexes(status.get('completedIndexes') or '')}")
    pod_template.describe(out, spec.get("template"))
    out.events(events.about(out.state, job))


def _indexes(text: str) -> str:
    if not text:
        return "<none>"
    end = text.find(",", _MOST_INDEXES)
    return text if end < 0 else text[: end + 1] + "..."
