"""What ``get`` and ``describe`` ask the API server for: lists of kinds, or objects by name.

Follows the builder of ``k8s.io/cli-runtime/pkg/resource`` (v1.37): which words make which requests,
and in which order they are made.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.engine.api.kind import Kind
from sandbox.engine.apiserver.status import Status
from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import go_values, selectors
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure, Refused
from sandbox.engine.terminal.kubectl.resources import ALL, resource

_MIXED = (
    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name "
    "form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource "
    "resource/<resource_name>'"
)


@dataclass(slots=True)
class Answer:
    """What one request brought: the objects of a kind. ``is_list`` says that a list was asked for."""

    kind: Kind
    objects: list[Object]
    is_list: bool


@dataclass(slots=True)
class Selection:
    """All answers in order, the failures met, and whether the words name one single object."""

    answers: list[Answer] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    is_single: bool = False

    @property
    def objects(self) -> list[tuple[Kind, Object]]:
        return [(answer.kind, obj) for answer in self.answers for obj in answer.objects]


def select(call: Call, words: list[str], *, ignores_missing: bool = False) -> Selection:
    """Carry out the requests that the words make, with the call's selectors. Raises Failure."""
    selector = (call.flags.get("selector") or "").strip()
    field_selector = (call.flags.get("field-selector") or "").strip()
    everywhere = bool(call.flags.get("all-namespaces"))
    kinds, named, has_slash = _wanted(words)
    if named and (selector or field_selector):
        if has_slash:
            raise Failure("selectors and the all flag cannot be used when passing resource/name arguments")
        raise Failure("name cannot be provided when a selector is specified")
    if named:
        if everywhere and any(kind.is_namespaced for kind, _ in named):
            raise Failure("a resource cannot be retrieved by name across all namespaces")
        return _by_name(call, named, ignores_missing)
    return _lists(call, kinds, selector, field_selector, everywhere)


def listed(call: Call, kind: Kind, namespace: str | None, selector: str = "", field_selector: str = "") -> list[Object]:
    """The objects of a kind in the API server's order (by ``namespace/name``). Raises Refused."""
    if kind.deprecation:
        call.warn(kind.deprecation)
    try:
        matches = selectors.labels(selector)
        chosen = selectors.fields(field_selector, kind)
    except Failure as failure:
        resource = f"{kind.group}/{kind.version}, Resource={kind.plural}"
        raise Refused(
            Status(
                400,
                "BadRequest",
                (
                    f"Unable to find {go_values.quoted(resource)} that match label selector "
                    f"{go_values.quoted(selector)}, "
                    f"field selector {go_values.quoted(field_selector)}: {failure.text}"
                ),
            )
        ) from None
    found = [obj for obj in call.state.all(kind.name, namespace) if matches(obj.labels) and chosen(obj)]
    return sorted(found, key=lambda obj: f"{obj.namespace}/{obj.name}" if obj.namespace else obj.name)


def _wanted(words: list[str]) -> tuple[list[Kind], list[tuple[Kind, str]], bool]:
    """Kinds without names, or kinds with names. Several kinds with names are taken kind by kind."""
    with_slash = [word for word in words if "/" in word]
    if with_slash:
        if len(with_slash) != len(words):
            raise Failure(_MIXED)
        return [], [_pair(word) for word in words], True
    if not words:
        return [], [], False
    parts = [word for word in words[0].split(",") if word]
    if len(words) > 1 and len(parts) > 1:
        return [], [(kind, name) for part in parts for kind in kinds_of(part) for name in words[1:]], True
    kinds = [kind for part in parts for kind in kinds_of(part)]
    kinds = list(dict.fromkeys(kinds))
    if len(words) > 1:
        if words[0] == "all" or len(kinds) != 1:
            raise Failure("you may only specify a single resource type")
        return [], [(kinds[0], name) for name in words[1:]], False
    return kinds, [], False


def kinds_of(word: str) -> list[Kind]:
    """The kinds of one word; ``all`` is several. Kinds of which there can be no object here are
    among them. Raises Failure, or NotModelled."""
    if word == "all":
        return [kind for one in ALL for kind in kinds_of(one)]
    return [resource(word)]


def _pair(word: str) -> tuple[Kind, str]:
    parts = word.split("/")
    if len(parts) != 2:
        raise Failure("arguments in resource/name form may not have more than one slash")
    kind, name = parts
    if not kind or not name or len([one for one in kind.split(",") if one]) != 1:
        raise Failure("arguments in resource/name form must have a single resource and name")
    return kinds_of(kind.strip(","))[0], name


def _by_name(call: Call, named: list[tuple[Kind, str]], ignores_missing: bool) -> Selection:
    found = Selection(is_single=len(named) == 1)
    for kind, name in named:
        reply = call.api.get(kind, call.namespace if kind.is_namespaced else "", name)
        for warning in reply.warnings:
            call.warn(warning)
        if reply.object is not None:
            found.answers.append(Answer(kind, [reply.object], False))
        elif not (ignores_missing and reply.status.reason == "NotFound"):
            call.replies.append(reply)
            found.failures.append(Refused(reply.status))
    return found


def _lists(call: Call, kinds: list[Kind], selector: str, field_selector: str, everywhere: bool) -> Selection:
    found = Selection()
    for kind in kinds:
        namespace = None if everywhere or not kind.is_namespaced else call.namespace
        try:
            found.answers.append(Answer(kind, listed(call, kind, namespace, selector, field_selector), True))
        except Failure as failure:
            found.failures.append(failure)
    return found


__all__ = ["ALL", "Answer", "Selection", "listed", "select"]
