"""Which objects a command is about: resource words, names, selectors, and files.

The rules follow the builder and the mapper of ``k8s.io/cli-runtime/pkg/resource`` (v1.37).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.engine import api
from sandbox.engine.api.kind import Kind
from sandbox.engine.apiserver.status import Reply
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.places import Origin
from sandbox.engine.problems import EngineError, NotModelled
from sandbox.engine.terminal.kubectl import discovery, selectors
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure, Refused

NOTHING_GIVEN = """You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'"""
#: ``kubectl get all``.
ALL = (
    "pods",
    "replicationcontrollers",
    "services",
    "daemonsets.apps",
    "deployments.apps",
    "replicasets.apps",
    "statefulsets.apps",
    "horizontalpodautoscalers.autoscaling",
    "cronjobs.batch",
    "jobs.batch",
)


@dataclass(slots=True)
class Info:
    """One object that a command is about: where it comes from, and its tree.

    ``tree`` is what the file says, or the live object's. ``source`` is ``STDIN`` for a file.
    """

    kind: Kind
    namespace: str
    name: str
    tree: Tree
    source: str = ""
    origin: Origin | None = None

    @property
    def title(self) -> str:
        """``service/web``, ``deployment.apps/web``: as commands print it."""
        return f"{kind_word(self.kind)}/{self.name}"

    @property
    def object_name(self) -> str:
        """``services/web``."""
        return f"{self.kind.plural}/{self.name}"

    @property
    def about(self) -> str:
        """``Service default/web``: as facts name it."""
        return f"{self.kind.name} {self.namespace}/{self.name}" if self.namespace else f"{self.kind.name} {self.name}"

    def __str__(self) -> str:
        """As errors print it, on two lines."""
        versioned = f"{self.kind.group}/{self.kind.version}"
        return (
            f'Resource: "{versioned}, Resource={self.kind.plural}", '
            f'GroupVersionKind: "{versioned}, Kind={self.kind.name}"\n'
            f'Name: "{self.name}", Namespace: "{self.namespace}"'
        )


def kind_word(kind: Kind) -> str:
    """``service``, ``deployment.apps``."""
    return f"{kind.name.lower()}.{kind.group}" if kind.group else kind.name.lower()


def resource(word: str) -> Kind:
    """The kind that a resource word means, also one of which there can be no object here. Raises Failure where
    there is none, NotModelled where there would be objects in a real cluster."""
    found = api.resource(word) or api.resource(word.lower())
    if found is None and "." in word:
        found = _qualified(word.lower())
    if found is None:
        found = discovery.empty_kind(word)
    if found is None and discovery.is_known(word):
        raise NotModelled(f"objects of the resource type {word}")
    if found is None:
        raise Failure(no_resource(word))
    return found


def kind_named(name: str) -> Kind:
    """The kind of that name. Raises NotModelled where the engine has none."""
    found = api.kind(name)
    if found is None:
        raise NotModelled(f"objects of the kind {name}")
    return found


def got(reply: Reply) -> Object:
    """The object of a reply that is no refusal."""
    if reply.object is None:
        raise EngineError("a reply has neither an object nor a refusal")
    return reply.object


def no_resource(word: str) -> str:
    """``the server doesn't have a resource type "servces"``."""
    name, _, group = word.partition(".")
    said = f'the server doesn\'t have a resource type "{name}"'
    return f'{said} in group "{group}"' if group else said


def _qualified(word: str) -> Kind | None:
    """``deploy.apps``, ``deployments.v1.apps``, ``services.v1.``."""
    name, _, rest = word.partition(".")
    found = api.resource(name)
    if found is None:
        return None
    if rest in (found.group, f"{found.version}.{found.group}") or (not found.group and rest == f"{found.version}."):
        return found
    return None


def kinds_of(words: str) -> list[Kind]:
    """The kinds of ``svc,pods`` or ``all``. Raises Failure."""
    found: list[Kind] = []
    for word in words.split(","):
        if not word:
            raise Failure(no_resource(word))
        if word == "all":
            found.extend(kind for one in ALL if (kind := api.resource(one)) is not None)
        else:
            found.append(resource(word))
    return list(dict.fromkeys(found))


def pairs(words: list[str]) -> tuple[list[Kind], list[tuple[Kind, str]]]:
    """The words of a command as kinds without names, or kinds with names. Raises Failure."""
    with_slash = [word for word in words if "/" in word]
    if with_slash:
        if len(with_slash) != len(words):
            raise Failure(
                "there is no need to specify a resource type as a separate argument when passing arguments "
                "in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of "
                "'kubectl get resource resource/<resource_name>'"
            )
        named: list[tuple[Kind, str]] = []
        for word in words:
            parts = word.split("/")
            if len(parts) != 2:
                raise Failure("arguments in resource/name form may not have more than one slash")
            if not parts[0] or not parts[1]:
                raise Failure("arguments in resource/name form must have a single resource and name")
            named.extend((kind, parts[1]) for kind in kinds_of(parts[0]))
        return [], named
    kinds = kinds_of(words[0]) if words else []
    return kinds, [(kind, name) for name in words[1:] for kind in kinds]


def existing(
    call: Call,
    words: list[str],
    *,
    selector: str = "",
    takes_all: bool = False,
    ignores_missing: bool = False,
    field_selector: str = "",
    empty: str = NOTHING_GIVEN,
) -> tuple[list[Info], list[Failure]]:
    """The live objects that words and selector name, and the failures met on the way.

    Raises Failure where the words make no request at all.
    """
    kinds, named = pairs(words)
    everywhere = bool(call.flags.get("all-namespaces"))
    if not kinds and not named:
        raise Failure(empty)
    if named and (selector or field_selector or takes_all):
        raise Failure("name cannot be provided when a selector is specified")
    if named and everywhere and any(kind.is_namespaced for kind, _ in named):
        raise Failure("a resource cannot be retrieved by name across all namespaces")
    if not named and not (selector or field_selector or takes_all):
        raise Failure("resource(s) were provided, but no name was specified")
    infos: list[Info] = []
    failures: list[Failure] = []
    if named:
        for kind, name in named:
            reply = call.api.get(kind, call.namespace if kind.is_namespaced else "", name)
            if reply.object is not None:
                for warning in reply.warnings:
                    call.warn(warning)
                infos.append(live(kind, reply.object))
            elif not (ignores_missing and reply.status.reason == "NotFound"):
                call.replies.append(reply)
                failures.append(Refused(reply.status))
        return infos, failures
    matches = selectors.labels(selector) if selector else None
    chosen = selectors.fields(field_selector) if field_selector else None
    for kind in kinds:
        namespace = call.namespace if kind.is_namespaced and not everywhere else None
        infos.extend(
            live(kind, obj)
            for obj in call.state.all(kind.name, namespace)
            if (matches is None or matches(obj.labels)) and (chosen is None or chosen(obj))
        )
    return infos, failures


def live(kind: Kind, obj: Object) -> Info:
    """The info of a live object."""
    return Info(kind, obj.namespace, obj.name, obj.tree, "", obj.origin)


def visit(infos: Iterable[Info], failures: list[Failure], act: Any) -> list[Failure]:
    """Call ``act`` for each; a failure of one does not stop the others."""
    found = list(failures)
    for info in infos:
        try:
            act(info)
        except Failure as failure:
            found.append(failure)
    return found
