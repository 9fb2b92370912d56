"""Ingresses (networking.k8s.io/v1): ``pkg/apis/networking/validation`` and their strategy, v1.37.

They are kept and checked; no controller carries traffic for them.
"""

from __future__ import annotations

from sandbox.engine.api import addresses, formats
from sandbox.engine.api.errors import FieldError, invalid, required
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.status import keep
from sandbox.engine.api.values import each, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path

CLASS_ANNOTATION = "kubernetes.io/ingress.class"
_PATH_TYPES = ("Exact", "ImplementationSpecific", "Prefix")
_NOT_WITHIN = ("//", "/./", "/../", "%2f", "%2F")
_NOT_AT_END = ("/..", "/.")
_NOT_A_WILDCARD = (
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must "
    "consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character "
    "(e.g. '*.example.com', regex used for validation is "
    r"'\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
)


def default(tree: Tree, state: State) -> None:
    """There is always a spec."""
    tree.setdefault("spec", {})


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """The status is for the controller that carries the traffic."""
    if old is None:
        new["status"] = {"loadBalancer": {}}
    else:
        keep(new, old, "status")


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new Ingress; its class is named in one place only."""
    errors = check_meta(tree, is_namespaced=True, name_rule=formats.dns1123_subdomain) + _spec(tree["spec"])
    annotation = ((tree.get("metadata") or {}).get("annotations") or {}).get(CLASS_ANNOTATION)
    if annotation is not None and tree["spec"].get("ingressClassName") is not None:
        errors.append(
            invalid(("annotations", CLASS_ANNOTATION), annotation, "can not be set when the class field is also set")
        )
    return errors


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one."""
    return check_meta_update(new, old) + _spec(new["spec"])


def _spec(spec: Tree) -> list[FieldError]:
    errors: list[FieldError] = []
    if not spec.get("rules") and spec.get("defaultBackend") is None:
        errors.append(invalid(("spec",), None, "either `defaultBackend` or `rules` must be specified"))
    if spec.get("defaultBackend") is not None:
        errors += _backend(spec["defaultBackend"], ("spec", "defaultBackend"))
    for at, rule in enumerate(spec.get("rules") or ()):
        errors += _rule(rule, ("spec", "rules", at))
    for at, tls in enumerate(spec.get("tls") or ()):
        for number, host in enumerate(tls.get("hosts") or ()):
            errors += _host(host, ("spec", "tls", at, "hosts", number))
    name = spec.get("ingressClassName")
    if name is not None:
        errors += each(("spec", "ingressClassName"), name, formats.dns1123_subdomain(name))
    return errors


def _rule(rule: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    host = rule.get("host", "")
    if host:
        if addresses.ip(host) is not None:
            errors.append(invalid((*path, "host"), host, "must be a DNS name, not an IP address"))
        errors += _host(host, (*path, "host"))
    if rule.get("http") is None:
        return errors
    paths = rule["http"].get("paths") or []
    if not paths:
        errors.append(required((*path, "http", "paths")))
    for at, one in enumerate(paths):
        errors += _path(one, (*path, "http", "paths", at))
    return errors


def _host(host: str, path: Path) -> list[FieldError]:
    if "*" not in host:
        return each(path, host, formats.dns1123_subdomain(host))
    if host.startswith("*.") and len(host) <= 253 and not formats.dns1123_subdomain(host[2:]):
        return []
    return [invalid(path, host, _NOT_A_WILDCARD)]


def _path(one: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    kind, text = one.get("pathType"), one.get("path", "")
    if kind is None:
        return [required((*path, "pathType"), "pathType must be specified")]
    if kind not in _PATH_TYPES:
        errors.append(unsupported((*path, "pathType"), kind, _PATH_TYPES))
    elif kind == "ImplementationSpecific":
        if text and not text.startswith("/"):
            errors.append(invalid((*path, "path"), text, "must be an absolute path"))
    else:
        if not text.startswith("/"):
            errors.append(invalid((*path, "path"), text, "must be an absolute path"))
        if text:
            errors += [
                invalid((*path, "path"), text, f"must not contain '{part}'") for part in _NOT_WITHIN if part in text
            ]
            errors += [
                invalid((*path, "path"), text, f"cannot end with '{part}'")
                for part in _NOT_AT_END
                if text.endswith(part)
            ]
    return errors + _backend(one.get("backend") or {}, (*path, "backend"))


def _backend(backend: Tree, path: Path) -> list[FieldError]:
    service, resource = backend.get("service"), backend.get("resource")
    if service is not None and resource is not None:
        return [invalid(path, "", "cannot set both resource and service backends")]
    if resource is not None:
        return [required((*path, "resource", field)) for field in ("kind", "name") if not resource.get(field)]
    if service is None:
        return [invalid(path, "", "resource or service backend is required")]
    name = service.get("name", "")
    if not name:
        errors = [required((*path, "service", "name"))]
    else:
        errors = each((*path, "service", "name"), name, formats.dns1123_label(name))
    port = service.get("port") or {}
    word, number = port.get("name", ""), port.get("number", 0)
    if word and number:
        errors.append(invalid(path, "", "cannot set both port name & port number"))
    elif word:
        errors += each((*path, "service", "port", "name"), word, formats.port_name(word))
    elif number:
        errors += each((*path, "service", "port", "number"), number, formats.port_number(number))
    else:
        errors.append(required(path, "port name or number is required"))
    return errors


def warn(new: Tree, old: Tree | None, state: State) -> list[str]:
    """The class belongs into the spec."""
    if old is not None or CLASS_ANNOTATION not in ((new.get("metadata") or {}).get("annotations") or {}):
        return []
    return [f"annotation \"{CLASS_ANNOTATION}\" is deprecated, please use 'spec.ingressClassName' instead"]


KIND = Kind(
    "Ingress",
    "ingresses",
    "io.k8s.api.networking.v1.Ingress",
    group="networking.k8s.io",
    short_names=("ing",),
    subresources=("status",),
    default=default,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
    warn=warn,
)
