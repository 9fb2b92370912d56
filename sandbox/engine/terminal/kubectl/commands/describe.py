"""``kubectl describe`` (``k8s.io/kubectl/pkg/cmd/describe``, v1.37): each object's text, two blank lines between."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl import command
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands import get
from sandbox.engine.terminal.kubectl.describers import described
from sandbox.engine.terminal.kubectl.failures import Failure, Refused, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.selection import Selection, select

_NO_TYPE = (
    'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of '
    "supported resources.\n"
)


def run(call: Call) -> None:
    if not call.words and not call.flags["filename"]:
        raise Failure(_NO_TYPE)
    shows_events = call.flags["show-events"]
    chosen = get.from_files(call) if call.flags["filename"] else select(call, call.words)
    if len(call.words) == 2 and len(chosen.failures) == 1 and not chosen.answers:
        _by_prefix(call, chosen)
        return
    objects = chosen.objects
    call.shown.extend(obj for _, obj in objects)
    call.stdout.append("\n\n".join(described(call.state, obj, shows_events=shows_events) for _, obj in objects))
    if not objects and not chosen.failures:
        everywhere = call.flags["all-namespaces"]
        call.complain("No resources found" if everywhere else f"No resources found in {call.namespace} namespace.")
    failure = together(chosen.failures)
    if failure is not None:
        raise failure


def _by_prefix(call: Call, missing: Selection) -> None:
    """``describe svc we``: everything of that kind whose name begins so, or the first refusal."""
    failure = missing.failures[0]
    if not isinstance(failure, Refused) or failure.status.reason != "NotFound":
        raise failure
    kind, prefix = call.words
    found = [obj for _, obj in select(call, [kind]).objects if obj.name.startswith(prefix)]
    call.shown.extend(found)
    for obj in found:
        call.stdout.append(described(call.state, obj, shows_events=call.flags["show-events"]) + "\n")
    if not found:
        raise failure


COMMAND = Command(
    "describe",
    run,
    (
        command.SELECTOR,
        command.ALL_NAMESPACES,
        *command.FILES,
        Flag("show-events", "bool", default=True),
        Flag("chunk-size", "int", default=500),
    ),
)
