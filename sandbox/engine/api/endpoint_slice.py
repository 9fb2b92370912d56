"""EndpointSlices (discovery.k8s.io/v1).

Follows ``pkg/apis/discovery/validation``, the declarative rules of ``k8s.io/api/discovery/v1``
(behind the others, and only where no other rule says the same) and the strategy, v1.37.
"""

from __future__ import annotations

from sandbox.engine.api import addresses, formats
from sandbox.engine.api.errors import ErrorType, FieldError, duplicate, invalid, required
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_labels, check_meta, check_meta_update
from sandbox.engine.api.pod.ports import PROTOCOLS
from sandbox.engine.api.values import choice, each, is_same, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path

ADDRESS_TYPES = ("FQDN", "IPv4", "IPv6")
MOST_ADDRESSES = 100
MOST_ENDPOINTS = 1000
MOST_HINTS = 8
MOST_PORTS = 20_000
MOST_TOPOLOGY_LABELS = 16


def default(tree: Tree, state: State) -> None:
    """A port's name is empty and its protocol TCP where nothing else is said."""
    for port in tree.get("ports") or ():
        if port.get("name") is None:
            port["name"] = ""
        if port.get("protocol") is None:
            port["protocol"] = "TCP"
    for endpoint in tree.get("endpoints") or ():
        if endpoint.get("conditions") is None:
            endpoint["conditions"] = {}
    if tree.get("endpoints") is None:
        tree["endpoints"] = None
    if tree.get("ports") is None:
        tree["ports"] = None


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """The generation counts changes of the content and of the labels."""
    metadata = new.setdefault("metadata", {})
    if old is None:
        metadata["generation"] = 1
        return
    before = old.get("metadata") or {}
    if any(new.get(part) != old.get(part) for part in ("addressType", "endpoints", "ports")) or (
        metadata.get("labels") or {}
    ) != (before.get("labels") or {}):
        metadata["generation"] = before.get("generation", 1) + 1


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new slice."""
    errors = check_meta(tree, is_namespaced=True, name_rule=formats.dns1123_subdomain)
    kind = tree.get("addressType", "")
    errors += _ports(tree.get("ports") or [], ("ports",))
    errors += _endpoints(tree.get("endpoints") or [], kind, ("endpoints",))
    return errors + _declared(tree)


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one: its type of addresses stays; endpoints that stay are not looked at again."""
    errors = check_meta_update(new, old)
    errors += _ports(new.get("ports") or [], ("ports",))
    is_kept = is_same(new.get("endpoints"), old.get("endpoints"))
    if not is_kept:
        errors += _endpoints(new.get("endpoints") or [], new.get("addressType", ""), ("endpoints",))
    if new.get("addressType") != old.get("addressType"):
        if not new.get("addressType"):
            errors.append(required(("addressType",)))
        errors.append(invalid(("addressType",), None, "field is immutable"))
    return errors if is_kept else errors + _addresses_there(new)


def _declared(tree: Tree) -> list[FieldError]:
    kind = tree.get("addressType", "")
    if not kind:
        errors = [required(("addressType",))]
    else:
        errors = [] if kind in ADDRESS_TYPES else [unsupported(("addressType",), kind, ADDRESS_TYPES)]
    return errors + _addresses_there(tree)


def _addresses_there(tree: Tree) -> list[FieldError]:
    errors: list[FieldError] = []
    for at, endpoint in enumerate(tree.get("endpoints") or ()):
        here: Path = ("endpoints", at, "addresses")
        count = len(endpoint.get("addresses") or ())
        if not count:
            errors.append(required(here))
        elif count > MOST_ADDRESSES:
            errors.append(_too_many(here, count, MOST_ADDRESSES))
    return errors


def _too_many(path: Path, count: int, most: int) -> FieldError:
    return FieldError(ErrorType.TOO_MANY, path, count, f"must have at most {most} items")


def _ports(ports: list[Tree], path: Path) -> list[FieldError]:
    if len(ports) > MOST_PORTS:
        return [_too_many(path, len(ports), MOST_PORTS)]
    errors: list[FieldError] = []
    names: set[str] = set()
    for at, port in enumerate(ports):
        here, name = (*path, at), port.get("name") or ""
        if name:
            errors += each((*here, "name"), name, formats.dns1123_label(name))
        if name in names:
            errors.append(duplicate((*here, "name"), name))
        names.add(name)
        errors += choice(port.get("protocol"), PROTOCOLS, (*here, "protocol"))
        if port.get("appProtocol") is not None:
            errors += each((*here, "appProtocol"), port["appProtocol"], formats.qualified_name(port["appProtocol"]))
    return errors


def _endpoints(endpoints: list[Tree], kind: str, path: Path) -> list[FieldError]:
    if len(endpoints) > MOST_ENDPOINTS:
        return [_too_many(path, len(endpoints), MOST_ENDPOINTS)]
    errors: list[FieldError] = []
    for at, endpoint in enumerate(endpoints):
        here = (*path, at)
        for number, address in enumerate(endpoint.get("addresses") or ()):
            errors += _address(address, kind, (*here, "addresses"), number)
        name = endpoint.get("nodeName")
        if name is not None:
            errors += each((*here, "nodeName"), name, formats.dns1123_subdomain(name))
        topology = endpoint.get("deprecatedTopology") or {}
        if len(topology) > MOST_TOPOLOGY_LABELS:
            errors.append(_too_many((*here, "deprecatedTopology"), len(topology), MOST_TOPOLOGY_LABELS))
        errors += check_labels(topology, (*here, "deprecatedTopology"))
        hostname = endpoint.get("hostname")
        if hostname is not None:
            errors += each((*here, "hostname"), hostname, formats.dns1123_label(hostname))
        if endpoint.get("hints"):
            errors += _hints(endpoint["hints"], (*here, "hints"))
    return errors


def _address(address: str, kind: str, path: Path, number: int) -> list[FieldError]:
    here = (*path, number)
    if kind == "FQDN":
        return _domain(address, here)
    if kind not in ("IPv4", "IPv6"):
        return []
    errors = addresses.check_ip(here, address)
    if addresses.family(address) != kind:
        # The number is missing in this one message.
        errors.append(invalid(path, address, f"must be an {kind} address"))
    return errors + addresses.check_not_special(here, address)


def _domain(name: str, path: Path) -> list[FieldError]:
    if not name:
        return [required(path)]
    plain = name.removesuffix(".")
    errors = each(path, plain, formats.dns1123_subdomain(plain))
    if errors:
        return errors
    if len(plain.split(".")) < 2:
        return [invalid(path, plain, "should be a domain with at least two segments separated by dots")]
    return [error for label in plain.split(".") for error in each(path, label, formats.dns1123_label(label))]


def _hints(hints: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    for field, rule in (("forZones", formats.label_value), ("forNodes", formats.dns1123_subdomain)):
        given = hints.get(field) or []
        if len(given) > MOST_HINTS:
            return [*errors, _too_many((*path, field), len(given), MOST_HINTS)]
        seen: set[str] = set()
        for at, one in enumerate(given):
            here, name = (*path, field, at, "name"), one.get("name", "")
            if name in seen:
                errors.append(duplicate(here, name))
            seen.add(name)
            errors += each(here, name, rule(name))
    return errors


def warn(new: Tree, old: Tree | None, state: State) -> list[str]:
    """Domain names as endpoints are deprecated; IPv6 addresses should be written the usual way."""
    if new.get("addressType") == "FQDN":
        return ["spec.addressType: FQDN endpoints are deprecated"]
    if new.get("addressType") != "IPv6":
        return []
    return [
        warning
        for at, endpoint in enumerate(new.get("endpoints") or ())
        for number, address in enumerate(endpoint.get("addresses") or ())
        for warning in addresses.warn_of_ip(("endpoints", at, "addresses", number), address)
    ]


KIND = Kind(
    "EndpointSlice",
    "endpointslices",
    "io.k8s.api.discovery.v1.EndpointSlice",
    group="discovery.k8s.io",
    default=default,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
    warn=warn,
    is_created_by_update=True,
)
