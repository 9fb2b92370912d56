"""``kubectl set selector|image|env`` (``k8s.io/kubectl/pkg/cmd/set``, v1.37)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.engine.apiserver.patching.three_way import two_way
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl import command, printing, selectors
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, UsageFailure, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import NOTHING_GIVEN, Info, existing, visit

_SET = re.compile(r"([^\s,]+)\s+(in|notin)\s*\(([^)]*)\)")
#: Kinds with a pod template, and the path to the pod's spec.
TEMPLATED = ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController")


def _selector(call: Call) -> None:
    words = call.words
    if not words:
        raise Failure("one selector is required")
    selectors.labels(words[-1])  # says what is no selector at all
    if "!=" in words[-1]:
        raise Failure('"!=" is not a valid label selector operator')

    def change(info: Info) -> Tree:
        selector = _map(words[-1])
        if info.kind.name != "Service":
            raise Failure("setting a selector is only supported for Services")
        return {**info.tree, "spec": {**(info.tree.get("spec") or {}), "selector": selector}}

    _change(call, words[:-1], change, "selector updated", "kubectl-set")


def _map(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    several = _SET.search(text)
    if several is not None:
        values = " ".join(sorted(one.strip() for one in several[3].split(",")))
        raise Failure(
            f"match expression [{{{several[1]} {several[2].replace('not', 'Not').replace('in', 'In', 1)} "
            f"[{values}]}}] not supported on this object"
        )
    for part in text.split(","):
        key, sign, value = part.replace("==", "=").partition("=")
        if not sign:
            raise Failure(f"match expression [{{{part.strip()} Exists []}}] not supported on this object")
        found[key.strip()] = value.strip()
    return found


def _image(call: Call) -> None:
    resources = [word for word in call.words if "=" not in word]
    images = dict(word.split("=", 1) for word in call.words if "=" in word)
    if not resources and not images and not call.flags["filename"]:
        raise Failure(NOTHING_GIVEN)
    if not images:
        raise Failure("at least one image update is required")

    def change(info: Info) -> Tree:
        containers = _containers(info)
        names = {one["name"] for one in containers}
        missing = [name for name in images if name not in names and name != "*"]
        if missing:
            raise Failure(f'unable to find container named "{missing[0]}"')
        made = [{**one, "image": images.get(one["name"], images.get("*", one["image"]))} for one in containers]
        return _with_containers(info, made)

    _change(call, resources, change, "image updated", "kubectl-set")


def _env(call: Call) -> None:
    resources = [word for word in call.words if "=" not in word and not word.endswith("-")]
    given = dict(word.split("=", 1) for word in call.words if "=" in word)
    taken = [word[:-1] for word in call.words if "=" not in word and word.endswith("-")]
    if not resources:
        raise Failure("one or more resources must be specified as <resource> <name> or <resource>/<name>")
    if not given and not taken:
        raise Failure("at least one environment variable must be provided")

    def change(info: Info) -> Tree:
        wanted = call.flags["containers"]
        made = []
        for one in _containers(info):
            if wanted not in ("*", one["name"]):
                made.append(one)
                continue
            kept = [entry for entry in one.get("env") or () if entry["name"] not in taken]
            held = {entry["name"] for entry in kept}
            env = [
                {"name": entry["name"], "value": given[entry["name"]]} if entry["name"] in given else entry
                for entry in kept
            ] + [{"name": key, "value": value} for key, value in given.items() if key not in held]
            made.append({**{key: value for key, value in one.items() if key != "env"}, **({"env": env} if env else {})})
        return _with_containers(info, made)

    _change(call, resources, change, "env updated", "kubectl-set")


def _containers(info: Info) -> list[Tree]:
    spec: Any = info.tree.get("spec") or {}
    if info.kind.name in TEMPLATED:
        spec = (spec.get("template") or {}).get("spec") or {}
    elif info.kind.name != "Pod":
        raise Failure(
            f"{info.object_name} the object is not a pod or does not have a pod template: *v1.{info.kind.name}"
        )
    return list(spec.get("containers") or ())


def _with_containers(info: Info, containers: list[Tree]) -> Tree:
    spec: Tree = info.tree.get("spec") or {}
    if info.kind.name == "Pod":
        return {**info.tree, "spec": {**spec, "containers": containers}}
    template = spec.get("template") or {}
    inner = {**(template.get("spec") or {}), "containers": containers}
    return {**info.tree, "spec": {**spec, "template": {**template, "spec": inner}}}


def _change(call: Call, words: list[str], change: Callable[[Info], Tree], said: str, manager: str) -> None:
    printing.check(call)
    infos, failures = existing(call, words, selector=call.flags.get("selector") or "", takes_all=call.flags["all"])

    def act(info: Info) -> None:
        patch = two_way(info.tree, change(info), info.kind.struct)
        tree = info.tree
        if call.dry_run != "client":
            if not patch and "selector" not in said:
                return
            reply = call.answer(
                call.api.patch(
                    info.kind,
                    info.namespace,
                    info.name,
                    patch,
                    "strategic",
                    field_manager=manager,
                    dry_run=call.dry_run == "server",
                )
            )
            tree = reply.object.tree if reply.object is not None else tree
        printing.operation(call, info, said, tree)

    failure = together(visit(infos, failures, act))
    if failure is not None:
        raise failure


def _nothing(call: Call) -> None:
    if call.words:
        raise UsageFailure(f'unknown command "{call.words[0]}"', call.command)
    raise UsageFailure("what to set is expected: env, image or selector", call.command)


_FLAGS = (
    Flag("all", "bool"),
    Flag("local", "bool"),
    Flag("record", "bool"),
    Flag("resource-version", default=""),
    *command.FILES,
    *command.PRINTING,
    command.DRY_RUN,
    command.FIELD_MANAGER,
)

COMMAND = Command(
    "set",
    _nothing,
    subcommands=(
        Command(
            "env",
            _env,
            (
                *_FLAGS,
                command.SELECTOR,
                Flag("containers", "string", "c", "*"),
                Flag("list", "bool"),
                Flag("overwrite", "bool", default=True),
                Flag("env", "array", "e"),
            ),
        ),
        Command("image", _image, (*_FLAGS, command.SELECTOR)),
        Command("selector", _selector, _FLAGS),
    ),
)
