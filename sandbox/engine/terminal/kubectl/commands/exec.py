"""``kubectl exec POD -- PROGRAM …``: a program of ``terminal.programs`` in a pod's network.

Follows ``k8s.io/kubectl/pkg/cmd/exec`` (v1.37) for what is said before the program runs.
"""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal import commandline, programs
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, UsageFailure
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.owners import pod_of
from sandbox.engine.terminal.kubectl.resources import got, kind_named, pairs
from sandbox.engine.terminal.programs.watched import Watched

_SHELLS = ("sh", "bash", "ash")
_DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container"


def run(call: Call) -> None:
    words = call.words
    if not words or call.dash == 0:
        raise (
            UsageFailure("pod, type/name or --filename must be specified", call.command)
            if not words
            else Failure("pod, type/name or --filename must be specified")
        )
    if call.dash is None and len(words) > 1:
        raise UsageFailure(
            "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead", call.command
        )
    program_words = words[1:]
    if not program_words:
        raise Failure("you must specify at least one command for the container")
    pod = _pod(call, words[0])
    if pod.status.get("phase") in ("Succeeded", "Failed"):
        raise Failure(f"cannot exec into a container in a completed pod; current phase is {pod.status['phase']}")
    container = _container(call, pod)
    _run(call, pod, container, program_words)


def _pod(call: Call, word: str) -> Object:
    if "/" in word:
        _, named = pairs([word])
        kind, name = named[0]
        if kind.name != "Pod":
            return pod_of(call, kind, got(call.answer(call.api.get(kind, call.namespace, name))))
        word = name
    return got(call.answer(call.api.get(kind_named("Pod"), call.namespace, word)))


def _container(call: Call, pod: Object) -> str:
    names = [
        one.get("name", "")
        for field in ("containers", "initContainers", "ephemeralContainers")
        for one in pod.spec.get(field) or ()
    ]
    asked = call.flags["container"]
    if asked:
        if asked not in names:
            raise Failure(f"container {asked} is not valid for pod {pod.name} out of: {', '.join(names)}")
        return str(asked)
    default = pod.annotations.get(_DEFAULT_CONTAINER)
    if default in names:
        return str(default)
    if len(pod.spec.get("containers") or ()) > 1:
        listed = [f"{one}" for one in names]
        call.complain(f'Defaulted container "{names[0]}" out of: {", ".join(listed)}')
    return names[0] if names else ""


def _run(call: Call, pod: Object, container: str, words: list[str]) -> None:
    if words[0].rsplit("/", 1)[-1] in _SHELLS and words[1:2] == ["-c"] and len(words) == 3:
        try:
            words = commandline.parse(words[2]).words
        except commandline.Unparsable as error:
            raise Failure(f"{words[0]}: {error}") from None
        if not words:
            return
    name, *arguments = words
    if name.rsplit("/", 1)[-1] in _SHELLS and not arguments:
        if call.flags["stdin"] or call.flags["tty"]:
            raise NotModelled(
                "a shell in the pod that stays open; run one program after the other, as in `kubectl "
                f"exec {pod.name} -- curl web`"
            )
        return  # without standard input it has nothing to do
    play = programs.program(name)
    if play is None:
        raise Failure(
            "Internal error occurred: Internal error occurred: error executing command in container: "
            f'exec: "{name}": executable file not found in $PATH: not found (of a pod\'s programs '
            f"{', '.join(sorted(programs.PROGRAMS))} are modelled here)"
        )
    stdin = call.stdin if call.flags["stdin"] else None
    cluster = Watched(call.cluster, call.traces)
    output = play(arguments, programs.Environment(cluster, pod, container, stdin))
    call.stdout.append(output.stdout)
    call.stderr.append(output.stderr)
    call.problems.extend(output.problems)
    if output.exit:
        call.complain(f"command terminated with exit code {output.exit}")
    call.exit = output.exit


COMMAND = Command(
    "exec",
    run,
    (
        Flag("container", "string", "c", ""),
        Flag("stdin", "bool", "i"),
        Flag("tty", "bool", "t"),
        Flag("quiet", "bool", "q"),
        Flag("pod-running-timeout", "duration", default="1m0s"),
        Flag("filename", "strings", "f"),
    ),
)
