"""``kubectl run``: a pod from an image, and a program in it with ``--rm -i -- PROGRAM``.

Follows ``k8s.io/kubectl/pkg/cmd/run`` (v1.37).
"""

from __future__ import annotations

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal import programs
from sandbox.engine.terminal.kubectl import command, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, kind_named
from sandbox.engine.terminal.programs.watched import Watched

_RESTART = ("Always", "OnFailure", "Never")


def run(call: Call) -> None:
    flags = call.flags
    if "image" not in flags.given:
        raise Failure('required flag(s) "image" not set')
    if not call.words or call.dash == 0:
        raise call.usage("NAME is required for run")
    if not flags["image"]:
        raise Failure("--image is required")
    name, *words = call.words
    if flags["restart"] not in _RESTART:
        raise call.usage(f"invalid restart policy: {flags['restart']}")
    attaches = flags["attach"] or flags["stdin"] or flags["tty"]
    if flags["rm"] and not attaches:
        raise call.usage("--rm should only be used for attached containers")
    if flags["expose"] and not flags["port"]:
        raise call.usage("--port must be set when exposing a service")
    pod = _pod(call, name, words)
    kind = kind_named("Pod")
    info = Info(kind, call.namespace, name, pod)
    if call.dry_run != "client":
        reply = call.answer(call.api.create(kind, call.namespace, pod, dry_run=call.dry_run == "server"))
        info.tree = reply.object.tree if reply.object is not None else pod
    if attaches and call.dry_run == "none":
        _attach(call, info, words)
        return
    if flags["expose"]:
        _expose(call, name)
    printing.operation(call, info, "created")


def _pod(call: Call, name: str, words: list[str]) -> Tree:
    flags = call.flags
    container: Tree = {"image": flags["image"], "name": name, "resources": {}}
    if words:
        container["command" if flags["command"] else "args"] = words
    env = []
    for text in flags["env"]:
        key, sign, value = text.partition("=")
        if not sign or not key:
            raise Failure(f"invalid env: {text}")
        env.append({"name": key, "value": value})
    if env:
        container["env"] = env
    if flags["port"]:
        if not flags["port"].isdigit():
            raise Failure(f'strconv.Atoi: parsing "{flags["port"]}": invalid syntax')
        container["ports"] = [{"containerPort": int(flags["port"])}]
    if flags["image-pull-policy"]:
        container["imagePullPolicy"] = flags["image-pull-policy"]
    labels = dict(part.split("=", 1) for part in flags["labels"].split(",") if "=" in part) or {"run": name}
    metadata: Tree = {"labels": labels, "name": name}
    annotations = dict(part.split("=", 1) for part in flags["annotations"] if "=" in part)
    if annotations:
        metadata["annotations"] = annotations
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": flags["restart"]},
    }


def _expose(call: Call, name: str) -> None:
    kind = kind_named("Service")
    port = int(call.flags["port"])
    tree = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name},
        "spec": {"ports": [{"port": port, "protocol": "TCP", "targetPort": port}], "selector": {"run": name}},
    }
    if call.dry_run != "client":
        call.answer(call.api.create(kind, call.namespace, tree, dry_run=call.dry_run == "server"))
    printing.operation(call, Info(kind, call.namespace, name, tree), "created")


def _attach(call: Call, info: Info, words: list[str]) -> None:
    """Run the program at once and take the pod away again where ``--rm`` asks for it."""
    call.cluster.settle()
    pod = call.state.get("Pod", info.namespace, info.name)
    play = programs.program(words[0]) if words else None
    if pod is None or play is None:
        call.api.delete(info.kind, info.namespace, info.name, grace=0)
        raise NotModelled(f"`kubectl run -i` with anything but one of {', '.join(sorted(programs.PROGRAMS))}")
    cluster = Watched(call.cluster, call.traces)
    output = play(words[1:], programs.Environment(cluster, pod, info.name, call.stdin))
    call.stdout.append(output.stdout)
    call.stderr.append(output.stderr)
    call.exit = output.exit
    if call.flags["rm"]:
        call.api.delete(info.kind, info.namespace, info.name, grace=0)
        call.cluster.settle()
        call.print(f'pod "{info.name}" deleted from {info.namespace} namespace')
    if output.exit:
        call.complain(f"pod {info.namespace}/{info.name} terminated (Error)")


COMMAND = Command(
    "run",
    run,
    (
        Flag("image", default=""),
        Flag("port", default=""),
        Flag("labels", "string", "l", ""),
        Flag("env", "array"),
        Flag("expose", "bool"),
        Flag("restart", default="Always"),
        Flag("rm", "bool"),
        Flag("stdin", "bool", "i"),
        Flag("tty", "bool", "t"),
        Flag("attach", "bool"),
        Flag("command", "bool"),
        Flag("quiet", "bool", "q"),
        Flag("annotations", "array"),
        Flag("image-pull-policy", default=""),
        Flag("overrides", default=""),
        Flag("privileged", "bool"),
        Flag("pod-running-timeout", "duration", default="1m0s"),
        Flag("save-config", "bool"),
        Flag("leave-stdin-open", "bool"),
        Flag("wait", "bool"),
        Flag("force", "bool"),
        Flag("grace-period", "int", default=-1),
        command.DRY_RUN,
        *command.PRINTING,
        command.FIELD_MANAGER,
    ),
)
