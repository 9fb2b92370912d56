"""Objects out of ``-f``: documents, decoded as far as kubectl itself decodes them.

Order and words follow ``resource.StreamVisitor`` and ``mapper.infoForData`` of
``k8s.io/cli-runtime`` (v1.37).
"""

from __future__ import annotations

from typing import Any

from sandbox.engine import api
from sandbox.engine.api.kind import Kind
from sandbox.engine.apiserver.patching import json_kind
from sandbox.engine.manifests import Document, parse
from sandbox.engine.places import Origin
from sandbox.engine.problems import Problem
from sandbox.engine.terminal.kubectl import discovery, object_meta
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.resources import Info

STDIN = "STDIN"
_VALIDATION_OFF = "if you choose to ignore these errors, turn validation off with --validate=false"


def read(call: Call) -> tuple[list[Info], list[Failure]]:
    """The objects of all files in order, and the failures met. Raises Failure for a missing file."""
    names = call.flags.get("filename") or []
    if call.flags.get("kustomize"):
        raise Failure("kustomize is not modelled here")
    for name in names:
        if name.startswith(("http://", "https://")):
            raise Failure(f'unable to read URL "{name}": there is no network here')
        if name != "-":
            raise Failure(f'the path "{name}" does not exist')
    if not names:
        return [], []
    manifest = parse(call.stdin or "", call.source)
    call.problems.extend(manifest.problems)
    infos: list[Info] = []
    failures: list[Failure] = []
    for document in manifest.documents:
        if document.tree is None:
            continue
        if not _validate(call, document, failures):
            return infos, failures
        for tree, origin in _items(document):
            _info(call, tree, origin, infos, failures)
    if manifest.error is not None:
        failures.append(Failure(f"error parsing {STDIN}: {manifest.error}"))
    return infos, failures


def _validate(call: Call, document: Document, failures: list[Failure]) -> bool:
    """apiVersion and kind are looked at before anything else; without them reading ends."""
    tree = document.tree
    if call.flags.get("validate") in ("false", "ignore") or not isinstance(tree, dict):
        return True
    missing: list[str] = []
    for name in ("apiVersion", "kind"):
        value = tree.get(name)
        wrong = ""
        if value is None:
            wrong, said = f"{name} not set", f"{name} is missing: every object says its apiVersion and kind"
        elif not isinstance(value, str):
            wrong, said = f"{name} isn't string type", f"{name} has to be text"
        elif name == "apiVersion" and value.count("/") > 1:
            wrong, said = f"unexpected GroupVersion string: {value}", "an apiVersion is v1 or GROUP/VERSION"
        if wrong:
            missing.append(wrong)
            call.problems.append(Problem(said, name, document.places.at((name,))))
    if missing:
        said = missing[0] if len(missing) == 1 else "[" + ", ".join(missing) + "]"
        failures.append(Failure(f'error validating "{STDIN}": error validating data: {said}; {_VALIDATION_OFF}'))
        return False
    return True


def _items(document: Document) -> list[tuple[Any, Origin]]:
    """The document's object, or the objects of a List."""
    tree, origin = document.tree, Origin(document.places)
    if isinstance(tree, dict) and isinstance(tree.get("kind"), str) and isinstance(tree.get("items"), list):
        single = tree["kind"].removesuffix("List")
        found: list[tuple[Any, Origin]] = []
        for position, item in enumerate(tree["items"]):
            if single and isinstance(item, dict):
                item = {"apiVersion": tree.get("apiVersion"), "kind": single, **item}
            found.append((item, origin.within(("items", position))))
        return found
    return [(tree, origin)]


def _info(call: Call, tree: Any, origin: Origin, infos: list[Info], failures: list[Failure]) -> None:
    if not isinstance(tree, dict):
        wanted = "map[string]interface {}" if origin.prefix else "unstructured.detector"
        failures.append(
            Failure(
                f'unable to decode "{STDIN}": json: cannot unmarshal {json_kind(tree)} into Go value of type {wanted}'
            )
        )
        call.problems.append(
            Problem("an object begins with `apiVersion:` and `kind:`, each on a line of its own", "", origin.at(()))
        )
        return
    wrong = object_meta.mistake(tree)
    if wrong is not None:
        failures.append(Failure(f'unable to decode "{STDIN}": {wrong.said}'))
        call.problems.append(Problem(wrong.advice, wrong.field, origin.at(wrong.path)))
        return
    name, namespace = _meta(tree, "name"), _meta(tree, "namespace")
    version = tree.get("apiVersion") or ""
    kind = api.kind(tree["kind"])
    if kind is None and discovery.is_served(version, tree["kind"]):
        said = f"not modelled here: objects of the kind {tree['kind']} ({version}), which a real cluster takes"
        failures.append(Failure(said))
        call.problems.append(Problem(said, "kind", origin.at(("kind",))))
        return
    if kind is None or kind.api_version != version:
        failures.append(
            Failure(
                f'resource mapping not found for name: "{name}" namespace: "{namespace}" from "{STDIN}": '
                f'no matches for kind "{tree["kind"]}" in version "{version}"\nensure CRDs are installed first'
            )
        )
        call.problems.append(_misspelt(tree, kind, origin))
        return
    try:
        infos.append(Info(kind, _namespace(call, kind, namespace), name, tree, STDIN, origin))
    except Failure as failure:
        failures.append(failure)
        call.problems.append(Problem(failure.text, "metadata.namespace", origin.at(("metadata", "namespace"))))
        return
    if kind.is_namespaced and not namespace:
        infos[-1].tree = {**tree, "metadata": {**(tree.get("metadata") or {}), "namespace": infos[-1].namespace}}


def _misspelt(tree: Any, kind: Kind | None, origin: Origin) -> Problem:
    version = tree.get("apiVersion") or "no apiVersion"
    if kind is not None:
        return Problem(
            f"{kind.name} belongs to apiVersion {kind.api_version}, not to {version}",
            "apiVersion",
            origin.at(("apiVersion",)),
        )
    return Problem(
        f"there is no kind {tree['kind']} in {version} here: compare the spelling "
        "(kinds are written like Service, EndpointSlice)",
        "kind",
        origin.at(("kind",)),
    )


def _namespace(call: Call, kind: Kind, given: str) -> str:
    if not kind.is_namespaced:
        return ""
    if given and call.is_namespace_given and given != call.namespace:
        raise Failure(
            f'the namespace from the provided object "{given}" does not match the namespace '
            f"\"{call.namespace}\". You must pass '--namespace={given}' to perform this operation."
        )
    return given or call.namespace


def _meta(tree: Any, name: str) -> str:
    found = (tree.get("metadata") or {}).get(name)
    return found if isinstance(found, str) else ""
